"""The worker's end of the conversation with its front: answers requests, and sends events."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import grpc
import structlog

from odind.core.errors import OdindError
from odind.core.rooms.actions import Action
from odind.services.tracing import NO_CONTEXT, UNTRACED, TraceContext

from .wire import EVENT, PATH, Apply, Cancel, Failure, Join, Leave, Subject, Trace, decode, encode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.rooms.local import LocalHost
    from odind.core.rooms.ports import Host
    from odind.services.tracing import Span, Tracer

_log = structlog.get_logger("odind.worker")
_SERVICE: Final = "/odind.Host"
_HELD_MESSAGES: Final = 100_000
"""The front reads at once; one with more unread messages hangs."""


class Counterpart:
    """Serves one front, on the loop's thread; follows the host's events from the start.

    A request that belongs to a trace is a span of it.
    """

    def __init__(self, host: LocalHost, tracer: Tracer = UNTRACED) -> None:
        self._host = host
        self._tracer = tracer
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue(_HELD_MESSAGES)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._duties: tuple[asyncio.Task[None], ...] = ()
        host.attend(self)

    def handler(self) -> grpc.GenericRpcHandler[bytes, bytes]:
        """Return the gRPC handler of the conversation: a stream of bytes each way."""
        _, service, method = PATH.split("/")
        handler = grpc.stream_stream_rpc_method_handler(self._talk)
        return grpc.method_handlers_generic_handler(service, {method: handler})

    def close(self) -> None:
        """End the conversation, and cancel its running requests."""
        for task in (*self._duties, *self._running.values()):
            task.cancel()

    def happened(self, _host: Host, subject: str, event: object) -> None:
        """Send an event to the front."""
        self._say(encode(EVENT, (Subject(subject), event)))

    def lost(self, _host: Host, _detail: str) -> None:
        """Never called: the host is this process."""

    async def _talk(
        self, requests: AsyncIterator[bytes], context: grpc.aio.ServicerContext[bytes, bytes]
    ) -> None:
        """Converse until the front hangs up, or `close`."""
        await context.send_initial_metadata(())
        async with asyncio.TaskGroup() as tasks:
            self._duties = (
                tasks.create_task(self._write(context)),
                tasks.create_task(self._read(requests, tasks)),
            )

    async def _read(self, requests: AsyncIterator[bytes], tasks: asyncio.TaskGroup) -> None:
        async for data in requests:
            number, message = decode(data)
            if isinstance(message, Cancel):
                self._cancel(number)
            else:
                self._running[number] = tasks.create_task(self._answer(number, message))
        self.close()

    async def _write(self, context: grpc.aio.ServicerContext[bytes, bytes]) -> None:
        while True:
            await context.write(await self._outgoing.get())

    def _say(self, data: bytes) -> None:
        """Queue a message; too many unread ones end the conversation and this worker."""
        if self._outgoing.full():
            _log.error("front.hangs")
            self.close()
        else:
            self._outgoing.put_nowait(data)

    def _cancel(self, number: int) -> None:
        task = self._running.get(number)
        if task:
            task.cancel()

    async def _answer(self, number: int, message: object) -> None:
        context, request = _untraced(message)
        span, ending = self._span(request, context), ("CANCELLED", "")
        try:
            with structlog.contextvars.bound_contextvars(**span.fields):
                answer, ending = await self._outcome(request)
        finally:
            self._running.pop(number, None)
            span.end(*ending)
        self._say(encode(number, answer))

    def _span(self, request: object, context: TraceContext) -> Span:
        tracer = self._tracer if context.parent else UNTRACED
        return tracer.begin(f"{_SERVICE}/{type(request).__name__}", "worker", context)

    async def _outcome(self, request: object) -> tuple[object, tuple[str, str]]:
        """Return what is answered, and the code and the reason that a span ends with."""
        try:
            return await self._do(request), ("OK", "")
        except OdindError as error:
            return Failure.of(error), (error.code, error.reason)
        except Exception:  # noqa: BLE001 - a bug in one request must not end the others
            _log.exception("request.failed")
            return Failure(""), ("INTERNAL", "")

    async def _do(self, message: object) -> object:
        match message:
            case Join(view, spec, settings):
                await self._host.join(view, spec, settings)
            case Apply(connection_id, settings):
                await self._host.apply(connection_id, settings)
            case Leave(connection_id, left):
                await self._host.leave(connection_id, left)
            case Action():
                return await self._host.perform(message)
            case _:
                raise TypeError(f"{type(message).__name__} is not an action")
        return None


def _untraced(message: object) -> tuple[TraceContext, object]:
    """Return the trace that a message belongs to, and its request."""
    match message:
        case (Trace(parent, state), request):
            return TraceContext(parent, state), request
        case _:
            return NO_CONTEXT, message
