"""libodind and libodind_core: programs in C, built with the sanitizers, talk through an installed daemon."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.http.installed import free_port

from .processes import PATIENCE, clean_environment
from .test_audio_socket import seconds_of
from .test_echo_bot import HIGH, tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .processes import DaemonProcess

FOLDER = Path(__file__).parents[2] / "clients/c"
HEADER = FOLDER / "include/odind/odin_1_6.h"
TABLE = FOLDER.parents[1] / "docs/ODIN-1.6.4.md"
SANITIZERS = "-g -O1 -fsanitize=address,undefined -fno-omit-frame-pointer"
STRICT = ("-Wall", "-Wextra", "-Werror", "-std=c11", "-D_GNU_SOURCE")
COMMON = ("-lodind", "-lm", "-pthread")
CLOUD = "https://gateway.odin.4players.io"
PLAIN = ("-g", "-Wl,--disable-new-dtags")  # one library finds the other by the path of the program
VALGRIND = Path("valgrind")
LEAKS = ("-q", "--leak-check=full", "--show-leak-kinds=definite")
NEEDED = ("libcurl", "libcjson", "speexdsp")


def _is_complete() -> bool:
    ask = ["pkg-config", "--exists", *NEEDED]
    return bool(shutil.which("pkg-config")) and subprocess.run(ask, check=False).returncode == 0


needs_compiler = pytest.mark.skipif(not _is_complete(), reason=f"pkg-config finds not all of {NEEDED}")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both libraries, which end a program at its first mistake with memory."""
    folder = tmp_path_factory.mktemp("build")
    subprocess.run(["make", "-s", "-C", FOLDER, f"BUILD={folder}", f"CFLAGS={SANITIZERS}"], check=True)
    return folder


def compile_program(
    source: Path, build: Path, *libraries: str, options: Sequence[str] = SANITIZERS.split()
) -> Path:
    """Compile a program that finds the header of 1.6 under the name that such programs use."""
    (build / "include").mkdir(exist_ok=True)
    (build / "include/odin.h").write_text("#include <odind/odin_1_6.h>\n")
    program = build / source.stem
    paths = (f"-I{FOLDER / 'include'}", f"-I{build / 'include'}", f"-L{build}", f"-Wl,-rpath,{build}")
    command = ["cc", *options, *STRICT, *paths, "-o", program, source, *libraries, *COMMON]
    subprocess.run(command, check=True)
    return program


async def run(daemon: DaemonProcess, http: str, program: Path, *arguments: str | Path) -> tuple[int, str]:
    cookie = daemon.folder / "state/cookie"
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        env=clean_environment(
            ODIND_HTTP=f"http://{http}", ODIND_COOKIE_FILE=str(cookie), ODIND_GATEWAY="default"
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()


@needs_compiler
@pytest.mark.parametrize("workers", ["0", "2"], ids=["one process", "two workers"])
async def test_a_program_for_the_core_of_1_6_talks_in_a_room(
    start_daemon: Callable[..., DaemonProcess], build: Path, room: str, workers: str
):
    http = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", http, environment={"ODIND_SERVER__WORKERS": workers}).ready()
    program = compile_program(FOLDER / "tests/program_1_6.c", build, "-lodind_core")
    key = (daemon.folder / "state/access.key").read_text().strip()
    async with asyncio.timeout(2 * PATIENCE):
        code, output = await run(daemon, http, program, key, CLOUD, room)
    assert code == 0, output
    assert "FAILED" not in output
    assert "ok the tone is heard" in output


@pytest.fixture(scope="module")
def plain_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both libraries without sanitizers, which valgrind does not bear."""
    folder = tmp_path_factory.mktemp("plain")
    subprocess.run(["make", "-s", "-C", FOLDER, f"BUILD={folder}"], check=True)
    return folder


@needs_compiler
@pytest.mark.skipif(not shutil.which("valgrind"), reason="needs valgrind")
async def test_valgrind_finds_no_leak_and_no_invalid_access(
    start_daemon: Callable[..., DaemonProcess], plain_build: Path, room: str
):
    http = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", http).ready()
    program = compile_program(FOLDER / "tests/program_1_6.c", plain_build, "-lodind_core", options=PLAIN)
    key = (daemon.folder / "state/access.key").read_text().strip()
    found = plain_build / "valgrind.txt"
    async with asyncio.timeout(2 * PATIENCE):
        _, output = await run(
            daemon, http, VALGRIND, *LEAKS, f"--log-file={found}", program, key, CLOUD, room
        )
    assert "ok nothing goes on after the end" in output
    assert not found.read_text()


@needs_compiler
async def test_an_echo_in_c_says_what_it_hears(
    start_daemon: Callable[..., DaemonProcess], build: Path, room: str
):
    http = f"127.0.0.1:{free_port()}"
    daemon = await start_daemon("--http", http).ready()
    echo = compile_program(FOLDER / "examples/echo.c", build)
    came = b""
    async with (
        asyncio.timeout(PATIENCE),
        daemon.connect() as client,
        client.join(room, user_id="caller") as caller,
        asyncio.TaskGroup() as tasks,
        caller.listen() as listener,
        caller.speak() as speaker,
    ):
        running = tasks.create_task(run(daemon, http, echo, room))
        while seconds_of(HIGH, came) < 1:
            await speaker.write(tone(HIGH, 0.02))
            came += b"".join(frame.pcm for frame in (await anext(listener)).frames)
    code, output = running.result()
    assert code == 0, output
    assert not output


@needs_compiler
async def test_a_program_is_told_in_words_that_there_is_no_daemon(daemon: DaemonProcess, build: Path):
    echo = compile_program(FOLDER / "examples/echo.c", build)
    async with asyncio.timeout(PATIENCE):
        code, output = await run(daemon, f"127.0.0.1:{free_port()}", echo, "lobby")
    assert code == 1
    assert output.startswith("DAEMON_UNREACHABLE: there is no daemon at http://127.0.0.1:")


def test_the_header_has_every_name_of_the_table():
    wanted = set(re.findall(r"^\| `(odin_\w+|Odin\w+)[`.]", TABLE.read_text(), re.MULTILINE))
    text = HEADER.read_text()
    missing = {name for name in wanted if not re.search(rf"\b{name}\b", text)}
    assert not missing
