"""Runs calls of every wire: checks access, binds the call to the log, maps errors to statuses.

The end of a call is logged at debug. At info, one line a minute sums up all calls: callers cannot flood it.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from odind.core.errors import OdindError
from odind.core.values.late import dataclass
from odind.pack.errors import code_name, info_of, internal_status, status_of

from .access import OPEN
from .auditing import open_record
from .tracing import traced

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from google.protobuf.message import Message
    from google.rpc import status_pb2

    from odind.core.access.principal import Principal

    from .access import Access, Caller
    from .turnstile import Turnstile

T = TypeVar("T")

_SUMMARY_S: Final = 60.0
_UNSUMMED: Final = "/odind.v1.ServerService/GetHealth"
"""Supervisors ask this all the time; it would fill the log with minutes in which nothing else happened."""


class Call(Protocol):
    """One call, as its face presents it."""

    caller: Caller
    """The caller, who is known once `Calls` runs the work."""

    async def write(self, message: Message, /) -> None:
        """Send one response of a streaming call; wait while the caller's flow control is exhausted."""


class CallFailedError(Exception):
    """A call failed with this status, the only thing that the caller sees."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


class Calls:
    """Runs all calls of one face, which `log` belongs to; checks `access` before a call's work begins.

    A call passes the `turnstile` as the first part of its work.
    """

    def __init__(
        self,
        log: structlog.stdlib.BoundLogger,
        turnstile: Turnstile,
        access: Access = OPEN,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.turnstile = turnstile
        self._log = log
        self._access = access
        self._monotonic = monotonic
        self._ids = itertools.count(1)
        self._endings = _Endings(log, monotonic)

    async def run(self, rpc: str, call: Call, work: Callable[[], Awaitable[T]], method: str = "") -> T:
        """Run the work of a call. Every exception but cancellation becomes a CallFailedError.

        `method` is the RPC that the call stands for, where `rpc` is another path.
        """
        started, ending, caller = self._monotonic(), _Ending("CANCELLED"), call.caller
        meter = self.turnstile.meter
        meter.begin(rpc)
        span = self.turnstile.tracer.begin(rpc, caller.face, caller.trace)
        record = open_record(self.turnstile.audit, method or rpc, caller)
        fields = {"rpc": rpc, "rpc_id": next(self._ids), "face": caller.face, **span.fields}
        with traced(span.context), structlog.contextvars.bound_contextvars(**fields):
            try:
                principal = self._access.admit(caller, method or rpc)
                call.caller = record.caller = self.turnstile.known(caller, principal)
                self.turnstile.count(call.caller, method or rpc)
                with structlog.contextvars.bound_contextvars(**_shown(principal)):
                    async with self._access.under(principal):
                        answer = await work()
                ending = _Ending("OK")
            except CallFailedError as failure:  # failed in a worker, and passed on unchanged
                ending = _Ending(code_name(failure.status.code), info_of(failure.status).reason)
                raise
            except OdindError as error:
                ending = _Ending(error.code, error.reason)
                raise CallFailedError(status_of(error)) from error
            except Exception as error:
                ending = _Ending("INTERNAL")
                self._log.exception("rpc.failed")
                raise CallFailedError(internal_status()) from error
            else:
                return answer
            finally:
                took_s = self._monotonic() - started
                meter.end(rpc, ending.code, took_s)
                span.end(ending.code, ending.reason)
                record.end(ending.code, ending.reason, took_s)
                self._endings.tell(rpc, ending, took_s, **_shown(call.caller.principal))


def _shown(principal: Principal) -> dict[str, str]:
    """Return what the log says of who calls: nothing of the owner."""
    return {"by": principal.name} if principal.name else {}


@dataclass(frozen=True)
class _Ending:
    """How a call ended; `reason` is set for errors of core."""

    code: str
    reason: str = ""


class _Endings:
    """Logs how calls end."""

    def __init__(self, log: structlog.stdlib.BoundLogger, monotonic: Callable[[], float]) -> None:
        self._log = log
        self._monotonic = monotonic
        self._codes: Counter[str] = Counter()
        self._since = monotonic()

    def tell(self, rpc: str, ending: _Ending, took_s: float, **by: str) -> None:
        """Log one ending, and the summary when a minute is over."""
        reason = {"reason": ending.reason} if ending.reason else {}
        self._log.debug("rpc.ended", ms=round(took_s * 1000, 1), code=ending.code, **reason, **by)
        if rpc == _UNSUMMED:
            return
        self._codes[ending.code] += 1
        if self._monotonic() - self._since >= _SUMMARY_S:
            self._sum_up()

    def _sum_up(self) -> None:
        over_s = round(self._monotonic() - self._since)
        with structlog.contextvars.bound_contextvars():
            structlog.contextvars.unbind_contextvars("rpc", "rpc_id", "face", "trace_id", "span_id")
            self._log.info("rpc.summary", calls=self._codes.total(), over_s=over_s, codes=dict(self._codes))
        self._codes.clear()
        self._since = self._monotonic()
