"""A recording as a part of its connection's settings: what brings it back with the connection."""

from __future__ import annotations

from odind.core.values.portable import portable

from .plan import RecordingPlan


@portable
class Capture:
    """A recording that a connection makes into a folder, for as long as it stands in the settings.

    `started_at` is the moment of its first sample, in seconds since the epoch, from which a process that
    continues it reckons. `omitted_s` is how much its pauses have left out until then. `joined` is whether the
    connection was made for it.
    """

    recording_id: str
    folder: str
    plan: RecordingPlan
    started_at: float
    paused: bool = False
    omitted_s: float = 0.0
    joined: bool = False


@portable
class ClipSaved:
    """What was saved of a capture ring: so many seconds."""

    length_s: float


@portable
class TakeBegan:
    """A process captures a recording from now on. Hosts tell the control plane alone."""

    recording_id: str


@portable
class TakeEnded:
    """A process captures a recording no longer, and its files are closed. Hosts tell the control plane alone.

    With `continues`, the recording goes on when its connection is back. `reason` says why it ended, and is ""
    where that was wanted; `complete` is whether everything that was captured is in the files.
    """

    recording_id: str
    reason: str = ""
    detail: str = ""
    continues: bool = False
    complete: bool = True
