"""Writes one transcript: has an engine understand utterances, and keeps what is no phantom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.timing.tick import RATE_HZ

from .book import MOST_SEGMENTS
from .guard import is_phantom
from .ports import Hints
from .segment import Segment, Word

if TYPE_CHECKING:
    from odind.core.errors import OdindError

    from .book import TranscriptBook
    from .cutting import Utterance
    from .line import EngineLine
    from .ports import Heard
    from .segment import Speaker
    from .transcript import Transcript


class Pen:
    """Writes into a transcript of a book. Belongs to the loop."""

    def __init__(self, transcript: Transcript, book: TranscriptBook, line: EngineLine) -> None:
        self._id = transcript.transcript_id
        self._hints = Hints(transcript.terms.language, transcript.terms.vocabulary)
        self._book = book
        self._line = line
        self._last_number = transcript.counts.segments

    def next_number(self) -> int:
        """Return the number of a new segment."""
        self._last_number += 1
        return self._last_number

    async def write(self, utterance: Utterance, speaker: Speaker) -> None:
        """Add what was said in an utterance; raises what `EngineLine.ask` does."""
        segment = await self.understand(utterance, speaker, self.next_number(), patient=True)
        if segment:
            self.keep(segment)

    async def understand(
        self, utterance: Utterance, speaker: Speaker, number: int, *, patient: bool = False
    ) -> Segment | None:
        """Return what was said in an utterance, None for nothing; raises what `EngineLine.ask` does."""
        heard = await self._line.ask(utterance.samples, self._hints, patient=patient)
        if not heard.text.strip():
            return None
        if is_phantom(heard, utterance):
            self._book.count(self._id, suppressed=1)
            return None
        return segment_of(heard, utterance, speaker, number)

    def keep(self, segment: Segment) -> None:
        """Tell of a segment, and keep one that is final, unless the transcript is full."""
        if self._book.find(self._id).counts.segments < MOST_SEGMENTS:
            self._book.write(self._id, segment)
        else:
            self._book.count(self._id, dropped=1)

    def lack(self, error: OdindError, **more: int) -> None:
        """Count what could not be had, and have the transcript say why."""
        self._book.count(self._id, **more)
        if self._book.find(self._id).reason != error.reason:
            self._book.change(self._id, reason=error.reason, detail=error.message)

    def lose(self, count: int) -> None:
        """Count what the engine had no time for."""
        self._book.count(self._id, failed=count)

    def recover(self) -> None:
        """Have the transcript say that nothing is wrong."""
        if self._book.find(self._id).reason:
            self._book.change(self._id, reason="", detail="")


def segment_of(heard: Heard, utterance: Utterance, speaker: Speaker, number: int) -> Segment:
    """Return what was heard of an utterance, on the clock of its transcript."""
    return Segment(
        number,
        speaker.user_id,
        utterance.start_sample,
        utterance.end_sample,
        heard.text.strip(),
        speaker.peer_id,
        tuple(
            Word(
                word.text,
                utterance.start_sample + round(word.start_s * RATE_HZ),
                utterance.start_sample + round(word.end_s * RATE_HZ),
            )
            for word in heard.words
        ),
        heard.language,
        name=speaker.name,
    )
