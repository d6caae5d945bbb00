"""The tapes of a process: one thread writes all its takes."""

from __future__ import annotations

import asyncio
import math
import queue
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from odind.core.recordings.plan import Layout
from odind.core.recordings.ports import Pace
from odind.core.timing.tick import TICK_MS
from odind.threads import in_daemon_thread

from .mixing import PacketMixer
from .safe import OPEN
from .take import FileTake

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from odind.core.recordings.capture import Capture

    from .safe import Safe

_SHARES: Final = 5
"""Of what may be lost: one for late packets, one for a chunk, two for pages in the muxer, one spare."""


class TapeMachine:
    """Writes takes for the length of its `async with`, whose end waits until everything is written.

    A process that is killed loses at most the last `max_loss_ms` of a take. Of each take `hold_bytes` wait in
    memory while the disk is full or slow.
    """

    def __init__(self, max_loss_ms: int, hold_bytes: int, safe: Safe = OPEN) -> None:
        share_ms = max_loss_ms // _SHARES
        self.pace = Pace(chunk=share_ms // TICK_MS, late=share_ms // TICK_MS)
        self._page_ms = share_ms
        self._hold_bytes = hold_bytes
        self._safe = safe
        self._work: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread:
            self._work.put(None)
            await in_daemon_thread(self._thread.join)

    def take(self, capture: Capture) -> FileTake:
        """Begin a take."""
        return self._take(capture, self._hold_bytes)

    def clip(self, capture: Capture) -> FileTake:
        """Begin the take of a clip, which is in memory already and may wait there as a whole."""
        mixer = PacketMixer() if capture.plan.layout is Layout.MIX else None
        return self._take(capture, math.inf, mixer)

    def _take(self, capture: Capture, wait_bytes: float, mixer: PacketMixer | None = None) -> FileTake:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tapes", daemon=True)
            self._thread.start()
        return FileTake(
            capture,
            self._work.put,
            page_ms=self._page_ms,
            hold_bytes=self._hold_bytes,
            wait_bytes=wait_bytes,
            mixer=mixer,
            on_loop=self._on_loop,
            safe=self._safe,
        )

    def _run(self) -> None:
        while work := self._work.get():
            work()

    def _on_loop(self, call: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is there to be told
            self._loop.call_soon_threadsafe(call)
