"""Speech by a server of the Wyoming protocol, as those of Piper and other engines of Home Assistant are.

An event is a line of JSON, which says how many bytes of more JSON and how many bytes of payload follow it.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from odind.files.wav import wav_header

from .away import engine_away, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NAME: Final = "wyoming"
_S16_BYTES: Final = 2
_MOST_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True)
class _Event:
    """An event; `payload` comes after its line."""

    type: str
    data: dict[str, Any] = field(default_factory=dict)
    data_length: int = 0
    payload_length: int = 0
    payload: bytes = b""


class WyomingEngine:
    """Asks the server at a TCP address of the settings, whose events may pause for `idle_s`."""

    def __init__(self, host: str, port: int, *, voice: str = "", idle_s: float = 30.0) -> None:
        self._address = host, port
        self._voice = voice
        self._idle_s = idle_s

    async def speak(self, text: str, voice: str, language: str) -> AsyncIterator[bytes]:
        """Yield a WAV file whose length is open."""
        chosen = {"name": voice or self._voice} if voice or self._voice else {"language": language}
        asked = {"text": text, "voice": chosen if any(chosen.values()) else {}}
        try:
            async with self._connected() as (reader, writer):
                writer.write(msgspec.json.encode({"type": "synthesize", "data": asked}) + b"\n")
                await writer.drain()
                async for piece in self._spoken(reader):
                    yield piece
        except (OSError, EOFError, msgspec.MsgspecError, ValueError) as error:  # TimeoutError is an OSError
            raise engine_away(NAME, error or "it does not answer") from None

    async def _spoken(self, reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
        """Yield the sound of the events until it stops."""
        while True:
            async with asyncio.timeout(self._idle_s):
                event = await _read(reader)
            match event.type:
                case "audio-start":
                    yield _header(event)
                case "audio-chunk":
                    yield event.payload
                case "audio-stop":
                    return
                case "error":
                    raise refused(NAME, str(event.data.get("text", "")))

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        async with asyncio.timeout(self._idle_s):
            reader, writer = await asyncio.open_connection(*self._address)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> _Event:
    """Return the next event. Raises EOFError, OSError, MsgspecError, ValueError for what is none."""
    line = await reader.readuntil(b"\n")
    event = msgspec.json.decode(line, type=_Event)
    if max(event.data_length, event.payload_length) > _MOST_BYTES:
        raise ValueError(f"an event of its is larger than {_MOST_BYTES} bytes")
    more = await reader.readexactly(event.data_length)
    payload = await reader.readexactly(event.payload_length)
    data = event.data | (msgspec.json.decode(more, type=dict[str, Any]) if more else {})
    return _Event(event.type, data, payload=payload)


def _header(event: _Event) -> bytes:
    if event.data.get("width") != _S16_BYTES:
        raise ValueError("its samples are not of 16 bits")
    return wav_header(int(event.data["rate"]), int(event.data["channels"]))
