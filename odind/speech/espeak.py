"""Speech by espeak-ng, a program that speaks a hundred languages without a network, and sounds like it."""

from __future__ import annotations

import asyncio
import re
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from .away import engine_away, refused

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

NAME: Final = "espeak-ng"
_VOICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+_-]{0,63}")
"""A voice is also the name of a file, so it must not be a path."""
_DEFAULT: Final = "en"
_PIECE_BYTES: Final = 16_384
_ERROR_BYTES: Final = 1_000


class EspeakEngine:
    """Runs the program once for every text, and reads its speech as it makes it."""

    def __init__(self, voice: str = "", program: str = NAME) -> None:
        self._voice = voice
        self._program = program

    async def speak(self, text: str, voice: str, language: str) -> AsyncIterator[bytes]:
        """Yield a WAV file. A voice may have a variant, as in `en+f3`."""
        chosen = voice or language or self._voice or _DEFAULT
        if not _VOICE.fullmatch(chosen):
            raise refused(NAME, f"there is no voice {chosen}")
        async with self._running(chosen) as process:
            stdin, stdout, stderr = _pipes(process)
            stdin.write(text.encode(errors="replace"))
            stdin.close()
            while piece := await stdout.read(_PIECE_BYTES):
                yield piece
            if await process.wait():
                raise refused(NAME, (await stderr.read(_ERROR_BYTES)).decode(errors="replace").strip())

    @asynccontextmanager
    async def _running(self, voice: str) -> AsyncIterator[Process]:
        command = (self._program, "--stdin", "--stdout", "-b", "1", "-v", voice)
        try:
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
        except OSError:
            raise engine_away(NAME, "it is not installed: apt-get install espeak-ng") from None
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _pipes(process: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader, asyncio.StreamReader]:
    assert process.stdin  # noqa: S101 - all three were asked for
    assert process.stdout  # noqa: S101
    assert process.stderr  # noqa: S101
    return process.stdin, process.stdout, process.stderr
