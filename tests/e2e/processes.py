"""The installed commands as processes: started, waited for by event, ended, and their logs kept."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc

from odind.client import connect

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from odind.client import Daemon

BIN = Path(sys.executable).parent
PATIENCE = 60.0
_POLL_S = 0.2


class DaemonProcess:
    """`odind serve`. systemd's protocol tells when it is ready: no guess, and no polling of its socket."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        environment: dict[str, str] | None = None,
        command: Path = BIN / "odind",
        starter: tuple[str, ...] = (),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.socket = folder / "odind.sock"
        self.target = f"unix:{self.socket}"
        self.log_file = folder / "log"
        self._notices = _notify_socket(folder / "notify")
        state = str(folder / "state")
        defaults = ("--socket", str(self.socket), "--listen", "", "--http", "", "--state", state)
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                (*starter, command, "serve", *defaults, *arguments),
                cwd=folder,
                env=clean_environment(NOTIFY_SOCKET=str(folder / "notify"), **(environment or {})),
                stderr=log,
            )

    def wait_until(self, notice: str) -> None:
        """Wait until the daemon has said this to systemd."""
        for _ in range(int(PATIENCE / _POLL_S)):
            try:
                if notice in self._notices.recv(1_024).decode().splitlines():
                    return
            except TimeoutError:
                if self.process.poll() is not None:
                    break
        raise AssertionError(f"no {notice}, exit code {self.process.poll()}, log:\n{self.log()}")

    async def ready(self) -> DaemonProcess:
        """Wait until it serves."""
        await asyncio.to_thread(self.wait_until, "READY=1")
        return self

    def log(self) -> str:
        """What it wrote to stderr so far."""
        return self.log_file.read_text()

    def events(self) -> list[dict[str, Any]]:
        """What it logged so far."""
        return [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def exit_code(self) -> int:
        """Wait until it is over."""
        return await asyncio.to_thread(self.process.wait, PATIENCE)

    def end(self) -> None:
        """Make sure that it is over, kindly if possible."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._notices.close()

    def connect(self) -> AbstractAsyncContextManager[Daemon]:
        """A client of it in this process."""
        return connect(self.target)

    def channel(self) -> grpc.aio.Channel:
        """A bare gRPC channel to it, for calls that no client would make."""
        return grpc.aio.insecure_channel(self.target)


@dataclass
class Ended:
    """A command that is over."""

    code: int
    output: str
    errors: str = field(default="")


async def run(command: str | Path, *arguments: str, environment: dict[str, str] | None = None) -> Ended:
    """Run an installed command, or a program, to its end."""
    process = await asyncio.create_subprocess_exec(
        BIN / command,
        *arguments,
        env=clean_environment(**(environment or {})),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ended(process.returncode or 0, output.decode(), errors.decode())


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment without what would configure odind or trust certificates."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ODIND_") and name not in ("SSL_CERT_FILE", "NOTIFY_SOCKET", "WATCHDOG_USEC")
    }
    return kept | changes


def children(of: int | str = "self") -> set[int]:
    """The processes that this one, or another, has started and that are not over."""
    found: set[int] = set()
    for thread in Path(f"/proc/{of}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has just ended
            found.update(map(int, (thread / "children").read_text().split()))
    return found


def descendants(of: int) -> set[int]:
    """The processes that one has started, with those that they have started."""
    found = children(of)
    return found.union(*map(descendants, found))


def environment_of(pid: int) -> bytes:
    """The environment that a process was started with."""
    return Path(f"/proc/{pid}/environ").read_bytes()


def _notify_socket(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notices.settimeout(_POLL_S)
    notices.bind(str(path))
    return notices
