"""Callers who need no secret and may do less than the owner: those of a socket or with a certificate."""

from __future__ import annotations

import grp
import os
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from odind.core.access.principal import Principal
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.rpc.listener import RpcServer

from .addresses import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from odind.access_config import CertificateConfig, SocketConfig
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


class CertifiedAccess:
    """Takes who shows a certificate for whom its names say, and leaves all others to `owners`."""

    def __init__(self, principals: Mapping[str, Principal], owners: Access) -> None:
        self._principals = principals
        self._owners = owners

    def admit(self, caller: Caller, rpc: str) -> Principal:
        """Return who calls; raises PermissionDeniedError CERTIFICATE_UNKNOWN, and what `owners` raises."""
        if not caller.certificate or caller.page:
            return self._owners.admit(caller, rpc)
        found = next(filter(None, map(self._principals.get, caller.certificate)), None)
        if found:
            return found
        if caller.bearer:
            return self._owners.admit(replace(caller, certificate=()), rpc)
        raise PermissionDeniedError(
            "CERTIFICATE_UNKNOWN",
            "no name in the client's certificate is in access.certificates: {names}",
            names=", ".join(caller.certificate),
        )

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on: the certificate was valid as the connection began."""
        return nullcontext()


def certified(certificates: Mapping[str, CertificateConfig], owners: Access, keys: Keys) -> Access:
    """Return an access that knows certificates too; without any, `owners`, to which all are the owner's."""
    principals: dict[str, Principal] = {}
    for name, config in certificates.items():
        principal = Principal(f"@certificate-{name}", config.grant)
        keys.trust(principal.name)
        principals |= dict.fromkeys(config.names, principal)
    return CertifiedAccess(principals, owners) if principals else owners


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
