"""Core's destination on one whose calls block."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from odind.sealing.chunks import open_range
from odind.threads import in_daemon_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.outputs.ports import Shipment
    from odind.sealing.keys import SealingKeys

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

    def put(self, name: str, data: bytes, kind: str, *, lasting: bool) -> None:
        """Make a small file in place of what has the name."""

    def read(self, name: str, offset: int, count: int) -> bytes:
        """Return at most `count` bytes of a file as it lies there, none at its end."""

    def sign(self, name: str, lifetime_s: int) -> str:
        """Return an address of a file for everybody, "" where there are none."""

    def sweep(self, name: str) -> None:
        """Delete what attempts have left of a file that is not complete."""

    def delete(self, name: str) -> None:
        """Delete what has the name."""


class Abandoned(Exception):  # noqa: N818 - no error: the thread ends, and nobody waits for it
    """Nobody waits for the file any more."""


class ThreadedDestination:
    """Core's `Destination`, with a thread for each call. `keys` open what is sealed."""

    def __init__(self, blocking: BlockingDestination, keys: SealingKeys) -> None:
        self._blocking = blocking
        self._keys = keys

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

    async def put(self, name: str, data: bytes, kind: str, *, lasting: bool) -> None:
        """Make a small file in place of what has the name."""
        await in_daemon_thread(partial(self._blocking.put, name, data, kind, lasting=lasting))

    async def read(self, name: str, offset: int, count: int, *, sealed: bool) -> bytes:
        """Read from what has the name."""
        read = partial(self._blocking.read, name)
        return await in_daemon_thread(
            partial(open_range, read, self._keys, offset, count) if sealed else partial(read, offset, count)
        )

    async def sign(self, name: str, lifetime_s: int) -> str:
        """Return an address of a file for everybody."""
        return await in_daemon_thread(partial(self._blocking.sign, name, lifetime_s))

    async def sweep(self, name: str) -> None:
        """Delete what is there of a file that is not complete."""
        await in_daemon_thread(partial(self._blocking.sweep, name))

    async def delete(self, name: str) -> None:
        """Delete what has the name."""
        await in_daemon_thread(partial(self._blocking.delete, name))
