"""The addon for Godot in a real Godot, without a window, against the real daemon."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.http.installed import free_port

from .echoes import check_echo, running
from .processes import PATIENCE
from .tones import tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from .processes import DaemonProcess

ROOT = Path(__file__).parents[2]
COMMAND = ("godot3-server", "--path", ROOT / "clients/godot", "-s")
UNTIL_KILLED = -signal.SIGTERM  # Godot 3 has no say in it
TONE_DBFS = -20.0

pytestmark = pytest.mark.skipif(shutil.which("godot3-server") is None, reason="needs godot3-server")


async def start(start_daemon: Callable[..., DaemonProcess]) -> tuple[DaemonProcess, dict[str, str]]:
    """A daemon with HTTP, and what tells a game where it is."""
    address = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", address).ready()
    cookie = daemon.folder / "state/cookie"
    return daemon, {"ODIND_HTTP": f"http://{address}", "ODIND_COOKIE_FILE": str(cookie)}


async def test_the_echo_bot_says_back_the_speech_that_it_heard(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    daemon, environment = await start(start_daemon)
    command = (*COMMAND, "examples/echo.gd", "--room=godot")
    await check_echo(daemon, "godot", *command, ends_with=UNTIL_KILLED, **environment)


async def test_the_program_of_the_readme_prints_the_level_of_a_peer(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    program = re.search(r"```gdscript\n(.*?)```", (ROOT / "clients/godot/README.md").read_text(), re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) <= 15
    file = tmp_path / "level.gd"
    file.write_text(program[1])
    daemon, environment = await start(start_daemon)
    async with (
        asyncio.timeout(PATIENCE),
        daemon.connect() as client,
        client.join("lobby", user_id="ben") as ben,
        ben.speak() as speaker,
        running(*COMMAND, file, ends_with=UNTIL_KILLED, **environment) as game,
        asyncio.TaskGroup() as tasks,
    ):
        assert game.stdout is not None
        said = (tone(440, TONE_DBFS, 20) * 32_767).astype("<i2").tobytes()
        speaking = tasks.create_task(speaker.write(said))
        while abs(level_of(await game.stdout.readline()) - TONE_DBFS) > 2:
            assert not game.stdout.at_eof()
        speaking.cancel()


def level_of(line: bytes) -> float:
    """The number that a line is, if it is one."""
    try:
        return float(line)
    except ValueError:
        return 0.0
