"""`Connection.record`: during a block and for a time, the mix and each peer, and how it ends."""

from __future__ import annotations

import asyncio
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import MIX, PER_PEER, Connection
from odind.core.errors import InvalidArgumentError
from odind.v1 import rooms_pb2
from odind.v1.audio_pb2 import AudioFrame, AudioFrames, LaneEnded, StreamAudioResponse
from tests.cli.conversation import Mouth
from tests.files.full_disk import room_for

from .test_playing import take_pyav_away

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from odind.client import Daemon, Recording
    from tests.cli.conversation import Requests, Responses

    from .scripted_daemon import Context, ScriptedDaemon

    Sound = npt.NDArray[np.int16]

FRAME = 960
START = 77 * FRAME
SOUND = np.random.default_rng(1).integers(-9_000, 9_000, 50 * FRAME).astype("<i2")


@pytest.fixture
def connection(daemon: Daemon) -> Connection:
    """A connection of the scripted daemon."""
    return Connection(daemon, rooms_pb2.Connection(connection_id="c-1"))


def frame(tick: int, peer_id: int = 0, user_id: str = "") -> AudioFrame:
    """A tick of the sound, at its place."""
    pcm = SOUND[tick * FRAME : (tick + 1) * FRAME].tobytes()
    return AudioFrame(peer_id=peer_id, user_id=user_id, room_sample=START + tick * FRAME, pcm=pcm)


def says(script: ScriptedDaemon, *frames: AudioFrame) -> Mouth:
    mouth = Mouth([[one] for one in frames], room_sample=START)
    script.stream("StreamAudio", mouth.speak)
    return mouth


def read(path: Path) -> Sound:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


async def until(recording: Recording, samples: int) -> None:
    async with asyncio.timeout(30):
        while recording.samples < samples:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.01)


async def test_a_block_is_recorded_without_pyav(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    take_pyav_away(monkeypatch)
    mouth = says(script, *(frame(tick) for tick in range(10)))

    async with connection.record(tmp_path / "mix.wav") as recording:
        await until(recording, 10 * FRAME)

    assert mouth.configs[0].receive_mode == MIX
    assert (recording.seconds, recording.dropped) == (0.2, 0)
    assert np.array_equal(read(tmp_path / "mix.wav"), SOUND[: 10 * FRAME])
    with pytest.raises(InvalidArgumentError, match=r"pip install 'odind\[files\]'"):
        await connection.record(tmp_path / "mix.flac")


async def test_one_that_is_awaited_is_as_long_as_it_was_wanted(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    says(script, *(frame(tick) for tick in range(50)))

    recording = await connection.record(str(tmp_path / "mix.wav"), seconds=0.25)

    assert recording.tracks[0].path == tmp_path / "mix.wav"
    assert np.array_equal(read(tmp_path / "mix.wav"), SOUND[:12_000])


async def test_peers_get_aligned_files_in_a_folder(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    mouth = says(script, frame(3, 4, "bob"), frame(5, 5, "../eve"), frame(8, 4, "bob"))

    recording = await connection.record(tmp_path / "a" / "talk", per_peer=True, seconds=9 * 0.02)

    assert mouth.configs[0].receive_mode == PER_PEER
    files = {track.user_id: track.path for track in recording.tracks.values()}
    assert files == {
        "bob": tmp_path / "a" / "talk" / "4-bob.wav",
        "../eve": tmp_path / "a" / "talk" / "5-.._eve.wav",
    }
    bob, eve = np.zeros(9 * FRAME, np.int16), np.zeros(9 * FRAME, np.int16)
    for sound, tick in ((bob, 3), (bob, 8), (eve, 5)):
        part = slice(tick * FRAME, (tick + 1) * FRAME)
        sound[part] = SOUND[part]
    assert np.array_equal(read(files["bob"]), bob)
    assert np.array_equal(read(files["../eve"]), eve)


async def test_when_nobody_speaks_a_time_ends_too(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    says(script)

    recording = await connection.record(tmp_path / "talk", per_peer=True, seconds=0.1)

    assert recording.tracks == {}
    assert list((tmp_path / "talk").iterdir()) == []


async def test_a_full_disk_cancels_the_block_and_keeps_what_was_heard(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    says(script, *(frame(tick) for tick in range(50)))

    with room_for(20_001), pytest.raises(InvalidArgumentError, match="ends early") as full:
        async with connection.record(tmp_path / "mix.wav"):
            await asyncio.Event().wait()

    assert full.value.reason == "AUDIO_FILE_UNWRITABLE"
    kept = read(tmp_path / "mix.wav")
    assert len(kept) > 9_000
    assert np.array_equal(kept, SOUND[: len(kept)])


async def test_a_folder_that_cannot_be_made_is_refused(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    says(script)
    (tmp_path / "talk").write_bytes(b"")

    with pytest.raises(InvalidArgumentError, match="AUDIO_FILE_UNWRITABLE"):
        await connection.record(tmp_path / "talk", per_peer=True, seconds=1)


async def test_a_connection_that_is_left_ends_it_and_not_the_block(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    async def leave(requests: Requests, context: Context) -> Responses:
        async for response in Mouth([], room_sample=START).speak(requests, context):
            yield response
            break
        yield StreamAudioResponse(frames=AudioFrames(frames=[frame(0)]))
        yield StreamAudioResponse(lane_ended=LaneEnded(reason="CONNECTION_LEFT", detail="left"))

    script.stream("StreamAudio", leave)

    assert (await connection.record(tmp_path / "one.wav")).samples == FRAME
    async with connection.record(tmp_path / "two.wav") as recording:
        await until(recording, FRAME)
        await asyncio.sleep(0.05)
    assert np.array_equal(read(tmp_path / "two.wav"), SOUND[:FRAME])


async def test_an_error_of_the_block_is_raised_as_it_is(
    script: ScriptedDaemon, connection: Connection, tmp_path: Path
):
    says(script, frame(0))

    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the block is what is tested
        async with connection.record(tmp_path / "mix.wav") as recording:
            await until(recording, FRAME)
            raise ZeroDivisionError

    assert np.array_equal(read(tmp_path / "mix.wav"), SOUND[:FRAME])
