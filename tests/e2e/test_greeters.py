"""The greeters of the examples: who enters is greeted, and one of them records what is said."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sound import read_wav, write_wav

from tests.http.installed import free_port

from .processes import BIN, PATIENCE, clean_environment
from .test_echo_bot import HIGH, LOUD, LOW, RATE, loudness, tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import Connection, Daemon

    from .processes import DaemonProcess

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def greeting(tmp_path: Path) -> Path:
    """A greeting that is a tone."""
    write_wav(tmp_path / "greeting.wav", tone(LOW, 1.5), RATE)
    return tmp_path / "greeting.wav"


@asynccontextmanager
async def running(client: Daemon, room: str, *command: str | Path, **environment: str) -> AsyncIterator[None]:
    """Run a greeter, which is in the room meanwhile and not afterwards. It is ended by Ctrl-C."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=clean_environment(PATH=f"{BIN}:{os.environ['PATH']}", **environment),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        await greeters_are(1, client, room)
        yield
        os.killpg(process.pid, signal.SIGINT)
        await process.wait()
        await greeters_are(0, client, room)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def greeters_are(number: int, client: Daemon, room: str) -> None:
    """Wait until so many greeters are in the room."""
    async for _ in client.watch_events():
        users = [one.view.user_id async for one in client.connections() if one.view.room_id == room]
        if users.count("greeter") == number:
            return


async def hear(visitor: Connection, pitch: int, seconds: float) -> None:
    """Listen until so much of a tone was heard."""
    heard = 0.0
    async with visitor.listen() as listener:
        async for tick in listener:
            for frame in tick.frames:
                heard += 0.02 * (loudness(frame.pcm, pitch) > LOUD)
            if heard >= seconds:
                return


async def be_greeted(client: Daemon, room: str) -> None:
    """Enter until a greeting is heard: the greeter may not watch yet when the first visitor comes."""
    while True:
        async with client.join(room, user_id="visitor") as visitor:
            try:
                async with asyncio.timeout(PATIENCE / 6):
                    return await hear(visitor, LOW, 0.5)
            except TimeoutError:
                continue


async def test_the_python_greeter_greets_and_records(
    daemon: DaemonProcess, room: str, tmp_path: Path, greeting: Path
):
    recording = tmp_path / "recording.wav"
    command = (sys.executable, EXAMPLES / "greeter.py", room, greeting, recording)
    async with (
        asyncio.timeout(PATIENCE),
        daemon.connect() as client,
        running(client, room, *command, ODIND_TARGET=daemon.target),
    ):
        await be_greeted(client, room)
        async with client.join(room, user_id="guest") as guest, guest.speak() as speaker:
            await speaker.write(tone(HIGH, 1.5))
            await speaker.drain()
    assert seconds_of(HIGH, recording) > 0.7


def seconds_of(pitch: int, recording: Path) -> float:
    """How much of a tone is in a recording."""
    samples = np.rint(read_wav(recording)[0] * 32_768).astype("<i2")
    frames = np.split(samples, range(960, len(samples), 960))
    return sum(0.02 for frame in frames if loudness(frame.tobytes(), pitch) > LOUD)


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="curl or jq is not installed")
async def test_the_greeter_of_curl_and_websockets_greets(
    start_daemon: Callable[..., DaemonProcess], room: str, greeting: Path
):
    address = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", address).ready()
    command = (EXAMPLES / "greeter.sh", room, greeting, address)
    cookie = str(daemon.folder / "state/cookie")
    async with (
        asyncio.timeout(PATIENCE),
        daemon.connect() as client,
        running(client, room, *command, ODIND_COOKIE_FILE=cookie),
    ):
        await be_greeted(client, room)
