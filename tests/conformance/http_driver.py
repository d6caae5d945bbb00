"""A small client of HTTP and the WebSocket with its driver, for the tests of the runner."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import sys
from collections import deque
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

FEATURES = ["http", "ws", "environment", "parallel", "watch", "speak", "listen", "opus", "u64", "raw"]
FAULT = sys.argv[1] if sys.argv[1:] else ""
CHUNK_BYTES = 192_000
HELD = 500
GAPS = {0: "GAP_KIND_UNSPECIFIED", 2: "GAP_KIND_SILENCE", 4: "GAP_KIND_LOSS"}


class ClientError(Exception):
    def __init__(self, code: str, reason: str, message: str, metadata: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.told = {"code": code, "reason": reason, "message": message, "metadata": metadata or {}}


def unreachable(url: str, why: object) -> ClientError:
    return ClientError("UNAVAILABLE", "DAEMON_UNREACHABLE", f"no daemon answers at {url}: {why}")


def read_error(error: dict[str, Any]) -> ClientError:
    """Make an error of what HTTP, SSE or the WebSocket say."""
    infos = [
        detail["debug"]
        for detail in error.get("details", ())
        if detail["type"] == "google.rpc.ErrorInfo" and detail.get("debug", {}).get("domain") == "odind"
    ]
    info = infos[0] if infos else error
    code = error["code"].upper()
    nobody = "DAEMON_UNREACHABLE" if code == "UNAVAILABLE" else ""
    return ClientError(code, info.get("reason") or nobody, error.get("message", ""), info.get("metadata"))


def checked(target: str, api_key: str) -> str:
    try:
        parts = urlsplit(target)
        well = parts.scheme == "http" and parts.hostname and (parts.port or 80)
    except ValueError:
        well = False
    if not well:
        raise ClientError("INVALID_ARGUMENT", "TARGET_INVALID", f"{target} is no address")
    if api_key and parts.hostname != "127.0.0.1":
        raise ClientError("INVALID_ARGUMENT", "KEY_UNPROTECTED", "the key would be sent in the clear")
    return target.rstrip("/")


class Audio:
    """An audio WebSocket with one lane."""

    def __init__(self, socket: ClientConnection, send: dict[str, Any] | None) -> None:
        self.socket, self.closed, self.news = socket, asyncio.Event(), asyncio.Event()
        self.told: dict[str, deque[dict[str, Any]]] = {}
        self.frames: deque[dict[str, Any]] = deque()
        self.users: dict[int, str] = {}
        self.error: ClientError | None = None
        self.sent = self.until = self.dropped = 0
        send = send or {}
        self.sends_opus = send.get("sample_format") == "SAMPLE_FORMAT_OPUS"
        size = 4 if send.get("sample_format") == "SAMPLE_FORMAT_F32LE" else 2
        self.unit = size * send.get("channels", 1)

    async def read(self) -> None:
        try:
            async for message in self.socket:
                self._take_frame(message) if isinstance(message, bytes) else self._take(json.loads(message))
                self.news.set()
        except ConnectionClosed:
            pass
        self.end("the socket was closed")

    def end(self, why: str) -> None:
        self.error = self.error or unreachable("the socket", why)
        self.news.set()

    def _take(self, message: dict[str, Any]) -> None:
        if "error" in message:
            self.error = read_error(message["error"])
        elif "laneEnded" in message:
            ended = message["laneEnded"]
            self.error = ClientError(
                ended["code"], ended["reason"], ended.get("detail", ""), ended.get("metadata")
            )
        for name, value in message.items():
            if name in ("started", "flow"):
                self.until = max(self.until, int(value.get("acceptedUntil", 0)))
            if name == "frames":
                self.users |= {frame.get("peerId", 0): frame["userId"] for frame in value["frames"]}
            elif isinstance(value, dict):
                self.told.setdefault(name, deque()).append(value)

    def _take_frame(self, data: bytes) -> None:
        flags, peer = data[1], int.from_bytes(data[4:8], "little")
        header = 40 if FAULT == "assumes-headers-of-40-bytes" else data[0]
        sound, opus = data[header:], bool(flags & 16)
        if len(self.frames) == HELD:
            self.dropped += 1 + self.frames.popleft()["dropped"]
        self.frames.append(
            {
                "peer_id": peer,
                "user_id": self.users.get(peer, ""),
                "sequence": str(int.from_bytes(data[8:16], "little")),
                "sha256": hashlib.sha256(b"" if opus else sound).hexdigest(),
                "opus": base64.b64encode(sound).decode() if opus else "",
                "gap": GAPS[flags & 6],
                "dropped": int.from_bytes(data[36:40], "little"),
            }
        )

    async def until_true(self, true: Callable[[], object], *, even_when_ended: bool = False) -> None:
        while not true():
            if self.error:
                if even_when_ended:
                    return
                raise self.error
            self.news.clear()
            await self.news.wait()

    async def say(self, **request: Any) -> None:
        try:
            await self.socket.send(json.dumps(request))
        except ConnectionClosed:
            raise self.error or unreachable("the socket", "closed") from None

    async def answer(self, name: str) -> dict[str, Any]:
        await self.until_true(lambda: self.told.get(name))
        return self.told[name].popleft()

    async def write(self, sound: bytes) -> None:
        if len(sound) % self.unit:
            raise ClientError("INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "half a sample")
        while sound:
            await self.until_true(lambda: self.sent < self.until)
            size = min(len(sound), CHUNK_BYTES, (self.until - self.sent) * self.unit)
            self.sent += size // self.unit
            await self.socket.send(sound[:size])
            sound = sound[size:]

    async def write_opus(self, packet: bytes) -> None:
        await self.until_true(lambda: self.sent + 960 <= self.until)
        self.sent += 960
        await self.socket.send(packet)

    async def control(  # noqa: C901 - a list of orders
        self, do: str, a: dict[str, Any]
    ) -> dict[str, Any] | None:
        match do:
            case "write" if FAULT == "ignores-credit":
                await self.socket.send(sawtooth(a["samples"], a["start"]))
            case "write" if "base64" in a:
                await self.write(base64.b64decode(a["base64"]))
            case "write":
                for start in range(a["start"], a["start"] + a["samples"], a["chunk"]):
                    await self.write(sawtooth(min(a["chunk"], a["start"] + a["samples"] - start), start))
            case "write_opus":
                for packet in a["packets"]:
                    await self.write_opus(base64.b64decode(packet))
            case "mark":
                await self.say(mark={"name": a["name"]})
                return await self.answer("markReached")
            case "flush" | "pause" | "resume":
                await self.say(**{do: {}})
                return await self.answer("flushed") if do == "flush" else None
            case "status":
                await self.say(getQueueStatus={})
                return await self.answer("queueStatus")
            case "drain":
                await self.say(finish={})
                return await self.answer("drained")
            case "read":
                return await self.read_frames(a["frames"])
            case "close":
                self.closed.set()
        return None

    async def read_frames(self, wanted: int) -> dict[str, Any]:
        await self.until_true(lambda: len(self.frames) >= wanted, even_when_ended=True)
        read = [self.frames.popleft() for _ in range(min(wanted, len(self.frames)))]
        if read:
            read[0]["dropped"] += self.dropped
            self.dropped = 0
        elif self.error and self.error.told["reason"] != "CONNECTION_LEFT":
            raise self.error
        return {"frames": read, "ended": len(read) < wanted}


def sawtooth(samples: int, start: int) -> bytes:
    numbers = range(start, start + samples)
    return b"".join((n * 37 % 20_001 - 10_000).to_bytes(2, "little", signed=True) for n in numbers)


def payload(given: dict[str, Any]) -> dict[str, str]:
    if "json" in given:
        return {"json": json.dumps(given["json"])}
    return {"data": given["base64"]}


class Driver:
    def __init__(self) -> None:
        self.client: httpx.AsyncClient
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.audios: dict[int, Audio] = {}

    async def call(self, method: str, **request: Any) -> dict[str, Any]:
        try:
            answer = await self.client.post(f"/odind.v1.{method}", json=request)
        except httpx.TimeoutException:
            raise ClientError("DEADLINE_EXCEEDED", "", "too late") from None
        except httpx.TransportError as error:
            raise unreachable(self.url, error) from None
        if answer.is_error:
            raise read_error(answer.json())
        found: dict[str, Any] = answer.json()
        return found

    async def hello(self, _number: int, _a: dict[str, Any]) -> dict[str, Any]:
        return {"protocol": 1, "client": "test", "version": "1", "features": FEATURES}

    async def connect(self, number: int, a: dict[str, Any]) -> None:
        await self.close(number, a)
        around = {**os.environ, **a.get("environment", {})}
        key = a.get("api_key") or around.get("ODIND_API_KEY") or ""
        self.url = checked(a.get("target") or around["ODIND_HTTP"], key)
        self.headers = {"authorization": f"Bearer {key}"} if key else {}
        timeout_ms = a.get("call_timeout_ms")
        self.client = httpx.AsyncClient(
            base_url=self.url,
            headers=self.headers,
            timeout=timeout_ms / 1000 if timeout_ms else None,
            trust_env=False,
            limits=httpx.Limits(max_connections=None),
        )

    async def close(self, number: int, _a: dict[str, Any]) -> None:
        for other, task in self.tasks.items():
            if other != number:
                task.cancel()

    async def info(self, _number: int, _a: dict[str, Any]) -> dict[str, Any]:
        return {} if FAULT == "ignores-its-target" else await self.call("ServerService/GetInfo")

    async def join(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        more = {"linger": f"{a['linger_ms'] / 1000}s"} if "linger_ms" in a else {}
        more |= {"userData": payload(a["user_data"])} if "user_data" in a else {}
        answer = await self.call("RoomService/JoinRoom", roomId=a["room_id"], userId=a["user_id"], **more)
        view: dict[str, Any] = answer["connection"]
        return view

    async def get(self, _number: int, a: dict[str, Any]) -> Any:
        return (await self.call("RoomService/GetConnection", connectionId=a["connection_id"]))["connection"]

    async def list(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        ids, token = [], ""
        while True:
            page = await self.call("RoomService/ListConnections", pageSize=a["page_size"], pageToken=token)
            ids += [connection["connectionId"] for connection in page["connections"]]
            token = page.get("nextPageToken", "")
            if not token:
                return {"connection_ids": ids}

    async def user_data(self, _number: int, a: dict[str, Any]) -> None:
        data = payload(a["payload"])
        await self.call("RoomService/UpdateUserData", connectionId=a["connection_id"], userData=data)

    async def message(self, _number: int, a: dict[str, Any]) -> None:
        fields = {"connectionId": a["connection_id"], "peerIds": a["peer_ids"]}
        await self.call("RoomService/SendMessage", message=payload(a["payload"]), **fields)

    async def raw(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        return await self.call(a["method"], **json.loads(a["json"]))

    async def watch(self, number: int, a: dict[str, Any]) -> None:
        query = {"connection_id": a.get("connection_ids", []), "kind": a.get("kinds", [])}
        if "after_sequence" in a:
            query["after_sequence"] = a["after_sequence"]
        request = self.client.stream("GET", "/v1/events", params=query, timeout=None)
        try:
            async with request as answer:
                if answer.is_error:
                    raise read_error(json.loads(await answer.aread()))
                await self._tell_events(number, answer)
        except httpx.TransportError as error:
            raise unreachable(self.url, error) from None

    async def _tell_events(self, number: int, answer: httpx.Response) -> None:
        kind, parts = "", {}
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                kind = line[7:]
            elif line.startswith("data: "):
                if kind == "error":
                    raise read_error(json.loads(line[6:]))
                self._tell_event(number, json.loads(line[6:]), parts)

    def _tell_event(self, number: int, message: dict[str, Any], parts: dict[str, Any]) -> None:
        if "event" in message:
            tell(number, item={"event": message["event"]})
        elif "snapshot" in message:
            snapshot = message["snapshot"]
            for connection in snapshot.get("connections", ()):
                known = parts.setdefault(connection["connectionId"], connection)
                if known is not connection:
                    known["peers"] += connection["peers"]
            if not snapshot.get("more"):
                tell(number, item={"snapshot": {**snapshot, "connections": list(parts.values())}})
                parts.clear()

    async def audio(self, number: int, a: dict[str, Any]) -> None:
        config = {"connectionId": a["connection_id"]}
        config |= {name: a[name] for name in ("send", "receive") if a.get(name) is not None}
        config |= {"receiveMode": a["mode"]} if "mode" in a else {}
        url = f"ws{self.url.removeprefix('http')}/v1/audio"
        try:
            async with connect(url, additional_headers=self.headers, proxy=None) as socket:
                await socket.send(json.dumps(config))
                await self._hold(number, Audio(socket, a.get("send")))
        except (OSError, InvalidHandshake) as error:
            raise unreachable(self.url, error) from None

    async def _hold(self, number: int, audio: Audio) -> None:
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(audio.read())
            try:
                started = await audio.answer("started")
                self.audios[number] = audio
                tell(number, item={"started": started})
                await audio.closed.wait()
            finally:
                reading.cancel()
                audio.end("the socket was closed")

    async def control(self, _number: int, a: dict[str, Any]) -> dict[str, Any] | None:
        return await self.audios[a["call"]].control(a["do"], a)

    async def cancel(self, _number: int, a: dict[str, Any]) -> None:
        self.tasks[a["call"]].cancel()

    async def perform(self, number: int, op: str, a: dict[str, Any]) -> None:
        perform: Callable[[int, dict[str, Any]], Awaitable[dict[str, Any] | None]] | None
        perform = getattr(self, op, None)
        if perform is None:
            tell(number, unsupported=True)
            return
        try:
            tell(number, result=await perform(number, a) or {})
        except ClientError as error:
            tell(number, error=error.told)
        except ExceptionGroup as group:
            (error,) = group.exceptions
            tell(number, error=error.told if isinstance(error, ClientError) else {"code": repr(error)})
        except asyncio.CancelledError:
            tell(number, error={"code": "CANCELLED"})

    async def serve(self) -> None:
        reader = asyncio.StreamReader(limit=2**25)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        while line := await reader.readline():
            order = json.loads(line)
            doing = self.perform(order["id"], order["op"], order.get("args", {}))
            self.tasks[order["id"]] = asyncio.create_task(doing)  # noqa: TID251 - `cancel` ends it


def tell(number: int, **answer: Any) -> None:
    match FAULT:
        case "loses-reasons" if "error" in answer:
            answer["error"]["reason"] = ""
        case "loses-metadata" if "error" in answer:
            answer["error"]["metadata"] = {}
        case "counts-in-doubles" if "event" in answer.get("item", {}):
            event = answer["item"]["event"]
            event["sequence"] = f"{float(event['sequence']) - 2048:.0f}"
    sys.stdout.write(json.dumps({"id": number, **answer}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(Driver().serve())
