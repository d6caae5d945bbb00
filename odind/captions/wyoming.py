"""Speech understood by a server of the Wyoming protocol, as those of faster-whisper and Vosk are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from odind.core.captions.ports import ENGINE_HZ, Heard
from odind.wyoming import connected, event_bytes, read_event

from .away import engine_away, refused

if TYPE_CHECKING:
    import asyncio

    from odind.core.captions.ports import Hints, Speech

NAME: Final = "wyoming"
_SHAPE: Final = {"rate": ENGINE_HZ, "width": 2, "channels": 1}
_CHUNK_BYTES: Final = 32_000


class WyomingTranscriber:
    """Asks the server at a TCP address of the settings, whose events may pause for `idle_s`."""

    name = NAME

    def __init__(
        self, host: str, port: int, *, model: str = "", parallel: int = 2, idle_s: float = 60.0
    ) -> None:
        self.parallel = parallel
        self._address = host, port
        self._asked = {"name": model} if model else {}
        self._idle_s = idle_s

    async def transcribe(self, speech: Speech, hints: Hints) -> Heard:
        """Return what was said. The protocol has no place for a vocabulary."""
        asked = self._asked | ({"language": hints.language} if hints.language else {})
        try:
            async with connected(self._address, self._idle_s) as (reader, writer):
                writer.write(event_bytes("transcribe", asked) + event_bytes("audio-start", _SHAPE))
                pcm = speech.astype("<i2").tobytes()
                for at in range(0, len(pcm), _CHUNK_BYTES):
                    writer.write(event_bytes("audio-chunk", _SHAPE, pcm[at : at + _CHUNK_BYTES]))
                    await writer.drain()
                writer.write(event_bytes("audio-stop", {}))
                return await self._heard(reader)
        except (OSError, EOFError, msgspec.MsgspecError, ValueError) as error:  # TimeoutError is an OSError
            raise engine_away(NAME, error or "it does not answer") from None

    async def _heard(self, reader: asyncio.StreamReader) -> Heard:
        while True:
            event = await read_event(reader, self._idle_s)
            match event.type:
                case "transcript":
                    return Heard(str(event.data.get("text", "")), str(event.data.get("language") or ""))
                case "error":
                    raise refused(NAME, str(event.data.get("text", "")))
