"""Devices that always exist and run on the daemon's own clock: `null:`, `tone:HERTZ`, `file:NAME.wav`.

Each open device is a thread that works like a sound card's interrupt: one block at a time, on time.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from odind.core.devices.ports import Device, DeviceStopped
from odind.core.sound.ring import Ring

from .works import WorksOverError

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.devices.ports import OpenSpec

    from .works import Works

DEVICES: Final = (
    Device("null:", "Silence in, nothing out", "clocked", 2, 2, clocked=True),
    Device("tone:440", "A sine of any frequency: tone:HERTZ", "clocked", 2, 0, clocked=True),
    Device("file:NAME.wav", "A sound file in the daemon's folder", "clocked", 2, 2, clocked=True),
)


class ThreadClock(Protocol):
    """The clock that paces blocks. Each device waits on it in a thread of its own."""

    def now_ns(self) -> int:
        """Return monotonic nanoseconds."""

    def wait_until(self, moment_ns: int, stop: threading.Event) -> bool:
        """Wait until the moment or `stop`; return whether `stop` is set."""


class SystemThreadClock:
    """The system's monotonic clock."""

    def now_ns(self) -> int:
        """Return monotonic nanoseconds."""
        return time.monotonic_ns()

    def wait_until(self, moment_ns: int, stop: threading.Event) -> bool:
        """Wait until the moment or `stop`; return whether `stop` is set."""
        return stop.wait(max(0, moment_ns - time.monotonic_ns()) / 1e9)


class ClockedDevice:
    """Runs works in a thread until it is closed or the works are over, which is final.

    Late blocks are processed at once; the ring absorbs them. `stopped` is called on the loop's thread.
    """

    def __init__(
        self, spec: OpenSpec, works: Works, clock: ThreadClock, stopped: Callable[[DeviceStopped], None]
    ) -> None:
        self.sample_rate_hz = works.sample_rate_hz
        self.channels = works.channels
        self.ring = Ring(works.sample_rate_hz * spec.ring_ms // 1000, works.channels)
        self._works = works
        self._clock = clock
        self._stopped = stopped
        self._loop = asyncio.get_running_loop()
        self._block_frames = works.sample_rate_hz * spec.block_ms // 1000
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=spec.device_id, daemon=True)
        self._thread.start()

    async def aclose(self) -> None:
        """Stop, and wait until the last block has been processed."""
        self._stop.set()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        """Process blocks; report to the loop when the works are over, also when closing them fails."""
        try:
            try:
                self._work()
            finally:
                self._works.close()
        except WorksOverError as over:
            stopped = DeviceStopped(str(over), final=True)
            with suppress(RuntimeError):  # the loop is closed already
                self._loop.call_soon_threadsafe(self._stopped, stopped)

    def _work(self) -> None:
        started, blocks = self._clock.now_ns(), 0
        while not self._clock.wait_until(self._due(started, blocks + 1), self._stop):
            blocks += 1
            block = np.zeros((self._block_frames, self.channels), np.float32)
            self._works.turn(self.ring, block, self._due(started, blocks))

    def _due(self, started_ns: int, blocks: int) -> int:
        return started_ns + blocks * self._block_frames * 1_000_000_000 // self.sample_rate_hz
