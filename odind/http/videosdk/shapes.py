"""Rooms, sessions and recordings as the answers of the API show them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from odind.core.live.job import JobState

if TYPE_CHECKING:
    from odind.core.captions.job import CaptionJob
    from odind.core.hls.output import HlsOutput
    from odind.core.managed.room import ManagedRoom
    from odind.core.managed.session import Participant, RoomSession
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.recording import Recording

ASKED: Final = "videosdk"
"""The key in a room's metadata under which is what its creation asked for."""
_ID_DIGITS: Final = 24
_TRANSCRIBED: Final = {
    JobState.ENDING: "stopping",
    JobState.ENDED: "completed",
    JobState.FAILED: "failed",
}
"""How far a transcript is, where it is not running."""
_SHOWN: Final = ("webhook", "autoCloseConfig", "autoStartConfig")


def moment(seconds: float | None) -> str | None:
    """Return seconds since the epoch as VideoSDK writes a time."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def hex_id(text: str) -> str:
    """Return 24 hexadecimal digits for an id."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:_ID_DIGITS]


def asked_of(room: ManagedRoom) -> dict[str, Any]:
    """Return what the creation of a room asked for."""
    asked: dict[str, Any] = json.loads(room.settings.metadata.get(ASKED, "{}"))
    return asked


def room_document(room: ManagedRoom, base: str) -> dict[str, Any]:
    """Return a room."""
    asked = asked_of(room)
    return {
        **{key: asked[key] for key in _SHOWN if key in asked},
        "roomId": room.room_id,
        "customRoomId": room.custom_id,
        "userId": hex_id(room.managed_id[:-16]),
        "disabled": not room.enabled,
        "createdAt": moment(room.created_at),
        "updatedAt": moment(room.updated_at),
        "id": hex_id(room.managed_id),
        "links": _links(base, room.room_id),
    }


def deactivated_document(room: ManagedRoom, base: str) -> dict[str, Any]:
    """Return a room as the call that deactivates one does, under the names of before."""
    document = room_document(room, base)
    renamed = {"roomId": "meetingId", "customRoomId": "userMeetingId"}
    return {renamed.get(key, key): value for key, value in document.items()}


def session_document(session: RoomSession, base: str) -> dict[str, Any]:
    """Return a session with its participants."""
    return {
        "id": session.session_id,
        "roomId": session.room_id,
        "start": moment(session.started_at),
        "end": moment(session.ended_at),
        "activeDuration": round((session.ended_at or session.seen_at) - session.started_at, 3),
        "participants": [participant_document(one) for one in session.participants.values()],
        "status": "ongoing" if session.ended_at is None else "ended",
        "links": {
            **_links(base, session.room_id),
            "get_participants": f"{base}/v2/sessions/{session.session_id}/participants",
        },
    }


def participant_document(one: Participant) -> dict[str, Any]:
    """Return a participant; `end` of a time is null while it is there."""
    timelog = [{"start": moment(stay.joined_at), "end": moment(stay.left_at)} for stay in one.stays]
    return {"participantId": one.user_id, "name": one.name, "timelog": timelog}


def statistics_document(session: RoomSession) -> dict[str, Any]:
    """Return who spoke in a session for how long, in seconds."""
    talk_s = session.speech.talk_s
    return {
        "sessionId": session.session_id,
        "roomId": session.room_id,
        "overlapDuration": round(session.speech.overlap_s, 3),
        "participants": [
            {
                "participantId": one.user_id,
                "name": one.name,
                "talkDuration": round(talk_s.get(one.user_id, 0.0), 3),
            }
            for one in session.participants.values()
        ],
    }


def recording_document(recording: Recording, session_id: str) -> dict[str, Any]:
    """Return a recording with its largest file; `mode` says that there is sound alone."""
    file = max(recording.artifacts, key=lambda one: one.size_bytes, default=None)
    return {
        "id": recording.recording_id,
        "roomId": recording.room_id,
        "sessionId": session_id,
        "mode": "audio",
        "status": recording.state.value,
        "start": moment(recording.started_at),
        "end": moment(recording.ended_at),
        "file": _file_document(recording, file) if file else None,
    }


def hls_document(output: HlsOutput, playlist: str, session_id: str, base: str) -> dict[str, Any]:
    """Return a broadcast, which is played from one address, live and with its past."""
    return {
        "id": output.job_id,
        "roomId": output.room_id,
        "sessionId": session_id,
        "mode": "audio",
        "status": output.state.value,
        "start": moment(output.started_at or output.created_at),
        "end": moment(output.ended_at),
        "playbackHlsUrl": playlist,
        "livestreamUrl": playlist,
        "downstreamUrl": playlist,
        "links": _links(base, output.room_id),
    }


def transcription_document(job: CaptionJob, session_id: str) -> dict[str, Any]:
    """Return a transcript that is being written, by its id."""
    return {
        "id": job.transcript_id,
        "status": _TRANSCRIBED.get(job.state, "running"),
        "extension": {
            "enabled": True,
            "provider": "odind",
            "extensionConfig": {"roomId": job.room_id, "sessionId": session_id},
        },
        "start": moment(job.started_at or job.created_at),
        "end": moment(job.ended_at),
    }


def _file_document(recording: Recording, file: Artifact) -> dict[str, Any]:
    return {
        "id": hex_id(f"{recording.recording_id}/{file.file}"),
        "meta": {"duration": round(recording.duration_s, 3), "format": recording.plan.encoding.value},
        "filePath": f"{recording.name}/{file.file}",
        "size": file.size_bytes,
        "type": "audio",
        "fileUrl": file.locations[0] if file.locations else None,
    }


def _links(base: str, room_id: str) -> dict[str, str]:
    return {
        "get_room": f"{base}/v2/rooms/{room_id}",
        "get_session": f"{base}/v2/sessions?roomId={room_id}",
    }
