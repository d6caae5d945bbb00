"""Captions what a feed hears, while it lasts: each voice is cut, and the engine understands it meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError, ResourceExhaustedError
from odind.core.timing.clock import happens_within
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

from .mouth import Mouth
from .segment import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from odind.core.live.feed import Feed
    from odind.core.live.hearing import Slot, Voice
    from odind.core.timing.clock import Clock

    from .cutting import Cutting, Utterance
    from .line import EngineLine
    from .pen import Pen
    from .segment import Segment

_FINISHES_WITHIN_S: Final = 30.0
_MOST_VOICES: Final = 1_000


class Captioner:
    """Reads one feed into one transcript. Belongs to the loop.

    `offset` is where the feed's sample 0 is on the clock of the transcript, and `on_final` is told of every
    final segment. `name_of` returns what a voice is called, "" where nobody knows now.
    """

    def __init__(
        self,
        pen: Pen,
        line: EngineLine,
        cutting: Cutting,
        clock: Clock,
        *,
        interim: bool,
        on_final: Callable[[Segment], object],
        name_of: Callable[[Voice], str],
    ) -> None:
        self._pen = pen
        self._line = line
        self._cutting = cutting
        self._clock = clock
        self._interim = interim
        self._on_final = on_final
        self._name_of = name_of
        self._mouths: dict[Voice, Mouth] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def read(self, feed: Feed, offset_of: Callable[[Feed], int]) -> None:
        """Caption a feed to its end; what is not understood soon after that is left out."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            async for slot in feed:
                self._take(slot, offset_of(feed))
            for mouth in self._mouths.values():
                self._finish(mouth, mouth.end())
            await self._settle()

    async def _settle(self) -> None:
        """Wait for what was asked; leave out what takes too long."""
        waiting = set(self._asking)
        if waiting and not await happens_within(self._clock, _FINISHES_WITHIN_S, asyncio.wait(waiting)):
            late = [task for task in waiting if not task.done()]
            self._pen.lose(len(late))
            for task in late:
                task.cancel()

    def _take(self, slot: Slot, offset: int) -> None:
        if slot.gap:
            self._interrupt()
        for voice in slot.sounds:
            if voice not in self._mouths and len(self._mouths) < _MOST_VOICES:
                self._mouths[voice] = Mouth(voice, self._cutting, self._name_of(voice))
        for mouth in tuple(self._mouths.values()):
            self._finish(mouth, mouth.take(slot.sample + offset, slot.sounds.get(mouth.voice)))
            if mouth.forgotten:
                del self._mouths[mouth.voice]
            elif self._interim and self._line.idle and (said := mouth.due()):
                self._tell(mouth, said)

    def _interrupt(self) -> None:
        """End what everybody was saying: what follows lies after a gap."""
        for mouth in self._mouths.values():
            self._finish(mouth, mouth.end())
        self._mouths.clear()

    def _tell(self, mouth: Mouth, said: Utterance) -> None:
        mouth.number = mouth.number or self._pen.next_number()
        mouth.asking = True
        self._recall_name(mouth)
        self._spawn(self._understand_so_far(mouth, mouth.number, said))

    def _finish(self, mouth: Mouth, said: Utterance | None) -> None:
        if said:
            self._recall_name(mouth)
            number, revision = mouth.next()
            self._spawn(self._understand(mouth, number or self._pen.next_number(), revision + 1, said))

    def _recall_name(self, mouth: Mouth) -> None:
        """Note what a speaker is called now; who has left is called as before."""
        mouth.name = self._name_of(mouth.voice) or mouth.name

    async def _understand_so_far(self, mouth: Mouth, number: int, said: Utterance) -> None:
        try:
            segment = await self._pen.understand(said, _speaker_of(mouth), number)
            if segment and mouth.number == number:  # else its end was heard meanwhile
                mouth.revision += 1
                self._pen.keep(replace(segment, final=False, revision=mouth.revision))
        except OdindError:
            pass  # its end is asked for again
        finally:
            mouth.asking = False

    async def _understand(self, mouth: Mouth, number: int, revision: int, said: Utterance) -> None:
        try:
            segment = await self._pen.understand(said, _speaker_of(mouth), number)
        except ResourceExhaustedError as behind:
            self._pen.lack(behind, dropped=1)
        except OdindError as away:
            self._pen.lack(away, failed=1)
        else:
            self._pen.recover()
            if segment:
                final = replace(segment, revision=revision)
                self._pen.keep(final)
                self._on_final(final)

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = self._tasks.create_task(work)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)


def offset_on(started_at: float, feed_started_at: float) -> int:
    """Return where a feed begins on the clock of a transcript, in whole slots."""
    samples = round((feed_started_at - started_at) * RATE_HZ)
    return max(0, samples // TICK_SAMPLES * TICK_SAMPLES)


def _speaker_of(mouth: Mouth) -> Speaker:
    return Speaker(mouth.voice.user_id, mouth.voice.peer_id, mouth.name)
