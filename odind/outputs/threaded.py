"""Core's destination on one whose calls block."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from odind.threads import in_daemon_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.outputs.ports import Shipment

    Step = Callable[[int], None]


class BlockingDestination(Protocol):
    """As core's `Destination`, for one thread at a time and file.

    `step` is called with the bytes that are there, often; it raises `Abandoned` when nobody wants the file
    there any more.
    """

    def check(self) -> None:
        """Return if files can be kept there at present."""

    def store(self, file: Path, name: str, step: Step) -> str:
        """Bring a file there, and return its address."""

    def delete(self, name: str) -> None:
        """Delete what has the name."""


class Abandoned(Exception):  # noqa: N818 - no error: the thread ends, and nobody waits for it
    """Nobody waits for the file any more."""


class ThreadedDestination:
    """Core's `Destination`, with a thread for each call."""

    def __init__(self, blocking: BlockingDestination) -> None:
        self._blocking = blocking

    async def check(self) -> None:
        """Return if files can be kept there at present."""
        await in_daemon_thread(self._blocking.check)

    async def store(self, shipment: Shipment, told: Callable[[int], None]) -> str:
        """Bring a file there; a cancelled call ends its thread after the piece that is on its way."""
        loop, abandoned = asyncio.get_running_loop(), Event()

        def step(sent_bytes: int) -> None:
            if abandoned.is_set():
                raise Abandoned
            loop.call_soon_threadsafe(told, sent_bytes)

        try:
            return await in_daemon_thread(
                partial(self._blocking.store, Path(shipment.file), shipment.name, step)
            )
        finally:
            abandoned.set()

    async def delete(self, name: str) -> None:
        """Delete what has the name."""
        await in_daemon_thread(partial(self._blocking.delete, name))
