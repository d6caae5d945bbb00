"""Publishes to RTMP servers (Adobe, "RTMP Specification 1.0", chapter 7.2).

libavformat's own RTMP dials by itself, sends the address that it dialled as the server's name, and tells a
refused key as an input/output error.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from . import amf
from .chunks import AUDIO, COMMAND, DATA, USER_CONTROL, Message, MessageReader, shake_hands, write
from .flv import Tags
from .refusals import closed, refused

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator

    from odind.core.push.plan import PushPlan, PushSecrets
    from odind.egress.dialling import Dialler

    from .amf import Value
    from .pool import Encoding, Pool

_CONNECT: Final = 1.0
_CREATE: Final = 2.0
_PING: Final = 6
_PONG: Final = b"\x00\x07"
_SET_DATA: Final = amf.encode("@setDataFrame")


@asynccontextmanager
async def rtmp(
    plan: PushPlan, secrets: PushSecrets, dialler: Dialler, pool: Pool
) -> AsyncIterator[RtmpCarriage]:
    """Yield a way to an RTMP server; raises what `Carrier.connect` does."""
    place = plan.place
    async with dialler.connected(place.host, place.port, tls=place.scheme.tls) as (reader, writer):
        session = _Session(place.host, reader, writer)
        stream = await session.publish(plan, secrets.stream_key)
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(session.listen())
            try:
                yield RtmpCarriage(session, stream, await pool.encoding(plan))
            finally:
                listening.cancel()


class RtmpCarriage:
    """Sends the tags of FLV."""

    def __init__(self, session: _Session, stream: int, encoding: Encoding) -> None:
        self._session = session
        self._stream = stream
        self._encoding = encoding
        self._tags = Tags()

    async def send(self, pcm: bytes) -> None:
        """Encode and send samples."""
        for kind, timestamp, body in self._tags.found(await self._encoding.pieces(pcm)):
            if kind in (AUDIO, DATA):
                whole = _SET_DATA + body if kind == DATA else body
                await self._session.send(Message(kind, whole, self._stream, timestamp))

    async def finish(self) -> None:
        """Say that the stream is over."""
        await self._session.command("deleteStream", 0.0, None, float(self._stream))


class _Session:
    def __init__(self, host: str, reader: StreamReader, writer: StreamWriter) -> None:
        self._host = host
        self._reader = reader
        self._writer = writer
        self._messages = MessageReader(reader)
        self._problem = ""

    async def publish(self, plan: PushPlan, key: str) -> int:
        """Return the number of the stream that the server takes."""
        try:
            await shake_hands(self._reader, self._writer)
            return await self._stream(plan, key)
        except ValueError as error:
            raise closed(self._host, str(error)) from None

    async def _stream(self, plan: PushPlan, key: str) -> int:
        try:
            await self.command("connect", _CONNECT, _about(plan))
            await self._result(_CONNECT)
            await self.command("releaseStream", 0.0, None, key)
            await self.command("FCPublish", 0.0, None, key)
            await self.command("createStream", _CREATE, None)
            stream = int(await self._result(_CREATE))
            await self.command("publish", 0.0, None, key, "live", stream=stream)
            await self._published()
        except (asyncio.IncompleteReadError, ConnectionError):
            raise refused(self._host, "it closed the connection instead of an answer") from None
        return stream

    async def command(self, *values: Value, stream: int = 0) -> None:
        await self.send(Message(COMMAND, amf.encode(*values), stream))

    async def send(self, message: Message) -> None:
        if self._problem:
            raise closed(self._host, self._problem)
        write(self._writer, message)
        await self._writer.drain()

    async def listen(self) -> None:
        """Answer pings until the server says that it is over; `send` then raises."""
        try:
            while not self._problem:
                name, _, about = await self._command()
                if name == "onStatus" and about.get("level") == "error":
                    self._problem = _told(about)
        except (OSError, EOFError, ValueError) as error:
            self._problem = str(error) or type(error).__name__

    async def _result(self, transaction: float) -> float:
        """Return what a call of ours was answered with, where that is a number."""
        while True:
            name, number, about = await self._command()
            if name == "_error" and number == transaction:
                raise refused(self._host, _told(about))
            if name == "_result" and number == transaction:
                result = about.get("result")
                return result if isinstance(result, float) else 0.0

    async def _published(self) -> None:
        while True:
            name, _, about = await self._command()
            if name == "onStatus" and about.get("code") == "NetStream.Publish.Start":
                return
            if name in ("onStatus", "_error") and about.get("level", "error") == "error":
                raise refused(self._host, _told(about))

    async def _command(self) -> tuple[str, float, dict[str, Value]]:
        """Return the next command: its name, its number, what it says: fields, or a number as `result`."""
        while True:
            message = await self._messages.read()
            if message.kind == USER_CONTROL and int.from_bytes(message.body[:2], "big") == _PING:
                await self.send(Message(USER_CONTROL, _PONG + message.body[2:6]))
            if message.kind == COMMAND:
                return _understood(amf.decode(message.body))


def _about(plan: PushPlan) -> dict[str, Value]:
    """Return what `connect` says: the application, and the server's name as the caller knows it."""
    place = plan.place
    scheme, app = plan.address.partition(":")[0], place.path.strip("/")
    host = f"[{place.host}]" if ":" in place.host else place.host
    port = "" if place.port == place.scheme.port else f":{place.port}"
    return {
        "app": app,
        "type": "nonprivate",
        "flashVer": "FMLE/3.0 (compatible; odind)",
        "tcUrl": f"{scheme}://{host}{port}/{app}",
    }


def _understood(values: list[Value]) -> tuple[str, float, dict[str, Value]]:
    padded: list[Value] = [*values, None, None]
    name, number, *more = padded
    about: dict[str, Value] = {}
    for one in more:
        if isinstance(one, dict):
            about |= one
        elif isinstance(one, float):
            about["result"] = one
    return str(name), number if isinstance(number, float) else 0.0, about


def _told(about: dict[str, Value]) -> str:
    code, description = about.get("code") or "an error", about.get("description")
    return f"{code}: {description}" if description else str(code)
