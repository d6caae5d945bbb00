"""A server for one ASGI application, embedded in a process that has its own signals, logs and end.

A peer cannot close it to others by holding connections open: a request must arrive within a time, and a peer
that has too many connections loses the oldest of those that ask for nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from socket import AF_UNIX
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from odind.tls.acceptor import Acceptor
from odind.tls.peers import Peers
from odind.tls.shown import names_of, showing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from socket import socket

    from h11 import Request
    from starlette.types import ASGIApp

    from odind.tls.contexts import ServerContexts


_REQUEST_S: Final = 20.0
"""How long a request may take to arrive, headers and body."""
_CONNECTIONS_PER_PEER: Final = 500
_NEWCOMER_S: Final = 0.2
"""How long a stop waits for the requests of those who have just connected."""
_PAUSE_S: Final = 0.01
_GONE: Final = ("gone", 0)
_FALSE_ALARMS: Final = ("graceful shutdown exceeded", "without completing handshake", "Invalid HTTP request")
"""What uvicorn logs when a stop cancels unfinished requests, when a WebSocket is refused, and whenever a peer
sends what is no HTTP, with which anybody could fill the log."""


def _worth_telling(record: logging.LogRecord) -> bool:
    cancelled = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cancelled and not any(words in str(record.msg) for words in _FALSE_ALARMS)


class EmbeddedServer(uvicorn.Server):
    """Serves on sockets that are already bound; `options` are uvicorn's. `ready` is set when it does.

    A peer is an address, or whoever reaches a unix socket. A request must arrive within `request_s`.
    With `tls`, all connections are secured first. A server with an `http` protocol of its own has its own
    limits, and no TLS.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        connections_per_peer: int = _CONNECTIONS_PER_PEER,
        request_s: float = _REQUEST_S,
        tls: ServerContexts | None = None,
        **options: Any,
    ) -> None:
        peers = Peers(connections_per_peer)
        protocols = {"http": partial(_Connection, peers, request_s), "ws": partial(_WebSocket, peers)}
        config = uvicorn.Config(
            app,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
            **(options if "http" in options else options | protocols),
        )
        super().__init__(config)
        self.ready = asyncio.Event()
        self._stopping = asyncio.Event()
        self._acceptor = Acceptor(tls, self._make_protocol, peers.half_open) if tls else None
        logging.getLogger("uvicorn.error").addFilter(_worth_telling)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process that embeds us."""
        yield

    async def startup(self, sockets: Sequence[socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup([] if self._acceptor else list(sockets or ()))
        self.ready.set()

    async def serve(self, sockets: list[socket] | None = None) -> None:
        """Serve until `should_exit` is set; handshakes under way are broken off then."""
        async with asyncio.TaskGroup() as tasks:
            accepting = [
                tasks.create_task(self._acceptor.run(listening, self._stopping))
                for listening in (sockets or ())
                if self._acceptor
            ]
            await super().serve(sockets)
            for task in accepting:
                task.cancel()

    def _make_protocol(self) -> asyncio.Protocol:
        """Make the protocol of one connection, as uvicorn does."""
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop, but first answer those who have just connected: their request is on its way."""
        self._stopping.set()
        for server in self.servers:
            server.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_NEWCOMER_S):
                while any(map(_is_new, self.server_state.connections)):  # noqa: ASYNC110 - nobody tells us
                    await asyncio.sleep(_PAUSE_S)
        await super().shutdown(sockets)


class _Connection(H11Protocol):
    """One connection. Its deadline runs from its beginning, or a request's, until that has arrived whole."""

    def __init__(self, peers: Peers, request_s: float, **given: Any) -> None:
        super().__init__(**given)
        self._peers = peers
        self._request_s = request_s
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        """Wait for a request, for a time."""
        super().connection_made(transport)
        self.client = _client(transport, self.client)
        self.app = showing(self.app, names_of(transport))
        self._arm()
        self._peers.come(_peer(self.client), self)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._note()

    def on_response_complete(self) -> None:
        """Make ready for the next request."""
        super().on_response_complete()
        self._note_idle()

    def handle_websocket_upgrade(self, event: Request) -> None:
        """Hand over to the WebSocket, which counts from now on."""
        self._disarm()
        self._peers.mark(_peer(self.client), self, idle=False)
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave."""
        super().connection_lost(exc)
        self._disarm()
        self._peers.mark(_peer(self.client), self, idle=False)
        self._peers.go(_peer(self.client))

    def _note(self) -> None:
        if self.transport.get_protocol() is not self:  # a WebSocket now
            return
        if self._under_way() and not self.cycle.more_body:
            self._disarm()
        elif self._deadline is None:
            self._arm()
        self._note_idle()

    def _note_idle(self) -> None:
        if not self.transport.is_closing():
            self._peers.mark(_peer(self.client), self, idle=not self._under_way())

    def _under_way(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(self._request_s, self.transport.close)

    def _disarm(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None


class _WebSocket(WebSocketsSansIOProtocol):
    """A connection that became a WebSocket."""

    def __init__(self, peers: Peers, **given: Any) -> None:
        super().__init__(**given)
        self._peers = peers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        super().connection_made(transport)
        self.client = _client(transport, self.client)
        self.app = showing(self.app, names_of(transport))

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave."""
        super().connection_lost(exc)
        self._peers.go(_peer(self.client))


def _is_new(connection: object) -> bool:
    return isinstance(connection, _Connection) and connection.cycle is None


def _client(transport: asyncio.BaseTransport, client: tuple[str, int] | None) -> tuple[str, int] | None:
    """Return the address of a client, None only for one on a unix socket.

    uvicorn has none either for a client that reset its connection while its request still waits to be read.
    """
    unix = transport.get_extra_info("socket").family == AF_UNIX
    return None if unix else client or _GONE


def _peer(client: tuple[str, int] | None) -> str:
    return client[0] if client else "unix"
