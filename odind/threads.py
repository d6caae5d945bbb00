"""Blocking work of libraries in threads that keep neither the loop nor the process from ending."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises, once it has run in a thread of its own.

    Who is cancelled meanwhile leaves it to itself.
    """
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()

    def run() -> None:
        with suppress(RuntimeError):  # the loop did not wait
            try:
                outcome.set_result(work())
            except Exception as error:  # noqa: BLE001 - raised where the outcome is awaited
                outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(outcome)
