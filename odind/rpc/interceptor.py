"""The one interceptor: runs every call of odind's services, and ends those that fail with their status."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

import grpc
import structlog

from odind.services.calls import CallFailedError, Calls

from .errors import abort

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[Any, Any], Awaitable[Any]]

_OURS: Final = "/odind."
_KINDS: Final = ("unary_unary", "unary_stream", "stream_unary", "stream_stream")


class CallInterceptor(grpc.aio.ServerInterceptor):  # type: ignore[type-arg] # generic in the stubs only
    """Wraps every handler of odind's own services, which are all coroutines that write their answers."""

    def __init__(self, log: str) -> None:
        self._calls = Calls(structlog.get_logger(log))

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any]]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """Return the handler of the call, wrapped."""
        handler = await continuation(handler_call_details)
        method: str = handler_call_details.method
        if handler is None or not method.startswith(_OURS):
            return handler
        kind = next(kind for kind in _KINDS if getattr(handler, kind))
        behaviour: Handler = getattr(handler, kind)
        if not inspect.iscoroutinefunction(behaviour):
            raise TypeError(f"{method} is no coroutine")
        make: Callable[..., grpc.RpcMethodHandler[Any, Any]] = getattr(grpc, f"{kind}_rpc_method_handler")
        return make(
            self._wrapped(method, behaviour),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )

    def _wrapped(self, method: str, behaviour: Handler) -> Handler:
        async def call(request: Any, context: Any) -> Any:
            try:
                return await self._calls.run(method, behaviour(request, context))
            except CallFailedError as failure:
                await abort(context, failure.status)

        return call
