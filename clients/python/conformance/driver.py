"""The Python client as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import sys
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.json_format import MessageToDict, ParseDict

from odind import __version__
from odind.client import AudioStream, Daemon, Event, Json, connect
from odind.core.errors import OdindError
from odind.v1 import audio_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

FEATURES = [
    "unix",
    "tcp",
    "unicode_paths",
    "watch",
    "follow",
    "speak",
    "listen",
    "door",
    "opus",
    "u64",
    "retries",
    "raw",
]


def as_json(message: Any) -> dict[str, Any]:
    return MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)


def payload(given: dict[str, Any] | None) -> bytes | Json | None:
    if given is None:
        return None
    return Json(given["json"]) if "json" in given else base64.b64decode(given["base64"])


def sawtooth(samples: int, start: int) -> bytes:
    return b"".join(
        (-10_000 + n * 37 % 20_001).to_bytes(2, "little", signed=True) for n in range(start, start + samples)
    )


def frame_as_json(frame: audio_pb2.AudioFrame, dropped: int) -> dict[str, Any]:
    return {
        "peer_id": frame.peer_id,
        "user_id": frame.user_id,
        "sequence": str(frame.sequence),
        "sha256": hashlib.sha256(frame.pcm).hexdigest(),
        "opus": base64.b64encode(frame.opus).decode(),
        "gap": audio_pb2.GapKind.Name(frame.gap),
        "dropped": dropped,
    }


class Audio:
    """An audio call; frames that one read has left over are for the next."""

    def __init__(self, stream: AudioStream) -> None:
        self.stream, self.closed = stream, asyncio.Event()
        self._left: list[dict[str, Any]] = []

    async def write(self, a: dict[str, Any]) -> None:
        if "base64" in a:
            await self.stream.write(base64.b64decode(a["base64"]))
            return
        sound, step = sawtooth(a["samples"], a["start"]), 2 * a["chunk"]
        for begin in range(0, len(sound), step):
            await self.stream.write(sound[begin : begin + step])

    async def read(self, a: dict[str, Any]) -> dict[str, Any]:
        ended = False
        while len(self._left) < a["frames"] and not ended:
            frames = await anext(self.stream, None)
            ended = frames is None
            for n, frame in enumerate(frames.frames if frames else ()):
                self._left.append(frame_as_json(frame, frames.dropped if n == 0 else 0))
        read, self._left = self._left[: a["frames"]], self._left[a["frames"] :]
        return {"frames": read, "ended": ended}

    async def control(self, do: str, a: dict[str, Any]) -> dict[str, Any] | None:
        match do:
            case "write":
                await self.write(a)
            case "write_opus":
                await self.stream.write_opus(map(base64.b64decode, a["packets"]))
            case "mark":
                return as_json(await (await self.stream.mark(a["name"])))
            case "flush" | "status" | "drain":
                return as_json(await getattr(self.stream, do)())
            case "pause" | "resume":
                await getattr(self.stream, do)()
            case "read":
                return await self.read(a)
            case "close":
                self.closed.set()
            case _:
                raise NotImplementedError(do)
        return None


class Driver:
    def __init__(self) -> None:
        self.daemon: Daemon
        self.stack = AsyncExitStack()
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.audio: dict[int, Audio] = {}

    async def hello(self, _number: int, _a: dict[str, Any]) -> dict[str, Any]:
        return {"protocol": 1, "client": "python", "version": __version__, "features": FEATURES}

    async def connect(self, number: int, a: dict[str, Any]) -> None:
        await self.close(number, a)
        for name, value in a.get("environment", {}).items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        try:
            timeout_ms = a.get("call_timeout_ms")
            connection = connect(
                a.get("target"),
                call_timeout=timeout_ms and timeout_ms / 1000,
                retries=a.get("retries", 0),
                api_key=a.get("api_key"),
            )
            self.daemon = await self.stack.enter_async_context(connection)
        finally:
            for name in a.get("environment", {}):
                os.environ.pop(name, None)

    async def close(self, number: int, _a: dict[str, Any]) -> None:
        for other, task in self.tasks.items():
            if other != number:
                task.cancel()
        await self.stack.aclose()

    async def info(self, _number: int, _a: dict[str, Any]) -> dict[str, Any]:
        return as_json(await self.daemon.info())

    async def join(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        linger_ms = a.get("linger_ms")
        joined = await self.daemon.join_room(
            a["room_id"],
            user_id=a["user_id"],
            user_data=payload(a.get("user_data")),
            linger=None if linger_ms is None else timedelta(milliseconds=linger_ms),
        )
        return as_json(joined.view)

    async def get(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        return as_json((await self.daemon.connection(a["connection_id"])).view)

    async def list(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        ids = [connection.connection_id async for connection in self.daemon.connections(a["page_size"])]
        return {"connection_ids": ids}

    async def leave(self, _number: int, a: dict[str, Any]) -> None:
        await self.daemon.leave_room(a["connection_id"])

    async def user_data(self, _number: int, a: dict[str, Any]) -> None:
        await self.daemon.update_user_data(a["connection_id"], payload(a["payload"]) or b"")

    async def message(self, _number: int, a: dict[str, Any]) -> None:
        sent = payload(a["payload"]) or b""
        await self.daemon.send_message(a["connection_id"], sent, peer_ids=a.get("peer_ids", ()))

    async def raw(self, _number: int, a: dict[str, Any]) -> dict[str, Any]:
        return await anext(aiter(self.daemon.calls.call(a["method"], [a["json"]])))

    async def watch(self, number: int, a: dict[str, Any]) -> None:
        after = a.get("after_sequence")
        events = self.daemon.watch_events(
            *a.get("connection_ids", ()), kinds=a.get("kinds", ()), after_sequence=after and int(after)
        )
        try:
            await self.tell_all(number, events)
        finally:
            events.close()

    async def follow(self, number: int, a: dict[str, Any]) -> None:
        await self.tell_all(number, self.daemon.follow_events(*a.get("connection_ids", ())))

    async def tell_all(self, number: int, watched: AsyncIterator[Any]) -> None:
        async for item in watched:
            event = isinstance(item, Event)
            tell(number, item={"event": as_json(item.message)} if event else {"snapshot": as_json(item)})

    async def do_audio(self, number: int, a: dict[str, Any]) -> None:
        config = {"connection_id": a["connection_id"]}
        for given, name in (("send", "send"), ("receive", "receive"), ("mode", "receive_mode")):
            if given in a:
                config[name] = a[given]
        async with self.daemon.audio_with(ParseDict(config, audio_pb2.StreamAudioConfig())) as stream:
            self.audio[number] = Audio(stream)
            tell(number, item={"started": as_json(stream.started)})
            await self.audio[number].closed.wait()

    async def control(self, _number: int, a: dict[str, Any]) -> dict[str, Any] | None:
        return await self.audio[a["call"]].control(a["do"], a)

    async def cancel(self, _number: int, a: dict[str, Any]) -> None:
        self.tasks[a["call"]].cancel()

    async def perform(self, number: int, op: str, a: dict[str, Any]) -> None:
        doing: Callable[..., Awaitable[Any]] | None = getattr(self, "do_audio" if op == "audio" else op, None)
        try:
            if doing is None:
                tell(number, unsupported=True)
            else:
                tell(number, result=await doing(number, a) or {})
        except OdindError as error:
            told = {"code": error.code, "reason": error.reason, "message": error.message}
            tell(number, error={**told, "metadata": error.metadata})
        except grpc.aio.AioRpcError as error:
            tell(number, error={"code": error.code().name, "message": error.details()})
        except asyncio.CancelledError:
            tell(number, error={"code": "CANCELLED"})

    async def serve(self) -> None:
        reader = asyncio.StreamReader(limit=32 * 1024 * 1024)
        protocol = asyncio.StreamReaderProtocol(reader)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        async for line in reader:
            order = json.loads(line)
            number = order["id"]
            task = asyncio.create_task(self.perform(number, order["op"], order["args"]))
            self.tasks[number] = task
        await self.close(0, {})


def tell(number: int, **answer: Any) -> None:
    print(json.dumps({"id": number, **answer}), flush=True)


if __name__ == "__main__":
    asyncio.run(Driver().serve())
