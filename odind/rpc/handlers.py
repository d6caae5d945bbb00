"""gRPC handlers of odind's services, made from the descriptors. Every call passes through `Calls`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import grpc
from google.protobuf.message_factory import GetMessageClass

from odind.services.calls import Caller, CallFailedError

from .errors import abort

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour, Service

_CALLER: Final = Caller("rpc")


class GrpcCall:
    """A call that came over gRPC."""

    def __init__(self, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        self._context = context

    @property
    def caller(self) -> Caller:
        """Whoever reaches the socket."""
        return _CALLER

    @property
    def time_left_s(self) -> float | None:
        """Seconds until the caller's deadline."""
        return self._context.time_remaining()

    async def write(self, message: Message) -> None:
        """Send one answer."""
        await self._context.write(message)


def service_handler(service: Service, calls: Calls) -> grpc.GenericRpcHandler[Any, Any]:
    """Return what serves one service."""
    handlers = {method.name: _handler(service, method, calls) for method in service.descriptor.methods}
    return grpc.method_handlers_generic_handler(service.descriptor.full_name, handlers)


def _handler(service: Service, method: MethodDescriptor, calls: Calls) -> grpc.RpcMethodHandler[Any, Any]:
    kind = f"{_arity(streams=method.client_streaming)}_{_arity(streams=method.server_streaming)}"
    make: Callable[..., grpc.RpcMethodHandler[Any, Any]] = getattr(grpc, f"{kind}_rpc_method_handler")
    path = f"/{service.descriptor.full_name}/{method.name}"
    return make(
        _answering(path, service.behaviour(method), calls),
        request_deserializer=GetMessageClass(method.input_type).FromString,
        response_serializer=GetMessageClass(method.output_type).SerializeToString,
    )


def _answering(path: str, behaviour: Behaviour, calls: Calls) -> Callable[[Any, Any], Awaitable[Any]]:
    async def answer(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
        call = GrpcCall(context)
        try:
            return await calls.run(path, call, behaviour(request, call))
        except CallFailedError as failure:
            await abort(context, failure.status)

    return answer


def _arity(*, streams: bool) -> str:
    return "stream" if streams else "unary"
