"""Connections that stay for as long as a call holds them: over gRPC, from join to CALLER_GONE."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.v1 import rooms_pb2

from .bench import MONO, PATIENCE, Bench, until
from .test_room_service_errors import hold
from .test_watching import watch

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration

    from .test_watching import Watch

SHORT = timedelta(seconds=1)


async def watch_it(bench: Bench, connection_id: str) -> Any:
    return (await watch(bench, connection_id)).call


async def listen(bench: Bench, connection_id: str) -> Any:
    return await bench.attached(connection_id, receive=MONO)


def held(bench: Bench, connection_id: str) -> bool:
    """Whether a call holds a connection; nobody else announces it."""
    lease = bench.plane.registry.find(connection_id).lease
    return bool(lease.holders or lease._attended)


async def left(watching: Watch) -> rooms_pb2.ConnectionLeft:
    """Wait until a connection is left."""
    async with asyncio.timeout(PATIENCE):
        while True:
            event = await watching.event()
            if event.HasField("left"):
                return event.left


@pytest.mark.parametrize("call", [hold, watch_it, listen], ids=lambda call: call.__name__)
async def test_a_connection_is_left_after_the_call_that_held_it(bench: Bench, call: Any) -> None:
    connection = await bench.join(linger=SHORT)
    watching = await watch(bench)
    running = await call(bench, connection.connection_id)
    await until(lambda: held(bench, connection.connection_id))
    running.cancel()
    await until(lambda: not held(bench, connection.connection_id))
    assert (await left(watching)).reason == "CALLER_GONE"
    assert bench.runtime.links == []
    watching.call.cancel()


async def test_the_time_is_shown_and_stays_unset_where_it_was(bench: Bench) -> None:
    short, for_ever = await bench.join("me", linger=timedelta(seconds=90.5)), await bench.join("you")
    listed = (await bench.ask_rooms.ListConnections(rooms_pb2.ListConnectionsRequest())).connections
    assert list(listed) == [await got(bench, short), await got(bench, for_ever)]
    assert seconds(listed[0].linger) == 90.5
    assert not listed[1].HasField("linger")


async def got(bench: Bench, connection: rooms_pb2.Connection) -> rooms_pb2.Connection:
    request = rooms_pb2.GetConnectionRequest(connection_id=connection.connection_id)
    return (await bench.ask_rooms.GetConnection(request)).connection


def seconds(duration: Duration) -> float:
    return duration.ToTimedelta().total_seconds()


async def test_a_hold_ends_with_ok_when_its_connection_is_left(bench: Bench) -> None:
    connection = await bench.join(linger=SHORT)
    watching = await watch(bench)
    call = await hold(bench, connection.connection_id)
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=connection.connection_id))
    assert not [answer async for answer in call]
    assert await call.code() is grpc.StatusCode.OK
    assert (await left(watching)).reason == "LEFT_BY_US"
    watching.call.cancel()


async def test_a_hold_ends_with_ok_when_the_daemon_stops(bench: Bench) -> None:
    call = await hold(bench, (await bench.join(linger=SHORT)).connection_id)
    bench.stop()
    assert not [answer async for answer in call]
    assert await call.code() is grpc.StatusCode.OK
