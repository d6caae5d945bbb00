"""The use cases of captions: live jobs, each of which writes a transcript."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError
from odind.core.live.cues import Cue
from odind.core.live.hearing import Hearing
from odind.core.live.jobs import Jobs
from odind.core.live.kind import JobKind
from odind.core.rooms.peer_data import name_in

from .captioner import Captioner, offset_on
from .events import CaptionsChanged, CaptionsEnded, CaptionsStarted
from .job import CaptionJob
from .pen import Pen
from .transcript import Transcript

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.live.cues import CueBoard
    from odind.core.live.feed import Feed
    from odind.core.live.hearing import Voice
    from odind.core.live.jobs import Around
    from odind.core.rooms.bots import Source

    from .captions import Captions
    from .cutting import Cutting
    from .job import CaptionPlan
    from .segment import Segment
    from .summaries import Summaries
    from .transcript import TranscriptTerms

CAPTIONS: Final = JobKind(
    name="captions",
    letter="q",
    collection="captions",
    setting="captions.max_running",
    type=CaptionJob,
    hearing=lambda job: Hearing(
        per_peer=True,
        user_ids=job.plan.user_ids,
        peer_ids=job.plan.peer_ids,
        own_voice=job.plan.own_voice,
    ),
    started=CaptionsStarted,
    changed=CaptionsChanged,
    ended=CaptionsEnded,
)


class LiveCaptions:
    """Belongs to the loop. At most `most` run at once; what was said is posted to the `board`."""

    def __init__(
        self,
        around: Around,
        transcripts: Captions,
        board: CueBoard,
        summaries: Summaries,
        *,
        cutting: Cutting,
        most: int,
    ) -> None:
        self.jobs = Jobs(CAPTIONS, self._caption, around, most)
        self.jobs.admit, self.jobs.discard = self._admit, self._discard
        self._around = around
        self._transcripts = transcripts
        self._board = board
        self._summaries = summaries
        self._cutting = cutting

    @property
    def able(self) -> bool:
        """Whether there is an engine."""
        return self._transcripts.line is not None

    async def start(
        self, terms: TranscriptTerms, plan: CaptionPlan, source: Source, by: Principal = OWNER
    ) -> CaptionJob:
        """Begin to caption a connection or a room; raises what CaptionService.StartCaptions lists."""
        self._transcripts.require_line()
        return await self.jobs.start(CaptionJob(terms=terms, plan=plan), source, by)

    def recall(self) -> None:
        """Go on with the captions of an earlier daemon, and end the transcripts of those that do not."""
        self.jobs.recall()
        self._transcripts.interrupt({job.transcript_id for job in self.jobs.shelf.running()})

    def _admit(self, job: CaptionJob) -> None:
        """Go on with a transcript that was taken for interrupted; raises what `start` raises."""
        self._transcripts.require_line()
        self._transcripts.go_on(job.transcript_id)

    async def _discard(self, job: CaptionJob) -> None:
        """End the part of a transcript that was written here."""
        if self._transcripts.book.get(job.transcript_id):
            await self._transcripts.finish(job.transcript_id)

    async def _caption(self, job: CaptionJob, feed: Feed) -> None:
        line, book = self._transcripts.require_line(), self._transcripts.book
        if book.get(job.transcript_id) is None:
            book.add(
                Transcript(
                    job.transcript_id,
                    line.engine.name,
                    job.created_at,
                    job.terms,
                    connection_id=job.connection_id,
                    room_id=job.room_id,
                    session_id=self.jobs.session_in(job.connection_id, job.room_id),
                )
            )
        pen = Pen(book.find(job.transcript_id), book, line)
        captioner = Captioner(
            pen,
            line,
            self._cutting,
            self._around.clock,
            interim=job.plan.interim,
            on_final=partial(self._said, job),
            name_of=partial(self._name_of, job.connection_id),
        )
        await captioner.read(feed, lambda heard: self._offset(job.transcript_id, heard))
        self._note_session(job)
        await self._transcripts.finish(job.transcript_id)
        if job.plan.summary_prompt is not None:
            with suppress(OdindError):  # somebody has asked for one already
                self._summaries.start(job.transcript_id, job.plan.summary_prompt)

    def _name_of(self, connection_id: str, voice: Voice) -> str:
        """Return what a peer's data for ODIN Rooms says, "" where it is not there or says nothing."""
        entry = self._around.registry.get(connection_id)
        peer = entry.state.peer(voice.peer_id) if entry else None
        return name_in(peer.user_data) if peer else ""

    def _offset(self, transcript_id: str, feed: Feed) -> int:
        """Return where a feed begins on the transcript's clock, which begins with the first one."""
        book = self._transcripts.book
        started_at = book.find(transcript_id).started_at
        if started_at is None:
            started_at = book.change(transcript_id, told=False, started_at=feed.started_at).started_at
        return offset_on(started_at or 0.0, feed.started_at)

    def _note_session(self, job: CaptionJob) -> None:
        """Note the first session in which the captions take place: it may begin after them."""
        book, session_id = self._transcripts.book, self.jobs.session_in(job.connection_id, job.room_id)
        if session_id and not book.find(job.transcript_id).session_id:
            book.change(job.transcript_id, told=False, session_id=session_id)

    def _said(self, job: CaptionJob, segment: Segment) -> None:
        """Tell those who show what was said."""
        self._note_session(job)
        began_at = self._transcripts.book.find(job.transcript_id).started_at or 0.0
        times = began_at + segment.start_s, began_at + segment.end_s
        self._board.post(Cue(job.room_id, segment.shown, segment.text, *times))
        if job.plan.chat:
            self._around.spawn(self._chat(job, segment))

    async def _chat(self, job: CaptionJob, segment: Segment) -> None:
        text = f"{segment.shown or segment.peer_id}: {segment.text}"
        with suppress(OdindError):  # the connection is away; the transcript has it
            await self._around.rooms.send_message(job.connection_id, b"", (), text)
