"""Callers whose requests are few bytes and much work, or as many as they can make."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from odind.client import AudioFormat
from odind.core.errors import OdindError
from odind.sockets import grpc_target
from odind.v1 import audio_pb2, payload_pb2, rooms_pb2, server_pb2, space_pb2, tokens_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from odind.v1.server_pb2_grpc import ServerServiceStub
from odind.v1.space_pb2_grpc import SpaceServiceStub
from odind.v1.tokens_pb2_grpc import TokenServiceStub

from .calls import connection_of
from .tools import all_of, at_once, channel_of, cookie, daemon_of, outcome, reason_of, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hostile.ground import Target

CALLERS = 60
FLOOD_S = 2.0
CONFIGS = 3_000
INFLATED_BYTES = 40_000_000
PINGS = 20_000
HUGE_LANES = (65_536, 70_000, 2**32 - 1)


def _crowded(connection_id: str) -> Iterator[tuple[Any, str, Any]]:
    """Stubs, methods and requests under 1 MiB that hold as many items as fit."""
    audio, rooms = audio_pb2, rooms_pb2
    yield (
        AudioServiceStub,
        "UpdateListening",
        audio.UpdateListeningRequest(
            connection_id=connection_id, peers=[audio.PeerListening(peer_id=1)] * 200_000
        ),
    )
    send = rooms.SendMessageRequest(connection_id=connection_id, peer_ids=[1] * 900_000)
    yield RoomServiceStub, "SendMessage", send
    places = [space_pb2.Position()] * 400_000
    moved = space_pb2.SetPositionsRequest(connection_id=connection_id, positions=places)
    yield SpaceServiceStub, "SetPositions", moved
    token = tokens_pb2.CreateTokenRequest(room_ids=["r"] * 300_000, user_id="u")
    yield TokenServiceStub, "CreateToken", token


async def many_items_in_a_request(target: Target) -> str:
    outcomes = Counter[str]()
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        for stub, method, request in _crowded(connection.connection_id):
            outcomes[await outcome(getattr(stub(channel), method)(request))] += 1
        for kind in ("chunks", "packets", "mix"):
            outcomes[await _crowded_audio(channel, connection.connection_id, kind)] += 1
    outcomes += await _crowded_json(target, connection.connection_id)
    return all_of(outcomes, "MESSAGE_TOO_LARGE", "400")


async def _crowded_audio(channel: grpc.aio.Channel, connection_id: str, kind: str) -> str:
    config = audio_pb2.StreamAudioConfig(connection_id=connection_id, send=audio_pb2.AudioFormat())
    call = AudioServiceStub(channel).StreamAudio()
    try:
        if kind == "mix":
            config.mix_without_peer_ids.extend(range(300_000))
        await call.write(audio_pb2.StreamAudioRequest(config=config))
        await call.read()
        said = audio_pb2.StreamAudioRequest()
        if kind == "chunks":
            said.chunks.chunks.extend([audio_pb2.LaneChunk()] * 400_000)
        else:
            said.chunk.opus.extend([b""] * 400_000)
        await call.write(said)
        while await call.read() is not grpc.aio.EOF:
            pass
    except grpc.aio.AioRpcError as error:
        return reason_of(error)
    return "OK"


async def _crowded_json(target: Target, connection_id: str) -> Counter[str]:
    headers = {"authorization": f"Bearer {cookie(target)}", "content-type": "application/json"}
    body = json.dumps({"connectionId": connection_id, "peerIds": [1] * 300_000, "message": {"json": "1"}})
    outcomes = Counter[str]()
    async with httpx.AsyncClient(base_url=f"http://{target.http}", trust_env=False, timeout=30) as http:
        for path in ("RoomService/SendMessage", "ServerService/GetInfo"):
            answer = await http.post(f"/odind.v1.{path}", content=body, headers=headers)
            outcomes[str(answer.status_code)] += 1
    return outcomes


async def lanes_of_connections_that_are_not_there(target: Target) -> str:
    """Ask for lanes, one after the other, in a call that reads what it is told."""
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        call = AudioServiceStub(channel).StreamAudio()
        good = audio_pb2.StreamAudioConfig(
            connection_id=connection.connection_id, send=audio_pb2.AudioFormat()
        )
        await call.write(audio_pb2.StreamAudioRequest(config=good))
        bad = audio_pb2.StreamAudioRequest(config=audio_pb2.StreamAudioConfig(connection_id="nowhere"))
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(_read(call, CONFIGS))
            for _ in range(CONFIGS - 1):
                await call.write(bad)
            await reading
        call.cancel()
    return f"{CONFIGS} lanes asked for"


async def _read(call: Any, number: int) -> None:
    for _ in range(number):
        await call.read()


async def numbers_beyond_the_last_lane(target: Target) -> str:
    """Ask for lanes whose numbers fit into no frame of a WebSocket."""
    outcomes = Counter[str]()
    options: Any = {"proxy": None, "additional_headers": {"authorization": f"Bearer {cookie(target)}"}}
    async with daemon_of(target) as daemon, connection_of(daemon) as connection:
        for lane in HUGE_LANES:
            config = {"connectionId": connection.connection_id, "receive": {}}
            async with connect(f"ws://{target.http}/v1/audio", **options) as socket:
                await socket.send(json.dumps({"lane": lane, "config": config}))
                last: Any = {}
                with suppress(WebSocketException):
                    while isinstance(said := await socket.recv(), str):
                        last = json.loads(said)
                outcomes[str(last.get("error", {}).get("reason"))] += 1
    return all_of(outcomes, "TOO_MANY_LANES")


async def messages_that_inflate(target: Target) -> str:
    """Send messages that gRPC compresses to a thousandth, and headers that promise so over HTTP."""
    options = (("grpc.use_local_subchannel_pool", 1),)
    request = rooms_pb2.GetConnectionRequest(connection_id="x" * INFLATED_BYTES)
    async with grpc.aio.insecure_channel(
        grpc_target(f"unix:{target.socket}"), options=options, compression=grpc.Compression.Gzip
    ) as channel:
        rooms = RoomServiceStub(channel)
        outcomes = await at_once(4, (lambda: outcome(rooms.GetConnection(request)) for _ in range(8)))
    return all_of(outcomes, "RESOURCE_EXHAUSTED")


async def calls_as_fast_as_they_can_be_made(target: Target) -> str:
    outcomes = Counter[str]()
    async with (
        daemon_of(target) as daemon,
        connection_of(daemon) as connection,
        channel_of(target) as channel,
    ):
        data = payload_pb2.Payload(json="[" + "1," * 5_000 + "1]")
        shown = rooms_pb2.UpdateUserDataRequest(connection_id=connection.connection_id, user_data=data)
        works = (
            lambda: ServerServiceStub(channel).GetCapacity(server_pb2.GetCapacityRequest()),
            lambda: RoomServiceStub(channel).UpdateUserData(shown),
            lambda: RoomServiceStub(channel).ListConnections(rooms_pb2.ListConnectionsRequest()),
        )
        end = time.monotonic() + FLOOD_S

        def more() -> Iterator[Any]:
            number = 0
            while time.monotonic() < end:
                number += 1
                yield partial(_ask, works[number % len(works)])

        outcomes += await at_once(CALLERS, more())
    return told(outcomes)


async def _ask(work: Any) -> str:
    return await outcome(work())


async def pings_and_requests_whose_answers_nobody_reads(target: Target) -> str:
    """Have the HTTP face answer more than its client takes: pongs, and pipelined pages."""
    host, _, port = target.http.rpartition(":")
    bearer = f"authorization: Bearer {cookie(target)}"
    upgrade = (
        f"GET /v1/audio HTTP/1.1\r\nhost: {target.http}\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
        f"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{bearer}\r\n\r\n"
    ).encode()
    ping = b"\x89\xfd\0\0\0\0" + bytes(125)
    page = f"GET /healthz HTTP/1.1\r\nhost: {target.http}\r\n\r\n".encode()
    sent = Counter[str]()
    for name, first, again in (("pings", upgrade, ping), ("pages", b"", page)):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(first)
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(4):
                for _ in range(PINGS // 100):
                    writer.write(again * 100)
                    await writer.drain()
                    sent[name] += 100
        writer.transport.abort()
    return told(sent)


async def sound_files_that_are_no_files(target: Target) -> str:
    """Play a pipe that nobody writes to, a folder, and files without end."""
    folder = Path(target.state, "sound")
    await asyncio.to_thread(_lay_out, folder)
    outcomes = Counter[str]()
    async with daemon_of(target) as daemon, connection_of(daemon) as connection:
        for name in ("pipe", "folder", "endless", "random", "loop", "bomb"):
            for begin in (daemon.devices.open_capture, daemon.devices.open_playback):
                try:
                    async with asyncio.timeout(5):
                        line = await begin(connection.connection_id, f"file:{name}.wav")
                        await asyncio.sleep(0.1)
                        await daemon.devices.close(line.line_id)
                except OdindError as error:
                    outcomes[error.reason] += 1
                else:
                    outcomes["opened"] += 1
        async with connection.audio(send=AudioFormat()) as stream:
            await stream.write(bytes(960))
    assert not outcomes["opened"], told(outcomes)
    return told(outcomes)


def _lay_out(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "pipe.wav").exists():
        os.mkfifo(folder / "pipe.wav")
        (folder / "folder.wav").mkdir()
        (folder / "endless.wav").symlink_to("/dev/zero")
        (folder / "random.wav").symlink_to("/dev/urandom")
        (folder / "loop.wav").symlink_to("loop.wav")
        (folder / "bomb.wav").write_bytes(b"RIFF\xff\xff\xff\xffWAVEfmt \xf0\xff\xff\xff" + bytes(64))
