"""Every example ends quietly on Ctrl-C, and leaves nobody behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from odind.client import Event, PeerJoined, PeerLeft
from tests.http.installed import free_port

from .processes import BIN, PATIENCE, clean_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import EventWatch

    from .processes import DaemonProcess

EXAMPLES = Path(__file__).parents[2] / "examples"
SPEECH = EXAMPLES / "speech.wav"
PROGRAMS = {
    "announce.py": (str(SPEECH),),
    "echo_bot.py": (),
    "greeter.py": (str(SPEECH), "recording.wav"),
    "music_bot.py": ("tone:440",),
    "greeter.sh": (str(SPEECH),),
}
QUIET = (0, 130, -signal.SIGINT)
CURL = ("curl", "jq")


@asynccontextmanager
async def started(
    folder: Path, *command: str | Path, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run an example as in a terminal: Ctrl-C is for its whole process group."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=clean_environment(PATH=f"{BIN}:{os.environ['PATH']}", PYTHONUNBUFFERED="1", **environment),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def end_by_ctrl_c(process: asyncio.subprocess.Process) -> None:
    """Press Ctrl-C, and assert that the program ends without a word."""
    os.killpg(process.pid, signal.SIGINT)
    _, errors = await process.communicate()
    assert process.returncode in QUIET, errors
    assert errors == b""


async def sees(watch: EventWatch, kind: type) -> None:
    """Wait for an event about a peer."""
    async for item in watch:
        if isinstance(item, Event) and isinstance(item.kind, kind):
            return


@pytest.mark.parametrize("name", PROGRAMS)
async def test_ctrl_c_ends_an_example_quietly(
    start_daemon: Callable[..., DaemonProcess], room: str, tmp_path: Path, name: str
):
    if name.endswith(".sh") and not all(map(shutil.which, CURL)):
        pytest.skip(f"{name} needs {CURL}")
    address = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", address).ready()
    program = (sys.executable, EXAMPLES / name) if name.endswith(".py") else (EXAMPLES / name,)
    more = (address,) if name.endswith(".sh") else ()
    where = {"ODIND_TARGET": daemon.target, "ODIND_COOKIE_FILE": str(daemon.folder / "state/cookie")}
    async with daemon.connect() as client, client.join(room, user_id="peer") as peer:
        watch = peer.watch_events()
        async with started(tmp_path, *program, room, *PROGRAMS[name], *more, **where) as process:
            await sees(watch, PeerJoined)
            await end_by_ctrl_c(process)
            await sees(watch, PeerLeft)


async def test_ctrl_c_ends_the_demo_quietly(tmp_path: Path):
    async with started(tmp_path, sys.executable, EXAMPLES / "demo.py") as process:
        assert process.stdout
        async for line in process.stdout:
            if line.startswith(b"  daemon"):
                break
        await end_by_ctrl_c(process)
