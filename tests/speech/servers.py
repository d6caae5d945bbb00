"""Servers of speech on loopback: one of OpenAI's interface, and one that the library of Wyoming runs.

Both have espeak-ng speak.
"""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import warnings
import wave
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the library uses audioop where Python has it
    from wyoming.audio import AudioChunk, AudioStart, AudioStop
    from wyoming.error import Error
    from wyoming.server import AsyncEventHandler, AsyncTcpServer
    from wyoming.tts import Synthesize

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wyoming.event import Event


def wav_of(text: str) -> bytes:
    """Return a text as it is spoken."""
    command = ("espeak-ng", "--stdin", "--stdout")
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


class _Speaking(AsyncEventHandler):
    async def handle_event(self, event: Event) -> bool:
        if not Synthesize.is_type(event.type):
            return True
        asked = Synthesize.from_event(event)
        if asked.voice and asked.voice.name == "nobody":
            await self.write_event(Error("there is no such voice").event())
            return False
        data = wav_of(asked.text)
        with wave.open(io.BytesIO(data[:44])) as file:
            shape = {"rate": file.getframerate(), "width": 2, "channels": 1}
        await self.write_event(AudioStart(**shape).event())
        for at in range(44, len(data), 8_000):
            await self.write_event(AudioChunk(audio=data[at : at + 8_000], **shape).event())
        await self.write_event(AudioStop().event())
        return True


@asynccontextmanager
async def wyoming_server() -> AsyncIterator[tuple[str, int]]:
    """Run a server of Wyoming for the length of the block; yield its address."""
    server = AsyncTcpServer("127.0.0.1", 0)
    await server.start(_Speaking)
    try:
        yield server._server.sockets[0].getsockname()
    finally:
        await server.stop()


@asynccontextmanager
async def openai_server() -> AsyncIterator[tuple[str, list[dict[str, str]]]]:
    """Run a server of OpenAI's interface for the length of the block; yield its URL and what it was asked."""
    asked: list[dict[str, str]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        asked.append(json.loads(await reader.readexactly(length)) | {"head": head.decode()})
        if asked[-1]["voice"] == "nobody":
            writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 13\r\n\r\nno such voice")
        else:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: audio/wav\r\nconnection: close\r\n\r\n")
            writer.write(wav_of(asked[-1]["input"]))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", asked
