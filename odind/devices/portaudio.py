"""The machine's own devices: a scout process lists them, and a host process runs each open one."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import asynccontextmanager
from mmap import mmap
from typing import TYPE_CHECKING, Any, Final

import structlog

from odind.core.base.errors import FailedPreconditionError, UnavailableError
from odind.core.devices.ports import Device, DeviceStopped, Direction, Inventory
from odind.core.sound.ring import Ring
from odind.memory import shared_memory

from .naming import PULSE

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from odind.core.devices.ports import OpenSpec

_log = structlog.get_logger("odind.devices")
_LIST_TIMEOUT_S: Final = 10.0
_OPEN_TIMEOUT_S: Final = 10.0
_CLOSE_TIMEOUT_S: Final = 2.0
_RESTART_S: Final = 1.0
_MAX_CHATTER_LINES: Final = 50
"""Lines of native libraries that are logged per process; the rest is dropped."""


async def inventory() -> Inventory:
    """List the devices in a process of its own, which ends at once. Never raises."""
    try:
        async with asyncio.timeout(_LIST_TIMEOUT_S), _process("odind.devices.scout", "list") as scout:
            answer, chatter = await scout.communicate()
        _log_chatter("scout", chatter)
        return _understood(_word(answer.splitlines()[-1] if answer else b""))
    except (OSError, TimeoutError, TypeError, ValueError) as error:
        return Inventory(
            problem=UnavailableError(
                "SOUND_SYSTEM_STUCK",
                "the sound system does not answer: {detail}",
                detail=str(error) or "it took too long",
            )
        )


def _understood(answer: dict[str, Any]) -> Inventory:
    if "devices" not in answer:
        raise ValueError("the process that looks at the devices crashed")
    problem = answer.get("problem")
    defaults = {"input_channels": 0, "output_channels": 0}
    return Inventory(
        devices=tuple(Device(**(defaults | device)) for device in answer["devices"]),
        default_input=answer.get("default_input", ""),
        default_output=answer.get("default_output", ""),
        problem=FailedPreconditionError(problem[0], problem[1]) if problem else None,
    )


async def changes() -> AsyncGenerator[None, None]:
    """Yield whenever the devices may have changed; a scout that ends is replaced."""
    while True:
        try:
            async with _process("odind.devices.scout", "watch", stderr=DEVNULL) as scout:
                while await _stdout(scout).readline():
                    yield
        except OSError as error:
            _log.warning("scout.failed", detail=str(error))
        await asyncio.sleep(_RESTART_S)


class HostedDevice:
    """A device that another process runs; the ring is in memory that both share."""

    def __init__(self, spec: OpenSpec) -> None:
        self.sample_rate_hz = spec.sample_rate_hz
        self.channels = spec.channels
        self._spec = spec
        self._capacity = spec.sample_rate_hz * spec.ring_ms // 1000
        size = Ring.size(self._capacity, spec.channels)
        self._fd = shared_memory("odind-ring", size)
        memory = mmap(self._fd, size)
        self.ring = Ring(self._capacity, spec.channels, memoryview(memory))
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stop = asyncio.Event()
        self._stopped = asyncio.Event()

    async def opened(self) -> None:
        """Wait until the device runs; raises UnavailableError DEVICE_OPEN_FAILED: close it then."""
        try:
            async with asyncio.timeout(_OPEN_TIMEOUT_S):
                await asyncio.shield(self._opened)
        except TimeoutError:
            raise _open_failed(self._spec, "it took too long") from None

    async def aclose(self) -> None:
        """Stop the process and wait for its end."""
        self._stop.set()
        await self._stopped.wait()

    async def run(self, stopped: Callable[[DeviceStopped], None]) -> None:
        """Run the process until the device stops or is closed."""
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
            spec = json.dumps(self._arguments())
            starting = _process(
                "odind.devices.host", spec, pass_fds=(self._fd,), env=_environment(self._spec)
            )
            async with starting as host:
                yield host
        finally:
            os.close(self._fd)

    async def _listen(self, host: Process, stopped: Callable[[DeviceStopped], None]) -> None:
        """Follow what the host process says until it ends."""
        async for line in _stdout(host):
            word = _word(line)
            if "opened" in word and not self._opened.done():
                self._opened.set_result(None)
            elif "failed" in word:
                self._fail(word["failed"])
                return
            elif "lost" in word:
                stopped(DeviceStopped(word["lost"]))
                return
        if self._opened.done():
            stopped(DeviceStopped("its process ended"))
        self._fail("its process ended")

    def _fail(self, detail: str) -> None:
        if not self._opened.done():
            self._opened.set_exception(_open_failed(self._spec, detail))
            self._opened.exception()

    def _arguments(self) -> dict[str, Any]:
        return {
            "device_id": self._spec.device_id,
            "direction": self._spec.direction.value,
            "sample_rate_hz": self.sample_rate_hz,
            "channels": self.channels,
            "block_ms": self._spec.block_ms,
            "capacity": self._capacity,
            "ring_fd": self._fd,
        }


def _word(line: bytes) -> dict[str, Any]:
    """Parse a line of a host process; lines that native libraries print in between are {}."""
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
    """Return the environment of a host process, which selects the sound server's device."""
    scheme, _, name = spec.device_id.partition(":")
    if scheme != PULSE:
        return dict(os.environ)
    choice = "PULSE_SOURCE" if spec.direction is Direction.CAPTURE else "PULSE_SINK"
    return os.environ | {choice: name, "PULSE_PROP": "application.name=odind"}


@asynccontextmanager
async def _process(module: str, argument: str, **options: Any) -> AsyncIterator[Process]:
    """Run one of odind's modules for the length of the block; closing its input makes it end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, argument),
        **({"stdin": PIPE, "stdout": PIPE, "stderr": PIPE} | options),
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
    """Log the first lines that native libraries print."""
    heard = 0
    while process.stderr and (words := await process.stderr.read(4096)):
        if heard < _MAX_CHATTER_LINES:
            heard += _log_chatter(whom, words)


def _log_chatter(whom: str, words: bytes) -> int:
    lines = [line for line in words.decode(errors="replace").splitlines() if line.strip()]
    for line in lines[:_MAX_CHATTER_LINES]:
        _log.info("device.chatter", device=whom, line=line[:500])
    return len(lines)
