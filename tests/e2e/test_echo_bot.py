"""The echo bot of the examples: it answers what it heard, and can be interrupted."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from odind.client import AudioFormat

from .processes import PATIENCE, clean_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import AudioStream

    from .processes import DaemonProcess

BOT = Path(__file__).parents[2] / "examples/echo_bot.py"
RATE = 48_000
KNOCK, LOW, HIGH = 2_600, 440, 1_300
KNOCK_EVERY_S = 5.0
LOUD = 0.1
"""Amplitude of a tone that counts; the tones have three times that."""


def tone(pitch: int, seconds: float) -> bytes:
    """Samples that a person with one pitch would say."""
    time = np.arange(int(RATE * seconds)) / RATE
    return (0.3 * 32_767 * np.sin(2 * np.pi * pitch * time)).astype("<i2").tobytes()


def loudness(pcm: bytes, pitch: int) -> float:
    """Amplitude of a pitch in a frame."""
    samples = np.frombuffer(pcm, "<i2") / 32_768
    wave = np.exp(-2j * np.pi * pitch * np.arange(len(samples)) / RATE)
    return 2 * float(abs(np.mean(samples * wave)))


class Person:
    """Speaks in tones and counts which of them come back."""

    def __init__(self, stream: AudioStream) -> None:
        self.stream = stream
        self.seconds = {KNOCK: 0.0, LOW: 0.0, HIGH: 0.0}
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Hear until cancelled."""
        async for frames in self.stream:
            for frame in frames.frames:
                for pitch in self.seconds:
                    if loudness(frame.pcm, pitch) > LOUD:
                        self.seconds[pitch] += len(frame.pcm) / 2 / RATE
            self._news.set()

    async def hears(self, pitch: int, seconds: float) -> None:
        """Wait until so much of a tone has come back."""
        while self.seconds[pitch] < seconds:
            self._news.clear()
            await self._news.wait()

    async def knock(self) -> None:
        """Wait until the bot answers: nothing else tells that it listens."""
        while not self.seconds[KNOCK]:
            await self.stream.write(tone(KNOCK, 0.5))
            with suppress(TimeoutError):
                async with asyncio.timeout(KNOCK_EVERY_S):
                    await self.hears(KNOCK, 0.1)


@asynccontextmanager
async def meeting(daemon: DaemonProcess, room: str) -> AsyncIterator[Person]:
    """A person in a room with the bot."""
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, BOT, room),
        env=clean_environment(ODIND_TARGET=daemon.target),
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with daemon.connect() as client:
            connection = await client.join_room(room, user_id="person")
            async with connection.audio(send=AudioFormat(), receive=AudioFormat()) as stream:
                person = Person(stream)
                async with asyncio.TaskGroup() as tasks:
                    listening = tasks.create_task(person.listen())
                    await person.knock()
                    yield person
                    listening.cancel()
            bot.send_signal(signal.SIGINT)
            await bot.wait()
            left = (await connection.refresh()).peers
            await connection.leave()
        assert not left, "the bot stays in the room"
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()


async def test_it_says_what_it_heard(daemon: DaemonProcess, room: str) -> None:
    async with asyncio.timeout(PATIENCE), meeting(daemon, room) as person:
        await person.stream.write(tone(LOW, 2.0))
        await person.hears(LOW, 1.5)
        assert person.seconds[HIGH] == 0


async def test_it_falls_silent_when_somebody_speaks(daemon: DaemonProcess, room: str) -> None:
    async with asyncio.timeout(PATIENCE), meeting(daemon, room) as person:
        await person.stream.write(tone(LOW, 8.0))
        await person.hears(LOW, 0.5)
        await person.stream.write(tone(HIGH, 1.0))
        await person.hears(HIGH, 0.7)
        assert person.seconds[LOW] < 6.0, "the rest of the eight seconds was never said"
