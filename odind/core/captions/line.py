"""The line of what waits for an engine: bounded, with how late it is, and what it could not take."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.errors import OdindError, UnavailableError
from odind.core.sound.resampler import Resampler
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import time_limit, wait_until
from odind.core.timing.tick import RATE_HZ
from odind.core.values.late import dataclass

from .ports import ENGINE_HZ, Heard, Hints
from .refusals import captions_behind, engine_slow

if TYPE_CHECKING:
    from odind.core.timing.clock import Clock

    from .cutting import Samples
    from .ports import Engine, Speech

_ATTEMPTS: Final = 3
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 5.0
_TAIL: Final = 240
"""Silence after what is converted: more than the delay of the filter."""
_PIECE: Final = RATE_HZ // 2
"""What is converted at once, in about 1 ms."""


@dataclass
class LineCounts:
    """What has become of utterances: how many were asked for, did not fit, and failed."""

    asked: int = 0
    dropped: int = 0
    failed: int = 0


class EngineLine:
    """Asks an engine, each time within `patience_s`; at most `depth` utterances wait. Belongs to the loop.

    `lag_s` is how long the latest one has waited before the engine took it.
    """

    def __init__(self, engine: Engine, clock: Clock, *, depth: int = 64, patience_s: float = 60.0) -> None:
        self.engine = engine
        self.counts = LineCounts()
        self.lag_s = 0.0
        self.waiting = 0
        self._clock = clock
        self._depth = depth
        self._patience_s = patience_s
        self._places = asyncio.Semaphore(engine.parallel)

    @property
    def idle(self) -> bool:
        """Whether the engine would begin at once."""
        return not self._places.locked()

    async def ask(self, samples: Samples, hints: Hints, *, patient: bool = False) -> Heard:
        """Return what was said in samples at 48 kHz; a failure is tried again, for seconds.

        Who is `patient` waits where the line is full.

        Raises ResourceExhaustedError CAPTIONS_BEHIND, UnavailableError CAPTION_ENGINE_AWAY and
        CAPTION_ENGINE_SLOW, InvalidArgumentError CAPTIONS_REFUSED.
        """
        if self.waiting >= self._depth and not patient:
            self.counts.dropped += 1
            raise captions_behind(self.engine.name, self._depth)
        self.waiting += 1
        asked_at = self._clock.monotonic()
        try:
            async with self._places:
                self.lag_s = self._clock.monotonic() - asked_at
                return await self._attempts(samples, hints)
        finally:
            self.waiting -= 1

    async def _attempts(self, samples: Samples, hints: Hints) -> Heard:
        self.counts.asked += 1
        pauses = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        speech = await for_engines(samples, self._clock)
        for left in reversed(range(_ATTEMPTS)):
            try:
                return await self._attempt(speech, hints)
            except OdindError as error:
                if not left or not isinstance(error, UnavailableError):
                    self.counts.failed += 1
                    raise
            await wait_until(self._clock, self._clock.monotonic() + pauses.pause_s())
        raise AssertionError("the last attempt returns or raises")

    async def _attempt(self, speech: Speech, hints: Hints) -> Heard:
        try:
            async with time_limit(self._clock, self._patience_s):
                return await self.engine.transcribe(speech, hints)
        except TimeoutError:
            raise engine_slow(self.engine.name, self._patience_s) from None


async def for_engines(samples: Samples, clock: Clock) -> Speech:
    """Return samples at 48 kHz as engines take them, made in pieces, so that no tick waits for all."""
    padded = np.concatenate((samples, np.zeros(_TAIL, np.int16))).astype(np.float32)[:, None]
    resampler, pieces = Resampler(1, RATE_HZ, ENGINE_HZ), []
    for at in range(0, len(padded), _PIECE):
        pieces.append(resampler.convert(padded[at : at + _PIECE])[:, 0])
        await wait_until(clock, clock.monotonic())
    sound = np.concatenate(pieces)[: len(samples) * ENGINE_HZ // RATE_HZ]
    return np.rint(sound).clip(-32_768, 32_767).astype(np.int16)
