"""The calls about recordings: of a room, of a participant, and of the sound of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from odind.core.errors import FailedPreconditionError, NotFoundError
from odind.core.managed.sessions import SessionFilter
from odind.core.recordings.plan import Layout, RecordingPlan
from odind.core.recordings.purpose import PURPOSE, SESSION, SPEAKER, Purpose, is_begun_for, purpose_of
from odind.core.recordings.recording import CaptureState

from .bodies import OfParticipant, OfRoom, StartRecording, StartTrack, tidied
from .house import CALLER
from .refusals import require_no_url
from .rooms import room_of
from .shapes import recording_document

if TYPE_CHECKING:
    from odind.core.recordings.recording import Recording

    from .exchange import Asked
    from .house import House

_RUNNING: Final = frozenset({CaptureState.STARTING, CaptureState.ACTIVE, CaptureState.PAUSED})


async def start(asked: Asked) -> str:
    """Record a room."""
    wanted = asked.read(StartRecording, tidied)
    require_no_url(wanted.webhook_url)
    await _start(asked, wanted.room_id, RecordingPlan(metadata={PURPOSE: Purpose.ROOM.value}))
    return "Recording started successfully"


async def end(asked: Asked) -> str:
    """End the recording of a room."""
    await _stop(asked, asked.read(OfRoom).room_id, Purpose.ROOM)
    return "Recording stopped successfully"


async def start_participant(asked: Asked) -> str:
    """Record the voice of a participant."""
    return await _start_voice(asked, asked.read(StartTrack), Purpose.PARTICIPANT)


async def start_track(asked: Asked) -> str:
    """Record a track of a participant, which is the voice."""
    return await _start_voice(asked, asked.read(StartTrack), Purpose.TRACK)


async def stop_participant(asked: Asked) -> str:
    """End the recording of a participant."""
    wanted = asked.read(OfParticipant)
    await _stop(asked, wanted.room_id, Purpose.PARTICIPANT, wanted.participant_id)
    return "Participant recording stopped successfully"


async def stop_track(asked: Asked) -> str:
    """End the recording of a track."""
    wanted = asked.read(OfParticipant)
    await _stop(asked, wanted.room_id, Purpose.TRACK, wanted.participant_id)
    return "Participant track recording stopped successfully"


async def list_(asked: Asked) -> dict[str, Any]:
    """Return a page of the recordings of rooms, newest first."""
    page, house = asked.page, asked.house
    room_id, session_id = asked.query("roomId"), asked.query("sessionId")
    rooms = (asked.about(room_of(house, room_id).room_id),) if room_id else ()
    found = [
        (one, within) for one in _all(house, rooms) if session_id in ("", within := _session_of(house, one))
    ]
    shown = page.of(found)
    wholes = await house.plane.recordings.shelf.wholes([one for one, _ in shown])
    documents = [recording_document(one, within) for one, (_, within) in zip(wholes, shown, strict=True)]
    return page.document(len(found), documents)


async def get(asked: Asked) -> dict[str, Any]:
    """Return a recording."""
    recording = await _recording(asked)
    return recording_document(recording, _session_of(asked.house, recording))


async def delete(asked: Asked) -> str:
    """Erase the files of a recording."""
    await asked.house.plane.erasure.delete((await _recording(asked)).recording_id, CALLER)
    return "Recording deleted successfully"


async def _start_voice(asked: Asked, wanted: StartTrack, of: Purpose) -> str:
    require_no_url(wanted.webhook_url)
    if wanted.kind != "audio":
        raise FailedPreconditionError(
            "VIDEO_UNIMPLEMENTED",
            "a track of {kind} cannot be recorded: ODIN has sound alone",
            kind=wanted.kind,
        )
    plan = RecordingPlan(
        Layout.PER_PEER,
        user_ids=(wanted.participant_id,),
        metadata={PURPOSE: of.value, SPEAKER: wanted.participant_id},
    )
    await _start(asked, wanted.room_id, plan)
    what = "Participant" if of is Purpose.PARTICIPANT else "Participant track"
    return f"{what} recording started successfully"


async def _start(asked: Asked, room_id: str, plan: RecordingPlan) -> None:
    room = room_of(asked.house, asked.about(room_id))
    if _running(asked.house, room.room_id, purpose_of(plan.metadata), plan.metadata.get(SPEAKER, "")):
        raise FailedPreconditionError(
            "RECORDING_RUNNING_ALREADY", "the room {room_id} is recorded already", room_id=room.room_id
        )
    session = {SESSION: found} if (found := asked.house.managed.seen(room).session_id) else {}
    plan = replace(plan, metadata={**plan.metadata, **session})
    await asked.house.plane.room_recordings.start(room.source, plan, CALLER)


async def _stop(asked: Asked, room_id: str, of: Purpose, speaker: str = "") -> None:
    room = room_of(asked.house, asked.about(room_id))
    running = _running(asked.house, room.room_id, of, speaker)
    if not running:
        raise NotFoundError(
            "RECORDING_NOT_RUNNING", "no such recording of the room {room_id} runs", room_id=room.room_id
        )
    for recording in running:
        await asked.house.plane.recordings.stop(recording.recording_id)


def _running(house: House, room_id: str, of: Purpose, speaker: str) -> list[Recording]:
    """Return what this API or a session has begun to record, and what still runs of it."""
    return [
        one
        for one in _all(house, (room_id,))
        if one.state in _RUNNING
        and is_begun_for(one.plan.metadata, of)
        and one.plan.metadata.get(SPEAKER, "") == speaker
    ]


def _all(house: House, rooms: tuple[str, ...]) -> list[Recording]:
    """Return the recordings that this API may show, newest first."""
    every = house.plane.recordings
    seen = (one for one in every.shelf if every.is_seen(one, CALLER) and one.deleted_at is None)
    return sorted((one for one in seen if not rooms or one.room_id in rooms), key=lambda one: -one.number)


async def _recording(asked: Asked) -> Recording:
    recordings = asked.house.plane.recordings
    found = await recordings.get(asked.path("recording_id"))
    if not recordings.is_seen(found, CALLER):
        raise NotFoundError(
            "RECORDING_NOT_FOUND", "there is no recording {recording_id}", recording_id=found.recording_id
        )
    asked.about(found.room_id)
    return found


def _session_of(house: House, recording: Recording) -> str:
    """Return the id of the session in which a recording began, "" where there was none."""
    notes = house.managed.sessions.notes(SessionFilter(recording.room_id), CALLER)
    began = recording.started_at or recording.created_at
    within = (one.session_id for one in notes if one.started_at <= began <= (one.ended_at or began))
    return next(within, "")
