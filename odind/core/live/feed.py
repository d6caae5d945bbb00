"""The sound of a connection in slots of 20 ms on one clock, for as long as the connection lasts."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from odind.core.errors import NotFoundError, OdindError, ResourceExhaustedError
from odind.core.sound.format import AudioFormat
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until
from odind.core.timing.tick import RATE_HZ, TICK_S, TICK_SAMPLES
from odind.core.voice.lane_config import ReceiveMode, Reception

from .hearing import MIX, Slot, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.core.rooms.registry import Registry
    from odind.core.timing.clock import Clock
    from odind.core.voice.outbox import HeardFrame, HeardTick

    from .hearing import Hearing
    from .ports import Ears

HELD_SLOTS: Final = 500
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 10.0
_STEADY_S: Final = 5.0


class Feed:
    """Listens while `run` runs; iterate it with `async for`. Belongs to the loop.

    It holds at most `HELD_SLOTS` that are not read yet, drops the oldest beyond that and counts it in
    `dropped`. When the connection was lost it waits, and goes on once the connection is back: the time
    between is a gap. The iteration ends after `close`, and once the connection is over, which `over` tells;
    `reason` and `detail` then say why, both "" where a call wanted it, and `failed` whether it never heard
    anything. `started_at` is the time of sample 0, in seconds since the epoch. `on_state` is told "" when it
    hears the connection, and why when it does not; `on_drop` of each slot that is dropped.
    """

    def __init__(
        self,
        connection_id: str,
        hearing: Hearing,
        *,
        ears: Ears,
        registry: Registry,
        clock: Clock,
        on_state: Callable[[str], object] = lambda _detail: None,
        on_drop: Callable[[], object] = lambda: None,
    ) -> None:
        self.connection_id = connection_id
        self.hearing = hearing
        self.started_at = 0.0
        self.dropped = 0
        self.over = asyncio.Event()
        self.failed = False
        self.reason = ""
        self.detail = ""
        self._ears = ears
        self._registry = registry
        self._clock = clock
        self._on_state = on_state
        self._on_drop = on_drop
        self._slots: deque[Slot] = deque()
        self._news = asyncio.Event()
        self._heard_at: float | None = None
        self._origin: int | None = None
        self._next = 0
        self._read = 0

    # Reading

    def __aiter__(self) -> Feed:
        return self

    async def __anext__(self) -> Slot:
        while not (self._slots or self.over.is_set()):
            self._news.clear()
            await self._news.wait()
        if not self._slots:
            raise StopAsyncIteration
        slot = self._slots.popleft()
        gap, self._read = (slot.sample - self._read) // TICK_SAMPLES, slot.sample + TICK_SAMPLES
        return slot._replace(gap=gap)

    @property
    def waiting(self) -> int:
        """How many slots are held that are not read yet."""
        return len(self._slots)

    def close(self, reason: str = "", detail: str = "") -> None:
        """Hear nothing more, for a reason where it is no call's wish; what was heard can still be read."""
        self._conclude(reason, detail)

    # Listening

    async def run(self) -> None:
        """Listen until the connection is over, or the feed is closed."""
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S, steady_s=_STEADY_S)
        while not self.over.is_set():
            began = self._clock.monotonic()
            try:
                await self._listen()
                await self._wait_until_back("its audio has ended")
            except ResourceExhaustedError as full:
                if self._heard_at is None:
                    self.failed = True
                    self._conclude(full.reason, full.message)
                await self._wait_until_back(full.message)
            except OdindError as error:
                await self._wait_until_back(error.message)
            await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s(self._since(began)))

    async def _wait_until_back(self, detail: str) -> None:
        """Wait until the connection is there again; the feed is over if it never will be."""
        if not self.over.is_set():
            self._on_state(detail)
            try:
                await self._registry.present(self.connection_id)
            except NotFoundError:
                self._conclude("CONNECTION_LEFT", "its connection is over")
            except OdindError as gone:  # the daemon stops
                self._conclude(gone.reason, gone.message)

    async def _listen(self) -> None:
        mode = ReceiveMode.MIX | ReceiveMode.PER_PEER if self.hearing.parted else ReceiveMode.MIX
        reception = Reception(AudioFormat(RATE_HZ), mode, own_voice=self.hearing.own_voice)
        self._origin = None
        async with aclosing(self._ears.listen(self.connection_id, reception)) as ticks:
            async for tick in ticks:
                self._take(tick)

    def _take(self, tick: HeardTick) -> None:
        clock = next((frame for frame in tick.frames if not frame.peer_id), None)
        if clock is None or self.over.is_set():
            return
        if self._origin is None:
            self._attach(clock.room_sample)
        sample = max(self._next, clock.room_sample - (self._origin or 0))
        self._next, self._heard_at = sample + TICK_SAMPLES, self._clock.monotonic()
        self._push(Slot(sample, self._sounds(tick.frames)))

    def _attach(self, room_sample: int) -> None:
        """Place the connection's clock, which begins anew in another process, on the feed's."""
        if self._heard_at is None:
            self.started_at = self._clock.now()
        else:
            passed = round(self._since(self._heard_at) / TICK_S) - 1
            self._next += max(0, passed) * TICK_SAMPLES
        self._origin = room_sample - self._next
        self._on_state("")

    def _sounds(self, frames: list[HeardFrame]) -> Mapping[Voice, bytes]:
        if not self.hearing.parted:
            mix = next(frame for frame in frames if not frame.peer_id)
            return {MIX: mix.pcm} if mix.voice else {}
        heard = {Voice(frame.peer_id, frame.user_id): frame.pcm for frame in frames if frame.peer_id}
        return {voice: pcm for voice, pcm in heard.items() if self.hearing.wants(voice)}

    def _push(self, slot: Slot) -> None:
        self._slots.append(slot)
        if len(self._slots) > HELD_SLOTS:
            self._slots.popleft()
            self.dropped += 1
            self._on_drop()
        self._news.set()

    def _conclude(self, reason: str, detail: str) -> None:
        if not self.over.is_set():
            self.reason, self.detail = reason, detail
            self.over.set()
            self._news.set()

    def _since(self, moment: float) -> float:
        return self._clock.monotonic() - moment
