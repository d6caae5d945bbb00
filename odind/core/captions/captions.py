"""The use cases of CaptionService."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Self, TypedDict

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError
from odind.core.recordings.purpose import SESSION
from odind.core.values.paging import page_of

from .book import TranscriptBook
from .cutting import Cutting
from .exports import ExportFormat, export
from .past import PastReader, tracks_of
from .refusals import (
    captions_off,
    no_transcript,
    too_many_transcripts,
    transcript_live,
    transcript_over,
    transcript_running,
)
from .transcript import Transcript, TranscriptEnding, TranscriptState, TranscriptTerms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Sequence
    from types import TracebackType
    from typing import Unpack

    from odind.core.access.principal import Principal
    from odind.core.archive.downloads import Downloads
    from odind.core.archive.recordings import Recordings
    from odind.core.log.scribe import Scribe
    from odind.core.players.library import SoundLibrary
    from odind.core.timing.clock import Clock

    from .line import EngineLine
    from .ports import Shelves, Sources, Writer
    from .segment import Segment

MAX_RUNNING: Final = 16
_PAGE_BYTES: Final = 2_048
_SEGMENT_BYTES: Final = 2_048
"""What a transcript and a segment take in a page, about."""
_DONE: Final = TranscriptEnding(TranscriptState.ENDED)
_STOPPED: Final = TranscriptEnding(TranscriptState.ENDED, "TRANSCRIPT_STOPPED", "a caller has stopped it")
_RESTARTED: Final = TranscriptEnding(
    TranscriptState.FAILED,
    "TRANSCRIPT_INTERRUPTED",
    "the daemon was started again while it was being written",
)
_BUG: Final = TranscriptEnding(
    TranscriptState.FAILED, "TRANSCRIPT_BUG", "it failed by a bug; the daemon's log says how"
)


class _Of(TypedDict, total=False):
    """What a transcript is of; see `Transcript`."""

    recording_id: str
    sound_id: str
    room_id: str
    session_id: str
    started_at: float | None


class Captions:
    """Transcripts of what is past and of what is said now. Belongs to the loop.

    `line` leads to the engine, `writer` to the model for summaries; None without one. What runs ends with the
    `async with` block; `bugs` is told of what should never happen.
    """

    def __init__(
        self,
        scribe: Scribe,
        line: EngineLine | None,
        sources: Sources,
        shelves: Shelves,
        *,
        recordings: Recordings,
        downloads: Downloads,
        library: SoundLibrary,
        clock: Clock,
        bugs: Callable[[str, Exception], object],
        writer: Writer | None = None,
        cutting: Cutting | None = None,
        max_running: int = MAX_RUNNING,
    ) -> None:
        self.writer = writer
        self._line = line
        self.book = TranscriptBook(scribe, self._forgotten)
        self._recordings = recordings
        self._downloads = downloads
        self._sources = sources
        self._shelves = shelves
        self._library = library
        self._clock = clock
        self._bugs = bugs
        self._cutting = cutting or Cutting()
        self._max_running = max_running
        self._tasks = asyncio.TaskGroup()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._dropping: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._running.values():
            task.cancel()
        await self._tasks.__aexit__(None, None, None)

    # What is past

    async def transcribe_recording(
        self, recording_id: str, terms: TranscriptTerms, by: Principal = OWNER
    ) -> Transcript:
        """Begin to transcribe a recording that is over; raises what CaptionService.TranscribeFile lists."""
        recording = await self._recordings.get(recording_id)
        tracks_of(recording)
        return self._begin(
            terms,
            by,
            recording_id=recording_id,
            room_id=recording.room_id,
            session_id=recording.plan.metadata.get(SESSION, ""),
            started_at=recording.started_at,
        )

    def transcribe_sound(self, sound_id: str, terms: TranscriptTerms, by: Principal = OWNER) -> Transcript:
        """Begin to transcribe an uploaded sound; raises what CaptionService.TranscribeFile lists."""
        self._library.find(sound_id, by)
        return self._begin(terms, by, sound_id=sound_id)

    def _begin(self, terms: TranscriptTerms, by: Principal, **of: Unpack[_Of]) -> Transcript:
        line = self.require_line()
        if sum(not one.connection_id for one in self.book.running()) >= self._max_running:
            raise too_many_transcripts(self._max_running)
        transcript = self.book.add(
            Transcript(
                by.new_id("t"),
                line.engine.name,
                self._clock.now(),
                terms,
                **of,
            )
        )
        reader = PastReader(
            self.book,
            line,
            self._sources,
            self._downloads,
            recordings=self._recordings.shelf,
            clock=self._clock,
            cutting=self._cutting,
        )
        self._spawn(transcript, reader.read(transcript))
        return transcript

    @property
    def line(self) -> EngineLine | None:
        """What leads to the engine, None without one."""
        return self._line

    def require_line(self) -> EngineLine:
        """Return what leads to the engine; raises FailedPreconditionError CAPTIONS_OFF."""
        if self._line is None:
            raise captions_off()
        return self._line

    # While they are written

    def interrupt(self, kept: Collection[str] = ()) -> None:
        """End the transcripts that an earlier daemon has not finished, but for those that go on."""
        for one in self.book.running():
            if one.transcript_id not in kept:
                self.book.end(one.transcript_id, _RESTARTED, ended_at=self._clock.now())

    def go_on(self, transcript_id: str) -> None:
        """Have a transcript run again that is here and was interrupted."""
        known = self.book.get(transcript_id)
        if known and known.state.over:
            again = TranscriptEnding(TranscriptState.RUNNING)
            self.book.change(transcript_id, **again._asdict(), ended_at=None, files=())

    async def finish(self, transcript_id: str) -> None:
        """Write the files of a transcript of what was said until now, and end it."""
        await self._complete(transcript_id, _DONE)

    def _spawn(self, transcript: Transcript, work: Coroutine[object, object, None]) -> None:
        task = self._tasks.create_task(self._written(transcript.transcript_id, work))
        self._running[transcript.transcript_id] = task
        task.add_done_callback(lambda _: self._running.pop(transcript.transcript_id, None))

    async def _written(self, transcript_id: str, work: Coroutine[object, object, None]) -> None:
        try:
            await work
            ending = _DONE
        except OdindError as error:
            ending = _failed(error)
        except Exception as bug:  # noqa: BLE001 - one transcript must not end the daemon
            self._bugs(transcript_id, bug)
            ending = _BUG
        await self._complete(transcript_id, ending)

    async def _complete(self, transcript_id: str, ending: TranscriptEnding) -> None:
        """Write the files of a transcript, and end it."""
        files: tuple[str, ...] = ()
        try:
            segments = await self.book.segments(transcript_id)
            files = await self._shelves.keep(
                transcript_id, {one.value: export(segments, one) for one in ExportFormat}
            )
        except OdindError as error:
            ending = _failed(error)
        kept = self.book.find(transcript_id)
        self.book.end(
            transcript_id,
            ending,
            progress=1.0 if ending is _DONE else kept.progress,
            files=files,
            ended_at=self._clock.now(),
        )

    # What callers ask for

    async def stop(self, transcript_id: str, by: Principal = OWNER) -> Transcript:
        """Write no more of a transcript, and keep what it has.

        Raises NotFoundError TRANSCRIPT_NOT_FOUND, FailedPreconditionError TRANSCRIPT_OVER and
        TRANSCRIPT_LIVE.
        """
        transcript = self.find(transcript_id, by)
        task = self._running.get(transcript_id)
        if transcript.connection_id and not transcript.state.over:
            raise transcript_live(transcript_id)
        if transcript.state.over or task is None:
            raise transcript_over(transcript_id, transcript.state.value)
        task.cancel()
        await asyncio.wait([task])
        await self._complete(transcript_id, _STOPPED)
        return self.book.find(transcript_id)

    def find(self, transcript_id: str, by: Principal = OWNER) -> Transcript:
        """Return a transcript; raises NotFoundError TRANSCRIPT_NOT_FOUND, also for those of others."""
        found = self.book.find(transcript_id)
        if not _is_seen(found, by):
            raise no_transcript(transcript_id)
        return found

    def page(
        self,
        page_size: int,
        page_token: str,
        by: Principal = OWNER,
        *,
        room_ids: Sequence[str] = (),
        recording_ids: Sequence[str] = (),
    ) -> tuple[list[Transcript], str]:
        """Return a page of what a principal sees, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        seen = (
            one
            for one in self.book
            if _is_seen(one, by)
            and (not room_ids or one.room_id in room_ids)
            and (not recording_ids or one.recording_id in recording_ids)
        )
        return page_of(seen, page_size, page_token, lambda _: _PAGE_BYTES)

    async def segments(
        self, transcript_id: str, page_size: int, page_token: str, by: Principal = OWNER
    ) -> tuple[list[Segment], str]:
        """Return a page of the final segments of a transcript, in the order of their numbers.

        Raises TRANSCRIPT_NOT_FOUND, PAGE_TOKEN_INVALID, STORE_UNAVAILABLE.
        """
        self.find(transcript_id, by)
        found = sorted(await self.book.segments(transcript_id), key=lambda one: one.number)
        return page_of(found, page_size, page_token, lambda one: _SEGMENT_BYTES + len(one.text))

    async def export(self, transcript_id: str, as_format: ExportFormat, by: Principal = OWNER) -> str:
        """Return a transcript as a file, also while it is written.

        Raises TRANSCRIPT_NOT_FOUND, STORE_UNAVAILABLE.
        """
        self.find(transcript_id, by)
        return export(await self.book.segments(transcript_id), as_format)

    def delete(self, transcript_id: str, by: Principal = OWNER) -> None:
        """Delete a transcript and its files; raises TRANSCRIPT_NOT_FOUND, TRANSCRIPT_RUNNING."""
        if not self.find(transcript_id, by).state.over:
            raise transcript_running(transcript_id)
        self.book.forget(transcript_id)

    def _forgotten(self, transcript_id: str) -> None:
        """Remove the files of a transcript that is no more."""
        task = self._tasks.create_task(self._shelves.drop(transcript_id))
        self._dropping.add(task)
        task.add_done_callback(self._dropping.discard)


def _failed(error: OdindError) -> TranscriptEnding:
    return TranscriptEnding(TranscriptState.FAILED, error.reason, error.message)


def _is_seen(transcript: Transcript, by: Principal) -> bool:
    return by.sees(transcript.transcript_id, transcript.room_id or None)
