"""A worker as a process: a new interpreter, never a fork, which the native runtime does not survive.

It gets its order on stdin, reports on stdout that it serves, and ends when its stdin is closed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError

if TYPE_CHECKING:
    from asyncio.subprocess import Process

READY: Final = b"ready\n"
STOP: Final = b"stop\n"
_COMMAND: Final = (sys.executable, "-m", "odind", "worker")
_START_TIMEOUT_S: Final = 60.0
_NOT_FOR_WORKERS: Final = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


class WorkerProcess:
    """A worker process that serves."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    async def ended(self) -> str:
        """Wait until the process ends; return how it ended, in words."""
        code = await self._process.wait()
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def stop(self) -> None:
        """Tell the process to leave its rooms and end."""
        if self._process.stdin:
            with suppress(OSError, RuntimeError):
                self._process.stdin.write(STOP)

    def kill(self) -> None:
        """Kill the process."""
        with suppress(ProcessLookupError):
            self._process.kill()


async def start_process(order: bytes, *files: int) -> WorkerProcess:
    """Start a worker, which inherits `files`, and wait until it serves; `order` is one line.

    Raises UnavailableError WORKER_FAILED.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_WORKERS}
    try:
        process = await asyncio.create_subprocess_exec(
            *_COMMAND, stdin=PIPE, stdout=PIPE, env=environment, pass_fds=files
        )
    except OSError as error:
        raise worker_failed(str(error)) from None
    try:
        await _until_ready(process, order)
    except BaseException:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    return WorkerProcess(process)


async def _until_ready(process: Process, order: bytes) -> None:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both are pipes")
    process.stdin.write(order + b"\n")
    try:
        async with asyncio.timeout(_START_TIMEOUT_S):
            said = await process.stdout.readline()
    except TimeoutError:
        said = b"nothing in time"
    if said != READY:
        raise worker_failed("the log above says why")


def worker_failed(problem: str) -> UnavailableError:
    """Return the error of a worker that does not start."""
    return UnavailableError("WORKER_FAILED", "a worker did not start: {problem}", problem=problem)
