"""Stops a process whose voice runtime has failed, as for a signal, but with exit code 1.

The supervisor of the process, systemd or the front of workers, starts it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import UnavailableError

if TYPE_CHECKING:
    import asyncio


async def stop_after(happened: asyncio.Event, stop: asyncio.Event) -> None:
    """Set `stop` once something has happened, as that the runtime has failed."""
    await happened.wait()
    stop.set()


def require_working(failed: asyncio.Event) -> None:
    """Raise UnavailableError RUNTIME_FAILED when the runtime has failed."""
    if failed.is_set():
        raise UnavailableError("RUNTIME_FAILED", "the voice runtime cannot join rooms any more")
