"""The examples of the TypeScript client against the real daemon, in Node.js and in a real browser."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.http.installed import free_port
from tests.http.pages import browser, needs_chromium, served

from .calm import tried_calmly
from .clients import BUILD, ROOT, make, may_compile
from .echoes import check_announcer, check_echo, check_speech
from .processes import PATIENCE
from .sounds import MUSIC, SPEECH
from .tones import RATE, tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import AudioStream

    from .processes import DaemonProcess

TYPESCRIPT = ROOT / "clients/typescript"
EXAMPLES = TYPESCRIPT / "dist/examples"
PAGE = BUILD / "web"
TONE_DBFS = -20.0
MICROPHONE = f"--use-file-for-fake-audio-capture={SPEECH}"  # over and over
LISTENED_S = 16  # the speech lasts 6.25 s
LEVEL = "wanted => Math.abs(heard.value - wanted) < 2"

pytestmark = may_compile


@pytest.fixture(scope="module", autouse=True)
def examples() -> None:
    """The examples, compiled, and the page, bundled."""
    if shutil.which("npm") is None:
        pytest.skip("needs npm")
    make("typescript", "page")


async def test_the_echo_bot_says_back_the_speech_that_it_heard(daemon: DaemonProcess, room: str) -> None:
    await check_echo(daemon, room, "node", EXAMPLES / "echo.js", room, ODIND_TARGET=daemon.target)


async def test_the_announcer_says_a_file_as_it_is_and_leaves(daemon: DaemonProcess, room: str) -> None:
    command = ("node", EXAMPLES / "announce.js", room, SPEECH)
    await check_announcer(daemon, room, *command, ODIND_TARGET=daemon.target)


async def heard_for(stream: AudioStream, seconds: float) -> np.ndarray:
    heard = bytearray()
    while len(heard) < seconds * RATE * 2:
        heard += b"".join(frame.pcm for frame in (await anext(stream)).frames)
    return np.frombuffer(bytes(heard), "<i2") / 32_768


async def entered(chromium: Any, origin: str, daemon: str, cookie: str) -> Any:
    page = await chromium.new_page()
    await page.goto(f"{origin}/?raw=1&room=web&user=anna&target={daemon}#key={cookie}")
    await page.click("text=Join")
    await page.wait_for_function("state.textContent === 'anna in web'")
    return page


@needs_chromium
async def test_a_page_speaks_its_microphone_hears_a_peer_and_leaves(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    async def trial(origin: str, url: str, daemon: DaemonProcess) -> None:
        cookie = (daemon.folder / "state/cookie").read_text().strip()
        async with (
            asyncio.timeout(PATIENCE),
            browser(MICROPHONE) as chromium,
            daemon.connect() as client,
            client.join("web", user_id="ben") as ben,
        ):
            page = await entered(chromium, origin, url, cookie)
            async for connection in client.connections():
                await connection.set_processing(MUSIC)
            await page.get_by_text("ben").wait_for()
            await page.wait_for_function("said.value > -40")  # its own microphone
            async with ben.listen() as stream:
                check_speech(await heard_for(stream, LISTENED_S))
            async with ben.speak() as speaker:
                said = tone(440, TONE_DBFS, 10)
                await speaker.write((said * 32_767).astype("<i2").tobytes())
                await page.wait_for_function(LEVEL, arg=TONE_DBFS)
                await page.screenshot(path=PAGE / "page.png")
            await page.click("text=Leave")
            await page.wait_for_function("state.textContent === 'Not in a room.'")
            assert not await page.inner_text("#error")
            assert not (await ben.refresh()).peers

    with served(PAGE) as origin:
        url = f"127.0.0.1:{free_port()}"
        allowed = {"ODIND_HTTP__ALLOW_ORIGINS": origin}
        daemon = await start_daemon("--http", url, environment=allowed).ready()
        await tried_calmly(lambda: trial(origin, f"http://{url}", daemon))


@needs_chromium
async def test_a_page_that_the_daemon_does_not_allow_is_told(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    url = f"127.0.0.1:{free_port()}"
    await start_daemon("--http", url).ready()
    with served(PAGE) as origin:
        async with browser() as chromium:
            page = await chromium.new_page()
            await page.goto(f"{origin}/?target=http://{url}")
            await page.click("text=Join")
            await page.wait_for_function("error.textContent.startsWith('DAEMON_UNREACHABLE')")
