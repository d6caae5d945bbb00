"""The daemon's HTTP face on a loopback port, over rooms in memory and a clock that a test moves."""

from __future__ import annotations

import asyncio
import base64
import json
import struct
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
from google.rpc import error_details_pb2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from odind.core.bounds.limits import Limits
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.services.access import OPEN
from odind.services.turnstile import Turnstile
from tests.rpc.bench import PATIENCE, HandClock, Inside, open_inside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.services.access import Access

ROOMS = "odind.v1.RoomService"
ENVELOPE = struct.Struct(">BI")
END_OF_STREAM = 2
MONO = {"sampleRateHz": 48_000, "channels": 1}
FRAME_BYTES = 1_920


class Bench:
    """A served daemon without a process, and clients of it."""

    def __init__(self, inside: Inside, server: HttpServer, port: int, clock: HandClock) -> None:
        self.plane = inside.plane
        self.host = inside.host
        self.stop = inside.stop
        self.server = server
        self.port = port
        self.runtime = inside.runtime
        self.url = f"http://127.0.0.1:{port}"
        self.http = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=PATIENCE)
        self._clock = clock

    def tick(self) -> None:
        """Speak and hear one frame."""
        self.host.tick(self._clock.next_tick)
        self._clock.next_tick += 1

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Let the ticks run, as fast as everything else can follow."""

        async def run() -> None:
            while True:
                self.tick()
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(run())
            try:
                yield
            finally:
                running.cancel()

    async def call(self, method: str, /, **request: Any) -> httpx.Response:
        """Make a call of RoomService in Connect's JSON."""
        return await self.http.post(f"/{ROOMS}/{method}", json=request)

    async def join(self, user_id: str = "me", room_id: str = "room") -> str:
        """Enter a room and return the connection's id."""
        answer = await self.call("JoinRoom", roomId=room_id, userId=user_id)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["connection"]["connectionId"])

    def watch(self, **request: Any) -> Any:
        """Begin to watch events in Connect's JSON."""
        content = envelope(json.dumps(request).encode())
        headers = {"content-type": "application/connect+json"}
        return self.http.stream("POST", f"/{ROOMS}/WatchEvents", content=content, headers=headers)

    def socket(self, query: str = "", **options: Any) -> connect:
        """Open the audio WebSocket."""
        url = f"ws://127.0.0.1:{self.port}/v1/audio{query}"
        return connect(url, proxy=None, compression=None, max_size=None, **options)


class AudioClient:
    """The client's end of an audio WebSocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, message: dict[str, Any] | bytes) -> None:
        """Send a request, or sound."""
        await self.socket.send(message if isinstance(message, bytes) else json.dumps(message))

    async def hear(self) -> Any:
        """Return the next message: JSON, or bytes."""
        async with asyncio.timeout(PATIENCE):
            message = await self.socket.recv()
        return message if isinstance(message, bytes) else json.loads(message)

    async def attach(self, connection_id: str, **config: Any) -> dict[str, Any]:
        """Send a config and return what the daemon has started."""
        await self.say({"connectionId": connection_id, **config})
        answer: dict[str, Any] = await self.hear()
        assert "started" in answer, answer
        return answer

    async def until_closed(self) -> tuple[Any, int | None]:
        """Return the last message and the close code."""
        last: Any = None
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionClosed):
                while True:
                    last = await self.socket.recv()
        return json.loads(last) if isinstance(last, str) else last, self.socket.close_code


@asynccontextmanager
async def open_bench(
    *,
    limits: Limits | None = None,
    has_key: bool = True,
    admittance: Admittance | None = None,
    socket: Path | None = None,
    access: Access = OPEN,
) -> AsyncIterator[Bench]:
    """Serve on any free port, and on a unix socket when one is given."""
    clock = HandClock()
    async with open_inside(clock, limits or Limits(), has_key=has_key) as inside:
        server = HttpServer(
            inside.services,
            admittance or Admittance(),
            access,
            turnstile=Turnstile(limits or Limits(), clock),
            health=lambda: inside.plane.vitals.health,
        )
        port = server.bind("127.0.0.1:0")
        if socket:
            server.bind_socket(socket)
        async with server:
            bench = Bench(inside, server, port, clock)
            async with bench.http:
                yield bench
            inside.stop()


def envelope(message: bytes, flags: int = 0) -> bytes:
    """One message as Connect's streams and gRPC-Web carry it."""
    return ENVELOPE.pack(flags, len(message)) + message


async def envelopes(answer: httpx.Response) -> AsyncIterator[tuple[int, bytes]]:
    """Yield the flags and bytes of a stream's messages as they come."""
    waiting = bytearray()
    async for part in answer.aiter_raw():
        waiting += part
        while len(waiting) >= ENVELOPE.size:
            flags, length = ENVELOPE.unpack_from(waiting)
            if len(waiting) < ENVELOPE.size + length:
                break
            yield flags, bytes(waiting[ENVELOPE.size : ENVELOPE.size + length])
            del waiting[: ENVELOPE.size + length]


def error_info(error: dict[str, Any]) -> error_details_pb2.ErrorInfo:
    """Decode the one detail of an error in Connect's JSON."""
    (detail,) = error["details"]
    assert detail["type"] == "google.rpc.ErrorInfo"
    return error_details_pb2.ErrorInfo.FromString(base64.b64decode(detail["value"] + "=="))
