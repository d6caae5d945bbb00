"""The examples of the Java client against the real daemon: what they say and say back is speech."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from .clients import BUILD, ROOT, make, may_compile
from .echoes import check_announcer, check_echo
from .processes import clean_environment
from .sounds import SPEECH

if TYPE_CHECKING:
    from pathlib import Path

    from .processes import DaemonProcess

JAVA = ROOT / "clients/java"
BUILT = BUILD / "java"
CLASSES = f"@{BUILT / 'java.args'}"

pytestmark = may_compile


@pytest.fixture(scope="module", autouse=True)
def examples() -> None:
    """The examples, compiled."""
    if shutil.which("mvn") is None:
        pytest.skip("needs Maven")
    make("java", "examples")


async def test_the_echo_bot_says_back_the_speech_that_it_heard(daemon: DaemonProcess, room: str) -> None:
    command = ("java", CLASSES, "odind.examples.Echo", room)
    await check_echo(daemon, room, *command, ODIND_TARGET=daemon.target)


async def test_the_announcer_says_a_file_as_it_is_and_leaves(daemon: DaemonProcess, room: str) -> None:
    command = ("java", CLASSES, "odind.examples.Announce", room, SPEECH)
    await check_announcer(daemon, room, *command, ODIND_TARGET=daemon.target)


def test_the_program_of_the_readme_compiles(tmp_path: Path) -> None:
    program = re.search(r"```java\n(.*?)```", (JAVA / "README.md").read_text(), re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) <= 15
    file = tmp_path / "Announce.java"
    file.write_text(program[1])
    command = ("javac", "-Xlint:all", "-Werror", "-proc:none", "-d", tmp_path, CLASSES, file)
    subprocess.run(command, check=True, env=clean_environment())
