"""Twenty lanes of players on ten connections, as others in the room hear them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from odind.client import PER_PEER

from .calm import tried_calmly
from .sounds import MUSIC
from .tape import Tape, taped
from .test_players import ANNOUNCEMENT, MONO, RATE, level_db, sine, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Connection

    from .processes import DaemonProcess

BOTS: Final = 10
LENGTH_S: Final = 20


def music_hz(number: int) -> float:
    return 300 + 50 * number


def announced_hz(number: int) -> float:
    return 1_500 + 100 * number


def make(daemon: DaemonProcess) -> list[tuple[str, str]]:
    """Write the music and the announcement of each bot; return their names."""
    folder = daemon.folder / "state/sound"
    return [
        (
            write(folder, f"music-{number}.wav", sine(music_hz(number), 0, LENGTH_S * RATE)),
            write(folder, f"news-{number}.wav", sine(announced_hz(number), 0, LENGTH_S * RATE)),
        )
        for number in range(BOTS)
    ]


async def play(bot: Connection, music: str, news: str) -> None:
    await bot.set_processing(MUSIC)
    await bot.player.play(music)
    await bot.player.lane(ANNOUNCEMENT).play(news)


def heard_db(tape: Tape, bot: Connection, frequency_hz: float) -> list[float]:
    """The level of a frequency of a bot in each of the last seconds."""
    (sound,) = tape.sound(MONO, bot.view.own_peer_id)
    return [level_db(second, frequency_hz) for second in np.split(sound[-4 * RATE :], 4)]


async def test_twenty_players_on_ten_connections_are_heard_and_make_no_tick_late(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    own = await start_daemon().ready()
    files = await asyncio.to_thread(make, own)

    async def attempt() -> None:
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(own.connect())
            ear = await stack.enter_async_context(client.join(room, user_id="ear"))
            stream = await stack.enter_async_context(ear.listen(MONO, mode=PER_PEER))
            tape = await stack.enter_async_context(taped(stream))
            bots = [
                await stack.enter_async_context(client.join(room, user_id=f"bot {number}"))
                for number in range(BOTS)
            ]
            for bot, names in zip(bots, files, strict=True):
                await play(bot, *names)
                await tape.more(5, bot.view.own_peer_id)
            before = (await client.statistics(ear.connection_id)).pace
            await tape.more(250, bots[-1].view.own_peer_id)
            pace = (await client.statistics(ear.connection_id)).pace
            for number, bot in enumerate(bots):
                news = heard_db(tape, bot, announced_hz(number))
                music = heard_db(tape, bot, music_hz(number))
                assert np.ptp(news) < 1
                assert np.subtract(news, music) == pytest.approx(12, abs=1)
            assert pace.ticks - before.ticks > 200
            assert (pace.late, pace.given_up) == (before.late, before.given_up)

    await tried_calmly(attempt)
