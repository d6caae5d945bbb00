"""Callers with a grant by the way they come: by a unix socket of their own, or with a certificate.

gRPC cannot tell who calls on a unix socket, so each has a grant.
"""

from __future__ import annotations

import grp
import os
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from odind.core.access.principal import Principal
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.values.late import dataclass
from odind.door.listener import AudioDoor
from odind.rpc.listener import RpcServer

from .addresses import audio_key, audio_socket_of, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from odind.access_config import CertificateConfig, SocketConfig
    from odind.config import Config
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
    """Knows clients by the names in their certificates, and all other callers as `others` does."""

    def __init__(self, others: Access, principals: Mapping[str, Principal]) -> None:
        self._others = others
        self._principals = principals

    def admit(self, caller: Caller, rpc: str) -> Principal:
        """Return who calls; raises PermissionDeniedError CERTIFICATE_NOT_GRANTED, and what `others` does."""
        if not caller.certificate:
            return self._others.admit(caller, rpc)
        for name in caller.certificate:
            if name in self._principals:
                return self._principals[name]
        raise PermissionDeniedError(
            "CERTIFICATE_NOT_GRANTED",
            "nothing is granted to a certificate of {names}: list one of its names in access.certificates",
            names=", ".join(caller.certificate),
        )

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on: the grant stands for as long as the daemon runs."""
        return nullcontext()


def certified(owners: Access, certificates: Mapping[str, CertificateConfig], keys: Keys) -> Access:
    """Return an access with the grants of these certificates; without any they are those of owners."""
    if not certificates:
        return owners
    principals = {
        name: Principal(f"@certificate-{quote(name, safe='')}", config.grant)  # / would make it a path
        for name, config in certificates.items()
    }
    for principal in principals.values():
        keys.trust(principal)
    return CertifiedAccess(owners, principals)


@dataclass(frozen=True)
class GrantedSocket:
    """A unix socket of gRPC whose callers have a grant, and the audio socket beside it."""

    rpc: RpcServer
    door: AudioDoor


def granted_sockets(
    config: Config,
    services: Sequence[Service],
    access_of: Callable[[Access], Access],
    *,
    keys: Keys,
    turnstile: Turnstile,
) -> list[GrantedSocket]:
    """Return what serves each socket of `access.sockets`, which is bound.

    `access_of` makes the access of one, given who the owner is there. Raises UnavailableError as `Faces`
    does, and InvalidArgumentError CONFIG_INVALID for a group that there is not.
    """
    made = []
    for name, one in config.access.sockets.items():
        principal = Principal(f"@socket-{name}", one.grant)
        keys.trust(principal)
        access = access_of(GrantedAccess(principal))
        rpc = RpcServer(services, access=access, turnstile=turnstile)
        door = AudioDoor(services, access, turnstile=turnstile)
        key = f"access.sockets.{name}"
        _bind(key, one.path, rpc.bind_socket, name, one)
        _bind(audio_key(key), audio_socket_of(config, one.path), door.bind_socket, name, one)
        made.append(GrantedSocket(rpc, door))
    return made


def _bind(key: str, path: str, bind: Callable[[Path, int], object], name: str, config: SocketConfig) -> None:
    """Bind a socket, unless its path is empty, and give it to the group of its setting."""
    if path:
        with telling(key, path):
            bind(Path(path), config.bits)
            if config.group:
                os.chown(path, -1, _group(name, config.group))


def require_groups(sockets: Mapping[str, SocketConfig]) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID for a group that there is not."""
    for name, config in sockets.items():
        if config.group:
            _group(name, config.group)


def _group(name: str, group: str) -> int:
    try:
        return int(group) if group.isdecimal() else grp.getgrnam(group).gr_gid
    except KeyError:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "access.sockets.{name}: there is no group {group}", name=name, group=group
        ) from None
