"""Reads a sound that is decoded elsewhere to its end, and cuts it into utterances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.errors import InvalidArgumentError
from odind.core.timing.clock import wait_until
from odind.core.timing.tick import TICK_S, TICK_SAMPLES

from .cutting import Cutter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.players.ports import Sound
    from odind.core.sound.ring import Frames
    from odind.core.timing.clock import Clock

    from .cutting import Cutting, Samples, Utterance

_BLOCK: Final = 10 * TICK_SAMPLES


async def utterances(
    sound: Sound, cutting: Cutting, clock: Clock
) -> AsyncIterator[tuple[int, Utterance | None]]:
    """Yield how many samples were read, and the utterance that ended there, if one did.

    Raises InvalidArgumentError SOUND_UNREADABLE.
    """
    cutter, at = Cutter(cutting), 0
    async for slots in _slots(sound, clock):
        for slot in slots:
            if said := cutter.take(at, slot):
                yield at, said
            at += TICK_SAMPLES
        yield at, None
    yield at, cutter.end()


async def _slots(sound: Sound, clock: Clock) -> AsyncIterator[Samples]:
    """Yield whole slots, shape (n, 960), until the sound ends."""
    while True:
        if sound.ahead >= _BLOCK or (sound.ended and sound.ahead):
            yield _mono(sound.read(_BLOCK))
        elif not sound.ended:
            await wait_until(clock, clock.monotonic() + TICK_S)
        elif sound.failure:
            raise InvalidArgumentError(
                "SOUND_UNREADABLE",
                "this is no sound that can be decoded: {detail}",
                detail=sound.failure.detail,
            )
        else:
            return


def _mono(frames: Frames) -> Samples:
    """Return frames as slots; the last one is filled with silence."""
    padded = np.pad(frames.mean(axis=1), (0, -len(frames) % TICK_SAMPLES))
    sound = (padded * 32_767).clip(-32_768, 32_767)
    return sound.astype(np.int16).reshape(-1, TICK_SAMPLES)
