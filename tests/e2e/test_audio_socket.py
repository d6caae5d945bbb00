"""A program in C speaks and listens at the audio socket of an installed daemon."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .processes import PATIENCE
from .test_echo_bot import HIGH, LOUD, LOW, loudness, tone

if TYPE_CHECKING:
    from odind.client import Connection

    from .processes import DaemonProcess

SOURCE = Path(__file__).parents[2] / "examples/audio_socket.c"
STRICT = ("-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined")

pytestmark = pytest.mark.skipif(not shutil.which("cc"), reason="cc is not installed")


@pytest.fixture
async def program(tmp_path: Path) -> Path:
    """The example, which ends at its first mistake with memory."""
    built = tmp_path / "audio_socket"
    compiler = await asyncio.create_subprocess_exec("cc", *STRICT, "-o", built, SOURCE)
    assert await compiler.wait() == 0
    return built


async def run(program: Path, daemon: DaemonProcess, connection_id: str, said: bytes) -> tuple[int, bytes]:
    """Run the program with something to say; return how it ended and what it heard, or complained of."""
    process = await asyncio.create_subprocess_exec(
        program,
        *(daemon.folder / "odind.audio", connection_id),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    heard, complaints = await process.communicate(said)
    assert process.returncode is not None
    return process.returncode, heard or complaints


async def say_until_cancelled(speaker: Connection, pitch: int) -> None:
    """Say a tone."""
    async with speaker.speak() as stream:
        while True:
            await stream.write(tone(pitch, 0.1))


def seconds_of(pitch: int, sound: bytes) -> float:
    """How much of a tone is in a sound."""
    frames = [sound[start : start + 1_920] for start in range(0, len(sound), 1_920)]
    return sum(0.02 for frame in frames if loudness(frame, pitch) > LOUD)


async def test_a_program_in_c_hears_a_room_and_is_heard(daemon: DaemonProcess, room: str, program: Path):
    async with (
        asyncio.timeout(PATIENCE),
        daemon.connect() as client,
        client.join(room, user_id="program") as own,
        client.join(room, user_id="partner") as partner,
        partner.listen() as listener,
        asyncio.TaskGroup() as tasks,
    ):
        speaking = tasks.create_task(say_until_cancelled(partner, LOW))
        code, heard = await run(program, daemon, own.connection_id, tone(HIGH, 3.0))
        speaking.cancel()
        came = b""
        while seconds_of(HIGH, came) < 2:
            came += b"".join(frame.pcm for frame in (await anext(listener)).frames)
    assert code == 0
    assert seconds_of(LOW, heard) > 1


async def test_a_program_in_c_is_told_what_is_wrong(daemon: DaemonProcess, program: Path):
    code, complaint = await run(program, daemon, "c0123", tone(HIGH, 0.1))
    assert code == 1
    assert b"there is no connection c0123" in complaint
