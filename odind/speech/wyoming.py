"""Speech by a server of the Wyoming protocol, as those of Piper and other engines of Home Assistant are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from odind.files.wav import wav_header
from odind.wyoming import connected, event_bytes, read_event

from .away import engine_away, refused

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

    from odind.wyoming import Event

NAME: Final = "wyoming"
_S16_BYTES: Final = 2


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
            async with connected(self._address, self._idle_s) as (reader, writer):
                writer.write(event_bytes("synthesize", asked))
                await writer.drain()
                async for piece in self._spoken(reader):
                    yield piece
        except (OSError, EOFError, msgspec.MsgspecError, ValueError) as error:  # TimeoutError is an OSError
            raise engine_away(NAME, error or "it does not answer") from None

    async def _spoken(self, reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
        """Yield the sound of the events until it stops."""
        while True:
            event = await read_event(reader, self._idle_s)
            match event.type:
                case "audio-start":
                    yield _header(event)
                case "audio-chunk":
                    yield event.payload
                case "audio-stop":
                    return
                case "error":
                    raise refused(NAME, str(event.data.get("text", "")))


def _header(event: Event) -> bytes:
    if event.data.get("width") != _S16_BYTES:
        raise ValueError("its samples are not of 16 bits")
    return wav_header(int(event.data["rate"]), int(event.data["channels"]))
