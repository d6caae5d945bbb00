"""The systemd unit, read by systemd itself, and the daemon's side of what the unit asks for."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

FOLDER = Path(__file__).parents[2] / "systemd"
UNIT = FOLDER / "odind.service"
ODIND = Path(sys.executable).with_name("odind")
STOP_S = 15

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is missing (Debian: systemd)"
)


def verify(unit: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FOLDER / "verify", unit, ODIND], text=True, capture_output=True, check=False)


@needs_systemd
def test_systemd_accepts_the_unit_without_a_word_and_finds_it_well_fenced():
    done = verify(UNIT)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "Overall exposure level" in done.stdout


@needs_systemd
@pytest.mark.parametrize(
    ("line", "instead", "complaint"),
    [
        ("WatchdogSec=30", "WatchdogSecs=30", "Unknown key"),
        ("Type=notify", "Type=notified", "Failed to parse service type"),
        ("CapabilityBoundingSet=\n", "", "Overall exposure level"),
    ],
    ids=["misspelt key", "wrong value", "fence with a hole"],
)
def test_a_damaged_unit_is_refused(tmp_path: Path, line: str, instead: str, complaint: str):
    text = UNIT.read_text()
    assert line in text
    damaged = tmp_path / "odind.service"
    damaged.write_text(text.replace(line, instead))
    done = verify(damaged)
    assert done.returncode == 1
    assert complaint in done.stdout


@needs_systemd
@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes groups and gives files away")
def test_systemd_makes_the_group_and_keeps_the_access_key_private(tmp_path: Path):
    (tmp_path / "etc/odind").mkdir(parents=True)
    key = tmp_path / "etc/odind/access.key"
    key.write_text("AAA")
    key.chmod(0o644)
    for tool, file in (("systemd-sysusers", "sysusers.conf"), ("systemd-tmpfiles", "tmpfiles.conf")):
        create = ("--create",) if tool == "systemd-tmpfiles" else ()
        done = subprocess.run(
            [tool, *create, f"--root={tmp_path}", FOLDER / file], text=True, capture_output=True, check=True
        )
        assert "warning" not in done.stderr.lower()
    assert "\nodind-clients:" in "\n" + (tmp_path / "etc/group").read_text()
    assert "Group=odind-clients\n" in UNIT.read_text()
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: the path of a unix socket has a hundred bytes."""
    with tempfile.TemporaryDirectory(prefix="odind-") as name:
        yield Path(name)


@pytest.fixture
def systemd(folder: Path) -> Iterator[socket.socket]:
    """What systemd listens on."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(folder / "notify"))
        channel.settimeout(0)
        yield channel


@asynccontextmanager
async def service(folder: Path, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `odind serve` the way the unit does."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ODIND_")}
    process = await asyncio.create_subprocess_exec(
        ODIND, "serve", "--config", FOLDER / "odind.toml", "--listen", "", "--http", "",
        env=inherited
        | {
            "NOTIFY_SOCKET": str(folder / "notify"),
            "RUNTIME_DIRECTORY": str(folder / "run"),
            "STATE_DIRECTORY": str(folder / "state"),
        }
        | environment,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def heard(systemd: socket.socket) -> str:
    message = await asyncio.get_running_loop().sock_recv(systemd, 4096)
    return message.decode()


async def test_systemd_hears_of_the_start_and_of_the_stop(folder: Path, systemd: socket.socket):
    async with service(folder) as process:
        assert await heard(systemd) == "READY=1"
        assert (folder / "run" / "odind.sock").is_socket()
        process.send_signal(signal.SIGTERM)
        assert await heard(systemd) == "STOPPING=1"
        assert await process.wait() == 0


async def test_systemd_sees_that_the_daemon_is_alive(folder: Path, systemd: socket.socket):
    async with service(folder, WATCHDOG_USEC="100000") as process:
        first = {await heard(systemd), await heard(systemd)}
        assert first == {"READY=1", "WATCHDOG=1"}
        assert [await heard(systemd) for _ in range(3)] == ["WATCHDOG=1"] * 3
        process.send_signal(signal.SIGTERM)
        while await heard(systemd) != "STOPPING=1":
            pass
        assert await process.wait() == 0


async def test_without_a_watchdog_nothing_is_sent_between_start_and_stop(
    folder: Path, systemd: socket.socket
):
    async with service(folder) as process:
        assert await heard(systemd) == "READY=1"
        process.send_signal(signal.SIGTERM)
        assert await heard(systemd) == "STOPPING=1"
        await process.wait()
        with pytest.raises(BlockingIOError):
            systemd.recv(4096)


async def test_systemd_waits_for_a_drain_as_long_as_the_settings_say(folder: Path, systemd: socket.socket):
    async with service(folder, ODIND_SERVER__DRAIN="5m") as process:
        assert await heard(systemd) == "READY=1"
        process.send_signal(signal.SIGTERM)
        assert await heard(systemd) == f"EXTEND_TIMEOUT_USEC={(300 + STOP_S) * 1_000_000}"
        assert await heard(systemd) == "STOPPING=1"
        assert await process.wait() == 0
    assert f"\nTimeoutStopSec={STOP_S}\n" in UNIT.read_text()


async def test_a_wrong_configuration_ends_with_the_code_that_systemd_does_not_restart(
    folder: Path, systemd: socket.socket
):
    async with service(folder, ODIND_LOG__LEVEL="shouting") as process:
        assert await process.wait() == 2
        assert "RestartPreventExitStatus=2" in UNIT.read_text()
        with pytest.raises(BlockingIOError):
            systemd.recv(4096)
