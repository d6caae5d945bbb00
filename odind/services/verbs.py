"""The verbs that each RPC needs, as its proto says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.access import unpack_verb
from odind.v1 import verbs_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from google.protobuf.descriptor import MethodDescriptor

    from odind.core.access.verbs import Verb

    from .catalog import Service


def verbs_of(services: Iterable[Service]) -> Mapping[str, frozenset[Verb]]:
    """Return the verbs of all RPCs of these services by their paths, each enough to call it."""
    return {
        path_of(method): frozenset(map(unpack_verb, method.GetOptions().Extensions[verbs_pb2.verb]))
        for service in services
        for method in service.descriptor.methods
    }


def daemon_wide(services: Iterable[Service]) -> frozenset[str]:
    """Return the paths of all RPCs about the whole daemon, which no tenant may make."""
    return frozenset(
        path_of(method)
        for service in services
        for method in service.descriptor.methods
        if method.GetOptions().Extensions[verbs_pb2.daemon_wide]
    )


def path_of(method: MethodDescriptor) -> str:
    """Return the path of an RPC, as in /odind.v1.RoomService/JoinRoom."""
    return f"/{method.containing_service.full_name}/{method.name}"
