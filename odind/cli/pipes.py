"""Bytes from a file descriptor: a pipe, a socket, a terminal or a file."""

from __future__ import annotations

import asyncio
import os
import stat
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Piped:
    """Reads without blocking the event loop."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._stopped = False
        self._reader: asyncio.StreamReader | None = None

    def stop(self) -> None:
        """End `blocks` after the bytes that were read."""
        self._stopped = True
        if self._reader:
            self._reader.feed_eof()

    async def blocks(self, size: int) -> AsyncIterator[bytes]:
        """Yield bytes as they arrive, at most `size` at a time."""
        if not _can_wait(self._source.fileno()):
            while not self._stopped and (data := self._source.read(size)):
                yield data
                await asyncio.sleep(0)
            return
        reader = self._reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), self._source
        )
        try:
            while not self._stopped and (data := await reader.read(size)):
                yield data
        finally:
            transport.close()


def _can_wait(descriptor: int) -> bool:
    """Return whether asyncio can poll the descriptor. It cannot poll files, which never block."""
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)
