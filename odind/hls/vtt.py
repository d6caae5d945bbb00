"""Captions as WebVTT (W3C) in segments. Pure."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.live.cues import Cue

_HEAD: Final = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n"
_SHORTEST_S: Final = 0.5


def webvtt(cues: Iterable[Cue], origin: float) -> str:
    """Return cues on a timeline whose sample 0 was heard at `origin`, in seconds since the epoch.

    What began before is shown from the beginning; what ended before is left out.
    """
    return _HEAD + "".join(
        f"\n{_time(cue.began_at - origin)} --> {_time(_end(cue) - origin)}\n{_text(cue)}\n"
        for cue in cues
        if cue.ended_at > origin
    )


def _end(cue: Cue) -> float:
    return max(cue.ended_at, cue.began_at + _SHORTEST_S)


def _text(cue: Cue) -> str:
    """Return who says what, on one line: an empty one would end the cue."""
    said = html.escape(" ".join(cue.text.split()), quote=False)
    who = html.escape(" ".join(cue.speaker.split()), quote=False)
    return f"<v {who}>{said}</v>" if who else said


def _time(seconds: float) -> str:
    milliseconds = max(0, round(seconds * 1_000))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1_000:02}.{rest % 1_000:03}"
