"""The use cases of summaries. Without a model the state says so: nothing is made up in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError

from .events import SummaryEnded
from .exports import ExportFormat
from .refusals import no_summary, summary_running, transcript_running
from .summary import Summary, SummaryState, summarize

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.live.jobs import Around

    from .captions import Captions
    from .ports import Writer

_EVENT_BYTES: Final = 1_024


class Summaries:
    """Keeps one summary of each transcript. Belongs to the loop."""

    def __init__(self, around: Around, transcripts: Captions, writer: Writer | None) -> None:
        self._around = around
        self._transcripts = transcripts
        self._writer = writer
        self._shelf = around.scribe.shelf("summaries", Summary)

    def recall(self) -> None:
        """Give up what an earlier daemon has not finished, and forget what is of no transcript any more."""
        for transcript_id, summary in tuple(self._shelf.items()):
            if self._transcripts.book.get(transcript_id) is None:
                self._shelf.delete(transcript_id)
            elif summary.state is SummaryState.RUNNING:
                detail = "the daemon was started again while it was being written"
                self._end(summary, SummaryState.FAILED, reason="SUMMARY_INTERRUPTED", detail=detail)

    def start(self, transcript_id: str, prompt: str, by: Principal = OWNER) -> Summary:
        """Begin a summary, in place of the one before; raises what CaptionService.Summarize lists."""
        transcript = self._transcripts.find(transcript_id, by)
        if not transcript.state.over:
            raise transcript_running(transcript_id)
        before = self._shelf.get(transcript_id)
        if before and before.state is SummaryState.RUNNING:
            raise summary_running(transcript_id)
        now = self._around.clock.now()
        summary = Summary(transcript_id, prompt, now, room_id=transcript.room_id)
        if self._writer is None:
            return self._end(summary, SummaryState.NO_ENGINE)
        self._shelf.put(transcript_id, summary)
        self._around.spawn(self._write(summary, self._writer))
        return summary

    def get(self, transcript_id: str, by: Principal = OWNER) -> Summary:
        """Return the summary of a transcript; raises TRANSCRIPT_NOT_FOUND, SUMMARY_NOT_FOUND."""
        self._transcripts.find(transcript_id, by)
        summary = self._shelf.get(transcript_id)
        if summary is None:
            raise no_summary(transcript_id)
        return summary

    async def _write(self, summary: Summary, writer: Writer) -> None:
        try:
            text = await self._transcripts.export(summary.transcript_id, ExportFormat.TEXT)
            told = await summarize(text, summary.prompt, writer) if text.strip() else ""
        except OdindError as error:
            self._end(summary, SummaryState.FAILED, reason=error.reason, detail=error.message)
        except Exception as bug:  # noqa: BLE001 - one summary must not end the daemon
            self._around.bugs(summary.transcript_id, bug)
            detail = "it failed by a bug; the daemon's log says how"
            self._end(summary, SummaryState.FAILED, reason="SUMMARY_BUG", detail=detail)
        else:
            self._end(summary, SummaryState.READY, text=told)

    def _end(self, summary: Summary, state: SummaryState, **changes: Any) -> Summary:
        ended = replace(summary, state=state, ended_at=self._around.clock.now(), **changes)
        self._shelf.put(summary.transcript_id, ended)
        size = _EVENT_BYTES + len(ended.text)
        log = self._around.scribe.log
        log.append(summary.transcript_id, SummaryEnded(ended), size, room=summary.room_id)
        return ended
