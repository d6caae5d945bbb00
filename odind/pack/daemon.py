"""Converts what happens to the daemon itself to the proto's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.v1 import daemon_pb2

from .times import pack_time

if TYPE_CHECKING:
    from odind.core.values.daemon import DaemonDraining


def pack_draining(draining: DaemonDraining) -> daemon_pb2.DaemonDraining:
    """Return the message that tells when the daemon stops."""
    deadline = draining.deadline
    return daemon_pb2.DaemonDraining(deadline=None if deadline is None else pack_time(deadline))
