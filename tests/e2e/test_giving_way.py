"""Streams that give way to people, as others in the room hear them: official clients, the embedded grid."""

from __future__ import annotations

import os
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import F32LE, PER_PEER, AudioFormat, BargeIn
from odind.core.errors import UnavailableError
from odind.v1 import players_pb2

from .calm import tried_calmly
from .tape import Tape, taped
from .test_players import sine
from .test_workers import number_of, worker_pids
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import Connection

    from .processes import DaemonProcess

RATE = 48_000
FRAME = RATE // 50
MONO = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=F32LE)
DETECTOR_MS = 100
RULE = BargeIn(user_ids=["person"], after=timedelta(milliseconds=DETECTOR_MS), deadline=timedelta(seconds=20))
LOUD = 0.05
"""Well below the sines that are spoken, and above what receivers invent when these end."""


@asynccontextmanager
async def three(
    daemon: DaemonProcess, room: str
) -> AsyncIterator[tuple[Connection, Connection, Tape, tuple[int, int]]]:
    """A bot, a person, what a third one hears of both, and who they are to that one."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(daemon.connect())
        ear = await stack.enter_async_context(client.join(room, user_id="ear"))
        tape = await stack.enter_async_context(
            taped(await stack.enter_async_context(ear.listen(MONO, mode=PER_PEER)))
        )
        bot = await stack.enter_async_context(client.join(room, user_id="bot"))
        person = await stack.enter_async_context(client.join(room, user_id="person"))
        yield bot, person, tape, (bot.view.own_peer_id, person.view.own_peer_id)


def pcm(frequency_hz: float, seconds: float) -> bytes:
    return sine(frequency_hz, 0, round(seconds * RATE)).astype("<f4").tobytes()


def loud_samples(tape: Tape, peer_id: int) -> np.ndarray:
    """Which samples of the listener's clock a peer is heard in."""
    (sound,) = tape.sound(MONO, peer_id)
    return np.flatnonzero(np.abs(sound) > LOUD) + tape.heard(peer_id)[0].room_sample


async def test_a_stream_is_silent_soon_after_a_person_began_to_speak_and_goes_on_where_it_stopped(
    daemon: DaemonProcess, room: str
) -> None:
    async def attempt() -> None:
        async with (
            three(daemon, room) as (bot, person, tape, (bot_id, person_id)),
            bot.speak(MONO, barge_in=RULE) as stream,
            person.speak(MONO) as voice,
        ):
            await stream.write(pcm(440, 8))
            await tape.more(60, bot_id)
            await voice.write(pcm(1_000, 1))
            began = await stream.barge_in()
            assert began.user_id == "person"
            assert began.spoken_samples + began.queued_samples == 8 * RATE
            await voice.drain()
            person_from, bot_until = loud_samples(tape, person_id)[0], loud_samples(tape, bot_id)[-1]
            took_ms = (bot_until - person_from) * 1_000 / RATE - DETECTOR_MS
            print(f"silent {took_ms:.0f} ms after the detector")  # noqa: T201 - a figure for people
            assert took_ms <= 120
            ended = await stream.answer_barge_in(confirm=False)
            assert ended.outcome == players_pb2.BARGE_IN_OUTCOME_REJECTED
            assert ended.spoken_samples == began.spoken_samples
            assert (await stream.drain()).samples == 8 * RATE

    await tried_calmly(attempt)


async def test_a_stream_whose_worker_was_killed_amid_a_barge_in_gives_way_again_once_attached(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    own = start_daemon("--workers", "2")
    await own.ready()
    async with (
        own.connect() as client,
        client.join(room, user_id="bot") as bot,
        client.join(room, user_id="person") as person,
        person.speak(MONO) as voice,
        watching(bot) as seen,
    ):
        assert number_of(bot) != number_of(person)
        await voice.write(pcm(1_000, 20))
        async with bot.speak(MONO, barge_in=RULE) as stream:
            await stream.write(pcm(440, 8))
            await stream.barge_in()
            os.kill(worker_pids(own)[number_of(bot)], signal.SIGKILL)
            with pytest.raises(UnavailableError, match="WORKER_LOST"):
                await stream.drain()
        await seen.sees("joined")
        await bot.refresh()
        async with bot.speak(MONO, barge_in=RULE) as stream:
            await stream.write(pcm(440, 8))
            began = await stream.barge_in()
            ended = await stream.answer_barge_in(confirm=True)
            assert ended.dropped_samples == began.queued_samples
            assert (await stream.drain()).samples == began.spoken_samples
