"""The dialect of VideoSDK: its names of events, and what it tells of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import videosdk_recordings

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


_PEOPLE: Final[Mapping[str, tuple[str, Callable[[Data], Data]]]] = MappingProxyType(
    {
        "participant.joined": ("participant-joined", _participant),
        "participant.left": ("participant-left", _participant),
        "session.started": ("session-started", _started),
        "session.ended": ("session-ended", _ended),
    }
)
"""Events of participants and sessions: VideoSDK's name, and what is told beside the room and the session."""
TYPES: Final = (*_PEOPLE, *videosdk_recordings.TYPES)
"""The types of events for which VideoSDK has names."""


def name_of(told: Told) -> str:
    """Return VideoSDK's name for an event, "" where it has none."""
    return _PEOPLE[told.type][0] if told.type in _PEOPLE else videosdk_recordings.name_of(told)


def body_of(told: Told) -> dict[str, object]:
    """Return the body of an event's webhook; the event must have a name."""
    if told.type in _PEOPLE:
        session_id = told.data.get("sessionId") or _session(told.data).get("sessionId", "")
        more = _PEOPLE[told.type][1](told.data)
    else:
        session_id, more = videosdk_recordings.session_of(told), videosdk_recordings.more_of(told)
    return {
        "webhookType": name_of(told),
        "data": {"meetingId": told.room, "sessionId": session_id, **more},
    }


def _session(data: Data) -> Data:
    session: Data = data.get("session", {})
    return session
