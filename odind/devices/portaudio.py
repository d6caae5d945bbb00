"""The machine's own devices: a scout process lists them, and a host process runs each open one."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import asynccontextmanager
from mmap import mmap
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from odind.core.devices.ports import DeviceStopped, Direction, Inventory
from odind.core.errors import FailedPreconditionError, UnavailableError
from odind.core.sound.ring import Ring
from odind.memory import shared_memory

from .naming import PULSE
from .scout import Report

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from odind.core.devices.ports import OpenSpec

    Environment = dict[str, str] | None

_log = structlog.get_logger("odind.devices")
_LIST_TIMEOUT_S: Final = 10.0
_OPEN_TIMEOUT_S: Final = 10.0
_CLOSE_TIMEOUT_S: Final = 2.0
_RESTART_S: Final = 1.0
_MAX_CHATTER_LINES: Final = 50
"""Lines of native libraries that are logged per process; the rest is dropped."""


async def inventory() -> Inventory:
    """List the devices through a scout process. Never raises: a failure is the inventory's `problem`."""
    try:
        async with asyncio.timeout(_LIST_TIMEOUT_S), _process("odind.devices.scout", "list") as scout:
            answer, chatter = await scout.communicate()
        _log_chatter("scout", chatter)
        return _understood(answer)
    except (OSError, TimeoutError, TypeError, ValueError) as error:
        return Inventory(
            problem=UnavailableError(
                "SOUND_SYSTEM_STUCK",
                "the sound system does not answer: {detail}",
                detail=str(error) or "it took too long",
            )
        )


def _understood(answer: bytes) -> Inventory:
    """Read the last line of an answer; libraries may have printed others."""
    try:
        report = msgspec.json.decode(answer.strip().rpartition(b"\n")[2], type=Report)
    except msgspec.MsgspecError:
        raise ValueError("the process that looks at the devices crashed") from None
    problem = FailedPreconditionError(*report.problem) if report.problem else None
    return Inventory(report.devices, report.default_input, report.default_output, problem)


async def changes() -> AsyncGenerator[None, None]:
    """Yield whenever the devices may have changed; replace a scout process that ends."""
    while True:
        try:
            async with _process("odind.devices.scout", "watch", stderr=DEVNULL) as scout:
                while await _stdout(scout).readline():
                    yield
        except OSError as error:
            _log.warning("scout.failed", detail=str(error))
        await asyncio.sleep(_RESTART_S)


class HostedDevice:
    """A device that a host process runs; the ring is in memory that both processes share.

    Used on the loop's thread: `run` in a task of its own, then `opened`, at last `aclose`.
    """

    def __init__(self, spec: OpenSpec) -> None:
        self.sample_rate_hz = spec.sample_rate_hz
        self.channels = spec.channels
        self._spec = spec
        size = Ring.size(spec.ring_frames, spec.channels)
        self._fd = shared_memory("odind-ring", size)
        memory = mmap(self._fd, size)
        self.ring = Ring(spec.ring_frames, spec.channels, memoryview(memory))
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stop = asyncio.Event()
        self._stopped = asyncio.Event()

    async def opened(self) -> None:
        """Wait until the device runs; raises UnavailableError DEVICE_OPEN_FAILED, then it must be closed."""
        try:
            async with asyncio.timeout(_OPEN_TIMEOUT_S):
                await asyncio.shield(self._opened)
        except TimeoutError:
            raise _open_failed(self._spec, "it took too long") from None

    async def aclose(self) -> None:
        """Stop the host process and wait until it has ended."""
        self._stop.set()
        await self._stopped.wait()

    async def run(self, stopped: Callable[[DeviceStopped], None]) -> None:
        """Run the host process until the device stops or is closed; `stopped` is called once if it stops."""
        try:
            async with self._host() as host, asyncio.TaskGroup() as tasks:
                chatter = tasks.create_task(_overhear(self._spec.device_id, host))
                words = tasks.create_task(self._listen(host, stopped))
                words.add_done_callback(lambda _: self._stop.set())
                await self._stop.wait()
                words.cancel()
                chatter.cancel()
        except OSError as error:
            self._fail(str(error))
        finally:
            self._fail("it was closed")
            self._stopped.set()

    @asynccontextmanager
    async def _host(self) -> AsyncIterator[Process]:
        try:
            spec = msgspec.json.encode((self._spec, self._fd)).decode()
            environment = _environment(self._spec)
            async with _process("odind.devices.host", spec, pass_fds=(self._fd,), env=environment) as host:
                yield host
        finally:
            os.close(self._fd)

    async def _listen(self, host: Process, stopped: Callable[[DeviceStopped], None]) -> None:
        """Handle the lines of the host process until it ends."""
        async for line in _stdout(host):
            word = _word(line)
            if "opened" in word and not self._opened.done():
                self._opened.set_result(None)
            elif "failed" in word:
                self._fail(str(word["failed"]))
                return
            elif "lost" in word:
                stopped(DeviceStopped(str(word["lost"])))
                return
        if self._opened.done():
            stopped(DeviceStopped("its process ended"))
        self._fail("its process ended")

    def _fail(self, detail: str) -> None:
        if not self._opened.done():
            self._opened.set_exception(_open_failed(self._spec, detail))
            self._opened.exception()


def _word(line: bytes) -> dict[str, object]:
    """Parse a line of a host process; return {} for lines that native libraries print."""
    try:
        word = json.loads(line)
    except ValueError:
        return {}
    return word if isinstance(word, dict) else {}


def _open_failed(spec: OpenSpec, detail: str) -> UnavailableError:
    return UnavailableError(
        "DEVICE_OPEN_FAILED",
        "{device_id} cannot be opened: {detail}; does another program hold it?",
        device_id=spec.device_id,
        detail=detail,
    )


def _environment(spec: OpenSpec) -> dict[str, str]:
    """Return the environment of a host process; it selects the sound server's device."""
    scheme, _, name = spec.device_id.partition(":")
    if scheme != PULSE:
        return dict(os.environ)
    choice = "PULSE_SOURCE" if spec.direction is Direction.CAPTURE else "PULSE_SINK"
    return os.environ | {choice: name, "PULSE_PROP": "application.name=odind"}


@asynccontextmanager
async def _process(
    module: str, argument: str, stderr: int = PIPE, pass_fds: tuple[int, ...] = (), env: Environment = None
) -> AsyncIterator[Process]:
    """Run one of odind's modules for the length of the block; it ends when its input is closed."""
    command = (sys.executable, "-m", module, argument)
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=stderr, pass_fds=pass_fds, env=env
    )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(_CLOSE_TIMEOUT_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _stdout(process: Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise TypeError("the process has no pipe")
    return process.stdout


async def _overhear(whom: str, process: Process) -> None:
    """Log what native libraries print, up to a limit."""
    heard = 0
    while process.stderr and (words := await process.stderr.read(4096)):
        if heard < _MAX_CHATTER_LINES:
            heard += _log_chatter(whom, words)


def _log_chatter(whom: str, words: bytes) -> int:
    lines = [line for line in words.decode(errors="replace").splitlines() if line.strip()]
    for line in lines[:_MAX_CHATTER_LINES]:
        _log.info("device.chatter", device=whom, line=line[:500])
    return len(lines)
