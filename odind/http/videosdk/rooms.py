"""The calls about rooms."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from odind.core.managed.room import AfterSession, CloseRules, RoomSettings
from odind.core.managed.rooms import RoomFilter
from odind.core.webhooks.endpoint import Dialect
from odind.core.webhooks.webhooks import EndpointTerms

from .beginnings import NAMES, started_by
from .bodies import AutoClose, CreateRoom, OfRoom, RoomStatus, given, tidied
from .house import CALLER
from .shapes import ASKED, asked_of, deactivated_document, room_document

if TYPE_CHECKING:
    from odind.core.managed.room import ManagedRoom

    from .exchange import Asked
    from .house import House

_ENDPOINT: Final = "videosdk_endpoint"
"""The key in a room's metadata of the endpoint of its webhooks."""


async def create(asked: Asked) -> dict[str, Any]:
    """Create a room, or return the one that is called so already; its webhooks go where is said last."""
    wanted, house = asked.read(CreateRoom, tidied), asked.house
    terms = _terms(wanted)
    if terms:
        house.webhooks.check(terms, CALLER)
    room, left_out = await _made(house, wanted)
    room = await _with_endpoint(house, room, terms)
    document = room_document(room, asked.base)
    if left_out:
        document["warnings"] = [
            f"autoStartConfig.{part} is kept, but nothing starts it here" for part in left_out
        ]
    return document


async def get(asked: Asked) -> dict[str, Any]:
    """Return a room."""
    return room_document(_room(asked), asked.base)


async def list_(asked: Asked) -> dict[str, Any]:
    """Return a page of rooms, newest first."""
    page = asked.page
    rooms = asked.house.managed.rooms.all(RoomFilter(), CALLER)[::-1]
    return page.document(len(rooms), [room_document(room, asked.base) for room in page.of(rooms)])


async def set_status(asked: Asked) -> dict[str, Any]:
    """Enable or disable a room."""
    wanted, rooms = asked.read(RoomStatus), asked.house.managed.rooms
    change = rooms.enable if wanted.status == "enabled" else rooms.deactivate
    return room_document(await change(asked.about(asked.path("room_id")), CALLER), asked.base)


async def deactivate(asked: Asked) -> dict[str, Any]:
    """Let a room be used no more."""
    room_id = asked.about(asked.read(OfRoom).room_id)
    room = await asked.house.managed.rooms.deactivate(room_id, CALLER)
    return deactivated_document(room, asked.base)


def room_of(house: House, room_id: str) -> ManagedRoom:
    """Return a room by its id or custom id; raises NotFoundError MANAGED_ROOM_NOT_FOUND."""
    rooms = house.managed.rooms
    called_so = rooms.all(RoomFilter(custom_id=room_id), CALLER) if room_id else []
    return rooms.seen(room_id, CALLER) or next(iter(called_so), None) or rooms.find(room_id, CALLER)


def _room(asked: Asked) -> ManagedRoom:
    room = room_of(asked.house, asked.path("room_id"))
    asked.about(room.room_id)
    return room


def _terms(wanted: CreateRoom) -> EndpointTerms | None:
    """Return where the webhooks of a room go, whose id is not known yet."""
    if wanted.webhook is None:
        return None
    events = tuple(wanted.webhook.events)
    return EndpointTerms(wanted.webhook.end_point, events=events, dialect=Dialect.VIDEOSDK)


async def _made(house: House, wanted: CreateRoom) -> tuple[ManagedRoom, list[str]]:
    """Return the room, and what of it cannot start by itself."""
    rooms, settings = house.managed.rooms, _settings(wanted)
    left_out = [NAMES[part] for part in settings.auto_start if part not in rooms.able]
    able = tuple(part for part in settings.auto_start if part in rooms.able)
    room = await rooms.create("", wanted.custom_room_id, replace(settings, auto_start=able), CALLER)
    return room, left_out


def _settings(wanted: CreateRoom) -> RoomSettings:
    close, start = wanted.auto_close_config or AutoClose(), wanted.auto_start_config
    goes = close.type.endswith("-and-deactivate")
    rules = CloseRules(
        AfterSession.IS_DEACTIVATED if goes else AfterSession.STAYS, duration_s=close.duration * 60.0
    )
    parts, prompt = started_by(start) if start else ((), "")
    kept = given(msgspec.to_builtins(wanted))
    kept["autoCloseConfig"] = {"type": close.type, "duration": close.duration}
    return RoomSettings(
        metadata={ASKED: json.dumps(kept)},
        close=rules,
        auto_start=parts,
        summary_prompt=prompt,
        observe_always=True,  # who joins needs no token of this daemon
    )


async def _with_endpoint(house: House, room: ManagedRoom, terms: EndpointTerms | None) -> ManagedRoom:
    """Return a room whose webhooks go where its latest creation says."""
    if terms is None:
        return room
    terms = replace(terms, rooms=(room.room_id,), name=f"VideoSDK {room.room_id}"[:60])
    metadata, webhooks = dict(room.settings.metadata), house.webhooks
    known = [one for one in webhooks.all(CALLER) if one.endpoint_id == metadata.get(_ENDPOINT)]
    if known:
        await webhooks.update(known[0].endpoint_id, terms, CALLER)
    else:
        metadata[_ENDPOINT] = (await webhooks.create(terms, CALLER)).endpoint_id
    asked = asked_of(room) | {"webhook": {"endPoint": terms.url, "events": list(terms.events)}}
    metadata[ASKED] = json.dumps(asked)
    if metadata == room.settings.metadata:
        return room
    return await house.managed.rooms.update(room.room_id, {"metadata": metadata}, CALLER)
