"""Speech understood on this machine, without a network: Whisper in a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final, Self

import msgspec

from odind.core.captions.ports import Heard, HeardWord

from .away import engine_away
from .whisper import Reply, Request

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator
    from types import TracebackType

    from odind.core.captions.ports import Hints, Speech

NAME: Final = "embedded"
_START_S: Final = 60.0
_END_S: Final = 2.0
_LONGEST_LINE: Final = 4 * 1024 * 1024


class EmbeddedTranscriber:
    """Starts the process with the first request, and another one after one that was lost.

    Leave its `async with` to end it. Who is cancelled ends it too: nobody would read its answer.
    """

    name = NAME
    parallel = 1

    def __init__(self, model: str, threads: int = 1) -> None:
        self._command = (sys.executable, "-m", "odind.captions.whisper", model, str(threads))
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def transcribe(self, speech: Speech, hints: Hints) -> Heard:
        """Return what was said."""
        pcm = speech.astype("<i2").tobytes()
        request = msgspec.json.encode(Request(len(pcm), hints.language, hints.vocabulary))
        async with self._turn, self._whole():
            process = self._process or await self._start()
            reply = await _asked(process, request + b"\n" + pcm)
        if reply.problem:
            raise engine_away(NAME, reply.problem)
        words = tuple(HeardWord(*word) for word in reply.words)
        return Heard(reply.text, reply.language, words, reply.no_speech)

    @asynccontextmanager
    async def _whole(self) -> AsyncIterator[None]:
        """End the process when the block does not come to its end: its next answer is nobody's."""
        try:
            yield
        except (
            OSError,
            EOFError,
            RuntimeError,
            msgspec.MsgspecError,
            ValueError,
        ) as error:  # uvloop raises RuntimeError for a pipe that is closed
            await self._end()
            raise engine_away(NAME, f"its process has ended: {error}") from None
        except BaseException:
            await self._end()
            raise

    async def _start(self) -> Process:
        own = os.environ | {"OMP_WAIT_POLICY": "passive"}
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, env=own, limit=_LONGEST_LINE
        )
        self._process = process
        async with asyncio.timeout(_START_S):
            reply = await _asked(process, b"")
        if reply.problem:
            raise ValueError(reply.problem)
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _asked(process: Process, request: bytes) -> Reply:
    """Send a request, and return the next reply. Raises EOFError, OSError, MsgspecError, ValueError."""
    assert process.stdin  # noqa: S101 - both were asked for
    assert process.stdout  # noqa: S101
    process.stdin.write(request)
    await process.stdin.drain()
    line = await process.stdout.readline()
    if not line:
        raise EOFError("it says nothing")
    return msgspec.json.decode(line, type=Reply)
