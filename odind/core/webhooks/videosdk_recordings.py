"""Events of recordings in the dialect of VideoSDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from odind.core.recordings.purpose import SESSION, SPEAKER, Purpose, purpose_of
from odind.core.recordings.recording import CaptureState

if TYPE_CHECKING:
    from .ports import Told

Data: TypeAlias = Mapping[str, Any]

TYPES: Final = ("recording.started", "recording.changed", "recording.ended")
_JOBS: Final = MappingProxyType(
    {
        Purpose.ROOM: "recording",
        Purpose.PARTICIPANT: "participant-recording",
        Purpose.TRACK: "participant-track-recording",
    }
)


def name_of(told: Told) -> str:
    """Return VideoSDK's name for an event, "" where it has none, as for a pause."""
    step = _step(told) if told.type in TYPES else ""
    return f"{_JOBS[_purpose(told)]}-{step}" if step else ""


def session_of(told: Told) -> str:
    """Return the session that is recorded, "" where there was none when the recording began."""
    return str(_metadata(told).get(SESSION, ""))


def more_of(told: Told) -> Data:
    """Return what is told beside the room and the session: whose voice it is, and its file at the end."""
    purpose, stopped = _purpose(told), _step(told) == "stopped"
    if purpose is Purpose.ROOM:
        return _file(told) if stopped else {}
    speaker = {"participantId": _metadata(told).get(SPEAKER, ""), "fileFormat": _format(told)}
    kind = {"kind": "audio"} if purpose is Purpose.TRACK else {}
    return speaker | kind | ({"fileDetails": [_file(told)]} if stopped else {})


def _step(told: Told) -> str:
    state = _state(_recording(told)["state"])
    if told.type == "recording.started":
        return "starting"
    if told.type == "recording.ended":
        return "failed" if state is CaptureState.ABORTED else "stopped"
    before = _state(told.data["previousState"])
    if (before, state) == (CaptureState.STARTING, CaptureState.ACTIVE):
        return "started"
    ends = state is CaptureState.ENDING and before not in (None, state)
    return "stopping" if ends else ""


def _state(name: object) -> CaptureState | None:
    """Return the state of this name in the proto, None where it is not known."""
    return next((one for one in CaptureState if name == f"CAPTURE_STATE_{one.name}"), None)


def _file(told: Told) -> Data:
    """Return where the largest file is, which is that of the sound; its URL once a storage has it."""
    recording = _recording(told)
    file: Data = max(recording["artifacts"], key=lambda one: int(one["sizeBytes"]), default={})
    path = f"{recording['name']}/{file['file']}" if file else None
    return {"filePath": path, "fileUrl": next(iter(file.get("locations", ())), None)}


def _format(told: Told) -> str:
    return str(_recording(told)["encoding"]).removeprefix("RECORDING_ENCODING_").lower()


def _purpose(told: Told) -> Purpose:
    return purpose_of(_metadata(told))


def _metadata(told: Told) -> Data:
    metadata: Data = _recording(told)["metadata"]
    return metadata


def _recording(told: Told) -> Data:
    data: Data = told.data
    recording: Data = data["recording"]
    return recording
