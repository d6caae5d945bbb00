"""Managed rooms of a fleet: whichever member is asked there is one of each, which one member observes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.client.messages import Placement, RoomSettings
from odind.core.errors import AlreadyExistsError, FailedPreconditionError

from .members import clients_of
from .test_adoption import NAMES, until
from .test_members import listed

if TYPE_CHECKING:
    from .members import Fleet, Observers


async def test_a_room_is_made_once_and_goes_on_with_its_session_when_its_member_dies(
    fleet: Fleet, observers: Observers
) -> None:
    members = [await fleet.start(name).ready() for name in NAMES]
    await observers.enter("lobby")
    async with clients_of(*members) as (one, two):
        await listed(one, set(NAMES))
        await listed(two, set(NAMES))
        made = await two.managed.create("lobby", custom_id="mine", settings=RoomSettings(observe_always=True))
        with pytest.raises(AlreadyExistsError):
            await one.managed.create("lobby")
        assert (await one.managed.create(custom_id="mine")).managed_id == made.managed_id
        with pytest.raises(FailedPreconditionError) as refused:
            await one.join_room("lobby", user_id="anna", placement=Placement(member="one"))
        assert refused.value.reason == "ROOM_OF_ANOTHER_MEMBER"

        there = await one.join_room("lobby", user_id="anna")

        async def is_there() -> bool:
            found = (await one.members()).members
            return {member.name: member.connections for member in found} == {"one": 0, "two": 2}

        await until(is_there)
        await observers.see(2)
        session = (await one.managed.get("lobby")).session_id
        assert session
        fleet.members["two"].kill()
        await fleet.members["two"].exit_code()

        async def goes_on() -> bool:
            rooms = [room async for room in one.managed.rooms()]
            return [(room.session_id, bool(room.observer_id)) for room in rooms] == [(session, True)]

        await until(goes_on)

        async def is_observed() -> bool:
            return observers.most()["odind-observer"] == 2  # with that of the member that is dead

        await until(is_observed)
        assert (await one.connection(there.connection_id)).view.user_id == "anna"
        assert (await one.managed.end_session(session)).ended_at.ToSeconds()
        assert [found.session_id async for found in one.managed.sessions("lobby")] == [session]
