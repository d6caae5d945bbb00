"""Blocking work of libraries in threads that keep neither the loop nor the process from ending."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


async def in_daemon_thread(work: Callable[[], object]) -> None:
    """Wait until `work` has run in a thread of its own. Who is cancelled meanwhile leaves it to itself."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        try:
            work()
        finally:
            with suppress(RuntimeError):  # the loop did not wait
                loop.call_soon_threadsafe(over.set)

    threading.Thread(target=run, daemon=True).start()
    await over.wait()
