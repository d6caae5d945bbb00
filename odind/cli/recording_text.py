"""Recordings as text."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from .documents import document
from .printable import printable
from .tables import table

if TYPE_CHECKING:
    from odind.client import messages

HEADER: Final = ("RECORDING", "ROOM", "LAYOUT", "ENCODING", "STATE", "QUALITY", "LENGTH", "BYTES")
_FILE_HEADER: Final = ("FILE", "KIND", "STATE", "BYTES", "STORED", "REASON")
_RUNNING: Final = ("active", "paused")


def recording_row(one: messages.Recording) -> list[str]:
    """Return a recording as a row of a table."""
    shown = document(one)
    words = [str(shown[name]) for name in ("layout", "encoding", "state", "quality")]
    return [printable(one.recording_id), printable(one.room_id), *words, _length(one), str(one.size_bytes)]


def recording_text(one: messages.Recording) -> str:
    """Return a recording and its files."""
    text = f"{table([HEADER, recording_row(one)])}\n{printable(one.folder)}"
    if one.reason:
        text += "\n" + printable(f"{one.reason}: {one.detail}")
    files = [_file_row(artifact) for artifact in one.artifacts]
    return f"{text}\n\n{table([_FILE_HEADER, *files])}" if files else text


def live_line(one: messages.Recording) -> str:
    """Return a line about a recording that goes on."""
    state = str(document(one)["state"])
    progress = f" {one.progress:.0%}" if state == "ending" else ""
    detail = f" ({one.detail})" if one.detail else ""
    size = one.size_bytes or sum(artifact.size_bytes for artifact in one.artifacts)
    return printable(f"{one.recording_id} {state}{progress} {_length(one)} {size} bytes{detail}")


def _file_row(artifact: messages.Artifact) -> list[str]:
    shown = document(artifact)
    words = [str(shown["kind"]), str(shown["state"]), str(artifact.size_bytes), str(artifact.stored_bytes)]
    return [printable(artifact.file), *words, artifact.reason]


def _length(one: messages.Recording) -> str:
    """Return how long it is, or how long ago it was started while it runs."""
    seconds = one.duration.ToMilliseconds() / 1000
    if str(document(one)["state"]) in _RUNNING:
        seconds = max(0.0, time.time() - one.started_at.ToMilliseconds() / 1000)
    return f"{seconds:.1f} s"
