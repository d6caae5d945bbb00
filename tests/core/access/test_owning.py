"""Whose connections are whose in the plane: what others see, and what becomes of those of an ended key."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from odind.core.access.grant import Grant
from odind.core.access.key import ApiKey, declared_hash, key_text
from odind.core.access.live import LOOK_EVERY_S
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import ALL, Verb
from odind.core.errors import NotFoundError, PermissionDeniedError, ResourceExhaustedError
from odind.core.log.log import Entry
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.consumers import MAX_OF_A_KEY
from odind.core.rooms.events import ConnectionLeft
from odind.core.rooms.watching import Snapshot, Wanted
from tests.core.fakes import House, open_house, turns

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "s" * 43
ROOMS = ("lobby", "hall")


def declared(house: House, *names: str, grant: Grant | None = None) -> list[Principal]:
    """Declare keys, and no others; return who shows them."""
    granted = grant or Grant(ALL - {Verb.ADMIN}, ROOMS)
    house.plane.keys.declare(
        {name: ApiKey(name, name, granted, declared_hash(SECRET), 0.0, declared=True) for name in names}
    )
    return [house.plane.keys.principal(key_text(name, SECRET)) for name in names]


async def join(house: House, by: Principal, room_id: str = "lobby") -> str:
    return (await house.plane.rooms.join(JoinRequest(room_id, "anna"), by)).connection_id


def listed(house: House, by: Principal) -> set[str]:
    return {view.connection_id for view in house.plane.rooms.list_page(0, "", by)[0]}


async def test_a_key_lists_watches_and_adopts_its_own_alone():
    async with open_house() as house:
        one, two = declared(house, "one", "two")
        chief = Principal("chief", Grant(frozenset({Verb.ADMIN}), ("lobby",)))
        ids = {by: await join(house, by) for by in (OWNER, one, two)}
        elsewhere = await join(house, one, "hall")
        assert listed(house, one) == {ids[one], elsewhere}
        assert listed(house, two) == {ids[two]}
        assert listed(house, chief) == set(ids.values())
        assert listed(house, OWNER) == {*ids.values(), elsewhere}
        async with aclosing(house.watches.watch(Wanted(after_sequence=0, until_now=True, by=two))) as items:
            told = {item.subject async for item in items if isinstance(item, Entry)}
        assert told == {ids[two]}
        with pytest.raises(NotFoundError, match="HOLDER_NOT_FOUND"):
            await hold_and_adopt(house, ids[one], two)


async def hold_and_adopt(house: House, connection_id: str, by: Principal) -> None:
    """Hold a connection under a name, and have another take over what is held under it."""
    async with aclosing(house.plane.holding.hold([connection_id], "program")) as held:
        await anext(held)
        async with aclosing(house.plane.holding.adopt([], "program", "other", by)) as adopted:
            await anext(adopted)


async def test_a_consumer_of_one_key_is_not_that_of_another():
    async with open_house() as house:
        one, two = declared(house, "one", "two")
        for by in (one, two, OWNER):
            assert await house.plane.consumers.place("billing", by) is None
        assert [name for name, _ in house.plane.consumers.all(one)] == ["billing"]
        await house.plane.consumers.delete("billing", one)
        assert house.plane.consumers.all(one) == []
        assert [name for name, _ in house.plane.consumers.all(two)] == ["billing"]


async def test_one_key_and_its_sessions_cannot_have_all_consumers():
    async with open_house() as house:
        one, two = declared(house, "one", "two")
        session = house.plane.sessions.create("lobby", "anna", frozenset(), 50, one)
        page = house.plane.sessions.principal(session.text)
        for number in range(MAX_OF_A_KEY):
            await house.plane.consumers.place(f"c{number}", page if number % 2 else one)
        for by in (one, page):
            with pytest.raises(ResourceExhaustedError, match="TOO_MANY_CONSUMERS"):
                await house.plane.consumers.place("another", by)
        await house.plane.consumers.place("another", two)
        await house.plane.consumers.place("another", OWNER)


async def test_a_token_of_ones_own_leads_into_no_other_room_nor_as_another_user():
    async with open_house() as house:
        some = Principal("some", Grant(ALL, ("lobby",), ("bot-*",)))
        for room, user, reason in (("cellar", "bot-1", "ROOM"), ("lobby", "anna", "USER")):
            token = house.plane.tokens.create(access_key=None, room_ids=[room], user_id=user).token
            with pytest.raises(PermissionDeniedError, match=f"{reason}_NOT_GRANTED"):
                await house.plane.rooms.join(JoinRequest(token=token), some)
        assert not house.runtime.links


def undeclare(house: House) -> None:
    house.plane.keys.declare({})


def expire(house: House) -> None:
    house.clock.advance(100)
    house.plane.live.look()


@pytest.mark.parametrize("end", [undeclare, expire])
async def test_the_connections_of_a_key_that_ends_are_left_and_no_others(end: Callable[[House], None]):
    async with open_house() as house:
        until = replace(Grant(ALL, ROOMS), expires_at=house.clock.now() + 100)
        (key,) = declared(house, "one", grant=until)
        session = house.plane.sessions.create("lobby", "anna", frozenset(), 50, key)
        mine = {await join(house, key), await join(house, house.plane.sessions.principal(session.text))}
        of_owner = house.plane.sessions.create("lobby", "anna", frozenset(), 50, OWNER)
        others = {await join(house, OWNER), await join(house, house.plane.sessions.principal(of_owner.text))}
        async with aclosing(house.watches.watch(Wanted(kinds=(ConnectionLeft,)))) as items:
            assert isinstance(await anext(items), Snapshot)
            end(house)
            left = [await anext(items), await anext(items)]
        assert {(one.subject, one.event.reason) for one in left} == {(one, "GRANT_OVER") for one in mine}
        await turns()
        assert listed(house, OWNER) == others
        assert LOOK_EVERY_S <= 1
