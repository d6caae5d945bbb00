"""Watches that outlive the daemon: begun again where they broke off, once there is a daemon again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.errors import UnavailableError

from .retries import new_backoff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .watch import EventWatch, Watched


async def followed(watch: Callable[..., EventWatch], seen: int | None) -> AsyncIterator[Watched]:
    """Yield what watches tell, each begun after the last event before it, the first after `seen`; never end.

    A watch that the daemon ended, or that failed with UnavailableError, is followed by another, after pauses
    that grow. Raises every other error.
    """
    backoff = new_backoff()
    while True:
        events = watch(after_sequence=seen, snapshot_if_expired=seen is not None)
        try:
            async for item in events:
                seen, backoff = item.sequence, new_backoff()
                yield item
        except UnavailableError:
            pass
        finally:
            events.close()
        await asyncio.sleep(backoff.pause_s())
