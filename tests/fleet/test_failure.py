"""Members that die, stall or lose the database: each user stays in its room, and never is there twice."""

from __future__ import annotations

import asyncio
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.client import ConnectionState
from odind.client.messages import MemberState, Placement
from odind.core.errors import UnavailableError

from .members import PATIENCE, clients_of
from .partition import way_to
from .test_members import listed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import Daemon
    from tests.storage.servers import PostgresServer

    from .members import Fleet, Observers

FENCED = MemberState.MEMBER_STATE_FENCED
JOINED = ConnectionState.CONNECTION_STATE_JOINED
ROOMS = ("lobby", "kitchen", "attic")
LEASE_S = 3
EACH = 4
"""Connections of each member."""
NAMES = ("one", "two", "three")


async def states(client: Daemon) -> dict[str, ConnectionState.ValueType]:
    return {one.connection_id: one.view.state async for one in client.connections()}


async def all_joined(client: Daemon, wanted: set[str]) -> None:
    """Wait until these connections, and no others, are in their rooms, whichever member has them."""
    found: object = None
    try:
        async with asyncio.timeout(PATIENCE):
            while (found := await states(client)) != dict.fromkeys(wanted, JOINED):  # noqa: ASYNC110 - of many members
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"wanted {wanted}, found {found}") from None


@asynccontextmanager
async def party(
    fleet: Fleet, observers: Observers, last_url: str = ""
) -> AsyncIterator[tuple[list[Daemon], set[str]]]:
    """Three members, each with connections of its own in all rooms, which the observers see.

    The last one may have a way of its own to the database.
    """
    for name in NAMES:
        fleet.start(name, URL=last_url if last_url and name == NAMES[-1] else fleet.url)
    members = [await fleet.members[name].ready() for name in NAMES]
    await observers.enter(*ROOMS)
    async with clients_of(*members) as clients:
        await listed(clients[0], set(NAMES))
        joined = set()
        for name in NAMES:
            for number in range(EACH):
                room, user = ROOMS[number % len(ROOMS)], f"{name} {number}"
                where = Placement(member=name)
                joined.add((await clients[0].join_room(room, user_id=user, placement=where)).connection_id)
        yield clients, joined


async def test_others_take_over_from_a_member_that_was_killed(fleet: Fleet, observers: Observers) -> None:
    async with party(fleet, observers) as (clients, joined):
        fleet.members["three"].kill()
        await fleet.members["three"].exit_code()
        await all_joined(clients[0], joined)
        await observers.see(len(joined))
        again = await fleet.start("three").ready()
        async with clients_of(again) as (client,):
            await all_joined(client, joined)


async def test_a_member_that_stalls_gives_its_rooms_up(fleet: Fleet, observers: Observers) -> None:
    async with party(fleet, observers) as (clients, joined):
        fleet.members["three"].kill(signal.SIGSTOP)
        await all_joined(clients[0], joined)
        fleet.members["three"].kill(signal.SIGCONT)
        await listed(clients[2], set(NAMES))
        await all_joined(clients[2], joined)
        await observers.see(len(joined))


async def test_a_member_that_is_cut_off_leaves_its_rooms_before_others_enter_them(
    fleet: Fleet, observers: Observers
) -> None:
    async with (
        way_to(fleet.url, fleet.folder / "way") as (way, url),
        party(fleet, observers, url) as (clients, joined),
    ):
        way.cut()
        async with asyncio.timeout(PATIENCE):
            while (await clients[2].member()).state != FENCED:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        with pytest.raises(UnavailableError) as caught:
            await clients[2].join_room("lobby", user_id="late", placement=Placement(member="three"))
        assert caught.value.reason == "FLEET_FENCED"
        await all_joined(clients[0], joined)
        assert set(observers.most().values()) == {1}
        way.mend()
        await listed(clients[2], set(NAMES))
        await all_joined(clients[2], joined)
        assert set(observers.most().values()) == {1}


async def test_nothing_changes_while_the_database_is_away(
    fleet: Fleet, observers: Observers, postgres: PostgresServer
) -> None:
    async with party(fleet, observers) as (clients, joined):
        postgres.stop()
        async with asyncio.timeout(PATIENCE):
            while (await clients[0].members()).age.seconds <= 2 * LEASE_S:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert (await clients[0].members()).problem
        await all_joined(clients[0], joined)
        more = await clients[1].join_room("lobby", user_id="late", placement=Placement(member="two"))
        joined.add(more.connection_id)
        postgres.start()
        await listed(clients[0], set(NAMES))
        await all_joined(clients[2], joined)
        assert set(observers.most().values()) == {1}
