"""What starts take: CPU of `odind serve` until it is ready, and the time of commands beside that of git.

Run with `make bench-starting`. Everything is loaded once before, so that bytecode is there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from tests.e2e.processes import DaemonProcess, clean_environment

_ROUNDS: Final = 5
_BIN: Final = Path(sys.executable).parent
_COMMANDS: Final = {
    "`odindctl info`": (str(_BIN / "odindctl"), "--target", "unix:{socket}", "info"),
    "`python -c 'import odind.client'`": (sys.executable, "-c", "import odind.client"),
    "`python -c pass`": (sys.executable, "-c", "pass"),
    "`git --version`": ("git", "--version"),
}


def main() -> None:
    """Print a table."""
    print("\n".join(table()))


def table() -> list[str]:
    """Measure, and return the lines of a table."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        own = _starts(Path(folder) / "gateway", "--gateway", "http://127.0.0.1:9")
        embedded = _starts(Path(folder) / "grid")
        daemon = DaemonProcess(Path(folder) / "daemon")
        daemon.wait_until("READY=1")
        try:
            commands = {name: _command(words, daemon.socket) for name, words in _COMMANDS.items()}
        finally:
            daemon.end()
    rows = {"`odind serve --gateway …`": own, "`odind serve` with its own grid": embedded, **commands}
    return [
        "| until it is ready, or has ended | CPU | time |",
        "| --- | --- | --- |",
        *(f"| {name} | {cpu_s:.2f} s | {wall_s:.2f} s |" for name, (cpu_s, wall_s) in rows.items()),
    ]


def _starts(folder: Path, *arguments: str) -> tuple[float, float]:
    """Return the CPU seconds and the seconds of a start, at the median; the first one makes the state."""
    return _median([_start(folder, *arguments) for _ in range(_ROUNDS + 1)][1:])


def _start(folder: Path, *arguments: str) -> tuple[float, float]:
    begin = time.monotonic()
    daemon = DaemonProcess(folder, "--log-level", "error", *arguments)
    daemon.wait_until("READY=1")
    wall_s, cpu_s = time.monotonic() - begin, time.clock_gettime((~daemon.process.pid << 3) | 2)
    daemon.end()
    return cpu_s, wall_s


def _command(words: tuple[str, ...], socket: Path) -> tuple[float, float]:
    command = [word.format(socket=socket) for word in words]
    return _median([_run(command) for _ in range(_ROUNDS + 1)][1:])


def _run(command: list[str]) -> tuple[float, float]:
    before, begin = os.times(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=clean_environment())  # noqa: S603 - ours
    after, wall_s = os.times(), time.monotonic() - begin
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return max(0.0, cpu_s), wall_s


def _median(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    cpu_s, wall_s = zip(*rounds, strict=True)
    return median(cpu_s), median(wall_s)


if __name__ == "__main__":
    main()
