"""A daemon without a process, over gRPC and HTTP on loopback, and callers with and without keys."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import grpc
import httpx
from google.protobuf import json_format
from google.protobuf.message_factory import GetMessageClass
from google.rpc import status_pb2
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from odind.cookie import Cookie
from odind.core.access.gate import Gate
from odind.core.access.grant import Grant
from odind.core.access.key import ApiKey, declared_hash, key_text, new_secret
from odind.core.access.verbs import ALL, Verb
from odind.core.bounds.limits import Limits
from odind.core.devices.ports import Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.recordings.events import RecordingStarted
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from odind.core.rooms.admission import JoinRequest
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.pack.errors import info_of
from odind.rpc.listener import RpcServer
from odind.services.access import OPEN, CookieAccess, KeyedAccess
from odind.services.turnstile import Turnstile
from odind.services.verbs import daemon_wide, path_of, verbs_of
from tests.rpc.bench import NOW, PATIENCE, HandClock, Inside, open_inside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.core.access.principal import Principal

ROOM: Final = "lobby"
COOKIE: Final = "c00kie-_"
PAGE: Final = "https://game.example"


@dataclass(frozen=True)
class Outcome:
    """What became of a call: the reason of its error, or "", and all that was answered."""

    reason: str
    answer: str = ""


class Ground:
    """The daemon, and a connection in ROOM of the key `right`, with its line."""

    def __init__(self, inside: Inside, channel: Any, client: httpx.AsyncClient) -> None:
        self.inside = inside
        self.plane = inside.plane
        self.channel = channel
        self.client = client
        self.keys: dict[str, str] = {}
        self.connection_id = ""
        self.line_id = ""
        self.recording_id = ""

    def principal(self, name: str) -> Principal:
        """Who shows a key of that name."""
        return self.plane.keys.principal(self.keys[name])

    def declare(self, name: str, grant: Grant) -> str:
        """Have a key of that name, and return its text."""
        secret = new_secret()
        known = {key.key_id: key for key in self.plane.keys.all() if key.declared}
        key = ApiKey(name, name, grant, declared_hash(secret), NOW, declared=True)
        self.plane.keys.declare({**known, name: key})
        self.keys[name] = key_text(name, secret)
        return self.keys[name]

    async def join(self, name: str, room_id: str = ROOM) -> str:
        """Join a room with a key."""
        view = await self.plane.rooms.join(JoinRequest(room_id, "anna"), self.principal(name))
        return view.connection_id

    def keep_recording(self, name: str) -> str:
        """Let there be a recording of a key's, which is over."""
        recording = Recording(
            self.principal(name).new_id("r"),
            self.connection_id,
            ROOM,
            RecordingPlan(),
            "/nowhere",
            CaptureState.ENDED,
            0.0,
        )
        return self.plane.recordings.shelf.add(recording, RecordingStarted).recording_id

    async def own(self, name: str) -> None:
        """Have requests name a connection of that key's from now on, and its line."""
        self.connection_id = await self.join(name)
        shape = LineShape(Direction.PLAYBACK, self.connection_id)
        self.line_id = (await self.plane.devices.open(shape, LineSettings())).line_id
        self.recording_id = self.keep_recording(name)

    async def move_to(self, tenant: str) -> None:
        """Have requests name what belongs to a tenant from now on."""
        self.declare("tenants", Grant(ALL - {Verb.ADMIN}, tenant=tenant))
        await self.own("tenants")

    def request(self, method: MethodDescriptor) -> Message:
        """Return a request that names what belongs to `right` wherever it can name something."""
        request: Any = GetMessageClass(method.input_type)()
        for message in (request, getattr(request, "config", None)):
            if message is not None:
                self._fill(message)
        return request  # type: ignore[no-any-return]

    def _fill(self, message: Any) -> None:
        values = {
            "connection_id": self.connection_id,
            "line_id": self.line_id,
            "recording_id": self.recording_id,
            "room_id": ROOM,
            "user_id": "anna",
            "key_id": "none",
        }
        for field in message.DESCRIPTOR.fields:
            single = field.name.removesuffix("s") if field.is_repeated else field.name
            if field.is_repeated and single in values:
                getattr(message, field.name).append(values[single])
            elif single in values:
                setattr(message, field.name, values[single])
            elif field.name in ("send", "receive") and field.message_type.name == "AudioFormat":
                getattr(message, field.name).sample_rate_hz = 48_000
                getattr(message, field.name).channels = 1
            elif field.name == "placing":
                message.placing = 99  # no such place: nothing begins to play, whose end would be waited for

    @property
    def methods(self) -> Iterator[MethodDescriptor]:
        """Every RPC that is served."""
        for service in self.inside.services:
            yield from service.descriptor.methods

    # Faces

    async def over_grpc(self, method: MethodDescriptor, bearer: str) -> Outcome:
        """Make a call, and return its first answer."""
        metadata = [("authorization", f"Bearer {bearer}")] if bearer else ()
        make = self.channel.stream_stream if method.client_streaming else self.channel.unary_stream
        write, read = (
            GetMessageClass(method.input_type).SerializeToString,
            GetMessageClass(method.output_type),
        )
        request = self.request(method)
        call = make(path_of(method), write, read.FromString)(
            _open_ended(request) if method.client_streaming else request, metadata=metadata, timeout=PATIENCE
        )
        try:
            with suppress(grpc.aio.AioRpcError):
                async for answer in call:
                    return Outcome("", str(answer))
            code, trailers = await call.code(), dict(await call.trailing_metadata())
            assert "grpc-status-details-bin" in trailers or code is grpc.StatusCode.OK, await call.details()
            status = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b""))
            return Outcome(info_of(status).reason)
        finally:
            call.cancel()

    async def over_connect(self, method: MethodDescriptor, bearer: str) -> Outcome:
        """Make a call in Connect's JSON, and return the first answer."""
        content = json_format.MessageToJson(self.request(method)).encode()
        kind = "application/json"
        if method.server_streaming:
            kind = "application/connect+json"
            content = b"\0" + len(content).to_bytes(4) + content
        headers = {"content-type": kind, **_authorization(bearer)}
        path = path_of(method)
        async with self.client.stream("POST", path, content=content, headers=headers) as answer:
            async for part in answer.aiter_bytes():
                return _outcome(part[5:] if method.server_streaming else part)
        raise AssertionError("there was no answer")

    async def over_grpc_web(self, method: MethodDescriptor, bearer: str) -> Outcome:
        """Make a call in gRPC-Web, and return the first answer."""
        data = self.request(method).SerializeToString()
        content = b"\0" + len(data).to_bytes(4) + data
        headers = {"content-type": "application/grpc-web+proto", **_authorization(bearer)}
        async with self.client.stream("POST", path_of(method), content=content, headers=headers) as answer:
            details = answer.headers.get("grpc-status-details-bin", "")
            got = b"" if details else await anext(answer.aiter_bytes())
        if got[:1] == b"\x80":  # the trailers, in a frame
            details = dict(re.findall(r"([^:\r\n]+):\s*([^\r\n]*)", got[5:].decode())).get(
                "grpc-status-details-bin", ""
            )
        if not details:
            return Outcome("", repr(GetMessageClass(method.output_type).FromString(_message_in(got))))
        status = base64.b64decode(details + "=" * (-len(details) % 4))
        return Outcome(info_of(status_pb2.Status.FromString(status)).reason)

    async def over_socket(self, path: str, method: MethodDescriptor, bearer: str) -> Outcome:
        """Make a call over a WebSocket, and return the first message."""
        url = f"ws://127.0.0.1:{self.client.base_url.port}{path}"
        if path == "/v1/events":
            url += f"?connection_id={self.connection_id}"
        offered = ["odind.v1", *([f"bearer.{bearer}"] if bearer else [])]
        async with connect(url, proxy=None, subprotocols=offered) as socket:  # type: ignore[arg-type]
            if method.client_streaming:
                config = json_format.MessageToDict(self.request(method).config)  # type: ignore[attr-defined]
                with suppress(ConnectionClosed):
                    await socket.send(json.dumps(config))
            return _outcome(await socket.recv())

    async def over_sse(self, bearer: str) -> Outcome:
        """Watch events as EventSource does, and return the first of them."""
        url = f"/v1/events?connection_id={self.connection_id}"
        async with self.client.stream("GET", url, headers=_authorization(bearer)) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    return _outcome(line.removeprefix("data: "))
                if line.startswith("{"):
                    return _outcome(line)
        raise AssertionError("there was no answer")


def _message_in(frame: bytes) -> bytes:
    return frame[5 : 5 + int.from_bytes(frame[1:5])]


async def _open_ended(request: Message) -> AsyncIterator[Message]:
    yield request
    await asyncio.get_running_loop().create_future()


def _authorization(bearer: str) -> dict[str, str]:
    return {"authorization": f"Bearer {bearer}"} if bearer else {}


def _outcome(text: str | bytes) -> Outcome:
    answer = json.loads(text) if text else {}
    error = answer.get("error") or answer
    found = error.get("reason") or next(
        (one["debug"]["reason"] for one in error.get("details", ()) if "reason" in one.get("debug", {})), ""
    )
    return Outcome(found, "" if found else str(answer))


@asynccontextmanager
async def open_ground(folder: Path, *, loopback_open: bool = False) -> AsyncIterator[Ground]:
    """Serve on any free ports, with keys of every kind."""
    clock, limits = HandClock(), Limits()
    async with open_inside(clock, limits, folder, tenants=("acme", "umbrella")) as inside:
        plane = inside.plane
        owners = CookieAccess(Cookie(folder, COOKIE))
        access = KeyedAccess(
            OPEN if loopback_open else owners,
            pages=owners,
            gate=Gate(verbs_of(inside.services), daemon_wide(inside.services)),
            keys=plane.keys,
            sessions=plane.sessions,
            live=plane.live,
        )
        turnstile = Turnstile(limits, clock)
        rpc = RpcServer(inside.services, access=access, turnstile=turnstile)
        http = HttpServer(
            inside.services,
            Admittance(origins=(PAGE,)),
            access,
            turnstile=turnstile,
            health=lambda: plane.vitals.health,
        )
        rpc_port, http_port = rpc.bind_tcp("127.0.0.1:0"), http.bind("127.0.0.1:0")
        rpc.bind_socket(folder / "odind.sock")
        http.bind_socket(folder / "http.sock")
        url = f"http://127.0.0.1:{http_port}"
        async with (
            rpc,
            http,
            grpc.aio.insecure_channel(f"127.0.0.1:{rpc_port}") as channel,
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE) as client,
        ):
            ground = Ground(inside, channel, client)
            ground.declare("right", Grant(ALL - {Verb.ADMIN}, (ROOM, "hall")))
            ground.declare("elsewhere", Grant(ALL - {Verb.ADMIN}, ("other-*",)))
            await ground.own("right")
            yield ground
            inside.stop()
