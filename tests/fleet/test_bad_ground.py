"""Members with a wrong clock, and members that others reach slowly or not at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.client.messages import Placement
from odind.core.errors import UnavailableError
from odind.v1 import rooms_pb2
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from tests.http.installed import free_port

from .members import LOOPBACK, PATIENCE, clients_of
from .partition import way_to_port
from .test_failure import all_joined
from .test_members import listed

if TYPE_CHECKING:
    from tests.e2e.processes import DaemonProcess

    from .members import Fleet

HOUR_S = 3_600
AHEAD = f"""
import time
right = time.time
time.time = lambda: right() + {HOUR_S}
"""
"""What Python runs before a daemon."""

LONG = "10s"
"""A lease that ends on no machine, however busy, while a member is silent for others."""


async def lists(member: DaemonProcess, unreachable: set[str]) -> set[str]:
    """Wait until a list of connections names these members as unreachable; return what is in it."""
    async with asyncio.timeout(PATIENCE), member.channel() as channel:
        while True:
            page = await RoomServiceStub(channel).ListConnections(rooms_pb2.ListConnectionsRequest())
            if set(page.unreachable) == unreachable:
                return {one.connection_id for one in page.connections}


async def test_a_member_whose_clock_is_wrong_leaves_joins_to_others(fleet: Fleet) -> None:
    (fleet.folder / "sitecustomize.py").write_text(AHEAD)
    ahead = {"PYTHONPATH": str(fleet.folder)}
    started = [
        fleet.start(name, environment=ahead if name == "one" else {}) for name in ("one", "two", "three")
    ]
    members = [await member.ready() for member in started]
    async with clients_of(*members) as clients:
        for client in clients:
            await listed(client, {"one", "two", "three"})
        assert round((await clients[1].member("one")).clock_ahead.seconds / HOUR_S) == 1
        joined = {
            (await clients[0].join_room("lobby", user_id=f"user {number}")).connection_id
            for number in range(4)
        }
        await all_joined(clients[0], joined)
        members[1].kill()
        await members[1].exit_code()
        await all_joined(clients[0], joined)
        await listed(clients[2], {"one", "three"})


async def test_a_member_that_answers_slowly_or_not_is_told(fleet: Fleet) -> None:
    port = free_port()
    async with way_to_port(port) as (way, address):
        first = await fleet.start("one", LEASE=LONG).ready()
        second = await fleet.start("two", LEASE=LONG, LISTEN=f"{LOOPBACK}:{port}", ADDRESS=address).ready()
        async with clients_of(first, second) as (one, two):
            for client in (one, two):
                await listed(client, {"one", "two"})
            here = await two.join_room("lobby", user_id="anna", placement=Placement(member="one"))
            there = await one.join_room("lobby", user_id="ben", placement=Placement(member="two"))
            both = {here.connection_id, there.connection_id}
            way.delay_s = 0.3
            assert (await one.connection(there.connection_id)).view.user_id == "ben"
            assert await lists(first, set()) == both
            way.cut()
            assert await lists(first, {"two"}) == {here.connection_id}
            with pytest.raises(UnavailableError) as caught:
                await one.send_message(there.connection_id, b"hello")
            assert caught.value.reason == "MEMBER_UNREACHABLE"
            assert caught.value.metadata["name"] == "two"
            assert await lists(second, set()) == both
            way.delay_s = 0
            way.mend()
            assert await lists(first, set()) == both
