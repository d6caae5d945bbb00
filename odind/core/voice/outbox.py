"""What waits for an audio call's caller: audio that may be dropped, notices that may not, and the end."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from odind.core.errors import OdindError, ResourceExhaustedError
from odind.core.values.late import dataclass

from .lane_config import FRAME_BYTES
from .notices import FlowControl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .notices import Notice

_MAX_NOTICES: Final = 1_000
_NO_LIMIT: Final = 2**62


class Gap(Enum):
    """Why an Opus frame is empty."""

    NONE = 0
    SILENCE = 1
    LOSS = 2


class HeardFrame(NamedTuple):
    """Some sound of one peer, or of the mix (peer id 0). The fields are those of the proto's AudioFrame."""

    peer_id: int
    user_id: str
    sequence: int
    room_sample: int
    pcm: bytes = b""
    opus: bytes = b""
    lane: int = 0
    media_id: int = 0
    level_dbfs: float = -127.0
    voice: bool = True
    media_timestamp: int | None = None
    gap: Gap = Gap.NONE


@dataclass
class HeardTick:
    """What was heard in one tick on all lanes: frames ordered by lane, then by peer, then by time.

    `dropped` counts the ticks just before it that the caller read too slowly to get.
    """

    tick: int
    frames: list[HeardFrame]
    dropped: int = 0
    size: int = field(default=0, repr=False, compare=False)

    def add(self, frames: Sequence[HeardFrame], size: int) -> None:
        """Add what another lane heard, of so many bytes."""
        self.frames.extend(frames)
        self.size += size


@dataclass(frozen=True)
class LaneNotice:
    """A notice, and the lane it is about; 0 for what concerns the whole call."""

    lane: int
    notice: Notice


Item: TypeAlias = HeardTick | LaneNotice


class Outbox:
    """A queue for one reader; iterate it with `async for`.

    It holds at most `capacity` ticks, and `capacity_bytes` of them, which follows the lanes that hear. Beyond
    that it drops the oldest tick, but never the latest.
    """

    def __init__(self, capacity: int, capacity_bytes: int = _NO_LIMIT) -> None:
        self._capacity = capacity
        self._capacity_bytes = capacity_bytes
        self._bytes = 0
        self._when_read: list[Callable[[], object]] = []
        self._ticks: deque[HeardTick] = deque()
        self._notices: deque[LaneNotice] = deque()
        self._credits: dict[int, FlowControl] = {}
        self._dropped = 0
        self._ended = False
        self._error: OdindError | None = None
        self._news = asyncio.Event()
        self.dropped = 0

    def offer(self, tick: int, frames: Sequence[HeardFrame]) -> None:
        """Queue what a lane heard in a tick beside what others heard; drop the oldest tick when full."""
        if not (self._ticks and self._ticks[-1].tick == tick):
            self._ticks.append(HeardTick(tick, []))
            self._news.set()
        size = sum(FRAME_BYTES + len(frame.pcm) + len(frame.opus) for frame in frames)
        self._ticks[-1].add(frames, size)
        self._bytes += size
        while len(self._ticks) > 1 and self._full():
            self._bytes -= self._ticks.popleft().size
            self._dropped += 1
            self.dropped += 1

    def _full(self) -> bool:
        return len(self._ticks) > self._capacity or self._bytes > self._capacity_bytes

    def resize(self, more_bytes: int) -> None:
        """Hold so many more bytes from now on, or less."""
        self._capacity_bytes += more_bytes

    def when_read(self, call: Callable[[], object]) -> None:
        """Call back once nothing that has been heard so far waits any more."""
        if self._ticks:
            self._when_read.append(call)
        else:
            call()

    def close(self) -> None:
        """Nobody will read any more."""
        self._ticks.clear()
        self._tell_read()

    def _tell_read(self) -> None:
        waiting, self._when_read = self._when_read, []
        for call in waiting:
            call()

    def notify(self, lane: int, notice: Notice) -> None:
        """Queue a notice ahead of the audio; too many unread ones end the call.

        Of a lane's credit only the latest is kept, so that a caller may read it as rarely as it likes.
        """
        if isinstance(notice, FlowControl):
            self._credits[lane] = notice
        elif len(self._notices) < _MAX_NOTICES:
            self._notices.append(LaneNotice(lane, notice))
        else:
            self.end(
                ResourceExhaustedError(
                    "TOO_MANY_MARKS", "more than {limit} answers are unread; read them", limit=_MAX_NOTICES
                )
            )
        self._news.set()

    @property
    def waiting(self) -> int:
        """How many ticks are queued."""
        return len(self._ticks)

    def end(self, error: OdindError | None = None) -> None:
        """End the iteration: with an error at once, else when everything is read. The first call counts."""
        if not self._ended:
            self._ended = True
            self._error = error
            self._news.set()

    def __aiter__(self) -> Outbox:
        return self

    async def __anext__(self) -> Item:
        while not (self._ended or self._notices or self._credits or self._ticks):
            self._news.clear()
            await self._news.wait()
        if self._error:
            raise self._error
        if self._notices:
            return self._notices.popleft()
        if self._credits:
            lane = next(iter(self._credits))
            return LaneNotice(lane, self._credits.pop(lane))
        if self._ticks:
            return self._oldest()
        raise StopAsyncIteration

    def _oldest(self) -> HeardTick:
        tick = self._ticks.popleft()
        self._bytes -= tick.size
        if self._when_read and not self._ticks:
            self._tell_read()
        tick.frames.sort(key=lambda frame: (frame.lane, frame.peer_id))
        tick.dropped, self._dropped = self._dropped, 0
        return tick
