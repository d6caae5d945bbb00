"""RTMP's messages and the chunks that carry them (Adobe, "RTMP Specification 1.0", chapters 5.2 and 5.3)."""

from __future__ import annotations

import os
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

SET_CHUNK_SIZE: Final = 1
USER_CONTROL: Final = 4
AUDIO: Final = 8
DATA: Final = 18
COMMAND: Final = 20

_VERSION: Final = 3
_HANDSHAKE_BYTES: Final = 1_536
_FIRST_CHUNK_BYTES: Final = 128
_MOST_BYTES: Final = 65_536
"""Servers answer publishers with commands alone, which are short."""
_MOST_STREAMS: Final = 64
_OUR_CHUNK_BYTES: Final = 4_096
_LATE: Final = 0xFFFFFF
"""A timestamp from here on has four bytes of its own."""
_HEADER_BYTES: Final = (11, 7, 3, 0)


@dataclass(frozen=True)
class Message:
    """A message. `stream` is 0 for the connection itself; `timestamp` is in milliseconds."""

    kind: int
    body: bytes
    stream: int = 0
    timestamp: int = 0


async def shake_hands(reader: StreamReader, writer: StreamWriter) -> None:
    """Exchange what precedes all messages; raises ValueError for a server that speaks something else."""
    writer.write(bytes((_VERSION,)) + bytes(8) + os.urandom(_HANDSHAKE_BYTES - 8))
    if (await reader.readexactly(1))[0] != _VERSION:
        raise ValueError("it does not speak RTMP")
    theirs = await reader.readexactly(_HANDSHAKE_BYTES)
    await reader.readexactly(_HANDSHAKE_BYTES)
    writer.write(theirs)
    write(writer, Message(SET_CHUNK_SIZE, struct.pack(">I", _OUR_CHUNK_BYTES)), _FIRST_CHUNK_BYTES)


def write(writer: StreamWriter, message: Message, chunk_bytes: int = _OUR_CHUNK_BYTES) -> None:
    """Write a message in chunks."""
    channel = 2 if message.kind in (SET_CHUNK_SIZE, USER_CONTROL) else 3 if message.kind == COMMAND else 4
    late = message.timestamp >= _LATE
    shown = _LATE if late else message.timestamp
    more = struct.pack(">I", message.timestamp & 0xFFFFFFFF) if late else b""
    header = shown.to_bytes(3, "big") + len(message.body).to_bytes(3, "big") + bytes((message.kind,))
    writer.write(bytes((channel,)) + header + struct.pack("<I", message.stream) + more)
    for first in range(0, len(message.body), chunk_bytes):
        again = bytes((0xC0 | channel,)) + more if first else b""
        writer.write(again + message.body[first : first + chunk_bytes])


class MessageReader:
    """Puts messages together from chunks, which may be interleaved."""

    def __init__(self, reader: StreamReader) -> None:
        self._reader = reader
        self._chunk_bytes = _FIRST_CHUNK_BYTES
        self._headers: dict[int, tuple[Message, int]] = {}
        self._begun: dict[int, bytes] = {}

    async def read(self) -> Message:
        """Return the next message; raises EOFError, OSError, and ValueError for what no server may send."""
        while True:
            message = await self._chunk()
            if message and message.kind == SET_CHUNK_SIZE:
                self._set_chunk_size(message.body)
            elif message:
                return message

    def _set_chunk_size(self, body: bytes) -> None:
        size = int.from_bytes(body[:4], "big")
        if not size:
            raise ValueError("its chunks have no size")
        self._chunk_bytes = size

    async def _chunk(self) -> Message | None:
        first = await self._number(1)
        form, channel = first >> 6, first & 0x3F
        if channel < 2:  # noqa: PLR2004 - channels from 64 on have one or two bytes more
            channel = 64 + int.from_bytes(await self._reader.readexactly(channel + 1), "little")
        message, length = await self._header(form, channel)
        begun = self._begun.pop(channel, b"")
        begun += await self._reader.readexactly(min(self._chunk_bytes, length - len(begun)))
        if len(begun) == length:
            return replace(message, body=begun)
        self._begun[channel] = begun
        return None

    async def _header(self, form: int, channel: int) -> tuple[Message, int]:
        """Read a chunk's header; what it leaves out is that of the chunk before on its channel."""
        known, length = self._headers.get(channel, (Message(0, b""), 0))
        data = await self._reader.readexactly(_HEADER_BYTES[form])
        if len(data) >= 7:  # noqa: PLR2004 - length and kind are there
            length = int.from_bytes(data[3:6], "big")
            known = replace(known, kind=data[6])
        if form == 0:
            known = replace(known, stream=int.from_bytes(data[7:], "little"))
        late = int.from_bytes(data[:3], "big") == _LATE if data else known.timestamp == _LATE
        if late:
            await self._number(4)
        known = replace(known, timestamp=_LATE if late else 0)
        if length > _MOST_BYTES or len(self._headers) > _MOST_STREAMS:
            raise ValueError("its messages are too long")
        self._headers[channel] = known, length
        return known, length

    async def _number(self, count: int) -> int:
        return int.from_bytes(await self._reader.readexactly(count), "big")
