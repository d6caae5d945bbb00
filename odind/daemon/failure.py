"""What a process does when its voice runtime has failed: it stops as for a signal and exits with 1.

Whoever supervises the process, systemd or the front of workers, starts it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.base.errors import UnavailableError

if TYPE_CHECKING:
    import asyncio


async def stop_on_failure(failed: asyncio.Event, stop: asyncio.Event) -> None:
    """Set `stop` once the runtime has failed."""
    await failed.wait()
    stop.set()


def require_working(failed: asyncio.Event) -> None:
    """Raise UnavailableError RUNTIME_FAILED when that is why the process stopped."""
    if failed.is_set():
        raise UnavailableError("RUNTIME_FAILED", "the voice runtime can join no room any more")
