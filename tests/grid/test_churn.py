"""Many come and go: nothing of them is left, and those who stay keep talking."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

from odind.grid import GridLimits, Rate
from odind.grid.quic.connection import Connection
from odind.grid.sfu.rooms import Room
from odind.grid.sfu.session import Session
from tests.grid.raw_client import RawClient, raw_client

FRAME_S = 0.02
RAW_CONNECTS = 150
REAL_JOINS = 40
AT_ONCE = 10


def alive(*kinds: type) -> int:
    gc.collect()
    return sum(type(thing) in kinds for thing in gc.get_objects())


async def come_and_go(party: Any, number: int) -> None:
    """Connect, get this far or that, and vanish in one way or another."""
    async with raw_client(party) as client:
        if number % 4 == 0:
            return
        await client.request()
        if number % 4 == 1:
            client.send(b"\x81\xa4Room")
            return
        await client.enter(party, f"guest {number}", f"room {number % 7}")
        if number % 4 == 2:
            client.send(b"", end=True)
            await client.until(lambda: client.terminated)


async def test_hundreds_of_connects_and_disconnects_leave_nothing_behind(open_party: Any):
    limits = GridLimits(incoming_messages=Rate(1000, 1000))
    async with open_party(limits=limits) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        tasks_before, kept_before = len(asyncio.all_tasks()), alive(Connection, Session, Room)
        for start in range(0, RAW_CONNECTS, AT_ONCE):
            async with asyncio.TaskGroup() as group:
                for number in range(start, start + AT_ONCE):
                    group.create_task(come_and_go(party, number))
            heard = bob.heard(alice.peer_id)
            while bob.heard(alice.peer_id) == heard:  # a single datagram may be lost
                alice.speak(1)
                await asyncio.sleep(FRAME_S)
        assert party.grid.counters.joins >= RAW_CONNECTS // 2
        await party.until(lambda: party.grid.status()["connections"] == 2)
        assert len(party.grid.rooms) == 1
        assert party.grid.counters.joins - party.grid.counters.leaves == 2
        assert len(asyncio.all_tasks()) <= tasks_before
        assert alive(RawClient) == 0
        assert alive(Connection, Session, Room) <= kept_before


async def test_real_clients_that_join_and_leave_in_crowds_leave_nothing_behind(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        for start in range(0, REAL_JOINS, AT_ONCE):
            guests = [party.start_joining(f"guest {n}") for n in range(start, start + AT_ONCE)]
            for guest in guests:
                await guest.sees("NewReconnectToken")
            while not alice.heard(guests[0].peer_id):  # a single datagram may be lost
                guests[0].speak(1)
                await asyncio.sleep(FRAME_S)
            for guest in guests:
                assert [e for e in guest.events.entries if "RoomStatusChanged" in e][2:] == []
                guest.room.close()
        await alice.sees("PeerLeft", times=REAL_JOINS)
        await party.until(lambda: party.grid.status()["connections"] == 1)
        assert party.grid.lobby.peer_count == 1
        assert [e for e in alice.events.entries if "RoomStatusChanged" in e][2:] == []
