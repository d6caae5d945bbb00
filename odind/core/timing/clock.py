"""The clock port, and the functions that wait on it.

Core never asks the event loop or the system for the time: a test that controls the clock controls every wait.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


class Timer(Protocol):
    """A scheduled callback."""

    def cancel(self) -> None:
        """Cancel the callback; does nothing once it has run."""


class Clock(Protocol):
    """The daemon's clock. All methods are called on the event loop's thread."""

    def now(self) -> float:
        """Return the wall-clock time in seconds since the epoch; it may go back."""

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start; the value never goes back."""

    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` once `monotonic()` has reached `when`, and never within this call."""


def monotonic_ns(clock: Clock) -> int:
    """Return the monotonic time in nanoseconds, the unit in which sound devices stamp their rings."""
    return round(clock.monotonic() * 1e9)


async def wait_until(clock: Clock, when: float) -> None:
    """Wait until the clock's `monotonic()` has reached `when`."""
    due = asyncio.Event()
    timer = clock.call_at(when, due.set)
    try:
        await due.wait()
    finally:
        timer.cancel()


@asynccontextmanager
async def time_limit(clock: Clock, seconds: float | None) -> AsyncIterator[Callable[[], None]]:
    """Cancel the block and raise TimeoutError when it takes longer; None sets no limit.

    What the block is given does so at once when it is called.
    """
    async with asyncio.timeout(None) as limit:  # noqa: TID251 - the one place where core limits a wait
        expire = partial(_expire, limit)
        timer = None if seconds is None else clock.call_at(clock.monotonic() + seconds, expire)
        try:
            yield expire
        finally:
            if timer:
                timer.cancel()


async def happens_within(clock: Clock, seconds: float | None, what: Awaitable[object]) -> bool:
    """Wait for `what` for at most `seconds`, or without a limit; return whether it finished in time."""
    try:
        async with time_limit(clock, seconds):
            await what
    except TimeoutError:
        return False
    return True


def _expire(limit: asyncio.Timeout) -> None:
    if not limit.expired():
        limit.reschedule(asyncio.get_running_loop().time())
