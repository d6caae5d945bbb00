"""How long a connection stays while no call holds it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odind.core.timing.clock import Clock, Timer


class Lease:
    """Calls `expired` once no call has held the connection for `linger_s`; never when that is None.

    Calls hold it here (`hold`) or, with audio, in the process that holds the connection (`attend`). Time runs
    only while that process has the connection, from `begin` until `suspend`. `over` is set with `end`.
    Belongs to the loop.
    """

    def __init__(self, clock: Clock, linger_s: float | None, expired: Callable[[], object]) -> None:
        self.over = asyncio.Event()
        self.holders = 0
        self._clock = clock
        self._linger_s = linger_s
        self._expired = expired
        self._attended = False
        self._present = False
        self._timer: Timer | None = None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the connection for the length of the block."""
        self.holders += 1
        self._settle()
        try:
            yield
        finally:
            self.holders -= 1
            self._settle()

    def attend(self, *, attended: bool) -> None:
        """Note whether an audio call has attached the connection."""
        self._attended = attended
        self._settle()

    def begin(self) -> None:
        """Let time run: the connection is in its room, for the first time or again."""
        self._present = True
        self._settle()

    def suspend(self) -> None:
        """Stop time: the process that held the connection is lost, and its audio calls with it."""
        self._present = self._attended = False
        self._settle()

    def end(self) -> None:
        """Stop for good: the connection is over, or the daemon is."""
        self.suspend()
        self.over.set()

    def _settle(self) -> None:
        """Run the timer exactly while nobody holds the connection."""
        idle = self._present and not self.holders and not self._attended
        if self._timer and not idle:
            self._timer.cancel()
            self._timer = None
        elif idle and not self._timer and self._linger_s is not None:
            self._timer = self._clock.call_at(self._clock.monotonic() + self._linger_s, self._expired)
