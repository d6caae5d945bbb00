"""What happens to transcripts and captions, in the log: subject is the connection, else the transcript."""

from __future__ import annotations

from typing import Final, TypeAlias, get_args

from odind.core.live.job import JobState
from odind.core.values.portable import portable

from .job import CaptionJob
from .segment import Segment
from .summary import Summary
from .transcript import Transcript


@portable
class TranscriptStarted:
    """A transcript is being written."""

    transcript: Transcript


@portable
class TranscriptChanged:
    """It made progress, or something is wrong with its engine, or is not any more."""

    transcript: Transcript


@portable
class TranscriptEnded:
    """A transcript is complete, or failed; its files are written."""

    transcript: Transcript


@portable
class CaptionSpoken:
    """Somebody has said something; an interim segment is replaced by the next revision of its number."""

    transcript_id: str
    segment: Segment


@portable
class CaptionsStarted:
    """A connection is to be captioned."""

    captions: CaptionJob


@portable
class CaptionsChanged:
    """The state of captions changed. `before` is the state before."""

    captions: CaptionJob
    before: JobState | None = None


@portable
class CaptionsEnded:
    """Captions are over; their transcript has its files."""

    captions: CaptionJob


@portable
class SummaryEnded:
    """A summary is ready, or there is none for a reason. Subject is its transcript."""

    summary: Summary


CaptionJobEvent: TypeAlias = CaptionsStarted | CaptionsChanged | CaptionsEnded
CaptionEvent: TypeAlias = (
    TranscriptStarted | TranscriptChanged | TranscriptEnded | CaptionSpoken | CaptionJobEvent | SummaryEnded
)
CAPTION_EVENTS: Final[tuple[type[CaptionEvent], ...]] = get_args(CaptionEvent)
"""Every kind of event of transcripts and captions."""
