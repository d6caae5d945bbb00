"""The examples of the Go client against the real daemon: what they say and say back is speech."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from .clients import BUILD, ROOT, make, may_compile
from .echoes import check_announcer, check_echo
from .sounds import SPEECH

if TYPE_CHECKING:
    from pathlib import Path

    from .processes import DaemonProcess

GO = ROOT / "clients/go"

pytestmark = may_compile


@pytest.fixture(scope="module", autouse=True)
def examples() -> None:
    """The examples, compiled."""
    if shutil.which("go") is None:
        pytest.skip("needs Go")
    make("go", "examples")


async def test_the_echo_bot_says_back_the_speech_that_it_heard(daemon: DaemonProcess, room: str) -> None:
    await check_echo(daemon, room, BUILD / "go-echo", room, ODIND_TARGET=daemon.target)


async def test_the_announcer_says_a_file_as_it_is_and_leaves(daemon: DaemonProcess, room: str) -> None:
    await check_announcer(daemon, room, BUILD / "go-announce", room, SPEECH, ODIND_TARGET=daemon.target)


def test_the_program_of_the_readme_compiles(tmp_path: Path) -> None:
    program = re.search(r"```go\n(.*?)```", (GO / "README.md").read_text(), re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) <= 15
    file = tmp_path / "main.go"
    file.write_text(program[1])
    make("go", "program", f"FILE={file}")
