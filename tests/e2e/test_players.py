"""Players, as others in the room hear them: official clients, the embedded grid, real time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import wave
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import F32LE, AudioFormat, Event, ItemEnded, ItemFailed, ItemStarted, PlayerLaneSettings
from odind.client.players import seconds_of
from odind.core.errors import PermissionDeniedError
from odind.v1 import players_pb2, rooms_pb2

from .calm import tried_calmly
from .processes import PATIENCE, DaemonProcess, run
from .tape import Tape, taped
from .test_workers import number_of, worker_pids
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from odind.client import Connection

RATE = 48_000
MONO = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=F32LE)
ANNOUNCEMENT = players_pb2.PLAYER_LANE_ANNOUNCEMENT
PEAK = 0.25


def sine(frequency_hz: float, first: int, count: int) -> np.ndarray:
    return PEAK * np.sin(2 * np.pi * frequency_hz * np.arange(first, first + count) / RATE)


def write(folder: Path, name: str, samples: np.ndarray) -> str:
    """Write a stereo file into a daemon's folder of sounds."""
    folder.mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / name), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.repeat(np.rint(samples * 32_767), 2).astype("<i2").tobytes())
    return name


@asynccontextmanager
async def two(
    daemon: DaemonProcess, room: str, layout: AudioFormat = MONO
) -> AsyncIterator[tuple[Connection, Connection, Tape]]:
    """One that plays, one that listens to it, and what that hears."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(daemon.connect())
        bot = await stack.enter_async_context(client.join(room, user_id="bot"))
        listener = await stack.enter_async_context(client.join(room, user_id="listener"))
        stream = await stack.enter_async_context(listener.listen(layout))
        yield bot, listener, await stack.enter_async_context(taped(stream))


def heard(tape: Tape) -> np.ndarray:
    """The sound from its first to its last loud sample."""
    (sound,) = tape.sound(MONO)
    loud = np.flatnonzero(np.abs(sound) > PEAK / 2)  # after the end, receivers invent a little
    return sound[loud[0] : loud[-1] + 1]


def level_db(sound: np.ndarray, frequency_hz: float) -> float:
    """The level of one frequency in a tenth of a second or more."""
    turns = np.exp(-2j * np.pi * frequency_hz * np.arange(len(sound)) / RATE)
    return float(20 * np.log10(2 * abs(np.mean(sound * turns)) + 1e-9))


def phases(sound: np.ndarray, frequency_hz: float) -> np.ndarray:
    """The phase of a sine in each tenth of a second."""
    turns = sound * np.exp(-2j * np.pi * frequency_hz * np.arange(len(sound)) / RATE)
    tenths = turns[: len(turns) // 4_800 * 4_800].reshape(-1, 4_800)
    return np.unwrap(np.angle(tenths.mean(axis=1)))


async def test_two_halves_of_a_sine_are_heard_as_one(daemon: DaemonProcess, room: str) -> None:
    folder = daemon.folder / "state/sound"
    whole = sine(440, 0, 3 * RATE)
    halves = [write(folder, "one.wav", whole[:70_000]), write(folder, "two.wav", whole[70_000:])]

    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape):
            await bot.player.play(*halves)
            await bot.player.finished()
            await asyncio.sleep(0.3)
            sound = heard(tape)[4_800:-4_800]
            steepest = PEAK * 2 * np.pi * 440 / RATE
            assert np.abs(np.diff(sound)).max() < steepest + 0.02
            assert len(sound) == pytest.approx(3 * RATE - 9_600, abs=RATE // 20)
            one_sample = 2 * np.pi * 440 / RATE
            assert (
                np.abs(np.diff(phases(sound, 440))).max() < one_sample / 3
            )  # it drifts evenly, and never jumps

    await tried_calmly(attempt)


async def test_a_crossfade_keeps_the_level(daemon: DaemonProcess, room: str) -> None:
    folder = daemon.folder / "state/sound"
    names = [write(folder, f"{hertz}.wav", sine(hertz, 0, 2 * RATE)) for hertz in (440, 700)]

    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape):
            await bot.player.update(PlayerLaneSettings(crossfade=seconds_of(1.0)))
            await bot.player.play(*names)
            await bot.player.finished()
            await asyncio.sleep(0.3)
            sound = heard(tape)[9_600:-9_600]
            powers = np.square(sound[: len(sound) // 9_600 * 9_600]).reshape(-1, 9_600).mean(axis=1)
            levels = 10 * np.log10(powers)
            assert levels.max() - levels.min() < 1.5

    await tried_calmly(attempt)


async def test_an_announcement_ducks_the_music_as_deep_and_as_fast_as_was_said(
    daemon: DaemonProcess, room: str
) -> None:
    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape):
            announcer = bot.player.lane(ANNOUNCEMENT)
            await announcer.update(PlayerLaneSettings(duck_db=18, duck_fade=seconds_of(0.2)))
            await bot.player.play("tone:440")
            await tape.more(60)
            tone = players_pb2.Tone(frequency_hz=1_500, level_dbfs=-20, duration=seconds_of(1.5))
            await announcer.play(players_pb2.SoundSource(tone=tone))
            await tape.more(150)
            (sound,) = tape.sound(MONO)
            tenths = sound[: len(sound) // 4_800 * 4_800].reshape(-1, 4_800)
            music = np.array([level_db(one, 440) for one in tenths])
            usual = np.median(music[-8:])
            lowered = np.flatnonzero(music < usual - 17)
            assert np.median(music[lowered]) == pytest.approx(usual - 18, abs=0.5)
            assert len(lowered) in range(10, 15)  # of 15 tenths, 2 go down
            assert music[-1] == pytest.approx(usual, abs=0.2)

    await tried_calmly(attempt)


async def test_a_caller_speaks_beside_a_player(daemon: DaemonProcess, room: str) -> None:
    async def attempt() -> None:
        async with two(daemon, room) as (bot, _, tape):
            await bot.player.play("tone:440")
            async with bot.speak(MONO) as stream:
                await stream.write(sine(1_500, 0, RATE).astype("<f4").tobytes())
                await tape.more(60)
                await stream.drain()
            await tape.more(80)
            (sound,) = tape.sound(MONO)
            tenths = sound[: len(sound) // 4_800 * 4_800].reshape(-1, 4_800)
            music, voice = ([level_db(one, hertz) for one in tenths] for hertz in (440, 1_500))
            loudest = int(np.argmax(voice))
            assert voice[loudest] > -20
            assert music[loudest] == pytest.approx(music[-1], abs=0.5)
            assert min(music[5:]) > music[-1] - 3

    await tried_calmly(attempt)


async def test_what_cannot_be_played_is_told_and_the_rest_plays(daemon: DaemonProcess, room: str) -> None:
    folder = daemon.folder / "state/sound"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.mp3").write_text("<html>not found</html>")
    write(folder, "empty.wav", np.zeros(0))
    good = write(folder, "good.wav", sine(440, 0, RATE // 2))
    async with two(daemon, room) as (bot, _, _tape), watching(bot) as seen:
        with pytest.raises(PermissionDeniedError, match="FILE_NOT_ALLOWED"):
            await bot.player.play("../state.key", good)
        await bot.player.play("missing.mp3", "page.mp3", "empty.wav", good)
        async with asyncio.timeout(PATIENCE):
            await bot.player.finished()
        failed = [(await seen.sees("item_failed")).reason for _ in range(3)]
        assert failed == ["FILE_NOT_FOUND", "SOUND_UNREADABLE", "SOUND_EMPTY"]
        assert (await seen.sees("item_started")).item.source.file.endswith(good)


async def test_a_player_goes_on_where_it_was_after_its_worker_was_killed(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    own = start_daemon("--workers", "2")
    await own.ready()
    name = write(own.folder / "state/sound", "long.wav", sine(440, 0, 60 * RATE))
    async with two(own, room) as (bot, _, tape), watching(bot) as seen:
        await bot.player.play(name)
        await bot.player.add("tone:700")
        await bot.player.seek(20.0)
        await tape.more(150)
        before = position(await bot.player.get())
        os.kill(worker_pids(own)[number_of(bot)], signal.SIGKILL)
        await seen.sees("joined")
        lane = await bot.player.get()
        assert before - 1.5 < position(lane) < before + 5
        assert [item.source.WhichOneof("kind") for item in lane.items] == ["file", "tone"]
        await tape.more(100)
        assert position(await bot.player.get()) > position(lane) + 1
        assert sum(frame.level_dbfs > -30 for frame in tape.heard()[-50:]) > 40


def position(lane: players_pb2.PlayerLaneStatus) -> float:
    return lane.settings.position.ToNanoseconds() / 1e9


async def test_events_say_what_is_heard(daemon: DaemonProcess, room: str) -> None:
    async with two(daemon, room) as (bot, listener, _tape):
        watch = bot.watch_events()
        tone = players_pb2.SoundSource(tone=players_pb2.Tone(duration=seconds_of(0.2)))
        (item_id,) = await bot.player.play(tone)
        kinds = []
        async with asyncio.timeout(PATIENCE):
            async for item in watch:
                if isinstance(item, Event) and isinstance(item.kind, ItemStarted | ItemEnded | ItemFailed):
                    kinds.append(item.kind)
                    assert item.kind.item.item_id == item_id
                if isinstance(item, Event) and isinstance(item.kind, ItemEnded):
                    break
        watch.close()
        assert [type(kind) for kind in kinds] == [ItemStarted, ItemEnded]
        assert kinds[1].played.ToMilliseconds() == 200
        assert listener.view.state == rooms_pb2.CONNECTION_STATE_JOINED


async def test_who_stays_until_it_is_played_learns_that_an_item_failed(
    daemon: DaemonProcess, room: str
) -> None:
    good = write(daemon.folder / "state/sound", "short.wav", sine(440, 0, RATE // 10))
    (daemon.folder / "state/sound/stay.mp3").write_text("<html>not found</html>")
    async with daemon.connect() as client, client.join(room, user_id="bot") as bot:
        how = ("--target", daemon.target, "--json", "player", "play", "--stay", "-c", bot.connection_id)
        failed = await run("odindctl", *how, "stay.mp3", good)
        played = await run("odindctl", *how, good)
    error = json.loads(failed.errors)["error"]
    assert (error["code"], error["reason"]) == ("FAILED_PRECONDITION", "SOUND_UNREADABLE")
    assert failed.code == 7
    assert played.code == 0, played.errors
