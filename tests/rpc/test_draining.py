"""A drain over the wire: its answers, the daemon's description, events and audio streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from odind.v1 import rooms_pb2, server_pb2

from .bench import MONO, NOW

if TYPE_CHECKING:
    from .bench import Bench

INFO = server_pb2.GetInfoRequest()


def drain(seconds: int) -> server_pb2.DrainRequest:
    return server_pb2.DrainRequest(deadline=Duration(seconds=seconds))


async def test_the_answer_and_the_daemons_description_tell_what_is_waited_for(bench: Bench) -> None:
    await bench.join()
    assert not (await bench.ask_server.GetInfo(INFO)).HasField("draining")
    answer = await bench.ask_server.Drain(drain(60))
    assert (answer.connections, answer.draining.deadline.seconds) == (1, NOW + 60)
    assert (await bench.ask_server.GetInfo(INFO)).draining == answer.draining
    await bench.ask_server.Undrain(server_pb2.UndrainRequest())
    assert not (await bench.ask_server.GetInfo(INFO)).HasField("draining")


async def test_a_join_is_told_when_to_try_again_in_the_way_of_every_client(bench: Bench) -> None:
    await bench.join()
    await bench.ask_server.Drain(drain(60))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await bench.join("lobby", "ben")
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    details = rpc_status.from_call(caught.value).details
    assert [detail.Unpack(kind) for detail, kind in zip(details, (info, retry), strict=True)] == [True, True]
    assert (info.metadata["retry_after_s"], retry.retry_delay.seconds) == ("60", 60)


async def test_a_drain_without_a_deadline_names_none(bench: Bench) -> None:
    await bench.join()
    answer = await bench.ask_server.Drain(server_pb2.DrainRequest())
    assert not answer.draining.HasField("deadline")


async def test_a_watch_tells_each_change_of_the_daemon_itself(bench: Bench) -> None:
    await bench.join()
    watch = bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest())
    await watch.read()
    draining = (await bench.ask_server.Drain(drain(60))).draining
    await bench.ask_server.Undrain(server_pb2.UndrainRequest())
    bench.plane.drain.stopping("SIGNAL")
    events = [(await watch.read()).event for _ in range(3)]
    assert [event.WhichOneof("kind") for event in events] == [
        "daemon_draining",
        "daemon_ready",
        "daemon_stopping",
    ]
    assert [event.connection_id for event in events] == ["", "", ""]
    assert (events[0].daemon_draining, events[2].daemon_stopping.reason) == (draining, "SIGNAL")
    watch.cancel()


async def test_audio_streams_are_told_when_the_daemon_stops(bench: Bench) -> None:
    connection_id = await bench.join_id()
    early = await bench.attached(connection_id, receive=MONO)
    draining = (await bench.ask_server.Drain(drain(60))).draining
    late = await bench.attached(connection_id, receive=MONO)
    for stream in (early, late):
        assert (await stream.read()).daemon_draining == draining
    await bench.ask_server.Undrain(server_pb2.UndrainRequest())
    for stream in (early, late):
        assert (await stream.read()).HasField("daemon_ready")
        stream.cancel()
        assert await stream.code() is grpc.StatusCode.CANCELLED
