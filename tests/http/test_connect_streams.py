"""Server streams over Connect, and both kinds of call over gRPC-Web."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.bounds.limits import Limits
from odind.v1 import rooms_pb2
from tests.rpc.bench import readers, until

from .bench import END_OF_STREAM, ROOMS, Bench, envelope, envelopes, open_bench

if TYPE_CHECKING:
    import httpx
    from google.protobuf.message import Message

TRAILERS = 0x80


async def stream_of(answer: httpx.Response) -> list[tuple[int, Any]]:
    """The messages of a JSON stream, to its end."""
    return [(flags, json.loads(message)) async for flags, message in envelopes(answer)]


async def ask_grpc_web(bench: Bench, method: str, request: Message) -> tuple[list[bytes], dict[str, str]]:
    """Make a call and return its messages and its trailers."""
    headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
    content = envelope(request.SerializeToString())
    async with bench.http.stream("POST", f"/{ROOMS}/{method}", content=content, headers=headers) as answer:
        assert answer.status_code == 200
        parts = [part async for part in envelopes(answer)]
        trailers = dict(answer.headers)
    for flags, text in parts:
        if flags & TRAILERS:
            trailers |= dict(line.split(": ", 1) for line in text.decode().splitlines())
    return [message for flags, message in parts if not flags & TRAILERS], trailers


async def test_events_come_as_they_happen_after_a_snapshot(bench: Bench):
    async with bench.watch() as answer:
        assert answer.headers["content-type"] == "application/connect+json"
        events = envelopes(answer)
        _, snapshot = await anext(events)
        connection_id = await bench.join("anna")
        _, event = await anext(events)
    assert "snapshot" in json.loads(snapshot)
    assert json.loads(event)["event"]["connectionId"] == connection_id


async def test_a_stream_ends_with_ok_when_what_it_watches_is_over(bench: Bench):
    connection_id = await bench.join()
    async with bench.watch(connectionIds=[connection_id]) as answer:
        await bench.call("LeaveRoom", connectionId=connection_id)
        messages = await stream_of(answer)
    assert [flags for flags, _ in messages] == [0, 0, END_OF_STREAM]
    assert messages[-1][1] == {}


async def test_an_error_before_the_first_message_ends_the_stream(bench: Bench):
    async with bench.watch(connectionIds=["nowhere"]) as answer:
        assert answer.status_code == 200
        ((flags, end),) = await stream_of(answer)
    assert flags == END_OF_STREAM
    assert end["error"]["code"] == "not_found"
    assert end["error"]["details"][0]["debug"]["reason"] == "CONNECTION_NOT_FOUND"


async def test_a_watcher_that_reads_too_slowly_gets_another_snapshot():
    async with open_bench(limits=Limits(event_buffer=1)) as bench:
        await bench.join("me")
        await bench.join("other")
        async with bench.watch() as answer:
            events = envelopes(answer)
            await anext(events)
            for number in range(8):
                bench.runtime.link("other").set_user_data(b"%d" % number)
            bench.stop()
            told = [json.loads(message) async for _, message in events]
    again = [message["snapshot"] for message in told if "snapshot" in message]
    assert all("are not kept" in snapshot["missed"] for snapshot in again)
    (me,) = (one for one in again[-1]["connections"] if one["userId"] == "me")
    assert me["peers"][0]["userData"] == {"data": "Nw=="}


async def test_a_watcher_that_goes_away_is_forgotten(bench: Bench):
    async with bench.watch() as answer:
        await anext(envelopes(answer))
        assert readers(bench.plane) == 1
    await until(lambda: not readers(bench.plane))


async def test_a_malformed_request_ends_a_stream_with_its_reason(bench: Bench):
    headers = {"content-type": "application/connect+json"}
    path = f"/{ROOMS}/WatchEvents"
    async with bench.http.stream("POST", path, content=envelope(b"{"), headers=headers) as answer:
        ((_, end),) = await stream_of(answer)
    assert end["error"]["details"][0]["debug"]["reason"] == "MESSAGE_MALFORMED"


@pytest.mark.parametrize("kind", ["application/json", "application/proto"])
async def test_a_stream_wants_the_content_type_of_streams(bench: Bench, kind: str):
    answer = await bench.http.post(f"/{ROOMS}/WatchEvents", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415
    assert "application/connect+json" in answer.json()["message"]


async def test_streams_end_with_ok_when_the_daemon_stops(bench: Bench):
    async with bench.watch() as answer:
        events = envelopes(answer)
        await anext(events)
        bench.stop()
        rest = [(flags, json.loads(message)) async for flags, message in events]
    assert rest == [(END_OF_STREAM, {})]


async def test_a_unary_call_over_grpc_web(bench: Bench):
    request = rooms_pb2.JoinRoomRequest(room_id="lobby", user_id="anna")
    (message,), trailers = await ask_grpc_web(bench, "JoinRoom", request)
    assert rooms_pb2.JoinRoomResponse.FromString(message).connection.user_id == "anna"
    assert trailers["grpc-status"] == "0"


async def test_an_error_over_grpc_web_has_its_code_and_details(bench: Bench):
    messages, trailers = await ask_grpc_web(bench, "LeaveRoom", rooms_pb2.LeaveRoomRequest())
    assert messages == []
    assert trailers["grpc-status"] == "5"
    assert "grpc-status-details-bin" in trailers


async def test_a_stream_over_grpc_web(bench: Bench):
    connection_id = await bench.join()
    request = rooms_pb2.WatchEventsRequest(connection_ids=[connection_id])
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(ask_grpc_web(bench, "WatchEvents", request))
        await until(lambda: readers(bench.plane))
        await bench.call("LeaveRoom", connectionId=connection_id)
    messages, trailers = watching.result()
    assert len(messages) == 2
    assert trailers["grpc-status"] == "0"


async def test_a_hold_is_noticed_to_end_with_its_caller(bench: Bench):
    answer = await bench.call("JoinRoom", roomId="room", userId="me", linger="1s")
    connection_id = answer.json()["connection"]["connectionId"]
    assert answer.json()["connection"]["linger"] == "1s"
    content = envelope(json.dumps({"connectionIds": [connection_id]}).encode())
    headers = {"content-type": "application/connect+json"}
    lease = bench.plane.registry.find(connection_id).lease
    async with bench.http.stream(
        "POST", f"/{ROOMS}/HoldConnections", content=content, headers=headers
    ) as answer:
        assert await anext(envelopes(answer)) == (0, b"{}")
        assert len(lease.holders) == 1
    await until(lambda: not lease.holders)
    await until(lambda: not bench.runtime.links)
