"""What a captioned stream costs: CPU time of the daemon, and of the embedded engine's process.

Run with `make bench-captions`. One voice says a sentence and pauses for a second, over and over; it is read
as fast as it can be understood. The daemon alone is measured with an engine that answers at once.
"""

from __future__ import annotations

import asyncio
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from odind.captions.embedded import EmbeddedTranscriber
from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.captions.book import TranscriptBook
from odind.core.captions.captioner import Captioner
from odind.core.captions.cutting import Cutting
from odind.core.captions.line import EngineLine
from odind.core.captions.pen import Pen
from odind.core.captions.ports import Heard
from odind.core.captions.transcript import Transcript, TranscriptCounts, TranscriptTerms
from odind.core.live.hearing import Slot, Voice
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.captions.ports import Engine, Hints, Speech

_SPEECH: Final = Path(__file__).parents[1] / "examples" / "speech.wav"
_PAUSE: Final = np.zeros(RATE_HZ, np.int16)
_SENTENCES: Final = 20
_ANNA: Final = Voice(1, "anna")
_BYTES_OF_KB: Final = 1_024


class _Prompt:
    """An engine that costs nothing."""

    name = "prompt"
    parallel = 1

    async def transcribe(self, speech: Speech, hints: Hints) -> Heard:  # noqa: ARG002 - as of all engines
        return Heard("something")


async def main() -> None:
    """Print the figures; those of the engine have its start in them."""
    slots = _slots()
    seconds = len(slots) * TICK_SAMPLES / RATE_HZ
    daemon_s, counts = await _captioned(_Prompt(), slots)
    print(f"daemon    {1_000 * daemon_s / seconds:7.2f} ms for a second, {counts.segments} utterances")
    before_s = _children_s()
    async with EmbeddedTranscriber("tiny.en") as engine:
        _, counts = await _captioned(engine, slots)
    engine_s = _children_s() - before_s
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _BYTES_OF_KB / 1e6
    print(
        f"embedded  {1_000 * engine_s / seconds:7.2f} ms for a second, {counts.segments} utterances, "
        f"{engine_s / max(1, counts.segments):.2f} s for each, {memory:.0f} MB"
    )


async def _captioned(engine: Engine, slots: list[Slot]) -> tuple[float, TranscriptCounts]:
    """Return the CPU time of this process, and what became of the utterances."""
    clock = SystemClock()
    line = EngineLine(engine, clock, depth=2 * _SENTENCES, patience_s=600)
    book = TranscriptBook(Scribe(new_log(clock, Limits()), MemoryStore(), clock), lambda _id: None)
    transcript = book.add(Transcript("t1", engine.name, clock.now(), TranscriptTerms("en")))
    captioner = Captioner(
        Pen(transcript, book, line),
        line,
        Cutting(),
        clock,
        interim=False,
        on_final=lambda _segment: None,
        name_of=lambda _voice: "",
    )
    began = time.process_time()
    await captioner.read(_Played(slots, line), lambda _feed: 0)  # type: ignore[arg-type] # all that it asks for
    return time.process_time() - began, book.find("t1").counts


class _Played:
    """A feed that has been heard; it waits for the engine, so that nothing is left out at its end."""

    def __init__(self, slots: list[Slot], line: EngineLine) -> None:
        self._slots = slots
        self._line = line

    async def __aiter__(self) -> AsyncIterator[Slot]:
        for slot in self._slots:
            yield slot
            await asyncio.sleep(0)
            while self._line.waiting:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.01)


def _slots() -> list[Slot]:
    """Return what a feed hears of the sentences; who pauses is not in it."""
    with av.open(str(_SPEECH)) as file:
        speech = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
    talk = np.tile(np.concatenate((speech.astype(np.int16), _PAUSE)), _SENTENCES)
    whole = talk[: len(talk) // TICK_SAMPLES * TICK_SAMPLES].reshape(-1, TICK_SAMPLES)
    sounds = ({_ANNA: pcm.tobytes()} if pcm.any() else {} for pcm in whole)
    return [Slot(number * TICK_SAMPLES, sound) for number, sound in enumerate(sounds)]


def _children_s() -> float:
    """Return the CPU time of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main())
