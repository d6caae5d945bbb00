"""What is told of one thing until it is over, and watches that outlive the daemon."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from odind.core.errors import UnavailableError

from .retries import new_backoff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from .watch import EventWatch, Watched

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Course(Generic[Thing]):
    """How things of a kind go on: the events that carry one whole, in which field, and when it is over."""

    watch_events: Callable[..., EventWatch]
    get: Callable[[str], Awaitable[Thing]]
    kinds: tuple[str, ...]
    field: str
    id_of: Callable[[Thing], str]
    is_over: Callable[[Thing], bool]

    async def follow(self, key: str) -> AsyncIterator[Thing]:
        """Yield a thing as it is now and after every change, until it is over."""
        with closing(self.watch_events(kinds=self.kinds)) as events:
            await anext(events)  # the snapshot: what happens from now on is told
            thing = await self.get(key)
            yield thing
            while not self.is_over(thing):
                event = await anext(events)
                changed = getattr(getattr(event, "kind", None), self.field, thing)
                if self.id_of(changed) == self.id_of(thing):
                    thing = changed
                    yield thing

    async def until(self, key: str, enough: Callable[[Thing], bool] = lambda _: False) -> Thing:
        """Wait until a thing is as it should be, or is over, and return it."""
        async for thing in self.follow(key):
            if enough(thing) or self.is_over(thing):
                return thing
        raise AssertionError("a thing is followed until it is over")


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
