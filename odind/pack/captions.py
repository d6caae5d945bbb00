"""Converts transcripts and segments, and their events. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.captions.events import (
    CaptionsChanged,
    CaptionsEnded,
    CaptionSpoken,
    CaptionsStarted,
    SummaryEnded,
    TranscriptChanged,
    TranscriptEnded,
    TranscriptStarted,
)
from odind.core.captions.exports import ExportFormat
from odind.core.captions.job import CaptionPlan
from odind.core.captions.transcript import TranscriptState, TranscriptTerms
from odind.core.errors import InvalidArgumentError
from odind.core.rooms.bots import Source
from odind.v1 import captions_pb2, live_pb2

from .live import STATES, pack_job
from .times import pack_seconds, pack_time

if TYPE_CHECKING:
    from odind.core.captions.events import CaptionEvent
    from odind.core.captions.job import CaptionJob
    from odind.core.captions.line import EngineLine
    from odind.core.captions.segment import Segment
    from odind.core.captions.summary import Summary
    from odind.core.captions.transcript import Transcript
    from odind.v1 import rooms_pb2

CAPTION_KINDS: Final[dict[str, type[CaptionEvent]]] = {
    "transcript_started": TranscriptStarted,
    "transcript_changed": TranscriptChanged,
    "transcript_ended": TranscriptEnded,
    "caption_spoken": CaptionSpoken,
    "captions_started": CaptionsStarted,
    "captions_changed": CaptionsChanged,
    "captions_ended": CaptionsEnded,
    "summary_ended": SummaryEnded,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
_STATES: Final = {
    TranscriptState.RUNNING: captions_pb2.TRANSCRIPT_STATE_RUNNING,
    TranscriptState.ENDED: captions_pb2.TRANSCRIPT_STATE_ENDED,
    TranscriptState.FAILED: captions_pb2.TRANSCRIPT_STATE_FAILED,
}
_FORMATS: Final = {
    captions_pb2.TRANSCRIPT_FORMAT_UNSPECIFIED: ExportFormat.VTT,
    captions_pb2.TRANSCRIPT_FORMAT_VTT: ExportFormat.VTT,
    captions_pb2.TRANSCRIPT_FORMAT_SRT: ExportFormat.SRT,
    captions_pb2.TRANSCRIPT_FORMAT_JSON: ExportFormat.JSON,
    captions_pb2.TRANSCRIPT_FORMAT_TXT: ExportFormat.TEXT,
}


def pack_transcript(one: Transcript) -> captions_pb2.Transcript:
    """Return the message of a transcript."""
    return captions_pb2.Transcript(
        transcript_id=one.transcript_id,
        engine=one.engine,
        state=_STATES[one.state],
        reason=one.reason,
        detail=one.detail,
        connection_id=one.connection_id,
        room_id=one.room_id,
        recording_id=one.recording_id,
        sound_id=one.sound_id,
        language=one.terms.language,
        vocabulary=one.terms.vocabulary,
        created_at=pack_time(one.created_at),
        started_at=None if one.started_at is None else pack_time(one.started_at),
        ended_at=None if one.ended_at is None else pack_time(one.ended_at),
        progress=one.progress,
        segments=one.counts.segments,
        suppressed=one.counts.suppressed,
        dropped=one.counts.dropped,
        failed=one.counts.failed,
        files=one.files,
        session_id=one.session_id,
    )


def pack_segment(one: Segment) -> captions_pb2.CaptionSegment:
    """Return the message of a segment."""
    return captions_pb2.CaptionSegment(
        number=one.number,
        speaker=one.speaker,
        peer_id=one.peer_id,
        start_sample=one.start_sample,
        end_sample=one.end_sample,
        text=one.text,
        words=[
            captions_pb2.CaptionWord(
                text=word.text, start_sample=word.start_sample, end_sample=word.end_sample
            )
            for word in one.words
        ],
        language=one.language,
        final=one.final,
        revision=one.revision,
        name=one.name,
    )


def pack_caption_event(event: rooms_pb2.Event, happened: CaptionEvent) -> None:
    """Fill in an event of a transcript."""
    match happened:
        case TranscriptStarted(transcript):
            event.transcript_started.transcript.CopyFrom(pack_transcript(transcript))
        case TranscriptChanged(transcript):
            event.transcript_changed.transcript.CopyFrom(pack_transcript(transcript))
        case TranscriptEnded(transcript):
            event.transcript_ended.transcript.CopyFrom(pack_transcript(transcript))
        case CaptionSpoken(transcript_id, segment):
            spoken = captions_pb2.CaptionSpoken(transcript_id=transcript_id, segment=pack_segment(segment))
            event.caption_spoken.CopyFrom(spoken)
        case CaptionsStarted(captions):
            event.captions_started.captions.CopyFrom(pack_captions(captions))
        case CaptionsChanged(captions, before):
            changed = captions_pb2.CaptionsChanged(
                captions=pack_captions(captions),
                previous_state=STATES[before] if before else live_pb2.LIVE_STATE_UNSPECIFIED,
            )
            event.captions_changed.CopyFrom(changed)
        case CaptionsEnded(captions):
            event.captions_ended.captions.CopyFrom(pack_captions(captions))
        case SummaryEnded(summary):
            event.summary_ended.summary.CopyFrom(pack_summary(summary))


def pack_summary(one: Summary) -> captions_pb2.Summary:
    """Return the message of a summary."""
    return captions_pb2.Summary(
        transcript_id=one.transcript_id,
        state=captions_pb2.SummaryState.Value(f"SUMMARY_STATE_{one.state.name}"),
        prompt=one.prompt,
        text=one.text,
        reason=one.reason,
        detail=one.detail,
        created_at=pack_time(one.created_at),
        ended_at=None if one.ended_at is None else pack_time(one.ended_at),
    )


def pack_captions(job: CaptionJob) -> captions_pb2.Captions:
    """Return the message of captions."""
    return captions_pb2.Captions(
        job=pack_job(job),
        transcript_id=job.transcript_id,
        language=job.terms.language,
        vocabulary=job.terms.vocabulary,
        user_ids=job.plan.user_ids,
        peer_ids=job.plan.peer_ids,
        interim=job.plan.interim,
        chat=job.plan.chat,
        own_voice=job.plan.own_voice,
    )


def pack_engine(line: EngineLine) -> captions_pb2.GetCaptionEngineResponse:
    """Return the message of how an engine does."""
    return captions_pb2.GetCaptionEngineResponse(
        engine=line.engine.name,
        waiting=line.waiting,
        lag=pack_seconds(line.lag_s),
        asked=line.counts.asked,
        dropped=line.counts.dropped,
        failed=line.counts.failed,
    )


def unpack_captions(
    request: captions_pb2.StartCaptionsRequest,
) -> tuple[TranscriptTerms, CaptionPlan, Source]:
    """Return what a caller chooses and what is heard.

    Raises LANGUAGE_INVALID, VOCABULARY_TOO_LONG, SOURCE_INVALID.
    """
    plan = CaptionPlan(
        tuple(request.user_ids), tuple(request.peer_ids), request.interim, request.chat, request.own_voice
    )
    source = Source(request.connection_id, request.room_id, request.user_id, request.gateway)
    return TranscriptTerms(request.language, request.vocabulary), plan, source


def unpack_terms(request: captions_pb2.TranscribeFileRequest) -> TranscriptTerms:
    """Return what a caller chooses.

    Raises LANGUAGE_INVALID, VOCABULARY_TOO_LONG, TRANSCRIPT_SOURCE_INVALID.
    """
    if bool(request.recording_id) is bool(request.sound_id):
        raise InvalidArgumentError(
            "TRANSCRIPT_SOURCE_INVALID", "name one of recording_id and sound_id to be transcribed"
        )
    return TranscriptTerms(request.language, request.vocabulary)


def unpack_format(number: int) -> ExportFormat:
    """Return a format; raises InvalidArgumentError TRANSCRIPT_FORMAT_UNKNOWN."""
    found = next((as_format for known, as_format in _FORMATS.items() if known == number), None)
    if found is None:
        raise InvalidArgumentError(
            "TRANSCRIPT_FORMAT_UNKNOWN", "there is no format {number} of transcripts", number=number
        )
    return found
