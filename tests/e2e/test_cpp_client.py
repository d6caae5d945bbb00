"""The examples of the C++ client against the real daemon: what they say and say back is speech."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.tls.folders import make_keys

from .clients import BUILD, ROOT, make, may_compile
from .echoes import check_announcer, check_echo
from .processes import PATIENCE, clean_environment
from .sounds import SPEECH
from .test_starting import free_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .processes import DaemonProcess

PROGRAMS = BUILD / "cpp"

pytestmark = may_compile


@pytest.fixture(scope="module")
def examples() -> None:
    """The examples and the driver, compiled."""
    if shutil.which("grpc_cpp_plugin") is None:
        pytest.skip("needs gRPC for C++")
    make("cpp", "examples", "driver")


@pytest.mark.usefixtures("examples")
async def test_the_echo_bot_says_back_the_speech_that_it_heard(daemon: DaemonProcess, room: str) -> None:
    await check_echo(daemon, room, PROGRAMS / "examples/cpp-echo", room, ODIND_TARGET=daemon.target)


@pytest.mark.usefixtures("examples")
async def test_the_announcer_says_a_file_as_it_is_and_leaves(daemon: DaemonProcess, room: str) -> None:
    await check_announcer(
        daemon, room, PROGRAMS / "examples/cpp-announce", room, SPEECH, ODIND_TARGET=daemon.target
    )


async def asked_of_a_driver(**connect: Any) -> dict[str, Any]:
    """What the client answers when it connects so and asks who the daemon is."""
    driver = await asyncio.create_subprocess_exec(
        PROGRAMS / "conformance/cpp-driver",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=clean_environment(),
    )
    assert driver.stdin is not None
    assert driver.stdout is not None
    async with asyncio.timeout(PATIENCE):
        for number, (op, args) in enumerate((("connect", connect), ("info", {}))):
            driver.stdin.write(json.dumps({"id": number, "op": op, "args": args}).encode() + b"\n")
            answer: dict[str, Any] = json.loads(await driver.stdout.readline())
        driver.stdin.close()
        assert await driver.wait() == 0
    return answer


@pytest.mark.usefixtures("examples")
async def test_over_tls_the_daemon_is_known_by_its_authority_and_who_calls_by_a_certificate_or_a_cookie(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    keys, address, mutual = make_keys(tmp_path / "keys"), free_address(), free_address()
    files = {
        "certificate": keys.folder / "server.pem",
        "key": keys.folder / "server.key",
        "client-ca": keys.ca,
    }
    options = [text for name, file in files.items() for text in (f"--tls-{name}", str(file))]
    daemon = await start_daemon("--listen", address, "--mutual-listen", mutual, *options).ready()
    cookie = (daemon.folder / "state/cookie").read_text().strip()
    trusting = {"ODIND_TLS_CA": str(keys.ca)}
    alice = {
        f"ODIND_TLS_{name}": str(keys.folder / f"alice.{end}")
        for name, end in (("CERT", "pem"), ("KEY", "key"))
    }
    told = await asked_of_a_driver(target=mutual, environment=trusting | alice)
    assert told["result"]["version"]
    told = await asked_of_a_driver(target=address, environment=trusting, api_key=cookie)
    assert told["result"]["version"]
    told = await asked_of_a_driver(target=address, environment={"ODIND_TLS_CA": "system"}, api_key=cookie)
    assert told["error"]["reason"] == "DAEMON_UNREACHABLE"


def test_the_first_program_of_the_readme_is_short() -> None:
    """That it compiles with the installed package, `make -C clients/cpp package` shows."""
    program = re.search(r"```cpp\n(.*?)```", (ROOT / "clients/cpp/README.md").read_text(), re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) <= 15
