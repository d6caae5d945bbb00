"""Calls, whatever wire they came by: named in the log, their failures mapped, one line when they end."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import structlog

from odind.core.base.errors import OdindError
from odind.pack.errors import code_name, info_of, internal_status, status_of

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from google.protobuf.message import Message
    from google.rpc import status_pb2

T = TypeVar("T")


@dataclass(frozen=True)
class Caller:
    """Who calls. `face` names the way by which the call came: rpc, http, websocket, worker."""

    face: str


class Call(Protocol):
    """One call, as made by the face by which it came."""

    @property
    def caller(self) -> Caller:
        """Who calls."""

    @property
    def time_left_s(self) -> float | None:
        """Seconds until the caller gives up, None when it never does."""

    async def write(self, message: Message, /) -> None:
        """Send one answer of a streaming call; wait while the caller has enough to read."""


class CallFailedError(Exception):
    """A call ended with this status; nothing else of it is for the caller to see."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


class Calls:
    """Runs the calls of one face: the one place that every call passes. `log` is that face's own."""

    def __init__(self, log: structlog.stdlib.BoundLogger) -> None:
        self._log = log
        self._ids = itertools.count(1)

    async def run(self, rpc: str, call: Call, work: Awaitable[T]) -> T:
        """Await the work of a call. Whatever it raises, but for cancellation, becomes a CallFailedError."""
        started = time.monotonic()
        outcome = {"code": "CANCELLED"}
        with structlog.contextvars.bound_contextvars(rpc=rpc, rpc_id=next(self._ids), face=call.caller.face):
            try:
                answer = await work
                outcome = {"code": "OK"}
            except CallFailedError as failure:  # elsewhere, and passed on as it came
                code, info = failure.status.code, info_of(failure.status)
                outcome = {"code": code_name(code), **({"reason": info.reason} if info.reason else {})}
                raise
            except OdindError as error:
                status = status_of(error)
                outcome = {"code": code_name(status.code), "reason": error.reason}
                raise CallFailedError(status) from error
            except Exception as error:
                outcome = {"code": "INTERNAL"}
                self._log.exception("rpc.failed")
                raise CallFailedError(internal_status()) from error
            else:
                return answer
            finally:
                self._log.info("rpc.ended", ms=round((time.monotonic() - started) * 1000, 1), **outcome)
