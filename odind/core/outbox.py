"""What waits for one audio stream's caller: ticks that may be dropped, a notice that may not, and the end."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .errors import OdindError


@dataclass(frozen=True)
class HeardFrame:
    """One tick of one peer, or of the mix (peer id 0). The fields are those of the proto's AudioFrame."""

    peer_id: int
    user_id: str
    sequence: int
    room_sample: int
    pcm: bytes


@dataclass(frozen=True)
class HeardTick:
    """What was heard in one tick; `dropped` ticks before it were lost to a slow caller."""

    frames: tuple[HeardFrame, ...]
    dropped: int = 0


@dataclass(frozen=True)
class Drained:
    """Everything was spoken. Counted in samples per channel and in ticks."""

    samples: int
    underruns: int


Item: TypeAlias = HeardTick | Drained


class Outbox:
    """A queue for one reader; iterate it with `async for`. It holds at most `capacity` ticks."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._ticks: deque[HeardTick] = deque()
        self._notice: Drained | None = None
        self._dropped = 0
        self._ended = False
        self._error: OdindError | None = None
        self._news = asyncio.Event()

    def offer(self, tick: HeardTick) -> None:
        """Queue a tick; the oldest gives way when the queue is full."""
        if len(self._ticks) >= self._capacity:
            self._ticks.popleft()
            self._dropped += 1
        self._ticks.append(tick)
        self._news.set()

    def notify(self, notice: Drained) -> None:
        """Queue a notice ahead of the ticks."""
        self._notice = notice
        self._news.set()

    def end(self, error: OdindError | None = None) -> None:
        """End the iteration, with an error at once, else once all is read. The first call counts."""
        if not self._ended:
            self._ended = True
            self._error = error
            self._news.set()

    def __aiter__(self) -> Outbox:
        return self

    async def __anext__(self) -> Item:
        while not (self._ended or self._notice or self._ticks):
            self._news.clear()
            await self._news.wait()
        if self._error:
            raise self._error
        if self._notice:
            notice, self._notice = self._notice, None
            return notice
        if self._ticks:
            return self._oldest()
        raise StopAsyncIteration

    def _oldest(self) -> HeardTick:
        tick = self._ticks.popleft()
        dropped, self._dropped = self._dropped, 0
        return replace(tick, dropped=dropped) if dropped else tick
