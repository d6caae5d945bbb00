"""The calls about what is live: HLS, livestreams and transcripts of a room, of each kind one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.core.captions.job import CaptionPlan
from odind.core.captions.transcript import TranscriptTerms
from odind.core.errors import OdindError
from odind.core.hls.outputs import MAX_LIFETIME_S
from odind.core.hls.plan import HlsPlan
from odind.core.live.job import JobState
from odind.core.push.plan import PushPlan, PushSecrets, default_codec
from odind.pack.hls import path_of

from .bodies import OfRoom, StartHls, StartLivestream, StartTranscription, tidied
from .house import CALLER
from .refusals import not_running, require_no_url, running_already
from .rooms import room_of
from .shapes import hls_document, transcription_document

if TYPE_CHECKING:
    from odind.core.hls.output import HlsOutput
    from odind.core.live.jobs import Jobs
    from odind.core.live.kind import J
    from odind.core.managed.room import ManagedRoom

    from .exchange import Asked

_HLS: Final = "HLS broadcast"
_LIVESTREAM: Final = "livestream"
_TRANSCRIPTION: Final = "transcription"
_PLAYLIST: Final = "master.m3u8"


async def start_hls(asked: Asked) -> dict[str, Any]:
    """Broadcast a room over HLS."""
    wanted = asked.read(StartHls, tidied)
    require_no_url(wanted.webhook_url)
    room, outputs = _room(asked, wanted.room_id), asked.house.managed.outlets.hls
    _require_none(outputs.jobs, _HLS, room)
    return _hls(asked, room, await outputs.start(HlsPlan(), room.source, CALLER))


async def end_hls(asked: Asked) -> dict[str, Any]:
    """End the broadcast of a room."""
    room = _room(asked, asked.read(OfRoom).room_id)
    return _hls(asked, room, _stop(asked.house.managed.outlets.hls.jobs, _HLS, room)[-1])


async def active_hls(asked: Asked) -> dict[str, Any]:
    """Return the broadcast of a room."""
    room = _room(asked, asked.path("room_id"))
    return {"data": _hls(asked, room, _running(asked.house.managed.outlets.hls.jobs, _HLS, room)[-1])}


async def start_livestream(asked: Asked) -> str:
    """Push a room to its destinations: to all of them, or to none."""
    wanted = asked.read(StartLivestream, tidied)
    require_no_url(wanted.webhook_url)
    room, pushes = _room(asked, wanted.room_id), asked.house.managed.outlets.pushes
    _require_none(pushes.jobs, _LIVESTREAM, room)
    plans = [PushPlan(one.url, default_codec(one.url)) for one in wanted.outputs]
    added = []
    try:
        for plan, one in zip(plans, wanted.outputs, strict=True):
            added.append(await pushes.add(plan, PushSecrets(one.stream_key), room.source, CALLER))
    except OdindError:
        for push in added:
            pushes.jobs.stop(push.job_id)
        raise
    return "Livestream started successfully"


async def end_livestream(asked: Asked) -> str:
    """End the livestreams of a room."""
    room = _room(asked, asked.read(OfRoom).room_id)
    _stop(asked.house.managed.outlets.pushes.jobs, _LIVESTREAM, room)
    return "Livestream stopped successfully"


async def start_transcription(asked: Asked) -> dict[str, Any]:
    """Write down what is said in a room."""
    wanted = asked.read(StartTranscription, tidied)
    require_no_url(wanted.webhook_url)
    room, captions = _room(asked, wanted.room_id), asked.house.managed.outlets.captions
    _require_none(captions.jobs, _TRANSCRIPTION, room)
    prompt = wanted.summary.prompt if wanted.summary and wanted.summary.enabled else None
    plan = CaptionPlan(summary_prompt=prompt)
    job = await captions.start(TranscriptTerms(), plan, room.source, CALLER)
    return transcription_document(job, _session_id(asked, room))


async def end_transcription(asked: Asked) -> dict[str, Any]:
    """End the transcript of a room."""
    room = _room(asked, asked.read(OfRoom).room_id)
    job = _stop(asked.house.managed.outlets.captions.jobs, _TRANSCRIPTION, room)[-1]
    return transcription_document(job, _session_id(asked, room))


def _room(asked: Asked, room_id: str) -> ManagedRoom:
    """Return a room that the token is good for, by its id or custom id."""
    room = room_of(asked.house, room_id)
    asked.about(room.room_id)
    return room


def _session_id(asked: Asked, room: ManagedRoom) -> str:
    return asked.house.managed.seen(room).session_id


def _hls(asked: Asked, room: ManagedRoom, output: HlsOutput) -> dict[str, Any]:
    """Return a broadcast with an address that opens it to everybody who has it."""
    name, ticket, _ = asked.house.managed.outlets.hls.sign(output.job_id, MAX_LIFETIME_S, CALLER)
    playlist = f"{asked.base}{path_of(name, ticket)}{_PLAYLIST}"
    return hls_document(output, playlist, _session_id(asked, room), asked.base)


def _found(jobs: Jobs[J], room: ManagedRoom) -> list[J]:
    """Return what runs of a room and is seen here, oldest first, whoever has started it."""
    return [
        job
        for job in jobs.shelf.running()
        if job.room_id == room.room_id and job.state is not JobState.ENDING and jobs.is_seen(job, CALLER)
    ]


def _running(jobs: Jobs[J], what: str, room: ManagedRoom) -> list[J]:
    """Return it; raises NotFoundError LIVE_JOB_NOT_RUNNING where there is nothing."""
    found = _found(jobs, room)
    if not found:
        raise not_running(what, room.room_id)
    return found


def _require_none(jobs: Jobs[J], what: str, room: ManagedRoom) -> None:
    if _found(jobs, room):
        raise running_already(what, room.room_id)


def _stop(jobs: Jobs[J], what: str, room: ManagedRoom) -> list[J]:
    return [jobs.stop(job.job_id, CALLER) for job in _running(jobs, what, room)]
