"""The one place that every call passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import structlog
from structlog.testing import capture_logs

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.errors import NotFoundError
from odind.services.access import Caller
from odind.services.calls import CallFailedError, Calls
from odind.services.turnstile import Turnstile

if TYPE_CHECKING:
    from google.protobuf.message import Message


class Call:
    """A call without a wire."""

    caller = Caller("test")

    async def write(self, _message: Message, /) -> None:
        """Nobody reads."""


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def find_nothing() -> None:
    raise NotFoundError("NOTHING_FOUND", "there is nothing")


async def nothing() -> None:
    pass


async def test_a_minute_of_calls_is_one_line_for_those_who_do_not_follow_each():
    clock = Clock()
    with capture_logs() as told:
        calls = Calls(structlog.get_logger("test"), Turnstile(Limits(), SystemClock()), monotonic=clock)
        for second in range(100):
            clock.now = float(second)
            await calls.run("/a", Call(), nothing)
        clock.now = 130.0
        with pytest.raises(CallFailedError):
            await calls.run("/a", Call(), find_nothing)
    summaries = [line for line in told if line["log_level"] == "info"]
    assert summaries == [
        {
            "event": "rpc.summary",
            "log_level": "info",
            "calls": 61,
            "over_s": 60,
            "codes": {"OK": 61},
        },
        {
            "event": "rpc.summary",
            "log_level": "info",
            "calls": 40,
            "over_s": 70,
            "codes": {"OK": 39, "NOT_FOUND": 1},
        },
    ]
    assert len(told) == 101 + len(summaries)


async def test_supervisors_that_ask_for_health_fill_no_log():
    clock = Clock()
    with capture_logs() as told:
        calls = Calls(structlog.get_logger("test"), Turnstile(Limits(), SystemClock()), monotonic=clock)
        for second in range(100):
            clock.now = float(second)
            await calls.run("/odind.v1.ServerService/GetHealth", Call(), nothing)
    assert {line["log_level"] for line in told} == {"debug"}
