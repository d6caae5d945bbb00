"""Unix sockets whose callers may do less than the owner: gRPC cannot tell who calls, so each has a grant."""

from __future__ import annotations

import grp
import os
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from odind.core.access.principal import Principal
from odind.core.errors import InvalidArgumentError
from odind.rpc.listener import RpcServer

from .addresses import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from odind.access_config import SocketConfig
    from odind.core.access.keys import Keys
    from odind.services.access import Access, Caller
    from odind.services.catalog import Service
    from odind.services.turnstile import Turnstile


class GrantedAccess:
    """Takes every caller for one principal."""

    def __init__(self, principal: Principal) -> None:
        self._principal = principal

    def admit(self, _caller: Caller, _rpc: str) -> Principal:
        """Return the principal."""
        return self._principal

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on: the grant stands for as long as the socket does."""
        return nullcontext()


def granted_servers(
    sockets: Mapping[str, SocketConfig],
    services: Sequence[Service],
    access_of: Callable[[Access], Access],
    *,
    keys: Keys,
    turnstile: Turnstile,
) -> list[RpcServer]:
    """Return a server for each socket, which is bound.

    `access_of` makes the access of one, given who the owner is there. Raises UnavailableError as `Faces`
    does, and InvalidArgumentError CONFIG_INVALID for a group that there is not.
    """
    servers = []
    for name, config in sockets.items():
        principal = Principal(f"@socket-{name}", config.grant)
        keys.trust(principal.name)
        server = RpcServer(services, access=access_of(GrantedAccess(principal)), turnstile=turnstile)
        with telling(f"access.sockets.{name}", config.path):
            server.bind_socket(Path(config.path), config.bits)
            if config.group:
                os.chown(config.path, -1, _group(name, config.group))
        servers.append(server)
    return servers


def _group(name: str, group: str) -> int:
    try:
        return int(group) if group.isdecimal() else grp.getgrnam(group).gr_gid
    except KeyError:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "access.sockets.{name}: there is no group {group}", name=name, group=group
        ) from None
