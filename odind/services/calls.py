"""Calls, whatever wire they came by: admitted, named in the log, their failures mapped.

A call's end is a line at debug. At info, one line sums up the calls of a minute: no caller can fill the log.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from odind.core.base.errors import OdindError
from odind.pack.errors import code_name, info_of, internal_status, status_of

from .access import OPEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from google.protobuf.message import Message
    from google.rpc import status_pb2

    from .access import Access, Caller

T = TypeVar("T")

_SUMMARY_S: Final = 60.0


class Call(Protocol):
    """One call, as made by the face by which it came."""

    @property
    def caller(self) -> Caller:
        """Who calls."""

    @property
    def time_left_s(self) -> float | None:
        """Seconds until the caller gives up, None when it never does."""

    async def write(self, message: Message, /) -> None:
        """Send one response of a streaming call; wait while the caller has enough to read."""


class CallFailedError(Exception):
    """A call ended with this status; nothing else of it is for the caller to see."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


class Calls:
    """Runs the calls of one face: the one place that every call passes. `log` is that face's own.

    `access` is asked before a call's work begins.
    """

    def __init__(
        self,
        log: structlog.stdlib.BoundLogger,
        access: Access = OPEN,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._access = access
        self._monotonic = monotonic
        self._ids = itertools.count(1)
        self._endings = _Endings(log, monotonic)

    async def run(self, rpc: str, call: Call, work: Callable[[], Awaitable[T]]) -> T:
        """Do the work of a call. Whatever it raises, but for cancellation, becomes a CallFailedError."""
        started, ending, caller = self._monotonic(), _Ending("CANCELLED"), call.caller
        with structlog.contextvars.bound_contextvars(rpc=rpc, rpc_id=next(self._ids), face=caller.face):
            try:
                self._access.require(caller)
                answer = await work()
                ending = _Ending("OK")
            except CallFailedError as failure:  # elsewhere, and passed on as it came
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
                self._endings.tell(ending, self._monotonic() - started)


@dataclass(frozen=True)
class _Ending:
    """How a call ended; the reason is that of an error of ours."""

    code: str
    reason: str = ""


class _Endings:
    """Tells how calls end."""

    def __init__(self, log: structlog.stdlib.BoundLogger, monotonic: Callable[[], float]) -> None:
        self._log = log
        self._monotonic = monotonic
        self._codes: Counter[str] = Counter()
        self._since = monotonic()

    def tell(self, ending: _Ending, took_s: float) -> None:
        """Tell one ending, and the sum when a minute is over."""
        reason = {"reason": ending.reason} if ending.reason else {}
        self._log.debug("rpc.ended", ms=round(took_s * 1000, 1), code=ending.code, **reason)
        self._codes[ending.code] += 1
        if self._monotonic() - self._since >= _SUMMARY_S:
            self._sum_up()

    def _sum_up(self) -> None:
        over_s = round(self._monotonic() - self._since)
        with structlog.contextvars.bound_contextvars():
            structlog.contextvars.unbind_contextvars("rpc", "rpc_id", "face")
            self._log.info("rpc.summary", calls=self._codes.total(), over_s=over_s, codes=dict(self._codes))
        self._codes.clear()
        self._since = self._monotonic()
