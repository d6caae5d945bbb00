"""Servers of sounds on loopback: files, and answers that misbehave."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from odind.core.players.source import SoundSource, SourceKind
from odind.egress import Egress, EgressConfig
from odind.sounds.decoders import Decoders
from odind.sounds.feeding import Feeder
from odind.sounds.house import DecodedSounds
from odind.sounds.urls import UrlOpener

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

LOOPBACK = EgressConfig(("127.0.0.0/8",), allow_http=True)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


def serving(folder: Path) -> Iterator[str]:
    """Serve the files of a folder; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@asynccontextmanager
async def answering(
    answer: Callable[[asyncio.StreamWriter, str], Awaitable[None]], host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve what a function writes for a path; yield the address."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        head = await reader.readuntil(b"\r\n\r\n")
        try:
            await answer(writer, head.split()[1].decode())
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, 0)
    try:
        yield f"http://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await server.wait_closed()


@asynccontextmanager
async def web_sounds(
    config: EgressConfig = LOOPBACK,
    *,
    idle_s: float = 10.0,
    first_sound_s: float = 10.0,
    most_bytes: int = 1 << 30,
    most: int = 1 << 40,
) -> AsyncIterator[DecodedSounds]:
    """Open sounds of the web for the length of the block."""
    async with Egress(config) as egress, Decoders() as decoders:
        feeder = Feeder(decoders, first_sound_s=first_sound_s, most=most)
        opener = UrlOpener(egress, feeder, idle_s=idle_s, most_bytes=most_bytes)
        async with DecodedSounds({SourceKind.URL: opener}) as sounds:
            yield sounds


def url(address: str) -> SoundSource:
    """Return an address as a source."""
    return SoundSource(SourceKind.URL, address)
