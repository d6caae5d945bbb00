"""The one interceptor: names the call in the log, maps what it raises, and writes one line when it ends."""

from __future__ import annotations

import inspect
import itertools
import time
from typing import TYPE_CHECKING, Any, Final

import grpc
import structlog

from odind.core.errors import OdindError

from .errors import CODES, abort

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[Any, Any], Awaitable[Any]]

_log = structlog.get_logger("odind.rpc")
_OURS: Final = "/odind."
_KINDS: Final = ("unary_unary", "unary_stream", "stream_unary", "stream_stream")


class CallInterceptor(grpc.aio.ServerInterceptor):  # type: ignore[type-arg] # generic in the stubs only
    """Wraps every handler of odind's own services, which are all coroutines that write their answers."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)

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
            started = time.monotonic()
            outcome = {"code": "CANCELLED"}
            with structlog.contextvars.bound_contextvars(rpc=method, rpc_id=next(self._ids)):
                try:
                    answer = await behaviour(request, context)
                    outcome = {"code": "OK"}
                except OdindError as error:
                    outcome = {"code": CODES[type(error)].name, "reason": error.reason}
                    await abort(context, error)
                except Exception:  # noqa: BLE001 - whatever else escapes is our bug, not the caller's
                    outcome = {"code": "INTERNAL"}
                    _log.exception("rpc.failed")
                    await context.abort(grpc.StatusCode.INTERNAL, "internal error")
                else:
                    return answer
                finally:
                    _log.info("rpc.ended", ms=round((time.monotonic() - started) * 1000, 1), **outcome)

        return call
