"""A terminal for a command to write to, read by the test."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import struct
import termios
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Terminal:
    """The test's end of a pseudo-terminal; `device` is the command's, to be handed over."""

    def __init__(self, columns: int, lines: int) -> None:
        self.text = ""
        self._ours, self.device = pty.openpty()
        self._open, self._over = True, False
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.device, termios.TIOCSWINSZ, size)
        os.set_blocking(self._ours, False)
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._ours, self._read)

    async def shows(self, text: str) -> None:
        """Wait until this was written."""
        while text not in self.text:
            assert not self._over, f"never shown: {text!r}, but {self.text!r}"
            self._news.clear()
            await self._news.wait()

    def hand_over(self) -> None:
        """The command has its end."""
        if self._open:
            os.close(self.device)
            self._open = False

    def close(self) -> None:
        """Close both ends."""
        self.hand_over()
        asyncio.get_running_loop().remove_reader(self._ours)
        os.close(self._ours)

    def _read(self) -> None:
        try:
            self.text += os.read(self._ours, 65_536).decode()
        except BlockingIOError:
            return
        except OSError:  # the command has closed its end
            asyncio.get_running_loop().remove_reader(self._ours)
            self._over = True
        self._news.set()


@asynccontextmanager
async def terminal(columns: int = 80, lines: int = 24) -> AsyncIterator[Terminal]:
    """A terminal of that size."""
    opened = Terminal(columns, lines)
    try:
        yield opened
    finally:
        opened.close()
