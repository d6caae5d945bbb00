"""The way from the front to a worker's audio. Errors of its calls pass through as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import grpc
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from google.rpc import code_pb2, status_pb2
from grpc_status import rpc_status

from odind.core.rooms.refusals import worker_lost
from odind.pack.errors import internal_status
from odind.services.calls import CallFailedError
from odind.sockets import grpc_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from google.protobuf.descriptor import MethodDescriptor

    from odind.core.base.errors import OdindError

_OPTIONS: Final = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.enable_http_proxy", 0),
    # what a slow caller does not read waits in the worker, which drops the oldest, not in buffers on the way
    ("grpc.http2.bdp_probe", 0),
    # a new worker on the address of a dead one must not wait out the dead one's pauses
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 100),
)
_LOST: Final = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN)
_CLOSE_GRACE_S: Final = 1.0


class Link:
    """A channel to one worker, for as long as that one lives."""

    def __init__(self, target: str) -> None:
        self.channel = grpc.aio.insecure_channel(grpc_target(target), options=_OPTIONS)
        self._methods: dict[str, Any] = {}

    def stream(self, method: MethodDescriptor, metadata: Sequence[tuple[str, str]]) -> Any:
        """Begin a call that streams both ways; what iterating it raises is for `passed_on`.

        Raises WORKER_LOST.
        """
        try:
            return self._method(method)(metadata=metadata)
        except grpc.aio.UsageError:
            raise worker_lost() from None

    async def aclose(self) -> None:
        """Close the channel; calls still under way are given a moment to notice that the worker is gone."""
        await self.channel.close(_CLOSE_GRACE_S)

    def _method(self, method: MethodDescriptor) -> Any:
        found = self._methods.get(method.full_name)
        if found is None:
            kind = f"{_arity(method.client_streaming)}_{_arity(method.server_streaming)}"
            found = self._methods[method.full_name] = getattr(self.channel, kind)(
                f"/{method.containing_service.full_name}/{method.name}",
                request_serializer=GetMessageClass(method.input_type).SerializeToString,
                response_deserializer=GetMessageClass(method.output_type).FromString,
            )
        return found


def passed_on(failure: grpc.aio.AioRpcError) -> OdindError | CallFailedError:
    """Return what our caller gets for a failed call to a worker."""
    status = _status_of(failure)
    if status is not None:
        return CallFailedError(status)
    if failure.code() in _LOST:
        return worker_lost()
    if failure.code() is grpc.StatusCode.INTERNAL:
        return CallFailedError(internal_status())
    code = code_pb2.Code.Value(failure.code().name)
    return CallFailedError(status_pb2.Status(code=code, message=failure.details() or ""))


def _status_of(failure: grpc.aio.AioRpcError) -> status_pb2.Status | None:
    """Return the status that a worker gave with details; None for one of gRPC's own making."""
    try:
        status: status_pb2.Status | None = rpc_status.from_call(cast("grpc.Call", failure))
    except (ValueError, DecodeError):
        return None
    return status


def _arity(streaming: bool) -> str:  # noqa: FBT001 - private
    return "stream" if streaming else "unary"
