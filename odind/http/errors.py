"""A call's status as Connect says it, in an RPC's answer and in that of a request that reaches no RPC."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from connectrpc.code import Code
from connectrpc.errors import ConnectError, ErrorDetail
from google.rpc import code_pb2, error_details_pb2
from protobuf import wkt
from starlette.responses import JSONResponse

from odind.pack.errors import code_name

if TYPE_CHECKING:
    from google.protobuf import any_pb2
    from google.rpc import status_pb2

_TYPE_PREFIX: Final = "type.googleapis.com/"


_STATUSES: Final = {
    code_pb2.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    code_pb2.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    code_pb2.NOT_FOUND: HTTPStatus.NOT_FOUND,
    code_pb2.FAILED_PRECONDITION: HTTPStatus.CONFLICT,
    code_pb2.RESOURCE_EXHAUSTED: HTTPStatus.TOO_MANY_REQUESTS,
    code_pb2.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}


def http_status(code: int) -> HTTPStatus:
    """Return the status of a GET whose call failed with this code."""
    return _STATUSES.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)


def wire_code(code: int) -> Code:
    """Return Connect's code for a google.rpc.Code; the names are the same but for one."""
    return Code.CANCELED if code == code_pb2.CANCELLED else Code[code_name(code)]


def connect_error(status: status_pb2.Status) -> ConnectError:
    """Return the status for Connect's server to answer with."""
    details = [_ReadableDetail(detail) for detail in status.details]
    return ConnectError(wire_code(status.code), status.message, details)


def refusal(http_status: HTTPStatus, status: status_pb2.Status, **headers: str) -> JSONResponse:
    """Answer a request that no RPC gets to see, in the form of an RPC's error."""
    details = [
        {
            "type": detail.type_url.removeprefix(_TYPE_PREFIX),
            "value": base64.b64encode(detail.value).decode().rstrip("="),
            "debug": _debug(detail),
        }
        for detail in status.details
    ]
    error = {"code": wire_code(status.code).value, "message": status.message, "details": details}
    return JSONResponse(error, status_code=http_status, headers=headers)


def readable(info: error_details_pb2.ErrorInfo) -> dict[str, object]:
    """Return an ErrorInfo as plain values."""
    return {"reason": info.reason, "domain": info.domain, "metadata": dict(info.metadata)}


def _debug(detail: any_pb2.Any) -> dict[str, object]:
    """Return a detail as plain values."""
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    if detail.Unpack(retry):
        return {"retryDelay": retry.retry_delay.ToJsonString()}
    detail.Unpack(info)
    return readable(info)


class _ReadableDetail(ErrorDetail):
    """A detail that JSON shows to people, too: Connect's server knows the types of its own runtime alone."""

    def __init__(self, detail: any_pb2.Any) -> None:
        super().__init__(wkt.Any(type_url=detail.type_url, value=detail.value))
        self._readable = wkt.Struct.from_json(json.dumps(_debug(detail)))

    def value(self, *_: object) -> Any:
        """What the "debug" of the JSON is made of."""
        return self._readable
