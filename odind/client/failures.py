"""Turns a failed call back into the error that the daemon raised.

The gRPC code decides the class; reason and metadata come from the `google.rpc.ErrorInfo` of domain "odind".
CANCELLED, DEADLINE_EXCEEDED and the codes of bugs stay gRPC's own errors.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status

from odind.core.base.errors import (
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
    from collections.abc import Iterator

DOMAIN: Final = "odind"
_CLASSES: Final[dict[grpc.StatusCode, type[OdindError]]] = {
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgumentError,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDeniedError,
    grpc.StatusCode.NOT_FOUND: NotFoundError,
    grpc.StatusCode.ALREADY_EXISTS: AlreadyExistsError,
    grpc.StatusCode.FAILED_PRECONDITION: FailedPreconditionError,
    grpc.StatusCode.RESOURCE_EXHAUSTED: ResourceExhaustedError,
    grpc.StatusCode.UNAVAILABLE: UnavailableError,
}
_NEVER_CONNECTED: Final = ("failed to connect", "DNS resolution failed")


@contextmanager
def raised_again(target: str) -> Iterator[None]:
    """Raise what a call within fails with as odind's own error, where it is one."""
    try:
        yield
    except grpc.aio.AioRpcError as failure:
        error = rebuild(failure, target)
        if error is None:
            raise
        raise error from failure


def rebuild(failure: grpc.aio.AioRpcError, target: str) -> OdindError | None:
    """Return the daemon's error, or None when the failure is gRPC's own."""
    kind = _CLASSES.get(failure.code())
    if kind is None:
        return None
    info = _error_info(failure)
    if info is None:
        return _without_info(failure, kind, target)
    error = kind(info.reason, failure.details() or "")
    error.metadata = dict(info.metadata)
    return error


def _error_info(failure: grpc.aio.AioRpcError) -> ErrorInfo | None:
    """Return odind's ErrorInfo. Details that contradict the status or cannot be read count as none."""
    try:
        status = rpc_status.from_call(cast("grpc.Call", failure))
    except (ValueError, DecodeError):
        return None
    for detail in status.details if status else ():
        info = ErrorInfo()
        if detail.Unpack(info) and info.domain == DOMAIN:
            return info
    return None


def _without_info(failure: grpc.aio.AioRpcError, kind: type[OdindError], target: str) -> OdindError:
    detail = failure.details() or "no detail"
    if kind is not UnavailableError:
        return kind(failure.code().name, "{detail}", detail=detail)
    if detail.startswith(_NEVER_CONNECTED):
        detail = detail.rpartition("last error: ")[2]
        return UnavailableError(
            "DAEMON_UNREACHABLE",
            "no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
            target=target,
            detail=detail,
        )
    return UnavailableError(
        "DAEMON_LOST", "the link to the daemon at {target} broke: {detail}", target=target, detail=detail
    )
