"""The examples of the Rust client against the real daemon: what they say and say back is speech."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from .clients import BUILD, ROOT, make, may_compile
from .echoes import check_announcer, check_echo
from .sounds import SPEECH

if TYPE_CHECKING:
    from .processes import DaemonProcess

RUST = ROOT / "clients/rust"
EXAMPLES = BUILD / "rust-target/debug/examples"

pytestmark = may_compile


@pytest.fixture(scope="module")
def examples() -> None:
    """The examples, compiled."""
    if shutil.which("cargo") is None:
        pytest.skip("needs Rust")
    make("rust", "examples")


@pytest.mark.usefixtures("examples")
def test_the_examples_compile() -> None:
    assert (EXAMPLES / "echo").is_file()
    assert (EXAMPLES / "announce").is_file()


@pytest.mark.usefixtures("examples")
async def test_the_echo_bot_says_back_the_speech_that_it_heard(daemon: DaemonProcess, room: str) -> None:
    await check_echo(daemon, room, EXAMPLES / "echo", room, ODIND_TARGET=daemon.target)


@pytest.mark.usefixtures("examples")
async def test_the_announcer_says_a_file_as_it_is_and_leaves(daemon: DaemonProcess, room: str) -> None:
    await check_announcer(daemon, room, EXAMPLES / "announce", room, SPEECH, ODIND_TARGET=daemon.target)


def test_the_program_of_the_readme_is_short() -> None:
    program = re.search(r"```rust.*?\n(.*?)```", (RUST / "README.md").read_text(), re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) <= 15
