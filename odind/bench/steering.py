"""How a process of the benchmark is steered: a job and then words on its stdin, answers on its stdout."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import uvloop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Job = TypeVar("Job")

READY = "ready"
GO = "go"
BEGIN = "begin"
END = "end"


class Steering:
    """The process's end of its pipes. Belongs to the loop."""

    def __init__(self, commands: asyncio.StreamReader) -> None:
        self._commands = commands

    async def job(self, kind: type[Job]) -> Job:
        """Return what is to be done."""
        return msgspec.json.decode(await self._commands.readline(), type=kind)

    async def expect(self, word: str) -> None:
        """Wait for a word; without one, who started us is gone, and so are we."""
        heard = (await self._commands.readline()).decode().strip()
        if heard != word:
            sys.exit(f"expected {word}, not {heard or 'the end'}")

    def say(self, answer: Any) -> None:
        """Answer."""
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.flush()


def steered(work: Callable[[Steering], Awaitable[None]]) -> None:
    """Run a process's work."""
    uvloop.run(_with_pipes(work))


async def _with_pipes(work: Callable[[Steering], Awaitable[None]]) -> None:
    loop, commands = asyncio.get_running_loop(), asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    await work(Steering(commands))
