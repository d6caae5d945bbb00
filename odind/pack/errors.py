"""Converts core's errors to a google.rpc.Status with a google.rpc.ErrorInfo, for every wire.

An error that says in how many seconds to try again has a google.rpc.RetryInfo beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2

from odind.core.errors import RETRY_AFTER_S

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.message import Message

    from odind.core.errors import OdindError

DOMAIN: Final = "odind"


def code_name(code: int) -> str:
    """Return the name of a google.rpc.Code, as in NOT_FOUND."""
    return str(code_pb2.Code.Name(code))


def make_status(code: int, reason: str, message: str, metadata: Mapping[str, str]) -> status_pb2.Status:
    """Return a status; its ErrorInfo holds the reason and the variables of the message."""
    details = [_packed(error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata))]
    if RETRY_AFTER_S in metadata:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(round(float(metadata[RETRY_AFTER_S]) * 1_000))
        details.append(_packed(retry))
    return status_pb2.Status(code=code, message=message, details=details)


def status_of(error: OdindError) -> status_pb2.Status:
    """Return the status of an error of core."""
    return make_status(code_pb2.Code.Value(error.code), error.reason, error.message, error.metadata)


def internal_status() -> status_pb2.Status:
    """Return the status of a bug in the daemon; it tells callers no details."""
    return status_pb2.Status(code=code_pb2.INTERNAL, message="internal error")


def unknown_method_status(path: str, hint: str) -> status_pb2.Status:
    """Return the status of a call to a method that this daemon, or this address of it, does not serve."""
    message = f"this address does not serve {path}; {hint}"
    return make_status(code_pb2.UNIMPLEMENTED, "METHOD_UNKNOWN", message, {"path": path})


def _packed(message: Message) -> any_pb2.Any:
    detail = any_pb2.Any()
    detail.Pack(message)
    return detail


def info_of(status: status_pb2.Status) -> error_details_pb2.ErrorInfo:
    """Return a status's ErrorInfo; an empty one when it has none."""
    info = error_details_pb2.ErrorInfo()
    for detail in status.details:
        detail.Unpack(info)
    return info
