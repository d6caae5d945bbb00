"""Callers who make calls that no client would make."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.descriptor_pool import Default
from google.protobuf.duration_pb2 import Duration

from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.v1 import (
    audio_pb2,
    devices_pb2,
    payload_pb2,
    rooms_pb2,
    space_pb2,
    statistics_pb2,
    tokens_pb2,
)
from odind.v1.devices_pb2_grpc import DeviceServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from odind.v1.space_pb2_grpc import SpaceServiceStub
from odind.v1.statistics_pb2_grpc import StatisticsServiceStub
from odind.v1.tokens_pb2_grpc import TokenServiceStub

from .tools import all_of, at_once, channel_of, cookie, daemon_of, damaged, outcome, reason_of, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from google.protobuf.descriptor import MethodDescriptor

    from odind.client import Connection, Daemon
    from tests.hostile.ground import Target

ENDING = ("LeaveRoom", "Drain", "Upgrade")
"""Methods that rightly end what the other attacks and the healthy caller need."""
SERVICES = ("Server", "Token", "Access", "Room", "Audio", "Device", "Processing", "Space", "Statistics")
PER_METHOD = 25
CALLS = 600
CANCELLED = 1_500
LARGE = 60
LARGE_BYTES = (MAX_MESSAGE_BYTES - 100, MAX_MESSAGE_BYTES + 60_000, 4 * MAX_MESSAGE_BYTES)
"""The largest that is allowed, the largest that is read, and one that gRPC refuses unread."""
AT_ONCE = 10
ROOM = "callers"


def methods() -> Iterator[MethodDescriptor]:
    """Every method that the daemon serves."""
    for name in SERVICES:
        yield from Default().FindServiceByName(f"odind.v1.{name}Service").methods


async def call(channel: grpc.aio.Channel, method: MethodDescriptor, data: bytes, **how: Any) -> str:
    """Call a method with any bytes; read at most two answers, for a second at most.

    A call of both directions without bytes says nothing.
    """
    path = f"/{method.containing_service.full_name}/{method.name}"
    try:
        async with asyncio.timeout(1):
            if method.client_streaming:
                stream = channel.stream_stream(path)(**how)
                if data:
                    await stream.write(data)
            elif method.server_streaming:
                stream = channel.unary_stream(path)(data, **how)
            else:
                await channel.unary_unary(path)(data, **how)
                return "OK"
            for _ in range(2):
                if await stream.read() is grpc.aio.EOF:
                    return await _ending(stream)
            stream.cancel()
    except grpc.aio.AioRpcError as error:
        return reason_of(error)
    except TimeoutError:
        return "no answer"
    return "OK"


async def _ending(stream: Any) -> str:
    if await stream.code() is grpc.StatusCode.OK:
        return "OK"
    try:
        async for _ in stream:
            pass
    except grpc.aio.AioRpcError as error:
        return reason_of(error)
    return "OK"


@asynccontextmanager
async def connection_of(daemon: Daemon) -> AsyncIterator[Connection]:
    """A connection of the attacker's own."""
    connection = await daemon.join_room(ROOM, user_id="attacker")
    yield connection
    await connection.leave()


async def calls_without_the_cookie(target: Target) -> str:
    wrong = (None, "Bearer guessed", "Bearer ", f"Basic {cookie(target)}", f"Bearer {cookie(target)[:-1]}")
    known = list(methods())
    async with grpc.aio.insecure_channel(target.tcp) as channel:

        def attempt(number: int) -> Any:
            credential = wrong[number % len(wrong)]
            metadata = (("authorization", credential),) if credential else ()
            return call(channel, known[number % len(known)], b"", metadata=metadata)

        outcomes = await at_once(AT_ONCE, (partial(attempt, number) for number in range(CALLS)))
    return all_of(outcomes, "COOKIE_MISSING", "COOKIE_WRONG")


async def malformed_protobuf(target: Target) -> str:
    noise = random.Random(4)  # noqa: S311 - meant to be repeatable
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        seed = rooms_pb2.GetConnectionRequest(connection_id=connection.connection_id).SerializeToString()
        seeds = (
            seed,
            seed + b"\x12\x04abcd\x18\x05\x25\0\0\x80\x7f",
            b"\x0a\xff\xff\xff\xff\x0f",
            b"\x0b" * 400,
        )
        attempts = [
            partial(call, channel, method, damaged(seeds[number % len(seeds)], noise))
            for method in methods()
            for number in range(PER_METHOD)
            if method.name not in ENDING
        ]
        outcomes = await at_once(AT_ONCE, attempts)
    return f"{outcomes.total()} calls: {outcomes['MESSAGE_MALFORMED']} MESSAGE_MALFORMED, {outcomes['OK']} OK"


def _strange(connection_id: str) -> Iterator[tuple[Any, str, Any]]:
    """Services, methods and requests whose values no client would send."""
    spans = [Duration(seconds=2**60), Duration(seconds=-1), Duration(nanos=-1), Duration(nanos=2**31 - 1)]
    names = ["\0", "x" * 1_000_000, "../" * 100, "%41", "\u202e", " "]
    for span in spans:
        yield StatisticsServiceStub, "WatchStatistics", statistics_pb2.WatchStatisticsRequest(interval=span)
        yield DeviceServiceStub, "WatchLevels", devices_pb2.WatchLevelsRequest(interval=span)
        token = tokens_pb2.CreateTokenRequest(room_ids=["r"], user_id="u", lifetime=span)
        yield TokenServiceStub, "CreateToken", token
    for name in names:
        yield RoomServiceStub, "GetConnection", rooms_pb2.GetConnectionRequest(connection_id=name)
        yield RoomServiceStub, "ListConnections", rooms_pb2.ListConnectionsRequest(page_token=name)
        yield RoomServiceStub, "JoinRoom", rooms_pb2.JoinRoomRequest(room_id=name, token=name[:9_000])
        yield TokenServiceStub, "DescribeAccessKey", tokens_pb2.DescribeAccessKeyRequest(access_key=name)
        device = devices_pb2.LineSettings(device_id=f"file:{name}")
        for request in (devices_pb2.OpenCaptureRequest, devices_pb2.OpenPlaybackRequest):
            method = request.DESCRIPTOR.name.removesuffix("Request")
            yield DeviceServiceStub, method, request(connection_id=connection_id, settings=device)
    for json in ("[" * 100_000, "1e999", "9" * 5_000, '"\\ud800"', "NaN", ""):
        message = rooms_pb2.SendMessageRequest(
            connection_id=connection_id, message=payload_pb2.Payload(json=json)
        )
        yield RoomServiceStub, "SendMessage", message
    for number in (float("nan"), float("inf"), 1e300, -0.0):
        place = [space_pb2.Position(channel=2**31, x=number, y=number, z=number)]
        moved = space_pb2.SetPositionsRequest(
            connection_id=connection_id, positions=place, position_scale=number
        )
        yield SpaceServiceStub, "SetPositions", moved
    for layout in ((2**31 - 1, 1), (1, 1), (48_000, 1_024), (7_999, 2)):
        line = devices_pb2.LineFormat(sample_rate_hz=layout[0], channels=layout[1], block_ms=2**31)
        request = devices_pb2.OpenCaptureRequest(connection_id=connection_id, format=line)
        yield DeviceServiceStub, "OpenCapture", request


async def arguments_out_of_bounds(target: Target) -> str:
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        outcomes = Counter[str]()
        for stub, method, request in _strange(connection.connection_id):
            answer = getattr(stub(channel), method)(request, timeout=5)
            outcomes[await outcome(answer.read() if hasattr(answer, "read") else answer)] += 1
        for config in _strange_configs(connection.connection_id):
            outcomes[await _refusal_of_audio(channel, config)] += 1
    assert "RESOURCE_EXHAUSTED" not in outcomes, "a refusal was too long for gRPC"
    return told(outcomes)


def _strange_configs(connection_id: str) -> Iterator[audio_pb2.StreamAudioConfig]:
    for rate, channels in ((2**31 - 1, 1), (1, 1), (48_000, 1_024), (192_001, 2)):
        layout = audio_pb2.AudioFormat(sample_rate_hz=rate, channels=channels)
        yield audio_pb2.StreamAudioConfig(connection_id=connection_id, send=layout)
        yield audio_pb2.StreamAudioConfig(connection_id=connection_id, receive=layout)
    for capacity in (Duration(seconds=2**60), Duration(nanos=-1), Duration(seconds=-5)):
        buffer = audio_pb2.SendBuffer(capacity=capacity, head_start=capacity)
        send = audio_pb2.AudioFormat()
        yield audio_pb2.StreamAudioConfig(connection_id=connection_id, send=send, send_buffer=buffer)


async def _refusal_of_audio(channel: grpc.aio.Channel, config: audio_pb2.StreamAudioConfig) -> str:
    method = next(method for method in methods() if method.name == "StreamAudio")
    refused = await call(channel, method, audio_pb2.StreamAudioRequest(config=config).SerializeToString())
    assert refused != "OK", config
    return refused


async def gateways_elsewhere(target: Target) -> str:
    addresses = (
        "http://127.0.0.1:1",
        "https://127.0.0.1:1",
        "http://[::1]:1",
        "https://user:secret@127.0.0.1:1",
        target.gateway.replace("http://", "https://"),
        target.gateway.replace("://", "://user:secret@"),
        target.gateway + "/../elsewhere",
        "file:///etc/passwd",
        "http://[",
        "\0",
        "x" * 100_000,
    )
    async with channel_of(target) as channel:
        rooms, outcomes = RoomServiceStub(channel), Counter[str]()
        for address in addresses:
            request = rooms_pb2.JoinRoomRequest(room_id=ROOM, user_id="u", gateway=address)
            outcomes[await outcome(rooms.JoinRoom(request))] += 1
    return all_of(outcomes, "GATEWAY_NOT_ALLOWED", "GATEWAY_INVALID")


async def calls_that_are_cancelled_at_once(target: Target) -> str:
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        rooms = RoomServiceStub(channel)
        get = rooms_pb2.GetConnectionRequest(connection_id=connection.connection_id)
        for number in range(CANCELLED):
            begun = (
                rooms.WatchEvents(rooms_pb2.WatchEventsRequest()) if number % 2 else rooms.GetConnection(get)
            )
            if number % 3:
                await asyncio.sleep(0)
            begun.cancel()
        assert await outcome(rooms.GetConnection(get)) == "OK"
    return f"{CANCELLED} calls begun and cancelled"


async def large_requests_at_once(target: Target) -> str:
    outcomes = Counter[str]()
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        rooms = RoomServiceStub(channel)
        for size in LARGE_BYTES:
            message = payload_pb2.Payload(data=bytes(size))
            request = rooms_pb2.SendMessageRequest(connection_id=connection.connection_id, message=message)
            send = (lambda request=request: outcome(rooms.SendMessage(request)) for _ in range(LARGE))
            outcomes += await at_once(LARGE, send)
    return all_of(outcomes, "MESSAGE_TOO_LARGE", "TOO_MANY_REQUESTS", "RESOURCE_EXHAUSTED")
