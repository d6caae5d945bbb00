"""Connections that stay for as long as a call holds them: over gRPC, from join to CALLER_GONE."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.v1 import rooms_pb2

from .bench import MONO, NOW, PATIENCE, Bench, until
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
    return bool(lease.holders)


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


async def test_who_holds_a_connection_is_shown(bench: Bench) -> None:
    connection = await bench.join(linger=SHORT, on_lost=rooms_pb2.ON_LOST_MUTE)
    assert connection.on_lost == rooms_pb2.ON_LOST_MUTE
    holding = await hold(bench, connection.connection_id, holder="bot")
    watching = await watch(bench, connection.connection_id)
    (named, unnamed) = (await got(bench, connection)).holders
    assert (named.name, named.kind) == ("bot", rooms_pb2.HOLDER_KIND_HOLD)
    assert (unnamed.name, unnamed.kind) == ("", rooms_pb2.HOLDER_KIND_WATCH)
    assert named.since.ToSeconds() == unnamed.since.ToSeconds() == round(NOW)
    holding.cancel()
    watching.call.cancel()
    await until(lambda: not held(bench, connection.connection_id))
    shown = await got(bench, connection)
    assert (list(shown.holders), shown.last_holder) == ([], "bot")


async def test_events_tell_when_a_lease_is_lost_and_had_again(bench: Bench) -> None:
    watching = await watch(bench)
    connection = await bench.join(linger=timedelta(seconds=60), on_lost=rooms_pb2.ON_LOST_KEEP)
    await watching.event()
    holding = await hold(bench, connection.connection_id, holder="bot")
    assert (await watching.event()).held.holder.name == "bot"
    holding.cancel()
    released = (await watching.event()).released
    assert released.on_lost == rooms_pb2.ON_LOST_KEEP
    assert released.leaves_at.ToSeconds() == round(NOW) + 60
    watching.call.cancel()


async def test_another_program_takes_over_without_a_moment_in_which_nobody_holds(bench: Bench) -> None:
    watching = await watch(bench)
    first, second = [
        await bench.join(name, linger=SHORT, on_lost=rooms_pb2.ON_LOST_LEAVE) for name in ("one", "two")
    ]
    old = await hold(bench, first.connection_id, second.connection_id, holder="old")
    request = rooms_pb2.AdoptConnectionsRequest(connection_ids=[first.connection_id], holder="new")
    new = bench.ask_rooms.AdoptConnections(request)
    assert list((await new.read()).connection_ids) == [first.connection_id]
    request = rooms_pb2.AdoptConnectionsRequest(from_holder="old")
    newer = bench.ask_rooms.AdoptConnections(request)
    assert list((await newer.read()).connection_ids) == [second.connection_id]
    assert await old.code() is grpc.StatusCode.FAILED_PRECONDITION
    kinds = []
    while kinds.count("adopted") < 2:
        kinds.append((await watching.event()).WhichOneof("kind"))
    assert [kind for kind in kinds if kind != "peer_joined"] == [
        "joined",
        "joined",
        "held",
        "held",
        "adopted",
        "adopted",
    ]
    new.cancel()
    newer.cancel()
    assert (await left(watching)).reason == "CALLER_GONE"
    watching.call.cancel()


async def test_a_program_that_is_started_again_takes_over_what_it_held_by_its_name(bench: Bench) -> None:
    connection = await bench.join(linger=timedelta(seconds=60))
    killed = await hold(bench, connection.connection_id, holder="bot")
    killed.cancel()
    await until(lambda: not held(bench, connection.connection_id))
    again = bench.ask_rooms.AdoptConnections(
        rooms_pb2.AdoptConnectionsRequest(from_holder="bot", holder="bot")
    )
    assert list((await again.read()).connection_ids) == [connection.connection_id]
    assert held(bench, connection.connection_id)
    again.cancel()


async def test_with_leave_the_end_of_the_call_is_the_end_of_the_connection(bench: Bench) -> None:
    connection = await bench.join(linger=timedelta(days=1), on_lost=rooms_pb2.ON_LOST_LEAVE)
    watching = await watch(bench)
    holding = await hold(bench, connection.connection_id)
    holding.cancel()
    assert (await left(watching)).reason == "CALLER_GONE"
    watching.call.cancel()


@pytest.mark.parametrize("on_lost", [rooms_pb2.ON_LOST_KEEP, rooms_pb2.ON_LOST_MUTE])
async def test_a_time_that_is_too_long_is_refused_whatever_is_to_become_of_it(
    bench: Bench, on_lost: Any
) -> None:
    with pytest.raises(grpc.aio.AioRpcError, match="linger is"):
        await bench.join(linger=timedelta(days=365), on_lost=on_lost)
