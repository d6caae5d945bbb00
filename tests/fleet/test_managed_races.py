"""Managed rooms that two members are asked to make at the same moment: one of each, observed once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from odind.client.messages import RoomSettings
from odind.core.errors import AlreadyExistsError, UnavailableError

from .members import clients_of
from .test_adoption import NAMES, until
from .test_members import listed

if TYPE_CHECKING:
    from odind.client import Daemon

    from .members import Fleet, Observers

ROOMS = tuple(f"room-{nth}" for nth in range(8))
OBSERVED = RoomSettings(observe_always=True)
REFUSED = ("MANAGED_ROOM_EXISTS", "MANAGED_ROOM_MADE_ELSEWHERE")


async def test_a_room_that_two_members_are_asked_to_make_at_once_is_one(
    fleet: Fleet, observers: Observers
) -> None:
    members = [await fleet.start(name).ready() for name in NAMES]
    await observers.enter(*ROOMS)
    async with clients_of(*members) as (one, two):
        await listed(one, set(NAMES))
        await listed(two, set(NAMES))
        wishes = [made(client, name, settings=OBSERVED) for name in ROOMS for client in (one, two)]
        assert len([done for done in await asyncio.gather(*wishes) if done]) == len(ROOMS)

        async def are_observed() -> bool:
            return [bool(room.observer_id) async for room in one.managed.rooms()] == [True] * len(ROOMS)

        await until(are_observed)
        for client in (one, two):
            assert sorted([room.room_id async for room in client.managed.rooms()]) == sorted(ROOMS)

        async def are_seen() -> bool:
            return observers.now() == {"odind-observer": len(ROOMS)}

        await until(are_seen)
        assert observers.most() == {"odind-observer": 1}


async def test_rooms_that_two_members_are_asked_to_make_by_one_custom_id_at_once_are_one(
    fleet: Fleet,
) -> None:
    members = [await fleet.start(name).ready() for name in NAMES]
    async with clients_of(*members) as (one, two):
        await listed(one, set(NAMES))
        await listed(two, set(NAMES))
        wishes = [(client, name) for name in ROOMS for client in (one, two)]
        first = await asyncio.gather(*(made(client, custom_id=name) for client, name in wishes))
        again = await asyncio.gather(*(made(client, custom_id=name) for client, name in wishes))
        rooms = {room.custom_id: room.managed_id async for room in two.managed.rooms()}
        assert again == [rooms[name] for _, name in wishes]
        assert all(found in ("", rooms[name]) for found, (_, name) in zip(first, wishes, strict=True))
        assert len([room async for room in one.managed.rooms()]) == len(rooms) == len(ROOMS)


async def made(client: Daemon, room_id: str = "", **more: Any) -> str:
    """Have a room made; return its managed id, "" where another member makes it."""
    try:
        return (await client.managed.create(room_id, **more)).managed_id
    except (AlreadyExistsError, UnavailableError) as error:
        if error.reason not in REFUSED:
            raise
        return ""
