"""Speaking files: what arrives is what the file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest
import soundfile

from odind.client import F32LE
from odind.v1 import rooms_pb2
from tests.client.scripted_daemon import abort_with

from .conversation import UNDERRUNS, Ear

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl
    from .conversation import Requests, Responses

    Sound = npt.NDArray[np.float64]


@pytest.fixture
def ear(script: ScriptedDaemon) -> Ear:
    """The daemon listens, on its only connection."""
    ear = Ear()
    script.stream("StreamAudio", ear.listen)
    connection = rooms_pb2.Connection(connection_id="c-1")
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[connection]))
    return ear


def chirp(rate: int, channels: int, seconds: float) -> Sound:
    """A rising tone, in the second channel half as loud."""
    time = np.arange(round(rate * seconds)) / rate
    tone = 0.5 * np.sin(2 * np.pi * (200 + 300 * time) * time)
    return np.stack([tone / (1 + channel) for channel in range(channels)], axis=1)


@pytest.mark.parametrize(
    ("rate", "channels", "subtype", "file_format", "largest_error"),
    [
        (48_000, 1, "PCM_16", "WAV", 1 / 32_768),
        (44_100, 2, "FLOAT", "WAV", 1e-7),
        (16_000, 1, "PCM_24", "WAV", 1 / 8_388_608),
        (8_000, 2, "PCM_U8", "WAV", 1 / 128),
        (96_000, 2, "PCM_24", "FLAC", 1 / 8_388_608),
    ],
)
async def test_what_arrives_is_what_the_file_holds(
    *,
    ear: Ear,
    odindctl: Odindctl,
    tmp_path: Path,
    rate: int,
    channels: int,
    subtype: str,
    file_format: str,
    largest_error: float,
):
    sound = chirp(rate, channels, seconds=1.7)
    file = tmp_path / "sound"
    soundfile.write(file, sound, rate, subtype, format=file_format)

    ended = await odindctl("audio", "push", str(file), "--json")

    assert ended.document == {"samples": len(sound), "sample_rate_hz": rate, "underruns": UNDERRUNS}
    assert ended.stderr == ""
    assert ear.config
    assert ear.config.connection_id == "c-1"
    assert ear.config.send.sample_format == F32LE
    assert (ear.config.send.sample_rate_hz, ear.config.send.channels) == (rate, channels)
    heard = np.frombuffer(ear.pcm, "<f4").reshape(-1, channels)
    assert heard.shape == sound.shape
    assert np.abs(heard - sound).max() <= largest_error


async def test_a_long_file_is_sent_in_small_chunks(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    soundfile.write(tmp_path / "long.wav", chirp(48_000, 2, seconds=60), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "long.wav"))

    assert ended.stdout == f"spoke {60 * 48_000} samples (60.00 s), {UNDERRUNS} underruns\n"
    assert ended.stderr == ""
    assert ear.largest_chunk <= 1 << 16


async def test_a_file_without_samples_is_spoken_at_once(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "empty.wav"), "--json")

    assert ended.document["samples"] == 0
    assert ear.pcm == b""


async def test_more_than_two_channels_are_refused_with_advice(odindctl: Odindctl, tmp_path: Path):
    soundfile.write(tmp_path / "surround.wav", np.zeros((100, 6)), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "surround.wav"), "--json")

    assert ended.exit_code == 3
    assert ended.error["reason"] == "CHANNELS_INVALID"
    assert "-ac 2" in ended.error["message"]
    assert ended.error["metadata"]["channels"] == "6"


@pytest.mark.parametrize("rate", [4_000, 384_000])
async def test_rates_out_of_range_are_refused_with_advice(odindctl: Odindctl, tmp_path: Path, rate: int):
    soundfile.write(tmp_path / "odd.wav", np.zeros(100), rate)

    ended = await odindctl("audio", "push", str(tmp_path / "odd.wav"), "--json")

    assert ended.exit_code == 3
    assert ended.error["reason"] == "SAMPLE_RATE_INVALID"
    assert "-ar 48000" in ended.error["message"]


async def test_a_file_that_is_no_sound_is_refused(odindctl: Odindctl, tmp_path: Path):
    (tmp_path / "text.wav").write_text("not sound at all")

    ended = await odindctl("audio", "push", str(tmp_path / "text.wav"), "--json")

    assert ended.exit_code == 3
    assert ended.error["reason"] == "AUDIO_FILE_UNREADABLE"


async def test_a_connection_that_ends_meanwhile_is_an_error(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    async def dismiss(requests: Requests, context: Context) -> Responses:
        await anext(requests)
        yield await abort_with(
            context, grpc.StatusCode.FAILED_PRECONDITION, "CONNECTION_LEFT", "the connection is left"
        )

    script.stream("StreamAudio", dismiss)
    soundfile.write(tmp_path / "sound.wav", np.zeros(48_000), 48_000)

    ended = await odindctl("audio", "push", "-c", "c-1", str(tmp_path / "sound.wav"))

    assert ended.exit_code == 7
    assert ended.stderr == "error: the connection is left (CONNECTION_LEFT)\n"
