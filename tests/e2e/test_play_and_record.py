"""Files that are played are heard and recorded by others, in real time, with and without an event loop."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sound import compare, read_wav

from .calm import tried_calmly
from .processes import clean_environment
from .watching import watching

if TYPE_CHECKING:
    from odind.client import Connection

    from .processes import DaemonProcess

EXAMPLES = Path(__file__).parents[2] / "examples"
SPEECH = EXAMPLES / "speech.wav"
SECONDS = 6.25
LATENCY_S = 0.5


def likeness(recorded: Path) -> float:
    """How like the speech a recording is."""
    return compare(read_wav(SPEECH)[0], read_wav(recorded)[0]).correlation


async def test_what_is_played_is_recorded_by_all_means(
    daemon: DaemonProcess, room: str, tmp_path: Path
) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="speaker") as speaker,
        client.join(room, user_id="listener") as listener,
    ):
        await tried_calmly(lambda: play_and_record(speaker, listener, tmp_path))


async def play_and_record(speaker: Connection, listener: Connection, folder: Path) -> None:
    async with (
        listener.record(folder / "mix.wav") as mix,
        listener.record(folder / "peers", per_peer=True) as peers,
    ):
        assert await speaker.play(SPEECH) == pytest.approx(SECONDS, abs=0.01)
        await asyncio.sleep(LATENCY_S)
    assert mix.seconds > SECONDS
    assert (mix.dropped, peers.dropped) == (0, 0)
    (track,) = peers.tracks.values()
    assert track.user_id == "speaker"
    assert likeness(folder / "mix.wav") > 0.9
    assert likeness(track.path) > 0.9


async def test_one_that_is_cancelled_falls_silent_and_makes_way_for_the_next(
    daemon: DaemonProcess, room: str, tmp_path: Path
) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="speaker") as speaker,
        client.join(room, user_id="listener") as listener,
    ):
        await tried_calmly(lambda: play_and_cancel(speaker, listener, tmp_path))
        for _ in range(5):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await speaker.play(SPEECH)


async def play_and_cancel(speaker: Connection, listener: Connection, folder: Path) -> None:
    async with watching(listener) as seen, listener.record(folder / "mix.wav") as recording:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await speaker.play(SPEECH)
        await seen.sees("speaking_stopped")
    assert recording.seconds < SECONDS / 2


async def test_a_script_announces_a_file_and_leaves(daemon: DaemonProcess, room: str) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="peer") as peer,
        watching(peer) as seen,
    ):
        script = await asyncio.create_subprocess_exec(
            *(sys.executable, EXAMPLES / "announce.py", room, SPEECH),
            env=clean_environment(ODIND_TARGET=daemon.target),
            stdout=asyncio.subprocess.PIPE,
        )
        printed, _ = await script.communicate()
        assert (script.returncode, printed) == (0, b"spoke 6.25 s\n")
        assert (await seen.sees("peer_left")).peer.user_id == "announcer"
