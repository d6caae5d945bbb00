"""The front's link to a worker's audio. Errors of its calls reach callers unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import grpc
from google.protobuf.message import DecodeError
from google.rpc import code_pb2, status_pb2
from grpc_status import rpc_status

from odind.core.rooms.refusals import worker_lost
from odind.core.values.json_text import compact
from odind.pack.errors import internal_status
from odind.services.access import CALLER_KEY, QUOTAS_KEY
from odind.services.calls import CallFailedError
from odind.services.tracing import current_trace
from odind.sockets import grpc_target

if TYPE_CHECKING:
    from odind.core.errors import OdindError
    from odind.services.access import Caller

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
    """A gRPC channel to one worker process, for the life of that process."""

    def __init__(self, target: str) -> None:
        self.channel = grpc.aio.insecure_channel(grpc_target(target), options=_OPTIONS)

    async def aclose(self) -> None:
        """Close the channel; calls under way get `_CLOSE_GRACE_S` to notice that the worker was lost."""
        await self.channel.close(_CLOSE_GRACE_S)


def metadata_of(caller: Caller) -> tuple[tuple[str, str], ...]:
    """Return what a relayed call tells a worker: whose it is, within which quotas, and of which trace."""
    quotas = ((QUOTAS_KEY, compact(dict(caller.stream_quotas))),) if caller.stream_quotas else ()
    trace = ((name, value) for name, value in current_trace().headers.items() if value)
    return ((CALLER_KEY, caller.name), *quotas, *trace)


def passed_on(failure: grpc.aio.AioRpcError, lost: OdindError | None = None) -> OdindError | CallFailedError:
    """Return the error that our caller gets for a failed call to another process: `lost` when that is gone.

    Unless it says otherwise, the process is a worker.
    """
    status = _status_of(failure)
    if status is not None:
        return CallFailedError(status)
    if failure.code() in _LOST:
        return lost or worker_lost()
    if failure.code() is grpc.StatusCode.INTERNAL:
        return CallFailedError(internal_status())
    code = code_pb2.Code.Value(failure.code().name)
    return CallFailedError(status_pb2.Status(code=code, message=failure.details() or ""))


def _status_of(failure: grpc.aio.AioRpcError) -> status_pb2.Status | None:
    """Return the status with details that a worker sent; None for a status that gRPC made."""
    try:
        status: status_pb2.Status | None = rpc_status.from_call(cast("grpc.Call", failure))
    except (ValueError, DecodeError):
        return None
    return status
