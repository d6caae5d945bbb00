"""Speech in is speech out: two client processes talk to each other at once through the real core and grid."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from .calm import tried_calmly
from .processes import DaemonProcess, run
from .sounds import Signal, music, quality, resampled, speech

if TYPE_CHECKING:
    from collections.abc import Callable

PARTY = Path(__file__).with_name("party.py")
MIN_CORRELATION = 0.9
MIN_STOI = 0.9
"""On a calm machine both measure 0.977 to 0.998 for these sounds; one lost frame costs about 0.01."""


async def take_part(
    folder: Path, target: str, room: str, user_id: str, said: Signal, **plan: Any
) -> tuple[dict[str, Any], Signal]:
    """Run one client process; return its report and what it heard, a row per channel."""
    say, heard = folder / f"{user_id}-said.npy", folder / f"{user_id}-heard.npy"
    np.save(say, said)
    plan |= {"others": 1, "say": str(say), "heard": str(heard)}
    ended = await run(Path(sys.executable), str(PARTY), target, room, user_id, json.dumps(plan))
    assert ended.code == 0, ended.errors
    return json.loads(ended.output), np.load(heard)


async def converse(
    folder: Path, targets: tuple[str, str], room: str, said: tuple[Signal, Signal], **plan: Any
) -> list[tuple[dict[str, Any], Signal]]:
    """Have two clients speak at the same time."""
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(take_part(folder, target, room, user_id, sound, **plan))
            for user_id, target, sound in zip(("anna", "ben"), targets, said, strict=True)
        ]
    return [task.result() for task in running]


def check(said: Signal, said_rate: int, heard: Signal, heard_rate: int, *, is_speech: bool) -> None:
    """Assert that every channel has what was said."""
    reference = resampled(said, said_rate, heard_rate)
    for channel in heard:
        measured = quality(reference, channel, heard_rate)
        assert measured.correlation >= MIN_CORRELATION, measured
        assert measured.stoi >= MIN_STOI or not is_speech, measured


async def test_two_clients_hear_each_other_at_48_khz(
    daemon: DaemonProcess, room: str, tmp_path: Path
) -> None:
    clip, rate = speech()
    other = music(3.3, 48_000, seed=4)
    assert rate == 48_000

    async def talk() -> None:
        (anna, anna_heard), (ben, ben_heard) = await converse(
            *(tmp_path, (daemon.target, daemon.target), room, (clip, other)),
            send=(48_000, 1, "s16"),
            receive=(48_000, 1, "s16"),
        )
        assert (anna["samples"], ben["samples"]) == (len(clip), len(other))
        check(clip, 48_000, ben_heard, 48_000, is_speech=True)
        check(other, 48_000, anna_heard, 48_000, is_speech=False)

    await tried_calmly(talk)


async def test_two_clients_hear_each_other_at_16_khz_in_and_44_1_khz_stereo_out(
    daemon: DaemonProcess, room: str, tmp_path: Path
) -> None:
    clip = resampled(*speech(), 16_000)
    other = music(4.1, 16_000, seed=9)

    async def talk() -> None:
        (_, anna_heard), (_, ben_heard) = await converse(
            *(tmp_path, (daemon.target, daemon.target), room, (clip, other)),
            send=(16_000, 1, "f32"),
            receive=(44_100, 2, "f32"),
        )
        assert (len(anna_heard), len(ben_heard)) == (2, 2)
        check(clip, 16_000, ben_heard, 44_100, is_speech=True)
        check(other, 16_000, anna_heard, 44_100, is_speech=False)

    await tried_calmly(talk)


async def test_two_daemons_talk_through_the_grid_of_one(
    daemon: DaemonProcess, start_daemon: Callable[..., DaemonProcess], room: str, tmp_path: Path
) -> None:
    async with daemon.connect() as client:
        grid = (await client.info()).grid
    second = await start_daemon(
        *("--gateway", grid.gateway),
        *("--access-key-file", str(daemon.folder / "state/access.key")),
        environment={"SSL_CERT_FILE": grid.ca_file},
    ).ready()
    async with second.connect() as client:
        info = await client.info()
        assert (info.gateway, info.HasField("grid")) == (grid.gateway, False)
    here, there = music(2.2, 48_000, seed=1), music(3.1, 48_000, seed=2)

    async def talk() -> None:
        (_, anna_heard), (_, ben_heard) = await converse(
            *(tmp_path, (daemon.target, second.target), room, (here, there)),
            send=(48_000, 1, "f32"),
            receive=(48_000, 1, "f32"),
        )
        check(here, 48_000, ben_heard, 48_000, is_speech=False)
        check(there, 48_000, anna_heard, 48_000, is_speech=False)

    await tried_calmly(talk)


@pytest.mark.parametrize("wrong", ["other sound", "half of it", "noise over it"])
def test_the_measure_tells_wrong_from_right(wrong: str) -> None:
    clip, rate = speech()
    heard = {
        "other sound": music(6.3, rate, seed=4),
        "half of it": np.where(np.arange(len(clip)) % rate < rate // 2, clip, 0.0),
        "noise over it": clip + np.random.default_rng(1).normal(0, 0.1, len(clip)),
    }[wrong]
    measured = quality(clip, heard, rate)
    assert measured.correlation < MIN_CORRELATION
    assert measured.stoi < MIN_STOI


def test_the_measure_knows_the_same_sound_later_and_softer() -> None:
    clip, rate = speech()
    measured = quality(clip, np.concatenate((np.zeros(12_345), clip * 0.5, np.zeros(99))), rate)
    assert measured.correlation > 0.999
    assert measured.stoi > 0.999
