"""A real browser with a fake microphone, and the page examples/browser.html in it."""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import threading
from contextlib import asynccontextmanager, contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tests.rpc.bench import PATIENCE

from .installed import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--use-fake-device-for-media-stream",  # a microphone that beeps once a second
]
needs_chromium = pytest.mark.skipif(
    not CHROMIUM, reason="chromium is not installed, so no browser was asked (apt-get install chromium)"
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path = ROOT / "examples") -> Iterator[str]:
    """Serve the examples, or another folder, and give the origin."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@asynccontextmanager
async def browser(*flags: str) -> AsyncIterator[Any]:
    """A Chromium without a window, whose pages may use the microphone."""
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    async with playwright.async_playwright() as tool:
        chromium = await tool.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        try:
            context = await chromium.new_context(permissions=["microphone"])
            context.set_default_timeout(PATIENCE * 1000)
            yield context
        finally:
            await chromium.close()


@asynccontextmanager
async def wire(daemon: str) -> AsyncIterator[tuple[str, Callable[[], None]]]:
    """Serve a daemon at another address; give its URL, and what cuts all that is connected."""
    writers: set[asyncio.StreamWriter] = set()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, requests = await asyncio.open_connection("127.0.0.1", daemon.rpartition(":")[2])
        writers.update((writer, requests))
        with suppress(OSError):
            await asyncio.gather(_copy(reader, requests), _copy(answers, writer))

    def cut() -> None:
        while writers:
            writers.pop().transport.abort()

    async with await asyncio.start_server(pass_on, "127.0.0.1", 0) as server:
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", cut
        finally:
            cut()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def open_page(chromium: Any, origin: str, daemon: str, user: str = "anna", cookie: str = "") -> Any:
    """Open the page, filled in by its address, and press Join."""
    page = await chromium.new_page()
    await page.goto(f"{origin}/browser.html?daemon={daemon}&user={user}#cookie={cookie}")
    await page.click("#enter")
    return page


async def joined(page: Any) -> Any:
    """Wait until the page is in the room."""
    await page.wait_for_function("connection.textContent.endsWith('in lobby')")
    return page


async def told(page: Any, words: str) -> str:
    """Wait until the page explains an error with these words, and return all that it says."""
    await page.wait_for_function("words => error.textContent.includes(words)", arg=words)
    return str(await page.inner_text("#error"))
