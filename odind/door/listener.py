"""The server of audio sockets: StreamAudio on unix sockets and on TCP, one call a connection."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final, Self, cast

import structlog

from odind.core.errors import OdindError
from odind.pack.audio import pack_lane_ended
from odind.pack.errors import status_of
from odind.services.access import OPEN
from odind.services.auditing import Entry
from odind.services.calls import CallFailedError, Calls
from odind.services.catalog import behaviour_of
from odind.sockets import OWNER_AND_GROUP, SocketFile, tcp_address
from odind.tls.acceptor import Acceptor
from odind.tls.peers import Peers
from odind.v1 import audio_pb2

from .call import DoorCall, caller_of, read_hello, read_request
from .connection import Connection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from odind.services.access import Access, Caller
    from odind.services.catalog import Service
    from odind.services.turnstile import Turnstile
    from odind.tls.contexts import ServerContexts

_log = structlog.get_logger("odind.door")
_STREAM_AUDIO: Final = "odind.v1.AudioService.StreamAudio"
_PATH: Final = "/odind.v1.AudioService/StreamAudio"
_NO_HELLO: Final = audio_pb2.AudioSocketHello()
_MOST_CONNECTIONS: Final = 10_000
"""As many as gRPC has on one address; beyond, the next is closed unheard."""
_HANDSHAKES_PER_PEER: Final = 100
"""Of TLS, that are under way; one more breaks off the oldest."""
_GRACE_S: Final = 2.0


class AudioDoor:
    """Serves from entering its `async with` block until leaving it; binds in `bind_…`, before.

    `access` says who may call and `turnstile` how many. End the calls before leaving: it waits `_GRACE_S` for
    their last words.
    """

    def __init__(self, services: Sequence[Service], access: Access = OPEN, *, turnstile: Turnstile) -> None:
        self._stream_audio = behaviour_of(services, _STREAM_AUDIO)
        self._turnstile = turnstile
        self._calls = Calls(_log, turnstile, access)
        self._listening: list[socket.socket] = []
        self._secured: list[tuple[socket.socket, ServerContexts]] = []
        self._accepting: list[asyncio.Task[None]] = []
        self._file: SocketFile | None = None
        self._servers: list[asyncio.Server] = []
        self._tasks = asyncio.TaskGroup()
        self._connections: set[asyncio.Task[None]] = set()
        self._silent: set[asyncio.Task[None]] = set()

    def bind_socket(self, path: Path, mode: int = OWNER_AND_GROUP) -> None:
        """Listen on a unix socket of that mode; raises OSError when that fails, or it is served."""
        file = SocketFile(path, mode)
        with file.bind():
            listening = socket.socket(socket.AF_UNIX)
            self._listening.append(listening)
            listening.bind(str(path))
        self._file = file

    def bind_tcp(self, address: str, tls: ServerContexts | None = None) -> int:
        """Listen on host:port, with TLS if contexts for it are given, and return the port.

        Raises OSError when that fails.
        """
        family, host_and_port = tcp_address(address)
        listening = socket.create_server(host_and_port, family=family)
        if tls:
            self._secured.append((listening, tls))
        else:
            self._listening.append(listening)
        port: int = listening.getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        loop = asyncio.get_running_loop()
        for listening in self._listening:
            serve = loop.create_unix_server if listening.family == socket.AF_UNIX else loop.create_server
            self._servers.append(await serve(lambda: Connection(self._begin), sock=listening))
        handshakes = Peers(_HANDSHAKES_PER_PEER)
        for listening, tls in self._secured:
            acceptor = Acceptor(tls, lambda: Connection(self._begin), handshakes.half_open)
            self._accepting.append(self._tasks.create_task(acceptor.run(listening, asyncio.Event())))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for accepting in self._accepting:
            accepting.cancel()
        for silent in self._silent:
            silent.cancel()
        if self._connections:
            await asyncio.wait(self._connections, timeout=_GRACE_S)
        for connection in self._connections:
            connection.cancel()
        await self._tasks.__aexit__(None, None, None)
        for listening, _ in self._secured:
            listening.close()
        if self._file:
            self._file.remove()

    def _begin(self, connection: Connection) -> asyncio.Task[None] | None:
        """Return the task that serves a connection; None for one too many."""
        if len(self._connections) >= _MOST_CONNECTIONS:
            return None
        task = self._tasks.create_task(self._serve(connection))
        task.add_done_callback(lambda _: connection.abort())
        for kept in (self._connections, self._silent):
            kept.add(task)
            task.add_done_callback(kept.discard)
        return task

    async def _serve(self, connection: Connection) -> None:
        """Serve one connection until its call is over, and tell the peer how it ended."""
        try:
            ended = await self._outcome(connection)
            await connection.end(audio_pb2.StreamAudioResponse(call_ended=ended).SerializeToString())
        except Exception:  # noqa: BLE001 - a bug in one connection must not end the others
            _log.exception("door.failed")

    async def _outcome(self, connection: Connection) -> audio_pb2.LaneEnded:
        """Run the call of a connection, and return how it ended."""
        try:
            call = DoorCall(connection, await self._caller(connection))
            await self._calls.run(_PATH, call, lambda: self._stream(call))
        except CallFailedError as failure:
            return pack_lane_ended(failure.status)
        return audio_pb2.LaneEnded()

    async def _caller(self, connection: Connection) -> Caller:
        """Wait for the hello, and return who calls; raises CallFailedError when there is none in time."""
        try:
            hello = read_hello(await self._turnstile.first(connection.receive))
        except OdindError as error:
            unknown = caller_of(connection, _NO_HELLO)
            self._turnstile.audit.tell(Entry(unknown, _PATH, error.code, error.reason))
            raise CallFailedError(status_of(error)) from None
        self._silent.discard(cast("asyncio.Task[None]", asyncio.current_task()))
        return caller_of(connection, hello)

    async def _stream(self, call: DoorCall) -> None:
        begun = await self._turnstile.begun(call.requests(), read_request)
        with self._turnstile.streams.take(call.caller.name):
            await self._stream_audio(begun, call)
