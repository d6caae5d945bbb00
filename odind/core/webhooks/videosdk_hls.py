"""Events of HLS outputs in the dialect of VideoSDK."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from .ports import Told

Data: TypeAlias = Mapping[str, Any]

TYPES: Final = ("hls.started", "hls.changed", "hls.playable", "hls.ended")
_WITH_URL: Final = ("hls-started", "hls-playable")
_PLAYLIST: Final = "master.m3u8"
_STARTING, _ACTIVE, _ENDING, _FAILED = (
    f"LIVE_STATE_{state}" for state in ("STARTING", "ACTIVE", "ENDING", "FAILED")
)


def name_of(told: Told) -> str:
    """Return VideoSDK's name for an event, "" where it has none, as for a connection that was lost."""
    state = _output(told)["job"]["state"]
    match told.type:
        case "hls.started":
            return "hls-starting"
        case "hls.playable":
            return "hls-playable"
        case "hls.ended":
            return "hls-failed" if state == _FAILED else "hls-stopped"
        case "hls.changed" if (told.data["previousState"], state) == (_STARTING, _ACTIVE):
            return "hls-started"
        case "hls.changed" if state == _ENDING:
            return "hls-stopping"
        case _:
            return ""


def more_of(told: Told) -> Data:
    """Return what is told beside the room: where the playlist is, as a path of the HTTP address."""
    url = f"{_output(told)['path']}{_PLAYLIST}"
    return {"playbackHlsUrl": url} if name_of(told) in _WITH_URL else {}


def _output(told: Told) -> Data:
    data: Data = told.data
    output: Data = data["output"]
    return output
