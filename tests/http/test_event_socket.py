"""Events over the WebSocket."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from odind.core.errors import InvalidArgumentError
from odind.http.event_socket import request_of
from tests.rpc.bench import PATIENCE, readers, until

if TYPE_CHECKING:
    import io
    from pathlib import Path

    from websockets.asyncio.client import ClientConnection

    from .bench import Bench


def watching(bench: Bench, query: str = "") -> connect:
    """Open the WebSocket of events."""
    return connect(f"ws://127.0.0.1:{bench.port}/v1/events{query}", proxy=None)


async def told(socket: ClientConnection) -> dict[str, Any]:
    """Return the next message."""
    async with asyncio.timeout(PATIENCE):
        message: dict[str, Any] = json.loads(await socket.recv())
    return message


async def closed(socket: ClientConnection) -> int | None:
    """Wait for the end, and return its code."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    return socket.close_code


async def test_a_snapshot_comes_first_and_then_events_as_the_call_tells_them(bench: Bench):
    async with watching(bench) as socket:
        assert "snapshot" in await told(socket)
        connection_id = await bench.join()
        async with bench.watch() as answer:
            assert answer.status_code == 200
        event = (await told(socket))["event"]
    assert event["connectionId"] == connection_id


async def test_connections_are_named_in_the_query(bench: Bench):
    ours, another, third = [await bench.join(user, "room") for user in ("me", "you", "they")]
    async with watching(bench, f"?connection_id={ours}&connection_id={third}&colour=red") as socket:
        snapshot = (await told(socket))["snapshot"]
    shown = {connection["connectionId"] for connection in snapshot["connections"]}
    assert shown == {ours, third}
    assert another not in shown


async def test_an_error_is_told_and_names_the_close_code(bench: Bench):
    async with watching(bench, "?connection_id=nowhere") as socket:
        assert (await told(socket))["error"]["reason"] == "CONNECTION_NOT_FOUND"
        assert await closed(socket) == 4005


async def test_the_end_of_the_daemon_is_a_proper_end(bench: Bench):
    async with watching(bench) as socket:
        await told(socket)
        bench.stop()
        assert await closed(socket) == 1000


async def test_a_watcher_that_goes_away_is_forgotten_whatever_it_said_before(bench: Bench):
    async with watching(bench) as socket:
        await told(socket)
        await socket.send("hello?")
        await socket.send(b"nobody reads this")
        socket.transport.abort()
    await until(lambda: not readers(bench.plane))


async def test_a_watch_is_one_line_in_the_log(bench: Bench, log: io.StringIO):
    async with watching(bench) as socket:
        await told(socket)
    await until(lambda: "rpc.ended" in log.getvalue())
    (line,) = [json.loads(line) for line in log.getvalue().splitlines() if "rpc.ended" in line]
    assert (line["rpc"], line["face"], line["code"]) == ("/v1/events", "websocket", "CANCELLED")


def test_a_field_of_the_request_is_named_as_in_the_proto():
    assert list(request_of([("connection_id", "a"), ("connection_id", "b")]).connection_ids) == ["a", "b"]
    assert request_of([("shade", "blue")]) == request_of([])
    with pytest.raises(InvalidArgumentError, match="MESSAGE_MALFORMED"):
        request_of([("connection_ids", "a")])


async def test_the_face_stands_on_a_unix_socket_as_well(unix_bench: Bench, tmp_path: Path):
    transport = httpx.AsyncHTTPTransport(uds=str(tmp_path / "http.sock"))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        assert (await http.get("/healthz")).json() == {"status": "SERVING"}
        answer = await http.post("/odind.v1.RoomService/ListConnections", json={})
    assert (answer.status_code, answer.json()) == (200, {})
    assert (await unix_bench.http.get("/healthz")).status_code == 200


async def test_the_end_of_a_socket_is_the_end_of_the_connection_that_it_held(bench: Bench):
    joined = await bench.call("JoinRoom", roomId="room", userId="me", linger="1s")
    connection_id = joined.json()["connection"]["connectionId"]
    lease = bench.plane.registry.find(connection_id).lease
    async with watching(bench) as onlooker:
        await told(onlooker)
        async with watching(bench, f"?connection_id={connection_id}") as socket:
            await told(socket)
            assert lease.calls == 1
            socket.transport.abort()
        assert "held" in (await told(onlooker))["event"]
        assert "released" in (await told(onlooker))["event"]
        assert (await told(onlooker))["event"]["left"]["reason"] == "CALLER_GONE"
