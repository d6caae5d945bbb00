"""The dialect of VideoSDK: its names of events, and what it tells of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import videosdk_hls, videosdk_recordings

if TYPE_CHECKING:
    from .ports import Told

Data: TypeAlias = Mapping[str, Any]

_STEPS: Final = ("starting", "started", "stopping", "stopped", "failed")
_JOBS: Final = ("recording", "participant-recording", "participant-track-recording", "livestream")
NAMES: Final = frozenset(
    {
        *("participant-joined", "participant-left", "session-started", "session-ended"),
        *(f"{job}-{step}" for job, step in product(_JOBS, _STEPS)),
        "transcription-completed",
        *("hls-starting", "hls-started", "hls-playable", "hls-stopping", "hls-stopped", "hls-failed"),
    }
)
"""All names of events that VideoSDK documents. Endpoints may ask for each; some never happen here."""


def _participant(data: Data) -> Data:
    participant = data.get("participant", {})
    return {"participantId": participant.get("userId", ""), "participantName": participant.get("name", "")}


def _started(data: Data) -> Data:
    return {"start": _session(data).get("startedAt")}


def _ended(data: Data) -> Data:
    return {**_started(data), "end": _session(data).get("endedAt")}


def _is_complete(data: Data) -> bool:
    state: str = data["transcript"]["state"]
    return state.endswith("_ENDED")


def _transcribed(data: Data) -> Data:
    """Return the id, as VideoSDK names it; the files are told beside it under a name of ours."""
    transcript: Data = data.get("transcript", {})
    return {"id": transcript.get("transcriptId", ""), "filePaths": transcript.get("files", [])}


_PEOPLE: Final[Mapping[str, tuple[str, Callable[[Data], Data]]]] = MappingProxyType(
    {
        "participant.joined": ("participant-joined", _participant),
        "participant.left": ("participant-left", _participant),
        "session.started": ("session-started", _started),
        "session.ended": ("session-ended", _ended),
        "transcript.ended": ("transcription-completed", _transcribed),
    }
)
"""Events of participants, sessions and transcripts: VideoSDK's name, and what is told beside these."""
_LIVE: Final = MappingProxyType({f"push.{step}": f"livestream-{step}" for step in _STEPS})
"""Events of pushes, of which VideoSDK tells the room alone."""
TYPES: Final = (*_PEOPLE, *_LIVE, *videosdk_hls.TYPES, *videosdk_recordings.TYPES)
"""The types of events for which VideoSDK has names."""


def name_of(told: Told) -> str:
    """Return VideoSDK's name for an event, "" where it has none."""
    if told.type == "transcript.ended" and not _is_complete(told.data):
        return ""
    if told.type in videosdk_hls.TYPES:
        return videosdk_hls.name_of(told)
    if told.type in _PEOPLE:
        return _PEOPLE[told.type][0]
    return _LIVE[told.type] if told.type in _LIVE else videosdk_recordings.name_of(told)


def body_of(told: Told) -> dict[str, object]:
    """Return the body of an event's webhook; the event must have a name."""
    if told.type in _PEOPLE:
        session_id = told.data.get("sessionId") or _about(told.data).get("sessionId", "")
        more = _PEOPLE[told.type][1](told.data)
    elif told.type in _LIVE:
        session_id, more = _job(told)["sessionId"], {}
    elif told.type in videosdk_hls.TYPES:
        session_id, more = _job(told)["sessionId"], videosdk_hls.more_of(told)
    else:
        session_id, more = videosdk_recordings.session_of(told), videosdk_recordings.more_of(told)
    return {
        "webhookType": name_of(told),
        "data": {"meetingId": told.room, "sessionId": session_id, **more},
    }


def _job(told: Told) -> Data:
    """Return what the output or the push of an event has in common with all live jobs."""
    data: Data = told.data
    job: Data = (data.get("output") or data["push"])["job"]
    return job


def _session(data: Data) -> Data:
    session: Data = data.get("session", {})
    return session


def _about(data: Data) -> Data:
    """Return what an event is about: a session, or a transcript, which knows its session."""
    about: Data = data.get("session") or data.get("transcript", {})
    return about
