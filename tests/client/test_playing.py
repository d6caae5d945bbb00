"""`Connection.play`: what is spoken of a file, with PyAV or not, and what a cancelled one leaves behind."""

from __future__ import annotations

import asyncio
import math
import sys
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import F32LE, AudioFormat, Connection
from odind.core.errors import InvalidArgumentError
from odind.v1 import audio_pb2, rooms_pb2
from odind.v1.audio_pb2 import StreamAudioResponse
from tests.cli.conversation import Ear

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from odind.client import Daemon
    from tests.cli.conversation import Requests, Responses

    from .scripted_daemon import Context, ScriptedDaemon

RATE = 16_000
SOUND = np.random.default_rng(1).integers(-9_000, 9_000, 2 * RATE).astype("<i2")


def save(path: Path, sound: npt.NDArray[np.int16], channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, RATE, 0, "NONE", ""))
        file.writeframes(sound.tobytes())
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two seconds of mono noise."""
    return save(tmp_path / "noise.wav", SOUND)


@pytest.fixture
def connection(daemon: Daemon) -> Connection:
    """A connection of the scripted daemon."""
    return Connection(daemon, rooms_pb2.Connection(connection_id="c-1"))


@pytest.fixture
def ear(script: ScriptedDaemon) -> Ear:
    """What the daemon hears."""
    listening = Ear()
    script.stream("StreamAudio", listening.listen)
    return listening


@pytest.fixture(params=["with PyAV", "without PyAV"])
def decoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever decodes."""
    if request.param == "without PyAV":
        take_pyav_away(monkeypatch)


def take_pyav_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "av"]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("odind.files.reader", "odind.files.encoded"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "av", None)


@pytest.mark.usefixtures("decoder")
async def test_a_file_is_spoken_to_its_end(ear: Ear, connection: Connection, file: Path):
    assert await connection.play(file) == 2.0

    assert ear.config
    assert ear.config.connection_id == "c-1"
    assert ear.config.send == AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=F32LE)
    assert np.array_equal(np.frombuffer(ear.pcm, "<f4") * 32_768, SOUND)


@pytest.mark.usefixtures("decoder")
async def test_channels_stay_and_a_file_that_was_cut_off_ends_there(
    ear: Ear, connection: Connection, tmp_path: Path
):
    file = save(tmp_path / "cut.wav", SOUND, channels=2)
    file.write_bytes(file.read_bytes()[: -RATE - 1])

    await connection.play(str(file))

    assert ear.config
    assert ear.config.send.channels == 2
    heard = np.frombuffer(ear.pcm, "<f4") * 32_768
    assert len(heard) >= 2 * RATE - RATE // 2 - 2
    assert np.array_equal(heard, SOUND[: len(heard)])


async def test_gain_multiplies(ear: Ear, connection: Connection, file: Path):
    await connection.play(file, gain_db=-6)

    assert np.allclose(np.frombuffer(ear.pcm, "<f4"), SOUND / 32_768 * 10 ** (-6 / 20), atol=1e-7)


@pytest.mark.parametrize("gain_db", [-61, 25, math.inf, math.nan])
async def test_a_gain_out_of_range_is_refused(connection: Connection, file: Path, gain_db: float):
    with pytest.raises(InvalidArgumentError, match="GAIN_INVALID"):
        await connection.play(file, gain_db=gain_db)


@pytest.mark.usefixtures("decoder")
@pytest.mark.parametrize("content", [None, b"", b"no sound"])
async def test_what_is_no_sound_is_refused(connection: Connection, tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "x.wav").write_bytes(content)

    with pytest.raises(InvalidArgumentError, match="AUDIO_FILE_UNREADABLE"):
        await connection.play(tmp_path / "x.wav")


async def test_without_pyav_other_files_say_what_to_install(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    take_pyav_away(monkeypatch)
    (tmp_path / "sound.mp3").write_bytes(b"ID3")
    with wave.open(str(tmp_path / "deep.wav"), "wb") as file:
        file.setparams((1, 3, RATE, 0, "NONE", ""))
        file.writeframes(bytes(30))

    for name in ("sound.mp3", "deep.wav"):
        with pytest.raises(InvalidArgumentError, match=r"pip install 'odind\[files\]'") as refused:
            await connection.play(tmp_path / name)
        assert refused.value.reason == "AUDIO_FILE_UNREADABLE"


@pytest.mark.parametrize("capacity", [RATE, 10 * RATE], ids=["while it writes", "while it drains"])
async def test_cancelling_ends_the_stream_at_once(
    script: ScriptedDaemon, connection: Connection, file: Path, capacity: int
):
    full, ended = asyncio.Event(), asyncio.Event()

    async def never_drain(requests: Requests, _context: Context) -> Responses:
        config = (await anext(requests)).config
        started = audio_pb2.StreamAudioStarted(send=config.send, accepted_until=capacity)
        yield StreamAudioResponse(started=started)
        samples = 0
        try:
            async for request in requests:
                samples += len(request.chunk.pcm) // 4
                if request.HasField("finish") or samples == RATE == capacity:
                    full.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    script.stream("StreamAudio", never_drain)
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(connection.play(file))
        await full.wait()
        playing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await playing
    await ended.wait()
