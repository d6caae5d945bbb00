"""Members of a fleet answer for one another."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from odind.client import Snapshot
from odind.client.messages import MemberState, Placement
from odind.core.errors import NotFoundError, ResourceExhaustedError, UnavailableError
from odind.tls.authority import Authority
from tests.e2e.watching import Watching

from .members import LOOPBACK, PATIENCE, clients_of

if TYPE_CHECKING:
    from odind.client import Daemon
    from tests.storage.servers import PostgresServer

    from .members import Fleet

SERVING = MemberState.MEMBER_STATE_SERVING


async def listed(client: Daemon, names: set[str]) -> None:
    """Wait until the daemon knows that these members, and no others, serve."""
    async with asyncio.timeout(PATIENCE):
        while {one.name for one in (await client.members()).members if one.state == SERVING} != names:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_any_member_answers_for_all(fleet: Fleet) -> None:
    first, second = fleet.start("one"), fleet.start("two")
    await first.ready()
    await second.ready()
    async with clients_of(first, second) as (one, two):
        await listed(one, {"one", "two"})
        await listed(two, {"one", "two"})
        there = await one.join_room("lobby", user_id="anna", placement=Placement(member="two"))
        here = await one.join_room("lobby", user_id="bert", placement=Placement(labels={"side": "one"}))
        for client in (one, two):
            assert (await client.capacity()).fleet.members == 2
            found = [connection.connection_id async for connection in client.connections()]
            assert sorted(found) == sorted([there.connection_id, here.connection_id])
            view = await client.connection(there.connection_id)
            assert view.view.user_id == "anna"
            assert view.view.audio_target == ""
        watch = there.watch_events()
        with closing(watch):
            assert isinstance(await anext(watch), Snapshot)
            await here.send_message(b"hello")
            assert await Watching(watch).gets_message() == b"hello"


async def test_a_second_member_of_one_name_does_not_start(fleet: Fleet) -> None:
    await fleet.start("one").ready()
    second = fleet.start("two", NAME="one")
    assert await second.exit_code() == 1
    assert "FLEET_NAME_TAKEN" in second.log()


async def test_a_database_of_another_schema_is_refused(fleet: Fleet, postgres: PostgresServer) -> None:
    postgres.run_sql(
        fleet.url, "create table fleet_schema (version integer); insert into fleet_schema values (7)"
    )
    member = fleet.start("one")
    assert await member.exit_code() == 1
    assert "FLEET_SCHEMA_OTHER" in member.log()


async def test_a_certificate_of_another_fleet_is_not_believed(fleet: Fleet) -> None:
    stranger = Authority(fleet.folder / "strangers")
    stranger.make(time.time())
    pair = stranger.make_member("two", [LOOPBACK], time.time())
    first = await fleet.start("one").ready()
    files = {"CERTIFICATE": pair.certificate, "KEY": pair.key, "CA": stranger.files.certificate}
    second = await fleet.start("two", **{name: str(file) for name, file in files.items()}).ready()
    async with clients_of(first, second) as (one, _):
        await listed(one, {"one", "two"})
        with pytest.raises(UnavailableError) as caught:
            await one.join_room("lobby", user_id="anna", placement=Placement(member="two"))
        assert caught.value.reason == "MEMBER_UNREACHABLE"


async def test_placements_that_nobody_meets_are_refused(fleet: Fleet) -> None:
    first = await fleet.start("one").ready()
    async with clients_of(first) as (one,):
        await listed(one, {"one"})
        with pytest.raises(ResourceExhaustedError) as caught:
            await one.join_room("lobby", user_id="anna", placement=Placement(labels={"side": "dark"}))
        assert caught.value.reason == "NO_MEMBER_FITS"
        with pytest.raises(NotFoundError) as missing:
            await one.join_room("lobby", user_id="anna", placement=Placement(member="nine"))
        assert missing.value.reason == "MEMBER_NOT_FOUND"
        with pytest.raises(NotFoundError):
            await one.member("nine")
