"""The SFU on its UDP port, which keeps its port over restarts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from .addresses import bound, is_wildcard, join_address, split_address
from .quic.configuration import bind_udp
from .quic.endpoint import Endpoint
from .server_certificate import ServerCertificate, certificate_names
from .sfu.session import Session

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from .config import GridConfig
    from .counters import Counters
    from .quic.connection import Connection
    from .sfu.lobby import Lobby

# A client that gets the farewell and the end of the connection at once never reads the farewell; one that
# has read it reconnects after 0.1 s.
_CLOSING_GRACE_S: Final = 0.06


class SfuServer:
    """Accepts clients on the UDP port from its construction on. Raises UnavailableError when it is taken."""

    def __init__(
        self,
        config: GridConfig,
        certificate: ServerCertificate,
        lobby: Lobby,
        counters: Counters,
        now: Callable[[], float],
    ) -> None:
        self._config = config
        self._certificate = certificate
        self._lobby = lobby
        self._counters = counters
        self._now = now
        host, port = split_address(config.udp)
        sock = _bind(host, port)
        self._host, self._port = host, sock.getsockname()[1]
        self.endpoint = self._open(sock)

    @property
    def address(self) -> str:
        """The UDP address in use."""
        return join_address(self._host, self._port)

    def address_for(self, host_header: str) -> str:
        """Return the SFU's address for a client that reached the gateway under this name."""
        if self._config.public_host:
            return join_address(self._config.public_host, self._port)
        if not is_wildcard(self._host):
            host = "localhost" if ":" in self._host else self._host
            return f"{host}:{self._port}"
        asked, _, _ = host_header.rpartition(":") if ":" in host_header else (host_header, "", "")
        return f"{asked if asked in certificate_names(self._config) else 'localhost'}:{self._port}"

    async def restart(self, *, down_seconds: float, graceful: bool) -> None:
        """Stop, and start again on the same port; clients reconnect on their own."""
        await self.stop(graceful=graceful)
        await asyncio.sleep(down_seconds)
        self.endpoint = self._open(_bind(self._host, self._port))

    async def stop(self, *, graceful: bool = True) -> None:
        """Stop; clients are told only when `graceful`."""
        if graceful and self.endpoint.connections:
            self.endpoint.is_closing = True
            self._lobby.close()
            await asyncio.sleep(_CLOSING_GRACE_S)
        self.endpoint.close(graceful=graceful)

    def _open(self, sock: socket.socket) -> Endpoint:
        return Endpoint(
            sock,
            lambda: self._certificate.quic_configuration,
            self._make_session,
            limits=self._config.limits,
            times=self._config.times,
            counters=self._counters,
        )

    def _make_session(self, connection: Connection, now: float) -> Session:
        return Session(
            connection,
            self._lobby,
            limits=self._config.limits,
            times=self._config.times,
            counters=self._counters,
            wall_clock=self._now,
            now=now,
        )


def _bind(host: str, port: int) -> socket.socket:
    return bound(lambda: bind_udp(host, port), join_address(host, port))
