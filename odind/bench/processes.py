"""The processes of the benchmark: started with clean surroundings, steered over pipes, weighed, and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from odind.core.base.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

Answer = TypeVar("Answer")
_CLOCK_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PATIENCE_S: Final = 120.0
_LAST_WORDS: Final = 500


class Process:
    """A process that was started here, and what its children use with it."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        """Its id."""
        return self._process.pid

    def tell(self, what: Any) -> None:
        """Write a line to it."""
        if self._process.stdin is not None:
            self._process.stdin.write(
                msgspec.json.encode(what) if not isinstance(what, str) else what.encode()
            )
            self._process.stdin.write(b"\n")

    async def answer(self, kind: type[Answer]) -> Answer:
        """Return the next line that it says. Raises UnavailableError BENCH_PROCESS_FAILED."""
        line = b""
        if self._process.stdout is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    line = await self._process.stdout.readline()
        if not line:
            raise self._failed()
        return msgspec.json.decode(line, type=kind)

    async def ask(self, word: Any, kind: type[Answer]) -> Answer:
        """Say a word and return the answer."""
        self.tell(word)
        return await self.answer(kind)

    def check(self) -> None:
        """Raise UnavailableError BENCH_PROCESS_FAILED if it is over."""
        if self._process.returncode is not None:
            raise self._failed()

    def usage(self) -> Usage:
        """Return what it has used so far."""
        return measure_usage(self.pid)

    async def end(self) -> None:
        """Make sure that it is over, kindly if possible."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(10):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    def _failed(self) -> UnavailableError:
        words = self._log.read_text(errors="replace").strip()[-_LAST_WORDS:]
        return UnavailableError(
            "BENCH_PROCESS_FAILED", "{process} failed: {words}", process=self.name, words=words or "no word"
        )


@asynccontextmanager
async def started(
    name: str, folder: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Process]:
    """Run a Python module with its log in the folder until the block ends."""
    log = folder / f"{name}.log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            env=_surroundings(environment or {}),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=written,
            limit=2**26,
        )
        running = Process(name, process, log)
        try:
            yield running
        finally:
            await running.end()


def _surroundings(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would configure odind or its trust."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ODIND_") and name not in ("SSL_CERT_FILE", "NOTIFY_SOCKET", "WATCHDOG_USEC")
    }
    return kept | dict(changes)


@dataclass(frozen=True)
class Usage:
    """What a process and its children have used until `moment`, CPU in seconds, and what they hold at it.

    `anonymous_kib` is the part of `pss_kib` that is no file's: it does not change with what other programs
    share of libraries. `threads` is the CPU of each thread by its id.
    """

    moment: float
    cpu_s: float
    pss_kib: int
    anonymous_kib: int
    threads: dict[int, float]


def machine_busy_s() -> float:
    """Return the CPU seconds that all of the machine's processes, and its hypervisor's others, have used."""
    user, nice, system, _idle, _waiting, *rest = Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
    return sum(map(int, (user, nice, system, *rest))) / _CLOCK_TICKS


def measure_usage(pid: int) -> Usage:
    """Return what a process and its children use."""
    family = family_of(pid)
    return Usage(
        moment=time.monotonic(),
        cpu_s=sum(_cpu_s(one) + _buried_s(one) for one in family),
        pss_kib=sum(_kib(one, "Pss:") for one in family),
        anonymous_kib=sum(_kib(one, "Pss_Anon:") for one in family),
        threads={thread: cpu_s for one in family for thread, cpu_s in _threads(one)},
    )


def family_of(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_text().split())
    return found


def _cpu_s(pid: int) -> float:
    """Return a process's CPU time to the nanosecond, that of its ended threads included.

    Linux names a clock for each process: clock_getcpuclockid(3).
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _buried_s(pid: int) -> float:
    """Return the CPU time of a process's children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / _CLOCK_TICKS


def _kib(pid: int, name: str) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0


def _threads(pid: int) -> Iterator[tuple[int, float]]:
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):  # a thread that has just ended
            yield int(task.name), int((task / "schedstat").read_text().split()[0]) / 1e9
