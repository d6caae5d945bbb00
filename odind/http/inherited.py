"""Listening sockets that this process was started with, by systemd's protocol: sd_listen_fds(3)."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from odind.sockets import tcp_address

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

_FIRST: Final = 3
_MOST: Final = 64


class InheritedSockets:
    """Sockets to listen on in place of new ones, which need not be bound."""

    def __init__(self, sockets: Iterable[socket.socket] = ()) -> None:
        self._sockets = list(sockets)

    @classmethod
    def told_by(cls, environment: MutableMapping[str, str]) -> Self:
        """Take the sockets that the environment tells this process of, and remove what it says."""
        pid, number = environment.pop("LISTEN_PID", ""), environment.pop("LISTEN_FDS", "")
        environment.pop("LISTEN_FDNAMES", None)
        if pid != str(os.getpid()) or not (number.isascii() and number.isdigit()):
            return cls()
        return cls(_taken(_FIRST, min(int(number), _MOST)))

    def tcp(self, address: str) -> socket.socket | None:
        """Return the socket that listens on HOST:PORT, if there is one."""
        family, (host, port) = tcp_address(address)
        for listening in self._of(family):
            name = listening.getsockname()
            if name[0] == _numeric(family, host) and port in (0, name[1]):
                return listening
        return None

    def unix(self, path: Path) -> socket.socket | None:
        """Return the socket that listens on a path, if there is one."""
        return next((one for one in self._of(socket.AF_UNIX) if one.getsockname() == str(path)), None)

    def among(self, addresses: Iterable[str], path: str) -> list[str]:
        """Return those of some addresses and a path, "" for none, that a socket listens on already."""
        listening = [address for address in addresses if address and self.tcp(address)]
        return [*listening, path] if path and self.unix(Path(path)) else listening

    def close_all_but(self, used: Iterable[socket.socket]) -> None:
        """Close those that nobody listens on."""
        kept = set(used)
        for listening in self._sockets:
            if listening not in kept:
                listening.close()

    def _of(self, family: socket.AddressFamily) -> list[socket.socket]:
        return [one for one in self._sockets if one.family == family]


def _taken(first: int, number: int) -> Iterable[socket.socket]:
    for descriptor in range(first, first + number):
        with suppress(OSError):  # no socket
            listening = socket.socket(fileno=descriptor)
            listening.set_inheritable(False)
            yield listening


def _numeric(family: socket.AddressFamily, host: str) -> str:
    return str(socket.getaddrinfo(host, None, family)[0][4][0])
