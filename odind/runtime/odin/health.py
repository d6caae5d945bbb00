"""Whether the native runtime can still join rooms."""

from __future__ import annotations

import asyncio
import os
from contextlib import ExitStack
from typing import Final

import structlog

_log = structlog.get_logger("odind.runtime")
_FAILURES_IN_A_ROW: Final = 3
_DESCRIPTORS_OF_A_JOIN: Final = 8


class Health:
    """Counts joins that the native runtime itself failed. Belongs to the loop.

    Joins that fail for want of file descriptors do not count: they work again as soon as a room is left, and
    rooms that are open go on.
    """

    def __init__(self) -> None:
        self.failed = asyncio.Event()
        self._failures = 0

    def on_joined(self) -> None:
        """A join succeeded."""
        self._failures = 0

    def on_failure(self) -> None:
        """A room ended because the native runtime failed."""
        if not _descriptors_are_left():
            _log.error("runtime.descriptors_exhausted")
            return
        self._failures += 1
        if self._failures == _FAILURES_IN_A_ROW:
            _log.critical("runtime.failed", failures=self._failures)
            self.failed.set()


def _descriptors_are_left() -> bool:
    with ExitStack() as opened:
        try:
            for _ in range(_DESCRIPTORS_OF_A_JOIN):
                opened.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        except OSError:
            return False
    return True
