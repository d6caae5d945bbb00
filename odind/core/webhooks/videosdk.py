"""The dialect of VideoSDK: its names of events, and what it tells of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

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


_TOLD: Final[Mapping[str, tuple[str, Callable[[Data], Data]]]] = MappingProxyType(
    {
        "participant.joined": ("participant-joined", _participant),
        "participant.left": ("participant-left", _participant),
        "session.started": ("session-started", _started),
        "session.ended": ("session-ended", _ended),
    }
)
"""The events that VideoSDK has a name for: that name, and what is told beside the room and the session."""


def name_of(event_type: str) -> str:
    """Return VideoSDK's name for a type of event, "" where it has none."""
    return _TOLD[event_type][0] if event_type in _TOLD else ""


def body_of(told: Told) -> dict[str, object]:
    """Return the body of an event's webhook; the event must have a name."""
    name, more = _TOLD[told.type]
    session_id = told.data.get("sessionId") or _session(told.data).get("sessionId", "")
    return {
        "webhookType": name,
        "data": {"meetingId": told.room, "sessionId": session_id, **more(told.data)},
    }


def _session(data: Data) -> Data:
    session: Data = data.get("session", {})
    return session
