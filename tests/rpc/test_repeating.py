"""Calls that are sent twice with one request id: done once, and answered alike."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.v1 import cipher_pb2, devices_pb2, rooms_pb2

from .bench import until

if TYPE_CHECKING:
    from .bench import Bench


async def test_a_join_that_is_sent_again_gets_the_same_connection_without_its_peers(bench: Bench) -> None:
    await bench.join("peer")
    first = await bench.join("me", request_id="one")
    again = await bench.join("me", request_id="one")
    assert [peer.user_id for peer in first.peers] == ["peer"]
    first.ClearField("peers")
    assert again == first
    assert len(bench.runtime.links) == 2
    assert (await bench.join("me")).connection_id != first.connection_id


async def test_one_that_comes_while_the_first_is_under_way_waits_for_it(bench: Bench) -> None:
    bench.runtime.hold_joins()
    async with asyncio.TaskGroup() as tasks:
        joins = [tasks.create_task(bench.join("me", request_id="one")) for _ in range(3)]
        await until(lambda: bool(bench.runtime.links))
        bench.runtime.links[0].enter()
    assert len({join.result().connection_id for join in joins}) == 1
    assert len(bench.runtime.links) == 1


async def test_what_failed_is_as_if_it_was_never_sent(bench: Bench) -> None:
    for _ in range(2):
        with pytest.raises(grpc.aio.AioRpcError):
            await bench.join("me", "", request_id="one")
    assert await bench.join("me", request_id="one")


async def test_a_message_is_sent_once_and_a_line_is_opened_once(bench: Bench) -> None:
    sender, receiver = await bench.join_id("sender"), await bench.join_id("receiver")
    watching = bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest(connection_ids=[receiver]))
    await watching.read()
    for text in ('"once"', '"once"', '"then"'):
        message = rooms_pb2.SendMessageRequest(connection_id=sender, request_id=text)
        message.message.json = text
        await bench.ask_rooms.SendMessage(message)
    heard = [(await watching.read()).event.message_received.message.json for _ in range(2)]
    assert heard == ['"once"', '"then"']
    request = devices_pb2.OpenCaptureRequest(
        connection_id=sender, settings=devices_pb2.LineSettings(device_id="null:"), request_id="line"
    )
    lines = [(await bench.ask_devices.OpenCapture(request)).line for _ in range(2)]
    assert lines[0] == lines[1]
    watching.cancel()


async def test_no_secret_is_compared_for_its_hash_would_tell_it(bench: Bench) -> None:
    first, again = [
        await bench.join("me", request_id="one", cipher=cipher_pb2.Cipher(password=password))
        for password in ("one", "two")
    ]
    assert again.connection_id == first.connection_id
