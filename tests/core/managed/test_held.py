"""Managed rooms in a fleet: one member has each, with its session, and another goes on with both."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError, UnavailableError
from odind.core.fleet.holdings import Holdings
from odind.core.log.memory import MemoryStore
from odind.core.log.mirror import Place
from odind.core.managed.events import ManagedRoomCreated, SessionEnded
from odind.core.managed.room import CloseRules, RoomSettings
from odind.core.managed.session import EndReason
from tests.core.fakes import turns
from tests.core.fleet.fakes import FakeMirror

from .ground import ROOM, open_ground

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from .ground import Ground

GONE = "the member one of the fleet is gone"
ALONE = CloseRules(empty_s=10)


def member(mirror: FakeMirror) -> AbstractAsyncContextManager[Ground]:
    return open_ground(MemoryStore(lasting=True), mirror=mirror)


def holdings(ground: Ground) -> Holdings:
    return Holdings(ground.daemon.plane, ground.managed.held)


async def test_another_member_goes_on_with_a_room_and_its_session() -> None:
    mirror = FakeMirror()
    async with member(mirror) as one, member(FakeMirror()) as two:
        await one.create(close=ALONE)
        await one.come(1, "anna")
        own = await two.rooms.create("kitchen", "", RoomSettings())
        holdings(two).take_over(mirror.left_behind(), GONE)
        await turns(20)
        assert two.session.session_id == one.session.session_id
        assert [room.room_id for room in two.rooms.all()] == [own.room_id, ROOM]
        assert two.observer
        await two.come(5, "anna")
        await two.go(5)
        await two.wait(10)
        (ended,) = two.told(SessionEnded)
        assert ended.session.session_id == one.session.session_id


async def test_a_room_that_another_member_has_is_left_and_its_session_ends_there_alone() -> None:
    async with member(FakeMirror()) as one:
        await one.create()
        await one.come(1, "anna")
        await holdings(one).give_up(one_of(one))
        await turns(20)
        with pytest.raises(NotFoundError):
            one.rooms.find(ROOM)
        assert one.managed.keepers.get(ROOM) is None
        assert not one.told(SessionEnded)
        assert not one.removed
        assert len(one.daemon.registry) == 0


async def test_a_member_that_is_fenced_ends_no_session_until_it_has_its_lease_again() -> None:
    async with member(FakeMirror()) as one:
        await one.create(close=CloseRules(duration_s=60))
        await one.come(1, "anna")
        held = holdings(one)
        await held.fence()
        await one.wait(70)
        assert not one.told(SessionEnded)
        held.resume()
        await one.wait(12)
        (ended,) = one.told(SessionEnded)
        assert ended.session.reason is EndReason.DURATION


async def test_who_makes_a_room_at_the_moment_in_which_another_member_does_is_told() -> None:
    mirror = LosingMirror()
    async with member(mirror) as one:
        mirror.losing = holdings(one)
        with pytest.raises(UnavailableError) as refused:
            await one.rooms.create(ROOM, "mine", RoomSettings())
        assert refused.value.reason == "MANAGED_ROOM_MADE_ELSEWHERE"
        assert one.rooms.all() == []
        assert one.rooms.called("mine") is None
        assert one.told(ManagedRoomCreated) == []
        assert one.managed.keepers.get(ROOM) is None


async def test_a_room_is_neither_told_of_nor_observed_before_it_is_the_members_own() -> None:
    mirror = SlowMirror()
    async with member(mirror) as one, asyncio.TaskGroup() as tasks:
        making = tasks.create_task(one.rooms.create(ROOM, "", RoomSettings(observe_always=True)))
        await turns(20)
        assert one.told(ManagedRoomCreated) == []
        assert one.managed.keepers.get(ROOM) is None
        mirror.answers.set()
        await making
        assert [event.room.room_id for event in one.told(ManagedRoomCreated)] == [ROOM]
        assert one.managed.keepers.get(ROOM)


async def test_a_room_that_nobody_waits_for_any_more_is_not_made() -> None:
    mirror = SlowMirror()
    async with member(mirror) as one, asyncio.TaskGroup() as tasks:
        making = tasks.create_task(one.rooms.create(ROOM, "mine", RoomSettings()))
        await turns(20)
        making.cancel()
        await asyncio.wait([making])
        assert making.cancelled()
        assert one.rooms.all() == []
        assert mirror.holdings == {}


class SlowMirror(FakeMirror):
    """One that has written nothing before it `answers`."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()

    async def written(self) -> None:
        await self.answers.wait()


class LosingMirror(FakeMirror):
    """One that finds out that others have the names given to rooms."""

    losing: Holdings | None = None

    async def written(self) -> None:
        if self.losing:
            names = [place for place in self.holdings if place.kind == "managed_custom_ids"]
            await self.losing.give_up(names)
        await asyncio.sleep(0)


def one_of(ground: Ground) -> list[Place]:
    """The place of its room."""
    return [Place("managed_rooms", room.key) for room in ground.rooms.all()]
