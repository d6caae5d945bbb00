"""The processes of the benchmark: started in a clean environment, steered over pipes, measured, ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from odind.core.errors import UnavailableError

from .cores import ANY, on_cores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

Answer = TypeVar("Answer")
_CLOCK_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PATIENCE_S: Final = 120.0
_LAST_WORDS: Final = 500


class Process:
    """A process of the benchmark; its usage includes that of its children."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def tell(self, what: object) -> None:
        """Write a line to the process: a word as it is, anything else as JSON."""
        if self._process.stdin is not None:
            self._process.stdin.write(
                msgspec.json.encode(what) if not isinstance(what, str) else what.encode()
            )
            self._process.stdin.write(b"\n")

    async def answer(self, kind: type[Answer]) -> Answer:
        """Return the next line that the process writes. Raises UnavailableError BENCH_PROCESS_FAILED."""
        line = b""
        if self._process.stdout is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    line = await self._process.stdout.readline()
        if not line:
            raise self.failed()
        try:
            return msgspec.json.decode(line, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self.failed(f"{line[:_LAST_WORDS]!r} is no {kind.__name__}: {error}") from None

    async def ask(self, what: object, kind: type[Answer]) -> Answer:
        """Write a line and return the answer."""
        self.tell(what)
        return await self.answer(kind)

    def check(self) -> None:
        """Raise UnavailableError BENCH_PROCESS_FAILED if the process has ended."""
        if self._process.returncode is not None:
            raise self.failed()

    def usage(self) -> Usage:
        """Return what the process has used so far."""
        return measure_usage(self.pid)

    async def end(self) -> None:
        """End the process: by SIGTERM, after 10 seconds by SIGKILL."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(10):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    def failed(self, why: str = "") -> UnavailableError:
        """Return the error of a process that has not done what it should: `why`, or its last words."""
        words = why or self._log.read_text(errors="replace").strip()[-_LAST_WORDS:]
        return _failed(self.name, words)


def started(
    name: str,
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    cores: frozenset[int] = ANY.tested,
) -> AbstractAsyncContextManager[Process]:
    """Run a Python module until the block ends, with its log in the folder, on some of the cores."""
    command = (sys.executable, "-m", *arguments)
    return run_command(name, folder, command, environment=environment or {}, cores=cores)


@asynccontextmanager
async def run_command(
    name: str,
    folder: Path,
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    cores: frozenset[int],
) -> AsyncIterator[Process]:
    """Run a command in the same way; raises UnavailableError BENCH_PROCESS_FAILED when there is none."""
    log = folder / f"{name}.log"
    with log.open("wb") as written, on_cores(cores):
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                env=_surroundings(environment),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=written,
                limit=2**26,
            )
        except OSError as error:
            raise _failed(name, str(error)) from None
    running = Process(name, process, log)
    try:
        yield running
    finally:
        await running.end()


def _failed(name: str, words: str) -> UnavailableError:
    return UnavailableError(
        "BENCH_PROCESS_FAILED", "the {process} failed: {words}", process=name, words=words or "no log"
    )


def _surroundings(changes: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without variables that would configure odind or its trust."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ODIND_") and name not in ("SSL_CERT_FILE", "NOTIFY_SOCKET", "WATCHDOG_USEC")
    }
    return kept | dict(changes)


@dataclass(frozen=True)
class Usage:
    """The CPU seconds that a process and its children have used until `moment`, and their memory then.

    `anonymous_kib` is the part of `pss_kib` that belongs to no file: it does not depend on which other
    programs share the libraries. `threads` maps the id of each thread to its CPU seconds.
    """

    moment: float
    cpu_s: float
    pss_kib: int
    anonymous_kib: int
    threads: dict[int, float]


def machine_busy_s() -> float:
    """Return the CPU seconds that all processes, and the other guests of the hypervisor, have used."""
    user, nice, system, _idle, _waiting, *rest = Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
    return sum(map(int, (user, nice, system, *rest))) / _CLOCK_TICKS


def measure_usage(pid: int) -> Usage:
    """Return the usage of a process and its children."""
    family = family_of(pid)
    return Usage(
        moment=time.monotonic(),
        cpu_s=sum(_cpu_s(one) + _buried_s(one) for one in family),
        pss_kib=sum(_kib(one, "Pss:") for one in family),
        anonymous_kib=sum(_kib(one, "Pss_Anon:") for one in family),
        threads={thread: cpu_s for one in family for thread, cpu_s in _threads(one)},
    )


def family_of(pid: int) -> list[int]:
    """Return the ids of a process and of its descendants."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_text().split())
    return found


def _cpu_s(pid: int) -> float:
    """Return the CPU time of a process in seconds, to the nanosecond, including its ended threads.

    Linux names a clock for each process: clock_getcpuclockid(3).
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _buried_s(pid: int) -> float:
    """Return the CPU time of the ended children of a process."""
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
