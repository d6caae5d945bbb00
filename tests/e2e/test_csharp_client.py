"""The examples of the C# client against the real daemon, over HTTP and WebSocket: what they say is speech."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.http.installed import free_port

from .clients import BUILD, ROOT, make, may_compile
from .echoes import check_announcer, check_echo
from .sounds import SPEECH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .processes import DaemonProcess

CSHARP = ROOT / "clients/csharp"
PROGRAMS = BUILD / "csharp"

pytestmark = may_compile


@pytest.fixture(scope="module", autouse=True)
def examples() -> None:
    """The examples, compiled."""
    if shutil.which("mcs") is None or shutil.which("mono") is None:
        pytest.skip("needs Mono: mcs and mono")
    make("csharp", "examples")


async def serving(start_daemon: Callable[..., DaemonProcess]) -> tuple[DaemonProcess, dict[str, str]]:
    """A daemon with HTTP, and the environment in which a client finds it."""
    http = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", http).ready()
    cookie = str(daemon.folder / "state/cookie")
    return daemon, {"ODIND_HTTP": f"http://{http}", "ODIND_COOKIE_FILE": cookie}


async def test_the_echo_bot_says_back_the_speech_that_it_heard(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    daemon, where = await serving(start_daemon)
    await check_echo(daemon, room, "mono", PROGRAMS / "echo.exe", room, **where)


async def test_the_announcer_says_a_file_as_it_is_and_leaves(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    daemon, where = await serving(start_daemon)
    await check_announcer(daemon, room, "mono", PROGRAMS / "announce.exe", room, SPEECH, **where)


def test_the_program_of_the_readme_compiles(tmp_path: Path) -> None:
    program = re.search(r"```csharp\n(.*?)```", (CSHARP / "README.md").read_text(), re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) <= 15
    file = tmp_path / "Program.cs"
    file.write_text(program[1])
    make("csharp", "program", f"FILE={file}", f"OUT={tmp_path / 'program.exe'}")
