"""Servers that transcribe on loopback: one of OpenAI's interface, one that the library of Wyoming runs."""

from __future__ import annotations

import asyncio
import json
import warnings
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the library uses audioop where Python has it
    from wyoming.asr import Transcribe, Transcript
    from wyoming.audio import AudioChunk, AudioStop
    from wyoming.error import Error
    from wyoming.server import AsyncEventHandler, AsyncTcpServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wyoming.event import Event


class Transcribing(AsyncEventHandler):
    """Says how many bytes it was sent; knows no Klingon."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._size = 0
        self._language = ""

    async def handle_event(self, event: Event) -> bool:
        if Transcribe.is_type(event.type):
            self._language = Transcribe.from_event(event).language or ""
        elif AudioChunk.is_type(event.type):
            self._size += len(AudioChunk.from_event(event).audio)
        elif AudioStop.is_type(event.type):
            answer = Transcript(f"{self._size} bytes", self._language)
            refusal = Error("there is no such language")
            await self.write_event((refusal if self._language == "tlh" else answer).event())
            return False
        return True


@asynccontextmanager
async def wyoming_server() -> AsyncIterator[tuple[str, int]]:
    """Run a server of Wyoming for the length of the block; yield its address."""
    server = AsyncTcpServer("127.0.0.1", 0)
    await server.start(Transcribing)
    try:
        yield server._server.sockets[0].getsockname()
    finally:
        await server.stop()


@dataclass
class OpenAiServer:
    """What it answers, one after the other and the last for ever; and the forms that it was sent."""

    url: str
    answers: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def says(self, value: object, status: str = "200 OK", kind: str = "application/json") -> None:
        """Answer so from now on."""
        self.answers.append((status, kind, value if isinstance(value, str) else json.dumps(value)))


@asynccontextmanager
async def openai_server() -> AsyncIterator[OpenAiServer]:
    """Run a server of OpenAI's interface for the length of the block."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        body = await reader.readexactly(length)
        found.asked.append(form_of(head, body) if b"multipart" in head else json.loads(body))
        found.asked[-1]["head"] = head.decode()
        status, kind, text = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
        data = text.encode()
        writer.write(
            f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(data)}\r\n\r\n".encode()
        )
        writer.write(data)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        found = OpenAiServer(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1")
        yield found


def form_of(head: bytes, body: bytes) -> dict[str, Any]:
    """Return the fields of a form, as Python's parser of mail reads them."""
    kind = next(line for line in head.splitlines() if line.lower().startswith(b"content-type"))
    fields: dict[str, Any] = {}
    for part in message_from_bytes(kind + b"\r\n\r\n" + body).get_payload():
        name = part.get_param("name", header="content-disposition")
        value = part.get_payload(decode=True)
        fields.setdefault(name, []).append(value if part.get_filename() else value.decode())
    return fields
