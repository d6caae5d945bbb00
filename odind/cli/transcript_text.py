"""Transcripts as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from odind.client import messages

FORMATS: Final = ("txt", "vtt", "srt", "json")
HEADER: Final = ("TRANSCRIPT", "OF", "STATE", "SEGMENTS", "LEFT OUT", "REASON")
NEGLIGIBLE: Final = "nothing was said"
CAPTIONS_HEADER: Final = ("CAPTIONS", "ROOM", "CONNECTION", "STATE", "TRANSCRIPT", "REASON")
_RATE_HZ: Final = 48_000


def transcript_row(one: messages.Transcript) -> list[str]:
    """Return a transcript as a row of a table."""
    of = one.connection_id or one.recording_id or one.sound_id
    left_out = one.suppressed + one.dropped + one.failed
    state = str(document(one)["state"])
    return [one.transcript_id, of, state, str(one.segments), str(left_out), one.reason]


def transcript_line(one: messages.Transcript) -> str:
    """Return a transcript as a line."""
    state, detail = document(one)["state"], f" ({one.detail})" if one.detail else ""
    return printable(f"{one.transcript_id} {state}, {one.segments} segments{detail}")


def captions_row(one: messages.Captions) -> list[str]:
    """Return captions as a row of a table."""
    job = one.job
    return [
        job.job_id,
        job.room_id,
        job.connection_id,
        str(document(job)["state"]),
        one.transcript_id,
        job.reason,
    ]


def segment_line(one: messages.CaptionSegment) -> str:
    """Return what somebody has said as a line."""
    minutes, seconds = divmod(one.start_sample / _RATE_HZ, 60)
    return printable(
        f"{int(minutes):3}:{seconds:04.1f} {one.name or one.speaker or one.peer_id or '?'}: {one.text}"
    )
