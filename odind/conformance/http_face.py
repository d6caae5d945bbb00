"""The HTTP face of the daemon that the runner plays: the daemon's own code, over what a script answers."""

from __future__ import annotations

import asyncio
import socket
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, cast

import structlog
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from google.rpc.status_pb2 import Status

from odind.asgi import EmbeddedServer
from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.http.admittance import Admittance
from odind.http.app import make_app
from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.services.calls import CallFailedError, Calls
from odind.services.catalog import Service
from odind.services.turnstile import Turnstile

from .tomorrow import as_of_tomorrow, own_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import grpc
    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message
    from starlette.types import ASGIApp, Receive, Scope, Send

    from odind.services.calls import Call
    from odind.services.catalog import Behaviour

    from .script import Context, ScriptedDaemon

_HOST: Final = "127.0.0.1"
_CALLS_AT_ONCE: Final = 1_000
"""Cases make a hundred calls at once, and a slow machine is no fault of the client's."""
_DETAILS: Final = "grpc-status-details-bin"


class HttpFace:
    """Serves HTTP and WebSockets at `url` with what a script answers, for pages of `origins` too.

    `paths` are those that were asked for. Headers of frames on the audio WebSocket are made longer by
    `longer_headers` bytes, as a newer daemon's may be.
    """

    def __init__(self, script: ScriptedDaemon, origins: Sequence[str] = ()) -> None:
        self.paths: list[str] = []
        self.longer_headers = 0
        self._app = make_app(_services(script), _calls(), Admittance(origins=tuple(origins)))
        self._port = 0
        self._running: asyncio.Task[None] | None = None
        self._server: _Server
        self._listening: socket.socket

    @property
    def url(self) -> str:
        """The address, for clients."""
        return f"http://{_HOST}:{self._port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Serve, on the port of before if there was one."""
        self._listening = socket.create_server((_HOST, self._port))
        self._port = self._listening.getsockname()[1]
        self._server = _Server(
            self._noted, interface="asgi3", ws_max_size=MAX_MESSAGE_BYTES, ws_per_message_deflate=False
        )
        serving = self._server.serve(sockets=[self._listening])
        self._running = asyncio.create_task(serving)  # noqa: TID251 - `stop` waits for it
        await self._server.ready.wait()

    async def stop(self) -> None:
        """Break every call off and close the socket."""
        if self._running:
            self._server.end()
            await self._running
            self._running = None
            self._listening.close()

    async def _noted(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(scope.get("path", ""))

        async def lengthening(message: Any) -> None:
            sound = message.get("bytes") if message["type"] == "websocket.send" else None
            if sound:
                length = sound[0] + self.longer_headers
                message = {**message, "bytes": _lengthened(sound, length)}
            await send(message)

        await self._app(scope, receive, lengthening)


class _Server(EmbeddedServer):
    """A server that ends when it is told, not when it looks: cases do not wait for it."""

    def __init__(self, app: ASGIApp, **options: Any) -> None:
        super().__init__(app, **options)
        self._told = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait for the end."""
        await self.on_tick(0)
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - uvicorn's
        """End every call at once."""
        for server in self.servers:
            server.close()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def end(self) -> None:
        """Break every connection off, and end."""
        for connection in self.server_state.connections:
            cast("Any", connection).transport.abort()
        self._told.set()


class _ScriptedContext:
    """What a script sees of a call over HTTP: the part of gRPC's context that scripts use."""

    def __init__(self, call: Call) -> None:
        self._bearer = call.caller.bearer

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        """Return the credential of the caller."""
        return (("authorization", f"Bearer {self._bearer}"),) if self._bearer else ()

    async def abort(
        self, code: grpc.StatusCode, message: str = "", trailing_metadata: Iterable[tuple[str, Any]] = ()
    ) -> Any:
        """End the call; details that cannot be read are left out."""
        status = Status(code=code.value[0], message=message)
        try:
            status.MergeFromString(dict(trailing_metadata).get(_DETAILS, b""))
        except DecodeError:
            status = Status(code=code.value[0], message=message)
        raise CallFailedError(status)


@dataclass(frozen=True)
class _ScriptedService(Service):
    """A service whose methods do what the script says; the script is its servicer."""

    def behaviour(self, method: MethodDescriptor) -> Behaviour:
        script = cast("ScriptedDaemon", self.servicer)
        streams = method.server_streaming
        return cast("Behaviour", _streaming(script, method) if streams else _unary(script, method))


def _unary(script: ScriptedDaemon, method: MethodDescriptor) -> Any:
    answer_type = GetMessageClass(method.output_type)

    async def answer(request: Any, call: Call) -> Message:
        try:
            written = await script.answer_call(method.name, request, _context(call))
        except asyncio.CancelledError:
            script.note_broken_off(method.name)
            raise
        return as_of_tomorrow(answer_type() if written is None else written, method.output_type)

    return answer


def _streaming(script: ScriptedDaemon, method: MethodDescriptor) -> Any:
    async def answer(request: Any, call: Call) -> None:
        try:
            async with aclosing(
                cast("Any", script.stream_call(method.name, request, _context(call)))
            ) as said:
                async for message in said:
                    await call.write(as_of_tomorrow(message, method.output_type))
        except asyncio.CancelledError:
            script.note_broken_off(method.name)
            raise

    return answer


def _context(call: Call) -> Context:
    return cast("Context", _ScriptedContext(call))


def _services(script: ScriptedDaemon) -> list[Service]:
    return [
        _ScriptedService(descriptor, script)
        for file in own_files()
        for descriptor in file.services_by_name.values()
    ]


def _calls() -> Calls:
    silent = structlog.wrap_logger(None, processors=[_drop])
    return Calls(silent, Turnstile(Limits(waiting_calls=_CALLS_AT_ONCE), SystemClock()))


def _drop(*_: object) -> Any:
    raise structlog.DropEvent


def _lengthened(sound: bytes, length: int) -> bytes:
    """Return a binary message whose header has a length, which it says."""
    return bytes([length]) + sound[1 : sound[0]] + bytes(length - sound[0]) + sound[sound[0] :]
