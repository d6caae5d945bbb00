"""A gRPC server that answers every RPC of the daemon as somebody has written it down."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_health.v1 import health_pb2
from grpc_status import rpc_status

from odind.sockets import grpc_target

from .tomorrow import own_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
    from pathlib import Path

    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    from .http_face import HttpFace

    Context = grpc.aio.ServicerContext[Any, Any]
    Written = Message | bytes
    Answer = Callable[[Any, Context], Awaitable[Written]]
    Stream = Callable[[Any, Context], AsyncIterator[Written]]


class ScriptedDaemon:
    """Answers as told; RPCs nobody spoke of get an empty answer. Requests are kept.

    Answers are messages, or bytes as they are sent. `broken_off` counts the calls, by name, that were
    given up by their callers, and `metadata` has what the last call of each brought. `faces` serve the same
    answers in another way, and go and come with it.
    """

    def __init__(self, socket: Path) -> None:
        self.target = f"unix:{socket}"
        self.requests: defaultdict[str, list[Any]] = defaultdict(list)
        self.metadata: dict[str, dict[str, str | bytes]] = {}
        self.broken_off: defaultdict[str, int] = defaultdict(int)
        self.news = asyncio.Event()
        self.faces: list[HttpFace] = []
        self._answers: dict[str, Answer] = {}
        self._streams: dict[str, Stream] = {}
        self._server = self._new_server()

    def listen(self, address: str = "127.0.0.1") -> str:
        """Return the target of a TCP port that is served as well. Only before the block is entered."""
        return f"{address}:{self._server.add_insecure_port(f'{address}:0')}"

    def answer(self, rpc: str, *messages: Written) -> None:
        """Answer the calls of an RPC with these messages in turn, the last one for ever."""
        left = list(messages)

        async def next_message(_request: Any, _context: Context) -> Written:
            return left.pop(0) if len(left) > 1 else left[0]

        self._answers[rpc] = next_message

    def answer_with(self, rpc: str, answer: Answer) -> None:
        """Answer the calls of an RPC with what a function makes of them."""
        self._answers[rpc] = answer

    def fail(self, rpc: str, code: grpc.StatusCode, reason: str, message: str, /, **metadata: str) -> None:
        """Fail every call of an RPC as the daemon does."""

        async def abort(_request: Any, context: Context) -> Any:
            return await abort_with(context, code, reason, message, **metadata)

        self._answers[rpc] = abort

    def stream(self, rpc: str, stream: Stream) -> None:
        """Answer the calls of a streaming RPC with what a generator yields."""
        self._streams[rpc] = stream

    async def answer_call(self, rpc: str, request: Any, context: Context) -> Written | None:
        """Keep the request, and answer."""
        self._note(rpc, request, context)
        return await self._answers[rpc](request, context) if rpc in self._answers else None

    def stream_call(self, rpc: str, request: Any, context: Context) -> AsyncIterator[Written]:
        """Keep the request, and stream."""
        self._note(rpc, request, context)
        return self._streams.get(rpc, _nothing)(request, context)

    def note_broken_off(self, rpc: str) -> None:
        """Count a call that its caller gave up."""
        self.broken_off[rpc] += 1
        self.news.set()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true of what was seen."""
        while not true():
            self.news.clear()
            await self.news.wait()

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Break every call off and close the socket."""
        await self._server.stop(grace=None)
        for face in self.faces:
            await face.stop()

    async def restart(self) -> None:
        """Stop, and serve again on the same socket, as another daemon would."""
        await self.stop()
        self._server = self._new_server()
        await self._server.start()
        for face in self.faces:
            await face.start()

    def _new_server(self) -> grpc.aio.Server:
        server = grpc.aio.server(options=(("grpc.max_send_message_length", -1),))
        server.add_generic_rpc_handlers([_handlers(self, service) for service in _services()])
        server.add_insecure_port(grpc_target(self.target))
        return server

    def _note(self, rpc: str, request: Any, context: Context) -> None:
        self.requests[rpc].append(request)
        self.metadata[rpc] = dict(context.invocation_metadata() or ())
        self.news.set()


async def abort_with(
    context: Context, code: grpc.StatusCode, reason: str, message: str, /, **metadata: str
) -> Any:
    """End a call as the daemon ends it: with one ErrorInfo of odind's domain."""
    await abort_with_details(
        context, code, message, ErrorInfo(reason=reason, domain="odind", metadata=metadata)
    )


async def abort_with_details(context: Context, code: grpc.StatusCode, message: str, *details: Message) -> Any:
    """End a call with any details."""
    status = Status(code=code.value[0], message=message)
    for detail in details:
        info = AnyMessage()
        info.Pack(detail)
        status.details.append(info)
    trailing = rpc_status.to_status(status).trailing_metadata
    await context.abort(code, message, trailing_metadata=trailing)


async def replay(messages: Iterable[Written]) -> AsyncIterator[Written]:
    """Yield the messages of a list."""
    for message in messages:
        yield message


async def _nothing(_request: Any, _context: Context) -> AsyncIterator[Written]:
    async for message in replay(()):
        yield message


def _services() -> Iterator[ServiceDescriptor]:
    """Yield the services of all protos, and that of health."""
    for file in own_files():
        yield from file.services_by_name.values()
    yield health_pb2.DESCRIPTOR.services_by_name["Health"]


def _handlers(daemon: ScriptedDaemon, service: ServiceDescriptor) -> grpc.GenericRpcHandler[Any, Any]:
    return grpc.method_handlers_generic_handler(
        service.full_name, {method.name: _handler(daemon, method) for method in service.methods}
    )


def _handler(daemon: ScriptedDaemon, method: MethodDescriptor) -> Any:
    rpc, answer_type = method.name, GetMessageClass(method.output_type)
    codec = {
        "request_deserializer": GetMessageClass(method.input_type).FromString,
        "response_serializer": _bytes_of,
    }

    async def unary(request: Any, context: Context) -> Written:
        try:
            return await daemon.answer_call(rpc, request, context) or answer_type()
        except asyncio.CancelledError:
            daemon.note_broken_off(rpc)
            raise

    async def streaming(request: Any, context: Context) -> AsyncIterator[Written]:
        try:
            async for message in daemon.stream_call(rpc, request, context):
                yield message
        except (asyncio.CancelledError, GeneratorExit):
            daemon.note_broken_off(rpc)
            raise

    if method.client_streaming:
        return grpc.stream_stream_rpc_method_handler(streaming, **codec)
    if method.server_streaming:
        return grpc.unary_stream_rpc_method_handler(streaming, **codec)
    return grpc.unary_unary_rpc_method_handler(unary, **codec)


def _bytes_of(answer: Written) -> bytes:
    return answer if isinstance(answer, bytes) else answer.SerializeToString()
