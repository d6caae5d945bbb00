"""The routes of the API, and what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from odind.core.errors import UnavailableError

from . import live, recordings, rooms, sessions
from .bodies import (
    CreateRoom,
    OfParticipant,
    OfRoom,
    OfSession,
    RoomStatus,
    StartHls,
    StartLivestream,
    StartRecording,
    StartTrack,
    StartTranscription,
)
from .exchange import Desk, refusal
from .openapi import Operation, document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from odind.services.turnstile import Turnstile

    from .house import House
    from .tokens import Project

OPENAPI: Final = "/v2/openapi.json"
PUBLIC_KEY: Final = "/v2/public/rsa-public-key"


OPERATIONS: Final[Sequence[Operation]] = (
    Operation("POST", "/v2/rooms", rooms.create, CreateRoom),
    Operation("GET", "/v2/rooms", rooms.list_, pages=True),
    Operation("GET", "/v2/rooms/validate/{room_id}", rooms.get),
    Operation("POST", "/v2/rooms/validate/{room_id}", rooms.get),
    Operation("POST", "/v2/rooms/deactivate", rooms.deactivate, OfRoom),
    Operation("GET", "/v2/rooms/{room_id}", rooms.get),
    Operation("POST", "/v2/rooms/{room_id}", rooms.set_status, RoomStatus),
    Operation("GET", "/v2/sessions", sessions.list_, pages=True, query=("roomId", "customRoomId")),
    Operation("POST", "/v2/sessions/end", sessions.end, OfSession),
    Operation("POST", "/v2/sessions/participants/remove", sessions.remove, OfParticipant),
    Operation("GET", "/v2/sessions/{session_id}", sessions.get),
    Operation("GET", "/v2/sessions/{session_id}/participants", sessions.participants, pages=True),
    Operation("GET", "/v2/sessions/{session_id}/participants/active", sessions.active, pages=True),
    Operation("GET", "/v2/sessions/{session_id}/stats", sessions.statistics),
    Operation("POST", "/v2/recordings/start", recordings.start, StartRecording),
    Operation("POST", "/v2/recordings/end", recordings.end, OfRoom),
    Operation("POST", "/v2/recordings/participant/start", recordings.start_participant, StartTrack),
    Operation("POST", "/v2/recordings/participant/stop", recordings.stop_participant, OfParticipant),
    Operation("POST", "/v2/recordings/participant/track/start", recordings.start_track, StartTrack),
    Operation("POST", "/v2/recordings/participant/track/stop", recordings.stop_track, OfParticipant),
    Operation("GET", "/v2/recordings", recordings.list_, pages=True, query=("roomId", "sessionId")),
    Operation("GET", "/v2/recordings/{recording_id}", recordings.get),
    Operation("DELETE", "/v2/recordings/{recording_id}", recordings.delete),
    Operation("POST", "/v2/hls/start", live.start_hls, StartHls),
    Operation("POST", "/v2/hls/end", live.end_hls, OfRoom),
    Operation("GET", "/v2/hls/{room_id}/active", live.active_hls),
    Operation("POST", "/v2/livestreams/start", live.start_livestream, StartLivestream),
    Operation("POST", "/v2/livestreams/end", live.end_livestream, OfRoom),
    Operation("POST", "/ai/v1/realtime-transcriptions/start", live.start_transcription, StartTranscription),
    Operation("POST", "/ai/v1/realtime-transcriptions/end", live.end_transcription, OfRoom),
)


def videosdk_routes(house: House, project: Project, turnstile: Turnstile) -> list[Route]:
    """Return the routes. The public key and the OpenAPI document need no token."""
    desk = Desk(house, project, turnstile)

    async def public_key(_request: Request) -> Response:
        try:
            return PlainTextResponse(await house.webhooks.public_key())
        except UnavailableError as error:
            return refusal(error)

    async def openapi(request: Request) -> Response:
        return JSONResponse(document(OPERATIONS, str(request.base_url).rstrip("/")))

    return [
        Route(PUBLIC_KEY, public_key, methods=["GET"]),
        Route(OPENAPI, openapi, methods=["GET"]),
        *(desk.route(one.method, one.path, one.handler) for one in OPERATIONS),
    ]
