"""How a process of the benchmark is steered: a job, then words on its stdin; answers on its stdout."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, TypeVar

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
    """The process's ends of the pipes. Use it on the loop's thread only."""

    def __init__(self, commands: asyncio.StreamReader) -> None:
        self._commands = commands

    async def job(self, kind: type[Job]) -> Job:
        """Read the job."""
        return msgspec.json.decode(await self._commands.readline(), type=kind)

    async def expect(self, word: str) -> None:
        """Wait for a word. Exits on any other, and on the end of stdin, when the benchmark has ended."""
        heard = (await self._commands.readline()).decode().strip()
        if heard != word:
            sys.exit(f"expected {word!r}, received {heard!r}")

    def say(self, answer: object) -> None:
        """Write an answer."""
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.flush()


def steered(work: Callable[[Steering], Awaitable[None]]) -> None:
    """Run the work of a process."""
    uvloop.run(_with_pipes(work))


async def _with_pipes(work: Callable[[Steering], Awaitable[None]]) -> None:
    loop, commands = asyncio.get_running_loop(), asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    await work(Steering(commands))
