"""A gRPC server that answers every RPC of the daemon as a test has written it down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_health.v1 import health_pb2
from grpc_status import rpc_status

from odind.v1 import (
    access_pb2,
    audio_pb2,
    devices_pb2,
    moderation_pb2,
    processing_pb2,
    rooms_pb2,
    server_pb2,
    space_pb2,
    statistics_pb2,
    tokens_pb2,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from pathlib import Path

    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    Context = grpc.aio.ServicerContext[Any, Any]
    Answer = Callable[[Any, Context], Awaitable[Message]]
    Stream = Callable[[Any, Context], AsyncIterator[Message]]

_SERVICES = (
    access_pb2.DESCRIPTOR.services_by_name["AccessService"],
    audio_pb2.DESCRIPTOR.services_by_name["AudioService"],
    devices_pb2.DESCRIPTOR.services_by_name["DeviceService"],
    moderation_pb2.DESCRIPTOR.services_by_name["ModerationService"],
    processing_pb2.DESCRIPTOR.services_by_name["ProcessingService"],
    rooms_pb2.DESCRIPTOR.services_by_name["RoomService"],
    server_pb2.DESCRIPTOR.services_by_name["ServerService"],
    space_pb2.DESCRIPTOR.services_by_name["SpaceService"],
    statistics_pb2.DESCRIPTOR.services_by_name["StatisticsService"],
    tokens_pb2.DESCRIPTOR.services_by_name["TokenService"],
    health_pb2.DESCRIPTOR.services_by_name["Health"],
)


class ScriptedDaemon:
    """Answers as told; RPCs nobody spoke of get an empty answer. Every unary request is kept."""

    def __init__(self, socket: Path) -> None:
        self.target = f"unix:{socket}"
        self.requests: defaultdict[str, list[Any]] = defaultdict(list)
        self._answers: dict[str, Answer] = {}
        self._streams: dict[str, Stream] = {}
        self._server = grpc.aio.server()
        self._server.add_generic_rpc_handlers([_handlers(self, service) for service in _SERVICES])
        self._server.add_insecure_port(self.target)

    def answer(self, rpc: str, *messages: Message) -> None:
        """Answer the calls of an RPC with these messages in turn, the last one for ever."""
        left = list(messages)

        async def next_message(_request: Any, _context: Context) -> Message:
            return left.pop(0) if len(left) > 1 else left[0]

        self._answers[rpc] = next_message

    def answer_with(self, rpc: str, answer: Answer) -> None:
        """Answer the calls of an RPC with what a function makes of them."""
        self._answers[rpc] = answer

    def fail(self, rpc: str, code: grpc.StatusCode, reason: str, message: str, /, **metadata: str) -> None:
        """Fail every call of an RPC as the daemon does."""

        async def abort(_request: Any, context: Context) -> Message:
            await abort_with(context, code, reason, message, **metadata)

        self._answers[rpc] = abort

    def stream(self, rpc: str, stream: Stream) -> None:
        """Answer the calls of a streaming RPC with what a generator yields."""
        self._streams[rpc] = stream

    async def answer_call(self, rpc: str, request: Any, context: Context) -> Message | None:
        """Keep the request, and answer."""
        self.requests[rpc].append(request)
        return await self._answers[rpc](request, context) if rpc in self._answers else None

    def stream_call(self, rpc: str, request: Any, context: Context) -> AsyncIterator[Message]:
        """Keep the request, and stream."""
        self.requests[rpc].append(request)
        return self._streams[rpc](request, context)

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Break every call off and close the socket."""
        await self._server.stop(grace=None)


async def abort_with(
    context: Context, code: grpc.StatusCode, reason: str, message: str, /, **metadata: str
) -> Any:
    """End a call as the daemon ends it: with one ErrorInfo of odind's domain."""
    info = AnyMessage()
    info.Pack(ErrorInfo(reason=reason, domain="odind", metadata=metadata))
    status = rpc_status.to_status(Status(code=code.value[0], message=message, details=[info]))
    await context.abort(code, message, trailing_metadata=status.trailing_metadata)


async def replay(messages: Iterable[Message]) -> AsyncIterator[Message]:
    """Yield the messages of a list."""
    for message in messages:
        yield message


def _handlers(daemon: ScriptedDaemon, service: ServiceDescriptor) -> grpc.GenericRpcHandler:
    return grpc.method_handlers_generic_handler(
        service.full_name, {method.name: _handler(daemon, method) for method in service.methods}
    )


def _handler(daemon: ScriptedDaemon, method: MethodDescriptor) -> Any:
    rpc, answer_type = method.name, GetMessageClass(method.output_type)
    codec = {
        "request_deserializer": GetMessageClass(method.input_type).FromString,
        "response_serializer": answer_type.SerializeToString,
    }

    async def unary(request: Any, context: Context) -> Message:
        return await daemon.answer_call(rpc, request, context) or answer_type()

    async def streaming(request: Any, context: Context) -> AsyncIterator[Message]:
        async for message in daemon.stream_call(rpc, request, context):
            yield message

    if method.client_streaming:
        return grpc.stream_stream_rpc_method_handler(streaming, **codec)
    if method.server_streaming:
        return grpc.unary_stream_rpc_method_handler(streaming, **codec)
    return grpc.unary_unary_rpc_method_handler(unary, **codec)
