"""What callers see of a lost worker, with rooms in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.core.errors import PermissionDeniedError, UnavailableError
from odind.v1 import audio_pb2, payload_pb2, rooms_pb2, statistics_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from tests.rpc.bench import MONO, config_of
from tests.rpc.cases import error_info
from tests.rpc.test_holding import SHORT, held, left
from tests.rpc.test_room_service_errors import hold
from tests.rpc.test_watching import watch

from .bench import FrontBench, until

if TYPE_CHECKING:
    from typing import Any


async def worker_of(bench: FrontBench, connection_id: str) -> int:
    return bench.worker_of(connection_id)


async def fails_with(call: Any, reason: str) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    assert error_info(caught.value).reason == reason


async def read_on(call: Any) -> None:
    while await call.read() is not grpc.aio.EOF:
        pass


async def test_a_lost_connection_is_back_under_its_id_with_its_data(bench: FrontBench):
    lost, kept = (
        await bench.join("lost", user_data=payload_pb2.Payload(data=b"first")),
        await bench.join("kept"),
    )
    await bench.ask_rooms.UpdateUserData(
        rooms_pb2.UpdateUserDataRequest(
            connection_id=lost.connection_id, user_data=payload_pb2.Payload(json="[2]")
        )
    )
    watching = await watch(bench, lost.connection_id)
    bench.crash(await worker_of(bench, lost.connection_id))
    gone = await watching.event()
    assert gone.reconnecting.detail.startswith("worker ")
    back = await watching.event()
    assert back.sequence > gone.sequence
    view = back.joined.connection
    assert (view.connection_id, view.user_id, view.user_data.json) == (lost.connection_id, "lost", "[2]")
    assert (view.created_at, view.audio_target) == (lost.created_at, lost.audio_target)
    assert [peer.user_id for peer in view.peers] == ["kept"]
    request = rooms_pb2.GetConnectionRequest(connection_id=lost.connection_id)
    assert (await bench.ask_rooms.GetConnection(request)).connection == view
    assert (await bench.ask_rooms.ListConnections(rooms_pb2.ListConnectionsRequest())).connections[1] == (
        await bench.ask_rooms.GetConnection(rooms_pb2.GetConnectionRequest(connection_id=kept.connection_id))
    ).connection


async def test_a_join_under_way_on_a_lost_worker_fails_and_leaves_nothing(bench: FrontBench):
    bench.runtime.hold_joins()
    joining = bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="room", user_id="me"))
    await until(lambda: bench.runtime.links)
    (entry,) = bench.plane.registry.named(())
    watching = await watch(bench)
    assert watching.snapshot.connections[0].state == rooms_pb2.CONNECTION_STATE_JOINING
    bench.crash(bench.worker_of(entry.connection_id))
    await fails_with(joining, "WORKER_LOST")
    assert (await watching.event()).HasField("left")
    await until(lambda: len(bench.plane.registry) == 0)


async def test_an_audio_call_of_a_lost_worker_ends_and_can_be_made_again(bench: FrontBench):
    connection = await bench.join()
    call = await bench.attached(connection.connection_id, receive=MONO)
    watching = await watch(bench)
    bench.crash(await worker_of(bench, connection.connection_id))
    await fails_with(call.read(), "WORKER_LOST")
    await until_joined(watching)
    again = await bench.attached(connection.connection_id, receive=MONO)
    again.cancel()


async def test_an_audio_call_on_a_connection_that_is_being_restored_waits_for_it(bench: FrontBench):
    connection_id = await bench.join_id()
    bench.runtime.hold_joins()
    bench.crash(bench.worker_of(connection_id))
    await until(lambda: bench.plane.registry.find(connection_id).away and bench.runtime.links)
    call = await bench.audio(config_of(connection_id, receive=MONO))
    bench.runtime.links[0].enter()
    assert (await call.read()).HasField("started")
    call.cancel()


async def until_joined(watching: Any) -> None:
    async with asyncio.timeout(20):
        while not (await watching.event()).HasField("joined"):
            pass


async def test_lanes_on_the_other_worker_go_on(bench: FrontBench):
    one, two = await bench.join("one"), await bench.join("two")
    assert await worker_of(bench, one.connection_id) != await worker_of(bench, two.connection_id)
    call = await bench.attached(one.connection_id, receive=MONO)
    await call.write(config_of(two.connection_id, receive=MONO))
    assert (await call.read()).lane == 1
    bench.crash(await worker_of(bench, one.connection_id))
    while True:
        response: audio_pb2.StreamAudioResponse = await call.read()
        if response.HasField("lane_ended"):
            break
    ended = response.lane_ended
    assert (response.lane, ended.reason, ended.code) == (0, "WORKER_LOST", "UNAVAILABLE")
    async with bench.ticking():
        frames = (await call.read()).frames
    assert {frame.lane for frame in frames.frames} == {1}
    call.cancel()


async def test_a_refused_return_is_told_and_an_unreachable_server_is_tried_again(bench: FrontBench):
    one, two = await bench.join("one"), await bench.join("two")
    watching = await watch(bench)
    bench.runtime.refuse_joins(PermissionDeniedError("TOKEN_REFUSED", "we know you not"))
    bench.crash(await worker_of(bench, one.connection_id))
    events = [await watching.event() for _ in range(3)]
    left = next(event for event in events if event.HasField("left"))
    assert (left.connection_id, left.left.detail) == (one.connection_id, "we know you not (TOKEN_REFUSED)")
    bench.runtime.refuse_joins(UnavailableError("SERVER_UNREACHABLE", "nobody is there"))
    bench.crash(await worker_of(bench, two.connection_id))
    await until(lambda: bench.plane.registry.find(two.connection_id).away)
    await asyncio.sleep(0.7)
    bench.runtime.allow_joins()
    await until_joined(watching)


async def test_a_connection_whose_reconnect_is_refused_joins_again_in_its_worker(bench: FrontBench):
    one = await bench.join("one")
    watching = await watch(bench, one.connection_id)
    call = bench.ask_audio.StreamAudio()
    await call.write(config_of(one.connection_id, receive=MONO))
    assert (await call.read()).HasField("started")
    bench.runtime.link("one").close(PermissionDeniedError("ROOM_REFUSED", "the token has expired"))
    await until_joined(watching)
    await fails_with(read_on(call), "CONNECTION_LOST")
    await bench.ask_rooms.UpdateUserData(rooms_pb2.UpdateUserDataRequest(connection_id=one.connection_id))
    assert all(host.serving for host in bench.plane.registry.hosts)


async def test_what_leaves_while_it_is_away_does_not_come_back(bench: FrontBench):
    one = await bench.join("one")
    number = await worker_of(bench, one.connection_id)
    bench.runtime.hold_joins()
    bench.crash(number)
    await until(lambda: bench.runtime.links and bench.plane.registry.find(one.connection_id).away)
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=one.connection_id))
    bench.runtime.links[0].enter()
    await until(lambda: not bench.runtime.links)


async def test_a_call_that_is_given_up_costs_no_other_call_its_worker(bench: FrontBench):
    connection = await bench.join("one")
    bench.runtime.hold_joins()
    for _ in range(20):
        joining = bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="room", user_id="me"))
        await asyncio.sleep(0)
        joining.cancel()
        calls = [
            bench.ask_statistics.GetStatistics(
                statistics_pb2.GetStatisticsRequest(connection_id=connection.connection_id)
            )
            for _ in range(5)
        ]
        for call in calls[:-1]:
            call.cancel()
        await calls[-1]
    await until(lambda: len(bench.plane.registry) == 1)
    assert all(host.serving for host in bench.plane.registry.hosts)


async def test_a_hold_outlives_the_worker_and_its_end_is_noticed(bench: FrontBench):
    connection = await bench.join(linger=SHORT)
    call = await hold(bench, connection.connection_id)
    watching = await watch(bench)
    bench.crash(await worker_of(bench, connection.connection_id))
    await until_joined(watching)
    assert held(bench, connection.connection_id)
    call.cancel()
    assert (await left(watching)).reason == "CALLER_GONE"
    await until(lambda: not bench.runtime.links)
    watching.call.cancel()


async def test_audio_at_the_worker_itself_holds_until_the_worker_is_lost(bench: FrontBench):
    connection = await bench.join(linger=SHORT)
    watching = await watch(bench)
    async with grpc.aio.insecure_channel(connection.audio_target) as channel:
        call = AudioServiceStub(channel).StreamAudio()
        await call.write(config_of(connection.connection_id, receive=MONO))
        await until(lambda: held(bench, connection.connection_id))
        bench.crash(await worker_of(bench, connection.connection_id))
        await until(lambda: not held(bench, connection.connection_id))
        await until_joined(watching)
        call.cancel()
    assert (await left(watching)).reason == "CALLER_GONE"
    watching.call.cancel()
