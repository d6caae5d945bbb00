"""A real browser against the installed daemon: fetch in JSON, gRPC-Web, and sound over the WebSocket."""

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

from .installed import ROOT, installed_daemon

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
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
]
PICTURES = ROOT / "build" / "http"
LEVEL_OF_THE_TONE = -15.05  # an amplitude of a quarter of full scale

GRPC_WEB = """async ([daemon, cookie]) => {
  const answer = await fetch(`${daemon}/odind.v1.ServerService/GetInfo`, {
    method: "POST",
    headers: {
      "Content-Type": "application/grpc-web+proto", "X-Grpc-Web": "1", Authorization: `Bearer ${cookie}`,
    },
    body: new Uint8Array(5),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const length = new DataView(bytes.buffer).getUint32(1);
  const version = new TextDecoder().decode(bytes.slice(7, 7 + bytes[6]));
  return { version, trailers: new TextDecoder().decode(bytes.slice(10 + length)) };
}"""

LIST = """async (daemon) => (await fetch(`${daemon}/odind.v1.RoomService/ListConnections`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: "{}",
})).json()"""

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="chromium is not installed, so no browser was asked (apt-get install chromium)"
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the files of a folder, and give the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@asynccontextmanager
async def browser() -> AsyncIterator[Any]:
    """A Chromium without a window."""
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    async with playwright.async_playwright() as tool:
        chromium = await tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield chromium
        finally:
            await chromium.close()


async def text_of(page: Any, name: str) -> str:
    return str(await page.text_content(f"#{name}"))


async def test_a_page_that_is_allowed_joins_speaks_and_shows_what_it_hears(tmp_path: Path):
    with served(ROOT / "examples") as origin:
        async with (
            installed_daemon(
                tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin, ODIND_ACCESS__LOOPBACK="cookie"
            ) as daemon,
            browser() as chromium,
        ):
            cookie = (await asyncio.to_thread((tmp_path / "cookie").read_text)).strip()
            anna, ben = [await chromium.new_page(viewport={"width": 760, "height": 420}) for _ in range(2)]
            for page, user in ((anna, "anna"), (ben, "ben")):
                await page.goto(f"{origin}/browser.html?daemon={daemon}&user={user}#cookie={cookie}")
                await page.wait_for_function("connection.textContent.endsWith('in lobby')")
            await anna.check("#speak")
            await ben.wait_for_function(
                "wanted => Math.abs(parseFloat(level.textContent) - wanted) < 2", arg=LEVEL_OF_THE_TONE
            )
            await asyncio.to_thread(PICTURES.mkdir, parents=True, exist_ok=True)
            await ben.screenshot(path=PICTURES / "browser.png")
            told = await ben.evaluate(GRPC_WEB, [daemon, cookie])
            errors = await text_of(anna, "error") + await text_of(ben, "error")
    assert errors == ""
    assert told["version"][0].isdigit()
    assert "grpc-status: 0" in told["trailers"]


async def leaves(page: Any) -> None:
    await page.goto("about:blank")


async def is_closed(page: Any) -> None:
    await page.close()


async def crashes(page: Any) -> None:
    with suppress(Exception):  # playwright says that the page has crashed
        await page.goto("chrome://crash")


@pytest.mark.parametrize("ends", [leaves, is_closed, crashes], ids=lambda ends: ends.__name__)
async def test_a_page_that_ends_leaves_no_peer(tmp_path: Path, ends: Any):
    with served(ROOT / "examples") as origin:
        async with (
            installed_daemon(tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin) as daemon,
            browser() as chromium,
        ):
            anna, ben = [await chromium.new_page() for _ in range(2)]
            for page, user in ((anna, "anna"), (ben, "ben")):
                await page.goto(f"{origin}/browser.html?daemon={daemon}&user={user}")
                await page.wait_for_function("connection.textContent.endsWith('in lobby')")
            await ends(anna)
            async with asyncio.timeout(PATIENCE):
                while await users(ben, daemon) != ["ben"]:  # noqa: ASYNC110 - as a page would ask
                    await asyncio.sleep(0.1)


async def users(page: Any, daemon: str) -> list[str]:
    """Who the daemon is in a room as, asked by a page."""
    answer = await page.evaluate(LIST, daemon)
    return [connection["userId"] for connection in answer.get("connections", ())]


async def test_a_page_that_is_not_allowed_gets_nowhere(tmp_path: Path):
    with served(ROOT / "examples") as origin:
        async with installed_daemon(tmp_path) as daemon, browser() as chromium:
            page = await chromium.new_page()
            await page.goto(f"{origin}/browser.html?daemon={daemon}")
            await page.wait_for_function("connection.textContent == 'not joined'")
            code = await page.evaluate(
                """(url) => new Promise((done) => {
                  new WebSocket(url).onclose = ({ code }) => done(code);
                })""",
                daemon.replace("http", "ws") + "/v1/audio",
            )
    assert code == 1006
