"""A real browser against the installed daemon: fetch in JSON, gRPC-Web, and sound over the WebSocket."""

from __future__ import annotations

import asyncio
import json
import math
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from websockets.asyncio.client import connect

from tests.rpc.bench import PATIENCE

from .bench import MONO, ROOMS, AudioClient
from .installed import ROOT, free_port, installed_daemon
from .pages import browser, joined, needs_chromium, open_page, served, told, wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PICTURES = ROOT / "build" / "http"
LEVEL_OF_THE_TONE = -15.05  # an amplitude of a quarter of full scale
QUIET_DBFS = -50
HOSTILE = "<img src=x onerror='document.title=1'>"

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

WATCH = """async ([module, daemon, cookie]) => {
  const { watch } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
  return new Promise((done) => watch(daemon, cookie, ({ event }) => {
    if (event && event.joined) done(event.joined.connection.userId);
  }, "0"));
}"""

RATE = 48_000
STEEPEST = 0.25 * 2 * math.pi * 440 / RATE  # of a tone of 440 Hz, from one sample to the next
PLAY = """async (pieces) => {
  const context = new OfflineAudioContext(1, 2 * 48000, 48000);
  await context.audioWorklet.addModule("browser_audio.js");
  const player = new AudioWorkletNode(context, "player", { numberOfInputs: 0, outputChannelCount: [1] });
  player.connect(context.destination);
  let position = 0;
  const post = async (seconds) => {
    for (const end = position + seconds * 48000; position < end; position += 960) {
      player.port.postMessage(Float32Array.from({ length: 960 }, (_, i) =>
        Math.sin(2 * Math.PI * 440 * (position + i) / 48000) / 4));
    }
    await new Promise((done) => setTimeout(done, 200));
  };
  for (const [at, seconds] of pieces) {
    context.suspend(at).then(() => post(seconds)).then(() => context.resume());
  }
  return [...(await context.startRendering()).getChannelData(0)];
}"""

pytestmark = needs_chromium


class Friend:
    """A peer without a browser."""

    def __init__(
        self, http: httpx.AsyncClient, connection_id: str, audio: AudioClient, events: AudioClient
    ) -> None:
        self._http = http
        self._connection_id = connection_id
        self._audio = audio
        self._events = events

    async def write(self, text: str) -> None:
        """Say something in the chat."""
        answer = await self._http.post(
            f"/{ROOMS}/SendMessage",
            json={"connectionId": self._connection_id, "message": {"json": json.dumps(text)}},
        )
        assert answer.is_success, answer.text

    async def read(self) -> Any:
        """Return the next message of the chat."""
        while True:
            received = (await self._events.hear()).get("event", {}).get("messageReceived")
            if received:
                return json.loads(received["message"]["json"])

    async def speak_a_tone(self) -> None:
        """Speak 440 Hz for as long as it waits to be spoken: 20 s."""
        seconds = np.arange(20 * RATE) / RATE
        pcm = (8_192 * np.sin(2 * math.pi * 440 * seconds)).astype("<i2").tobytes()
        for start in range(0, len(pcm), 96_000):
            await self._audio.say(pcm[start : start + 96_000])

    async def hear(self, *, voice: bool) -> None:
        """Wait until something is heard, or nothing for half a second."""
        quiet = 0
        async with asyncio.timeout(PATIENCE):
            while quiet < 25 if not voice else not quiet:
                frame = await self._audio.hear()
                if isinstance(frame, bytes):
                    loud = _level(frame) > QUIET_DBFS
                    quiet = int(loud) if voice else 0 if loud else quiet + 1


def _level(frame: bytes) -> float:
    samples = np.frombuffer(frame[frame[0] :], "<i2") / 32_768
    return float(10 * np.log10(np.mean(samples**2) + 1e-12))


@asynccontextmanager
async def friend(url: str, cookie: str, name: str) -> AsyncIterator[Friend]:
    """Join as `ben`, whose user data has a name."""
    headers = {"Authorization": f"Bearer {cookie}"} if cookie else {}
    socket_url = url.replace("http", "ws") + "/v1"
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE, headers=headers) as http:
        answer = await http.post(
            f"/{ROOMS}/JoinRoom",
            json={"roomId": "lobby", "userId": "ben", "userData": {"json": json.dumps({"name": name})}},
        )
        connection_id = answer.json()["connection"]["connectionId"]
        query = f"?connection_id={connection_id}"
        async with (
            connect(f"{socket_url}/audio", proxy=None, additional_headers=headers) as audio,
            connect(f"{socket_url}/events{query}", proxy=None, additional_headers=headers) as events,
        ):
            client = AudioClient(audio)
            await client.attach(connection_id, send=MONO, receive=MONO)
            yield Friend(http, connection_id, client, AudioClient(events))


async def test_a_page_speaks_listens_and_chats(tmp_path: Path):
    with served() as origin:
        async with (
            installed_daemon(
                tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin, ODIND_ACCESS__LOOPBACK="cookie"
            ) as daemon,
            browser() as chromium,
        ):
            cookie = (await asyncio.to_thread((tmp_path / "cookie").read_text)).strip()
            async with friend(daemon, cookie, HOSTILE) as ben:
                page = await joined(await open_page(chromium, origin, daemon, cookie=cookie))
                await page.click("#microphone")
                await ben.hear(voice=True)
                await page.click("#microphone")
                await ben.hear(voice=False)
                await ben.speak_a_tone()
                await page.wait_for_function(
                    "wanted => Math.abs(parseFloat(level.textContent) - wanted) < 2", arg=LEVEL_OF_THE_TONE
                )
                speaker = page.locator("#peers li", has_text="ben")
                await speaker.get_by_text("speaking").wait_for()
                await ben.write(HOSTILE)
                await page.locator("#messages li", has_text=HOSTILE).wait_for()
                await page.fill("#text", "Hello, Ben")
                await page.press("#text", "Enter")
                read = await ben.read()
                await page.wait_for_function(
                    "wanted => Math.abs(document.querySelector('li:last-child meter').value - wanted) < 2",
                    arg=LEVEL_OF_THE_TONE,
                )
                await picture(page, "room")
                grpc_web = await page.evaluate(GRPC_WEB, [daemon, cookie])
                errors = await page.inner_text("#error")
                seen = await speaker.locator("bdi").inner_text()
                injected = await page.locator("main img").count()
    assert read == "Hello, Ben"
    assert (errors, seen, injected) == ("", f"{HOSTILE} (ben)", 0)
    assert grpc_web["version"][0].isdigit()
    assert "grpc-status: 0" in grpc_web["trailers"]


async def picture(page: Any, name: str) -> None:
    """Keep how the page looks, wide and narrow, where nothing may be wider than the screen."""
    await asyncio.to_thread(PICTURES.mkdir, parents=True, exist_ok=True)
    for width, scheme in ((1280, "light"), (390, "dark")):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.screenshot(path=PICTURES / f"browser-{name}-{width}.png", full_page=True)


async def leaves(page: Any) -> None:
    await page.goto("about:blank")


async def is_closed(page: Any) -> None:
    await page.close()


async def crashes(page: Any) -> None:
    with suppress(Exception):  # playwright says that the page has crashed
        await page.goto("chrome://crash")


@pytest.mark.parametrize("ends", [leaves, is_closed, crashes], ids=lambda ends: ends.__name__)
async def test_a_page_that_ends_leaves_no_peer(tmp_path: Path, ends: Any):
    with served() as origin:
        async with (
            installed_daemon(tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin) as daemon,
            browser() as chromium,
        ):
            anna, ben = [
                await joined(await open_page(chromium, origin, daemon, user, await session(daemon, user)))
                for user in ("anna", "ben")
            ]
            await ben.locator("#peers li", has_text="anna").wait_for()
            await ends(anna)
            async with asyncio.timeout(PATIENCE):
                while await users(daemon) != ["ben"]:  # noqa: ASYNC110 - nobody announces it
                    await asyncio.sleep(0.1)
            await ben.locator("#peers li", has_text="anna").wait_for(state="detached")


async def users(daemon: str) -> list[str]:
    """Who the daemon is in a room as."""
    async with httpx.AsyncClient(base_url=daemon, trust_env=False) as http:
        answer = (await http.post("/odind.v1.RoomService/ListConnections", json={})).json()
    return [connection["userId"] for connection in answer.get("connections", ())]


async def session(daemon: str, user: str) -> str:
    """What lets a page be a user in the lobby, also after the daemon was started again."""
    async with httpx.AsyncClient(base_url=daemon, trust_env=False) as http:
        wanted = {"roomId": "lobby", "userId": user}
        answer = await http.post("/odind.v1.AccessService/CreateSession", json=wanted)
    return str(answer.json()["text"])


async def test_a_page_joins_again_after_the_daemon_was_restarted(tmp_path: Path):
    with served() as origin:
        port = free_port()
        async with browser() as chromium:
            async with installed_daemon(tmp_path, port, ODIND_HTTP__ALLOW_ORIGINS=origin) as daemon:
                cookie = await session(daemon, "anna")
                page = await joined(await open_page(chromium, origin, daemon, cookie=cookie))
            await page.wait_for_function("connection.textContent.startsWith('Connection lost')")
            async with installed_daemon(tmp_path, port, ODIND_HTTP__ALLOW_ORIGINS=origin):
                await joined(page)
                assert await users(daemon) == ["anna"]


async def test_a_page_whose_sockets_are_cut_opens_them_again_and_misses_no_message(tmp_path: Path):
    with served() as origin:
        async with (
            installed_daemon(tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin) as daemon,
            wire(daemon) as (address, cut),
            browser() as chromium,
            friend(daemon, "", "Ben") as ben,
        ):
            cookie = await session(daemon, "anna")
            page = await joined(await open_page(chromium, origin, address, cookie=cookie))
            await page.click("#microphone")
            cut()
            await page.wait_for_function("connection.textContent.startsWith('Connection lost')")
            await ben.write("Still there?")
            await joined(page)
            await page.locator("#messages li", has_text="Still there?").wait_for()
            assert await page.locator("#messages li").count() == 1
            assert await users(daemon) == ["ben", "anna"]
            async with friend(daemon, "", "Ben") as newcomer:
                await newcomer.hear(voice=True)


async def test_a_page_that_is_not_allowed_says_what_to_set(tmp_path: Path):
    with served() as origin:
        async with installed_daemon(tmp_path) as daemon, browser() as chromium:
            page = await open_page(chromium, origin, daemon)
            said = await told(page, "refuses")
            await picture(page, "refused")
            code = await page.evaluate(
                """(url) => new Promise((done) => {
                  new WebSocket(url).onclose = ({ code }) => done(code);
                })""",
                daemon.replace("http", "ws") + "/v1/audio",
            )
    assert f"ODIND_HTTP__ALLOW_ORIGINS={origin} odind serve" in said
    assert f'allow_origins = ["{origin}"]' in said
    assert code == 1006


async def test_a_page_without_the_cookie_says_where_it_is(tmp_path: Path):
    with served() as origin:
        async with (
            installed_daemon(
                tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin, ODIND_ACCESS__LOOPBACK="cookie"
            ) as daemon,
            browser() as chromium,
        ):
            cookie = await asyncio.to_thread((tmp_path / "cookie").read_text)
            page = await open_page(chromium, origin, daemon)
            said = await told(page, "wants its cookie")
            await page.keyboard.type("wrong")  # the field has the focus
            await page.keyboard.press("Enter")
            await told(page, "is not the cookie")
            await page.fill("#cookie", cookie)
            await page.keyboard.press("Enter")
            await joined(page)
    assert "odindctl cookie" in said


async def test_a_page_watches_events_as_the_document_shows(tmp_path: Path):
    module = (ROOT / "docs" / "HTTP.md").read_text().partition("// events.mjs\n")[2].partition("```")[0]
    with served() as origin:
        async with (
            installed_daemon(
                tmp_path, ODIND_HTTP__ALLOW_ORIGINS=origin, ODIND_ACCESS__LOOPBACK="cookie"
            ) as daemon,
            browser() as chromium,
            httpx.AsyncClient(base_url=daemon, trust_env=False, timeout=PATIENCE) as http,
        ):
            cookie = (await asyncio.to_thread((tmp_path / "cookie").read_text)).strip()
            headers = {"authorization": f"Bearer {cookie}"}
            request = {"roomId": "lobby", "userId": "anna"}
            await http.post(f"/{ROOMS}/JoinRoom", json=request, headers=headers)
            page = await chromium.new_page()
            await page.goto(f"{origin}/browser_audio.js")
            assert await page.evaluate(WATCH, [module, daemon, cookie]) == "anna"


async def test_a_page_without_a_daemon_says_how_to_start_one():
    with served() as origin:
        async with browser() as chromium:
            page = await open_page(chromium, origin, f"http://127.0.0.1:{free_port()}")
            assert f"ODIND_HTTP__ALLOW_ORIGINS={origin} odind serve" in await told(page, "No daemon answers")


async def test_the_player_clicks_neither_where_sound_is_missing_nor_where_it_skips():
    missing, skipping = 0.5, 1.1
    pieces = [[0, 0.2], [missing, 0.2], [1, 0.2], [skipping, 0.8]]
    with served() as origin:
        async with browser() as chromium:
            page = await chromium.new_page()
            await page.goto(f"{origin}/browser.html")
            sound = np.array(await page.evaluate(PLAY, pieces))
    heard = [
        np.abs(sound[int(start * RATE) :][: RATE // 10]).max()
        for start in (0, 0.3, missing, 0.8, skipping, 1.5)
    ]
    assert np.abs(np.diff(sound)).max() < 1.2 * STEEPEST
    assert [level > 0.2 for level in heard] == [True, False, True, False, True, False]


async def test_a_page_that_is_opened_as_a_file_says_how_to_serve_it():
    async with browser() as chromium:
        page = await chromium.new_page()
        await page.goto((ROOT / "examples" / "browser.html").as_uri())
        said = await told(page, "python3 -m http.server 8000 --bind localhost --directory examples")
    assert "ODIND_HTTP__ALLOW_ORIGINS=http://localhost:8000 odind serve" in said
