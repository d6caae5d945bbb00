"""What the examples of the clients in all languages must do: say back speech that they hear, say a file."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.client import AudioFormat

from .calm import tried_calmly
from .processes import PATIENCE, clean_environment
from .sounds import MUSIC, quality, speech

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.client import AudioStream

    from .processes import DaemonProcess

MIN_CORRELATION: Final = 0.9
_SILENCE_S: Final = 2.0
_QUIET_DBFS: Final = -60
_BYTES_PER_SECOND: Final = 96_000


@asynccontextmanager
async def running(
    *command: str | Path, ends_with: int = 0, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """An example as a process of its own, which is asked to end, and must end well, or as is said."""
    process = await asyncio.create_subprocess_exec(
        *command, env=clean_environment(**environment), stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        assert await process.wait() == ends_with


async def heard_until_silence(stream: AudioStream) -> np.ndarray:
    """What is heard until nothing has been for a while, after something was."""
    heard, quiet, begun = bytearray(), 0.0, False
    while quiet < _SILENCE_S:
        try:
            async with asyncio.timeout(_SILENCE_S if begun else PATIENCE):
                frames = await anext(stream)
        except TimeoutError:
            break
        for frame in frames.frames:
            loud = frame.level_dbfs > _QUIET_DBFS
            begun = begun or loud
            quiet = 0.0 if loud or not begun else quiet + len(frame.pcm) / _BYTES_PER_SECOND
            heard += frame.pcm
    return np.frombuffer(bytes(heard), "<i2") / 32_768


def check_speech(heard: np.ndarray) -> None:
    """Fail unless this is the speech of the examples."""
    said, rate = speech()
    measured = quality(said, heard, rate)
    assert measured.correlation >= MIN_CORRELATION, measured


async def check_echo(
    daemon: DaemonProcess, room: str, *command: str | Path, ends_with: int = 0, **environment: str
) -> None:
    """Fail unless the command says `echo is in ROOM`, and then says back the speech that it hears there."""
    said, _ = speech()

    async def trial() -> None:
        async with (
            asyncio.timeout(PATIENCE),
            running(*command, ends_with=ends_with, **environment) as bot,
            daemon.connect() as client,
        ):
            assert bot.stdout is not None
            while b"echo is in" not in await bot.stdout.readline():
                assert not bot.stdout.at_eof()
            async with (
                client.join(room, user_id="person") as person,
                person.audio(send=AudioFormat(), receive=AudioFormat()) as stream,
                asyncio.TaskGroup() as tasks,
            ):
                async for connection in client.connections():
                    await connection.set_processing(MUSIC)  # it is coded twice
                hearing = tasks.create_task(heard_until_silence(stream))
                await stream.write((said * 32_767).astype("<i2").tobytes())
                check_speech(await hearing)

    await tried_calmly(trial)


async def check_announcer(daemon: DaemonProcess, room: str, *command: str | Path, **environment: str) -> None:
    """Fail unless the command says the speech in the room, ends, and has left it."""

    async def trial() -> None:
        async with (
            asyncio.timeout(PATIENCE),
            daemon.connect() as client,
            client.join(room, user_id="person") as person,
            person.listen() as stream,
            running(*command, **environment) as announcer,
        ):
            check_speech(await heard_until_silence(stream))
            assert await announcer.wait() == 0
            assert not (await person.refresh()).peers

    await tried_calmly(trial)
