"""Core's errors on the gRPC wire: one status code per class, and a google.rpc.ErrorInfo beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)

if TYPE_CHECKING:
    from typing import NoReturn

    from grpc.aio import ServicerContext

DOMAIN: Final = "odind"
CODES: Final[dict[type[OdindError], grpc.StatusCode]] = {
    InvalidArgumentError: grpc.StatusCode.INVALID_ARGUMENT,
    PermissionDeniedError: grpc.StatusCode.PERMISSION_DENIED,
    NotFoundError: grpc.StatusCode.NOT_FOUND,
    AlreadyExistsError: grpc.StatusCode.ALREADY_EXISTS,
    FailedPreconditionError: grpc.StatusCode.FAILED_PRECONDITION,
    ResourceExhaustedError: grpc.StatusCode.RESOURCE_EXHAUSTED,
    UnavailableError: grpc.StatusCode.UNAVAILABLE,
}
_DETAILS: Final = "grpc-status-details-bin"


async def abort(context: ServicerContext[object, object], error: OdindError) -> NoReturn:
    """End the call with the error's code, its sentence, and its reason and metadata as ErrorInfo."""
    code = CODES[type(error)]
    info = any_pb2.Any()
    info.Pack(error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=error.metadata))
    status = status_pb2.Status(code=code.value[0], message=error.message, details=[info])
    await context.abort(code, error.message, ((_DETAILS, status.SerializeToString()),))
    raise AssertionError("abort returns never")
