"""A call's status on the gRPC wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import grpc

if TYPE_CHECKING:
    from typing import NoReturn, TypeVar

    from google.rpc import status_pb2
    from grpc.aio import ServicerContext

    TRequest = TypeVar("TRequest")
    TResponse = TypeVar("TResponse")

_CODES: Final = {code.value[0]: code for code in grpc.StatusCode}
_DETAILS: Final = "grpc-status-details-bin"


async def abort(context: ServicerContext[TRequest, TResponse], status: status_pb2.Status) -> NoReturn:
    """End the call with the status; its details go along where it has any."""
    trailers = ((_DETAILS, status.SerializeToString()),) if status.details else ()
    await context.abort(_CODES[status.code], status.message, trailers)
    raise AssertionError("abort returns never")
