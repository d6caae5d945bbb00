"""Players go on where they were: a chirp, whose pitch tells its position, and an official client."""

from __future__ import annotations

import os
import signal
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from odind.client import BargeIn
from odind.v1 import players_pb2

from .tape import Tape, taped
from .test_players import MONO, PEAK, RATE, sine, write
from .test_workers import number_of, worker_pids
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from .processes import DaemonProcess

LOW_HZ, RISE_HZ = 200.0, 60.0
"""Where the chirp begins, and by how much it rises in a second."""
PART = RATE // 5
LOUD_DBFS = -30.0


def chirp(seconds: float) -> np.ndarray:
    at = np.arange(round(seconds * RATE)) / RATE
    return PEAK * np.sin(2 * np.pi * (LOW_HZ * at + RISE_HZ * at * at / 2))


def place_of(part: np.ndarray) -> float:
    """Which second of the chirp is in the middle of a part: undone, it is a tone of one pitch."""
    at = (np.arange(len(part)) - len(part) / 2) / RATE
    undone = part * np.exp(-1j * np.pi * RISE_HZ * at * at) * np.hanning(len(part))
    size = 1 << 19
    spectrum = np.abs(np.fft.fft(undone, size)[: size // 8])
    return float((np.argmax(spectrum) * RATE / size - LOW_HZ) / RISE_HZ)


def places(tape: Tape) -> tuple[np.ndarray, np.ndarray]:
    """For each loud part of what was heard: when it was, and what of the chirp it was, in seconds."""
    (sound,) = tape.sound(MONO)
    parts = sound[: len(sound) // PART * PART].reshape(-1, PART)
    halves = parts.reshape(len(parts), 2, -1)
    loud = np.flatnonzero(np.sqrt(np.square(halves).mean(axis=2)).min(axis=1) > PEAK / 2)
    return (loud + 0.5) * PART / RATE, np.array([place_of(parts[one]) for one in loud])


async def test_a_player_goes_on_within_seconds_and_at_most_a_second_before_where_it_was(
    daemon: DaemonProcess, start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    state = daemon.folder / "state"
    async with AsyncExitStack() as stack:
        host = await stack.enter_async_context(daemon.connect())
        flags = (
            *("--gateway", (await host.info()).gateway, "--access-key-file", str(state / "access.key")),
            *("--workers", "2"),
        )
        trusted = {"SSL_CERT_FILE": str(state / "trusted.pem")}
        own = await start_daemon(*flags, name="guest", environment=trusted).ready()
        name = write(own.folder / "state/sound", "chirp.wav", chirp(60))
        listener = await stack.enter_async_context(host.join(room, user_id="listener"))
        stream = await stack.enter_async_context(listener.listen(MONO))
        tape = await stack.enter_async_context(taped(stream))
        async with own.connect() as guest:
            bot = await guest.join_room(room, user_id="bot")
            await bot.player.give_way(BargeIn(user_ids=["anna"]))
            await bot.player.play(name)
            await tape.until(lambda: loud_frames(tape) > 300)
            over = len(tape.heard())
            os.kill(worker_pids(own)[number_of(bot)], signal.SIGKILL)
        await tape.until(lambda: loud_frames(tape, over + 50) > 200)
        async with own.connect() as guest:
            lane = await guest.player(bot.connection_id).get()
        assert list(lane.settings.barge_in.user_ids) == ["anna"]
        assert lane.settings.position.ToNanoseconds() > 5e9
    when, what = places(tape)
    steps = np.diff(when)
    gap = int(np.argmax(steps))
    before, after = what[: gap + 1] - when[: gap + 1], what[gap + 1 :] - when[gap + 1 :]
    assert np.ptp(np.median(before) - before) < 0.05
    assert np.ptp(after) < 0.2
    lost_s = what[gap + 1] - what[gap] - PART / RATE
    away_s = steps[gap] - PART / RATE
    assert -1.3 < lost_s < 0.3
    assert away_s < 3.0


def loud_frames(tape: Tape, after: int = 0) -> int:
    return sum(frame.level_dbfs > LOUD_DBFS for frame in tape.heard()[after:])


async def test_a_barge_in_is_overtaken_by_the_loss_of_its_worker_and_begins_anew_while_somebody_speaks(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    own = await start_daemon("--workers", "2").ready()
    name = write(own.folder / "state/sound", "chirp.wav", chirp(60))
    rule = BargeIn(user_ids=["person"], after=timedelta(milliseconds=100), deadline=timedelta(minutes=1))
    async with (
        own.connect() as client,
        client.join(room, user_id="bot") as bot,
        client.join(room, user_id="person") as person,
        person.speak(MONO) as voice,
        watching(bot) as seen,
    ):
        assert number_of(bot) != number_of(person)
        await bot.player.give_way(rule)
        await bot.player.play(name)
        await seen.sees("item_started")
        await voice.write(sine(1_000, 0, 30 * RATE).astype("<f4").tobytes())
        began = await seen.sees("barge_in_started")
        os.kill(worker_pids(own)[number_of(bot)], signal.SIGKILL)
        ended = await seen.sees("barge_in_ended")
        assert ended.outcome == players_pb2.BARGE_IN_OUTCOME_OVERTAKEN
        await seen.sees("joined")
        again = await seen.sees("barge_in_started")
        assert (again.item_id, again.user_id) == (began.item_id, "person")
        assert again.position.ToTimedelta() - began.position.ToTimedelta() < timedelta(seconds=3)
        await bot.player.answer_barge_in(confirm=True)
        assert (await seen.sees("item_ended")).reason == players_pb2.ITEM_END_REASON_INTERRUPTED
        assert not (await bot.player.get()).items
