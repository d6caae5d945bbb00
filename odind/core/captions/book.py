"""All transcripts: what is known of each at hand, their segments in the store; and the events of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from odind.core.values.portable import portable

from .events import CaptionSpoken, TranscriptChanged, TranscriptEnded, TranscriptStarted
from .refusals import no_transcript
from .segment import Segment
from .transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odind.core.log.scribe import Scribe

    from .events import CaptionEvent
    from .transcript import TranscriptEnding

MOST_OVER: Final = 1_000
"""Transcripts that are over and kept; the oldest is forgotten for another."""
MOST_SEGMENTS: Final = 50_000
"""Segments of one transcript."""
_PAGE: Final = 16
"""Segments that are stored together."""
_EVENT_BYTES: Final = 1_024
_SEGMENT_BYTES: Final = 256
_WORD_BYTES: Final = 64


@portable
class SegmentPage:
    """Segments of a transcript, in the order in which they were understood."""

    segments: tuple[Segment, ...]


class TranscriptBook:
    """Keeps transcripts, oldest first. `on_forgotten` is told of those that make way. Belongs to the loop."""

    def __init__(self, scribe: Scribe, on_forgotten: Callable[[str], object]) -> None:
        self._log = scribe.log
        self._shelf = scribe.shelf("transcripts", Transcript)
        self._pages = scribe.archive("transcript_pages", SegmentPage)
        self._open: dict[str, list[Segment]] = {}
        self._on_forgotten = on_forgotten

    def __iter__(self) -> Iterator[Transcript]:
        return iter(sorted((one for _, one in self._shelf.items()), key=lambda one: one.number))

    def running(self) -> list[Transcript]:
        """Return the transcripts that are not over."""
        return [one for one in self if not one.state.over]

    def get(self, transcript_id: str) -> Transcript | None:
        """Return a transcript, None when there is none."""
        return self._shelf.get(transcript_id)

    def find(self, transcript_id: str) -> Transcript:
        """Return a transcript; raises NotFoundError TRANSCRIPT_NOT_FOUND."""
        found = self._shelf.get(transcript_id)
        if found is None:
            raise no_transcript(transcript_id)
        return found

    async def segments(self, transcript_id: str) -> list[Segment]:
        """Return the final segments of a transcript, in the order in which they were understood.

        Raises NotFoundError TRANSCRIPT_NOT_FOUND, UnavailableError STORE_UNAVAILABLE.
        """
        keys = _keys(self.find(transcript_id))
        pages = await self._pages.get(keys)
        return [segment for key in keys if key in pages for segment in pages[key].segments]

    def add(self, transcript: Transcript) -> Transcript:
        """Keep a new transcript, which gets the next number."""
        number = max((one.number for _, one in self._shelf.items()), default=0) + 1
        return self._put(replace(transcript, number=number), TranscriptStarted)

    def change(self, transcript_id: str, *, told: bool = True, **changes: Any) -> Transcript:
        """Change fields of a transcript; raises NotFoundError TRANSCRIPT_NOT_FOUND."""
        changed = replace(self.find(transcript_id), **changes)
        return self._put(changed, TranscriptChanged if told else None)

    def count(self, transcript_id: str, **more: int) -> None:
        """Add to the counts of a transcript."""
        counts = self.find(transcript_id).counts
        changed = {name: getattr(counts, name) + number for name, number in more.items()}
        self.change(transcript_id, told=False, counts=replace(counts, **changed))

    def write(self, transcript_id: str, segment: Segment) -> None:
        """Tell of a segment, and keep one that is final."""
        transcript = self.find(transcript_id)
        if segment.final:
            self._keep(transcript, segment)
        size = _SEGMENT_BYTES + len(segment.text) + _WORD_BYTES * len(segment.words)
        self._note(transcript, CaptionSpoken(transcript_id, segment), size)

    def end(self, transcript_id: str, ending: TranscriptEnding, **changes: Any) -> Transcript:
        """Complete a transcript; raises NotFoundError TRANSCRIPT_NOT_FOUND."""
        self._open.pop(transcript_id, None)
        ended = self._put(replace(self.find(transcript_id), **ending._asdict(), **changes), TranscriptEnded)
        for one in [one for one in self if one.state.over][:-MOST_OVER]:
            self.forget(one.transcript_id)
        return ended

    def forget(self, transcript_id: str) -> None:
        """Delete a transcript with its segments; raises NotFoundError TRANSCRIPT_NOT_FOUND."""
        for key in _keys(self.find(transcript_id)):
            self._pages.delete(key)
        self._shelf.delete(transcript_id)
        self._on_forgotten(transcript_id)

    def _keep(self, transcript: Transcript, segment: Segment) -> None:
        page, pages = self._open.get(transcript.transcript_id, []), transcript.pages
        if len(page) in (0, _PAGE):
            page, pages = [], pages + 1
        self._open[transcript.transcript_id] = page
        page.append(segment)
        self._pages.put(f"{transcript.transcript_id}/{pages}", SegmentPage(tuple(page)))
        counts = replace(transcript.counts, segments=transcript.counts.segments + 1)
        self.change(transcript.transcript_id, told=False, pages=pages, counts=counts)

    def _put(self, transcript: Transcript, event: Callable[[Transcript], CaptionEvent] | None) -> Transcript:
        self._shelf.put(transcript.transcript_id, transcript)
        if event:
            self._note(transcript, event(transcript), _EVENT_BYTES)
        return transcript

    def _note(self, transcript: Transcript, event: CaptionEvent, size: int) -> None:
        subject = transcript.connection_id or transcript.transcript_id
        self._log.append(subject, event, size, room=transcript.room_id)


def _keys(transcript: Transcript) -> list[str]:
    return [f"{transcript.transcript_id}/{page}" for page in range(1, transcript.pages + 1)]
