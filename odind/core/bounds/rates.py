"""Rates: how often each caller may do something, with twice as much at once after a pause. Pure."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from odind.core.errors import ResourceExhaustedError

from .token_bucket import TokenBucket

if TYPE_CHECKING:
    from .limits import Limits

_MOST_CALLERS: Final = 4_096
"""Beyond it, the caller that has called least lately is forgotten, and so may begin anew."""
_BURSTS: Final = 2


class Rate:
    """Lets each caller have so many of one thing in a span of seconds."""

    def __init__(self, most: int, seconds: float, things: str, setting: str) -> None:
        self._most = most
        self._seconds = seconds
        self._things = things
        self._setting = setting
        self._buckets: OrderedDict[tuple[str, int], TokenBucket] = OrderedDict()

    def spend(self, caller: str, now: float, amount: int = 1, quota: int | None = None) -> None:
        """Take so much for a caller, who has a quota or may have as much as every caller.

        Raises ResourceExhaustedError RATE_EXCEEDED.
        """
        most = self._most if quota is None else quota
        bucket = self._bucket(caller, now, most)
        if not bucket.spend(now, amount):
            setting = f"limits.{self._setting}" if quota is None else "the quota"
            raise ResourceExhaustedError(
                "RATE_EXCEEDED",
                "one caller may have {limit} {things} in {seconds} s, and {caller} wants more: try again in "
                "{retry_after_s} s, or raise {setting}",
                limit=most,
                things=self._things,
                seconds=f"{self._seconds:g}",
                caller=caller,
                retry_after_s=max(1, math.ceil(bucket.wait_s(amount))),
                setting=setting,
            )

    def _bucket(self, caller: str, now: float, most: int) -> TokenBucket:
        bucket = self._buckets.get((caller, most))
        if bucket is None:
            bucket = self._buckets[caller, most] = TokenBucket(most / self._seconds, most * _BURSTS, now)
            if len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end((caller, most))
        return bucket


class Rates:
    """The rates of everything that callers do."""

    def __init__(self, limits: Limits) -> None:
        self.calls = Rate(limits.caller_calls_per_second, 1, "calls", "caller_calls_per_second")
        self.joins = Rate(limits.caller_joins_per_minute, 60, "joins", "caller_joins_per_minute")
        self.messages = Rate(limits.caller_messages_per_second, 1, "messages", "caller_messages_per_second")
        self.bytes = Rate(limits.caller_bytes_per_second, 1, "bytes of requests", "caller_bytes_per_second")
