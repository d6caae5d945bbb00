"""Turns a failed call back into the error that the daemon raised.

The gRPC code decides the class; reason and metadata come from the `google.rpc.ErrorInfo` of domain "odind".
UNAVAILABLE without one means that the daemon itself, or the worker that was called, did not answer.
CANCELLED, DEADLINE_EXCEEDED and the codes of bugs stay gRPC's own errors.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status

from odind.core.errors import ERRORS, OdindError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.v1.audio_pb2 import LaneEnded

DOMAIN: Final = "odind"


@contextmanager
def raised_again(target: str, *, worker: bool = False) -> Iterator[None]:
    """Raise what a call within fails with as odind's own error, where it is one.

    `worker` says that the call goes to a worker process of the daemon.
    """
    try:
        yield
    except grpc.aio.AioRpcError as failure:
        error = _rebuild(failure, target, worker=worker)
        if error is None:
            raise
        raise error from failure


def ended_by(ended: LaneEnded) -> OdindError:
    """Return the error that ended a lane or a call; a bug of the daemon's is an error of no class."""
    error = ERRORS.get(ended.code, OdindError)(ended.reason, ended.detail)
    error.metadata = dict(ended.metadata)
    return error


def _rebuild(failure: grpc.aio.AioRpcError, target: str, *, worker: bool) -> OdindError | None:
    """Return the daemon's error, or None when the failure is gRPC's own."""
    kind = ERRORS.get(failure.code().name)
    if kind is None:
        return None
    info = _error_info(failure)
    if info is None:
        return _without_info(failure, kind, target, worker=worker)
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


def _without_info(
    failure: grpc.aio.AioRpcError, kind: type[OdindError], target: str, *, worker: bool
) -> OdindError:
    """Return the error of a status that gRPC made itself; its text is passed on, never parsed."""
    detail = failure.details() or "no detail"
    if kind is not UnavailableError:
        return kind(kind.code, "{detail}", detail=detail)
    return unanswered(target, detail, worker=worker)


def unanswered(target: str, detail: str, *, worker: bool = False) -> UnavailableError:
    """Return the error of a call that the daemon, or the worker that was called, does not answer."""
    if worker:
        return UnavailableError(
            "WORKER_LOST",
            "the worker process that has the connection was lost, and the connection is being restored; "
            "attach it again",
        )
    return UnavailableError(
        "DAEMON_UNREACHABLE",
        "no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
        target=target,
        detail=detail,
    )
