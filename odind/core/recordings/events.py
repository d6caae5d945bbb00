"""What happens to recordings, as watchers see it; each event has the recording as it is then."""

from __future__ import annotations

from typing import TypeAlias

from odind.core.values.portable import portable

from .recording import CaptureState, Recording


@portable
class RecordingStarted:
    """A recording was started, or a clip saved."""

    recording: Recording


@portable
class RecordingChanged:
    """The capture's state changed, as by a pause or when a worker was lost, or its completion made progress.

    `before` is the state before, None when that is not known.
    """

    recording: Recording
    before: CaptureState | None = None


@portable
class RecordingEnded:
    """The capture is over, and all files are complete."""

    recording: Recording


@portable
class ArtifactChanged:
    """The state of a file changed, after the end of the capture."""

    recording: Recording
    file: str


@portable
class RecordingDeleted:
    """The files were erased, by a caller or because they expired; the recording is a tombstone."""

    recording: Recording


RecordingEvent: TypeAlias = (
    RecordingStarted | RecordingChanged | RecordingEnded | ArtifactChanged | RecordingDeleted
)
