"""gRPC handlers of odind's services, made from the descriptors. Every call passes through `Calls`.

A request is parsed inside its call, so that one which cannot be read ends like any other wrong call.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn, cast

import grpc
from google.protobuf.message_factory import GetMessageClass

from odind.pack.errors import unknown_method_status
from odind.pack.messages import read_message
from odind.services.access import Caller, bearer_of
from odind.services.calls import CallFailedError

from .errors import abort

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour, Service

    Request = bytes | AsyncIterator[Message]
    Context = grpc.aio.ServicerContext[Request, Message]
    Handler = grpc.RpcMethodHandler[Request, Message]
    Answer = Callable[[Request, Context], Awaitable[Message | None]]

_LOCAL: Final = Caller("rpc")
_UNKNOWN: Final = "the daemon may be older than its caller"


class GrpcCall:
    """A call that came over gRPC."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def caller(self) -> Caller:
        """Whoever reaches the socket; over TCP, whoever says who it is."""
        if self._context.peer().startswith("unix:"):
            return _LOCAL
        authorization = str(self.invocation_metadata().get("authorization", ""))
        return Caller("rpc", local=False, bearer=bearer_of(authorization))

    def invocation_metadata(self) -> Mapping[str, str | bytes]:
        """Return the call's metadata, of which each key counts once."""
        return dict(cast("tuple[tuple[str, str | bytes], ...]", self._context.invocation_metadata()))

    async def accept(self) -> None:
        """Send the headers of the response, for which callers of a stream wait."""
        await self._context.send_initial_metadata(())

    async def write(self, message: Message) -> None:
        """Send one response. A caller that is gone cancels the call."""
        try:
            await self._context.write(message)
        except grpc.aio.InternalError:  # what gRPC raises until it cancels the call itself
            await _cancelled()


class UnknownMethods(grpc.GenericRpcHandler):  # type: ignore[type-arg] # generic for type checkers alone
    """Answers every call that no other handler knows. Register it last."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Handler | None:
        """Return what ends the call, whether its sides stream or not."""
        status = unknown_method_status(handler_call_details.method, _UNKNOWN)

        async def answer(_request: object, context: Context) -> None:
            await abort(context, status)

        return _rpc_method_handler("stream_stream", answer)


def service_handler(service: Service, calls: Calls) -> grpc.GenericRpcHandler[Request, Message]:
    """Return what serves one service."""
    handlers = {method.name: _handler(service, method, calls) for method in service.descriptor.methods}
    return grpc.method_handlers_generic_handler(service.descriptor.full_name, handlers)


async def _cancelled() -> NoReturn:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - it is what runs this
    task.cancel()
    await asyncio.get_running_loop().create_future()
    raise AssertionError("the future has no result")


def _handler(service: Service, method: MethodDescriptor, calls: Calls) -> Handler:
    kind = f"{_arity(streams=method.client_streaming)}_{_arity(streams=method.server_streaming)}"
    path = f"/{service.descriptor.full_name}/{method.name}"
    reader = partial(read_message, GetMessageClass(method.input_type))
    return _rpc_method_handler(
        kind,
        _answering(path, _reading(method, service.behaviour(method), reader), calls),
        # what reads a stream is awaited inside the call, and may fail there
        request_deserializer=reader if method.client_streaming else None,
        response_serializer=GetMessageClass(method.output_type).SerializeToString,
    )


def _reading(
    method: MethodDescriptor, behaviour: Behaviour, reader: Callable[[bytes], Message]
) -> Callable[[Request, GrpcCall], Awaitable[Message | None]]:
    """Return a behaviour that takes the request as gRPC hands it over."""

    async def behave(request: Request, call: GrpcCall) -> Message | None:
        if method.server_streaming:
            await call.accept()
        return await behaviour(reader(request) if isinstance(request, bytes) else request, call)

    return behave


def _answering(
    path: str, behave: Callable[[Request, GrpcCall], Awaitable[Message | None]], calls: Calls
) -> Answer:
    async def answer(request: Request, context: Context) -> Message | None:
        call = GrpcCall(context)
        try:
            return await calls.run(path, call, lambda: behave(request, call))
        except CallFailedError as failure:
            await abort(context, failure.status)

    return answer


def _rpc_method_handler(kind: str, answer: Answer, **codec: object) -> Handler:
    make: Callable[..., Handler] = getattr(grpc, f"{kind}_rpc_method_handler")
    return make(answer, **codec)


def _arity(*, streams: bool) -> str:
    return "stream" if streams else "unary"
