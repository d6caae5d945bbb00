"""An engine, a shelf and sources in memory, and voices that are tones."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from odind.core.captions.ports import ENGINE_HZ, Heard
from odind.core.errors import OdindError
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES
from odind.sounds.fake import FakeSound, FakeSounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Mapping

    from odind.clock import FakeClock
    from odind.core.captions.cutting import Samples
    from odind.core.captions.ports import Hints, Speech
    from odind.core.sound.ring import Frames

T = TypeVar("T")


def tone(seconds: float, hz: float = 440.0, peak: float = 0.3) -> Samples:
    """Return a voice of one tone."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (np.sin(2 * np.pi * hz * at) * peak * 32_767).astype(np.int16)


def silence(seconds: float) -> Samples:
    """Return nothing at all."""
    return np.zeros(round(seconds * RATE_HZ), np.int16)


def slots(*sounds: Samples) -> list[Samples]:
    """Return sounds after one another, in slots of 20 ms."""
    whole = np.concatenate(sounds)
    return list(whole[: len(whole) // TICK_SAMPLES * TICK_SAMPLES].reshape(-1, TICK_SAMPLES))


def frames(*sounds: Samples) -> Frames:
    """Return sounds after one another, as a decoder has them."""
    return np.repeat(np.concatenate(sounds)[:, None] / 32_767, 2, axis=1).astype(np.float32)


def pitch(speech: Speech) -> int:
    """Return the loudest frequency of speech, to 10 Hz."""
    spectrum = np.abs(np.fft.rfft(speech * np.hanning(len(speech))))
    return round(int(np.argmax(spectrum)) * ENGINE_HZ / len(speech) / 10) * 10


class FakeEngine:
    """Hears the pitch of a tone as its text, unless `says` has something else; holds while `held` is set."""

    name = "fake"

    def __init__(self, parallel: int = 1) -> None:
        self.parallel = parallel
        self.says: list[Heard | OdindError] = []
        self.heard: list[Hints] = []
        self.open = asyncio.Event()
        self.open.set()

    async def transcribe(self, speech: Speech, hints: Hints) -> Heard:
        self.heard.append(hints)
        await self.open.wait()
        said = self.says.pop(0) if self.says else Heard(f"{pitch(speech)} hertz", "en")
        if isinstance(said, Heard):
            return said
        raise said


class FakeShelves:
    """Keeps files in memory; `failure` is what keeping raises."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.failure: OdindError | None = None

    async def keep(self, transcript_id: str, files: Mapping[str, str]) -> tuple[str, ...]:
        if self.failure:
            raise self.failure
        self.files |= {f"{transcript_id}.{ending}": text for ending, text in files.items()}
        return tuple(f"{transcript_id}.{ending}" for ending in files)

    async def drop(self, transcript_id: str) -> None:
        self.files = {name: text for name, text in self.files.items() if not name.startswith(transcript_id)}


class FakeSources(FakeSounds):
    """Has the sounds of files too: "file", or "file 1" for a track that is another sound."""

    def decode(self, pieces: AsyncIterator[bytes], size_bytes: int, track: int = 0) -> FakeSound:  # noqa: ARG002 - as in the port
        samples = self.samples.get(f"file {track}", self.samples["file"])
        return FakeSound(samples, 0, held=False, failure=None)


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(60):
        await asyncio.sleep(0)


async def meanwhile(clock: FakeClock, *steps: float, work: Awaitable[T]) -> T | OdindError:
    """Return what comes of work while a clock takes these steps: a result or an error."""
    async with asyncio.TaskGroup() as tasks:
        outcome = tasks.create_task(_outcome(work))
        for step in steps:
            await settle()
            clock.advance(step)
    return outcome.result()


async def _outcome(work: Awaitable[T]) -> T | OdindError:
    try:
        return await work
    except OdindError as error:
        return error
