"""Commands that stop a sound are heard at once, though it was encoded ahead: official clients, real time.

What is compared are samples: those that the daemon says were spoken before, and those that are heard.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np

from odind.client import Event, ItemEnded
from odind.client.players import seconds_of
from odind.v1 import players_pb2

from .calm import tried_calmly
from .processes import PATIENCE
from .test_players import MONO, RATE, heard, position, sine, two

if TYPE_CHECKING:
    from .processes import DaemonProcess

SOON = RATE * 40 // 1_000


def tone(frequency_hz: float, seconds: float) -> players_pb2.SoundSource:
    """A sine as loud as those of files."""
    duration = seconds_of(seconds)
    return players_pb2.SoundSource(
        tone=players_pb2.Tone(frequency_hz=frequency_hz, level_dbfs=-15, duration=duration)
    )


async def test_after_a_flush_no_more_is_heard_than_was_spoken(daemon: DaemonProcess, room: str) -> None:
    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape), bot.speak(MONO) as stream:
            await stream.write(sine(440, 0, 10 * RATE).astype("<f4").tobytes())
            await tape.more(80)
            flushed = await stream.flush()
            await tape.more(40)
            assert flushed.dropped_samples + flushed.spoken_samples == 10 * RATE
            assert len(heard(tape)) - flushed.spoken_samples <= SOON

    await tried_calmly(attempt)


async def test_after_a_pause_no_more_is_heard_than_where_the_player_stands(
    daemon: DaemonProcess, room: str
) -> None:
    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape):
            await bot.player.play(tone(440, 20))
            await tape.more(80)
            await bot.player.pause()
            stopped = position(await bot.player.get()) * RATE
            await tape.more(40)
            assert len(heard(tape)) - stopped <= SOON
            assert position(await bot.player.get()) * RATE == stopped

    await tried_calmly(attempt)


async def test_after_a_skip_the_next_item_is_heard_at_once(daemon: DaemonProcess, room: str) -> None:
    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape):
            watch = bot.watch_events()
            await bot.player.play(tone(440, 20), tone(1_500, 0.5))
            await tape.more(80)
            await bot.player.skip()
            async with asyncio.timeout(PATIENCE):
                ended = await anext(
                    item.kind
                    async for item in watch
                    if isinstance(item, Event) and isinstance(item.kind, ItemEnded)
                )
            await tape.more(60)
            watch.close()
            sound = heard(tape)
            played = round(ended.played.ToTimedelta().total_seconds() * RATE)
            assert loudest_hz(sound[played - 2 * RATE // 10 : played - SOON]) == 440
            assert loudest_hz(sound[played + SOON : played + SOON + RATE // 5]) == 1_500
            assert abs(len(sound) - played - RATE // 2) <= SOON

    await tried_calmly(attempt)


def loudest_hz(sound: np.ndarray) -> float:
    """The loudest frequency, to 10 Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return round(float(spectrum.argmax()) * RATE / len(sound), -1)
