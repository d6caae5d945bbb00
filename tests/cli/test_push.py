"""Speaking files: what arrives is what the file holds."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest

from odind.client import F32LE, S16LE
from odind.v1 import rooms_pb2
from tests.client.scripted_daemon import abort_with

from .conversation import DROPPED, UNDERRUNS, Ear
from .sounds import likeness, write
from .terminals import terminal

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
    ("rate", "channels", "codec", "samples", "ending", "largest_error"),
    [
        (48_000, 1, "pcm_s16le", "s16", "wav", 1 / 32_768),
        (44_100, 2, "pcm_f32le", "flt", "wav", 1e-7),
        (16_000, 1, "pcm_s24le", "s32", "wav", 1 / 8_388_608),
        (8_000, 2, "pcm_u8", "u8", "wav", 1 / 128),
        (96_000, 2, "flac", "s32", "flac", 1 / 8_388_608),
    ],
)
async def test_what_arrives_is_what_the_file_holds(
    *,
    ear: Ear,
    odindctl: Odindctl,
    tmp_path: Path,
    rate: int,
    channels: int,
    codec: str,
    samples: str,
    ending: str,
    largest_error: float,
):
    sound = chirp(rate, channels, seconds=1.7)
    file = tmp_path / f"sound.{ending}"
    write(file, sound, rate, codec, samples)

    ended = await odindctl("audio", "push", str(file), "--json")

    assert ended.document == {
        "samples": len(sound),
        "sample_rate_hz": rate,
        "underruns": UNDERRUNS,
        "dropped_samples": 0,
        "interrupted": False,
    }
    assert ended.stderr == ""
    assert ear.config
    assert ear.config.connection_id == "c-1"
    assert ear.config.send.sample_format == F32LE
    assert (ear.config.send.sample_rate_hz, ear.config.send.channels) == (rate, channels)
    heard = np.frombuffer(ear.pcm, "<f4").reshape(-1, channels)
    assert heard.shape == sound.shape
    assert np.abs(heard - sound).max() <= largest_error


async def test_a_long_file_is_sent_in_small_chunks(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    write(tmp_path / "long.wav", chirp(48_000, 2, seconds=60), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "long.wav"))

    assert ended.stdout == f"spoke {60 * 48_000} samples (60.00 s), {UNDERRUNS} underruns\n"
    assert ended.stderr == ""
    assert ear.largest_chunk <= 1 << 16


async def test_a_file_without_samples_is_spoken_at_once(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    write(tmp_path / "empty.wav", np.zeros((0, 1)), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "empty.wav"), "--json")

    assert ended.document["samples"] == 0
    assert ear.pcm == b""


@pytest.mark.parametrize(
    ("ending", "codec", "samples", "rate"),
    [
        ("mp3", "libmp3lame", "s16", 44_100),
        ("m4a", "aac", "s16", 44_100),
        ("ogg", "libopus", "s16", 48_000),
        ("webm", "libopus", "s16", 48_000),
        ("opus", "libopus", "s16", 16_000),
    ],
)
async def test_compressed_files_are_decoded(
    *, ear: Ear, odindctl: Odindctl, tmp_path: Path, ending: str, codec: str, samples: str, rate: int
):
    sound, file = chirp(rate, 1, seconds=1.5), tmp_path / f"sound.{ending}"
    write(file, sound, rate, codec, samples)

    ended = await odindctl("audio", "push", str(file), "--json")

    assert ended.exit_code == 0
    assert ear.config
    spoken = ear.config.send.sample_rate_hz
    assert spoken == (48_000 if codec == "libopus" else rate)
    assert ended.document["samples"] == pytest.approx(1.5 * spoken, rel=0.05)
    assert likeness(chirp(spoken, 1, seconds=1.5)[:, 0], np.frombuffer(ear.pcm, "<f4")) > 0.98


async def test_more_than_two_channels_are_mixed_down(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    write(tmp_path / "surround.wav", chirp(48_000, 6, seconds=0.5), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "surround.wav"))

    assert ended.stderr == "surround.wav: 6 channels are mixed down to stereo\n"
    assert ear.config
    assert ear.config.send.channels == 2
    heard = np.frombuffer(ear.pcm, "<f4").reshape(-1, 2)
    assert likeness(chirp(48_000, 1, seconds=0.5)[:, 0], heard[:, 0].astype(float)) > 0.99


@pytest.mark.parametrize(("rate", "nearest"), [(4_000, 8_000), (384_000, 192_000)])
async def test_rates_out_of_range_are_converted(
    *, ear: Ear, odindctl: Odindctl, tmp_path: Path, rate: int, nearest: int
):
    write(tmp_path / "odd.wav", chirp(rate, 1, seconds=0.5), rate)

    ended = await odindctl("audio", "push", str(tmp_path / "odd.wav"))

    assert ended.stderr == f"odd.wav: {rate} Hz is converted to {nearest} Hz\n"
    assert ear.config
    assert ear.config.send.sample_rate_hz == nearest
    heard = np.frombuffer(ear.pcm, "<f4").astype(float)
    assert likeness(chirp(nearest, 1, seconds=0.5)[:, 0], heard) > 0.99


async def test_damaged_parts_of_a_file_are_skipped(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    file = tmp_path / "scratched.mp3"
    write(file, chirp(44_100, 1, seconds=2), 44_100, "libmp3lame")
    content = file.read_bytes()
    third = len(content) // 3
    file.write_bytes(content[:third] + b"\xff" * 2_000 + content[third + 2_000 :])

    ended = await odindctl("audio", "push", str(file))

    assert ended.exit_code == 0
    assert "damaged packets were skipped" in ended.stderr
    assert len(ear.pcm) // 4 > 44_100


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
    write(tmp_path / "sound.wav", np.zeros((48_000, 1)), 48_000)

    ended = await odindctl("audio", "push", "-c", "c-1", str(tmp_path / "sound.wav"))

    assert ended.exit_code == 7
    assert ended.stderr == "error: the connection is left (CONNECTION_LEFT)\n"


@pytest.mark.parametrize(
    ("arguments", "rate", "channels", "sample_format", "kind"),
    [
        ([], 48_000, 1, S16LE, "<i2"),
        (["--rate", "16000", "--channels", "2", "--format", "s16le"], 16_000, 2, S16LE, "<i2"),
        (["--format", "f32le"], 48_000, 1, F32LE, "<f4"),
    ],
)
async def test_raw_samples_come_from_stdin(
    *,
    ear: Ear,
    odindctl: Odindctl,
    arguments: list[str],
    rate: int,
    channels: int,
    sample_format: int,
    kind: str,
):
    sound = (chirp(rate, channels, seconds=3) * (1 if kind == "<f4" else 32_767)).astype(kind)

    ended = await odindctl("audio", "push", "-", *arguments, stdin=sound.tobytes())

    assert ended.stdout == f"spoke {rate * 3} samples (3.00 s), {UNDERRUNS} underruns\n"
    assert ear.config
    send = ear.config.send
    assert (send.sample_rate_hz, send.channels, send.sample_format) == (rate, channels, sample_format)
    assert bytes(ear.pcm) == sound.tobytes()


async def test_stdin_can_be_a_file_too(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    (tmp_path / "raw").write_bytes(b"\x01\x02" * 100_000)

    with (tmp_path / "raw").open("rb") as file:
        process = await odindctl.start("audio", "push", "-", stdin=file.fileno())
        await process.communicate()

    assert process.returncode == 0
    assert bytes(ear.pcm) == b"\x01\x02" * 100_000


async def test_half_a_sample_at_the_end_is_left_out(ear: Ear, odindctl: Odindctl):
    ended = await odindctl("audio", "push", "-", "--format", "f32le", stdin=bytes(4 * 10 + 3))

    assert ended.exit_code == 0
    assert ended.stderr == "the last 3 bytes are an incomplete sample\n"
    assert len(ear.pcm) == 40


@pytest.mark.parametrize("option", [["--rate", "16000"], ["--channels", "2"], ["--format", "s16le"]])
async def test_a_file_says_itself_what_it_holds(odindctl: Odindctl, tmp_path: Path, option: list[str]):
    write(tmp_path / "sound.wav", np.zeros((10, 1)), 48_000)

    ended = await odindctl("audio", "push", str(tmp_path / "sound.wav"), *option)

    assert ended.exit_code == 2
    assert "FILE is -" in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
async def test_a_signal_flushes_and_says_what_was_spoken(
    ear: Ear, odindctl: Odindctl, number: signal.Signals
):
    process = await odindctl.start("audio", "push", "-", "--json")
    assert process.stdin
    assert process.stdout
    process.stdin.write(bytes(9_600))
    await ear.hearing.wait()

    process.send_signal(number)
    stdout = await process.stdout.read()

    assert await process.wait() == 130
    assert ear.flushes == 2  # at once, and behind a block that was on its way
    assert json.loads(stdout) == {
        "samples": 4_800,
        "sample_rate_hz": 48_000,
        "underruns": UNDERRUNS,
        "dropped_samples": 2 * DROPPED,
        "interrupted": True,
    }


async def test_a_terminal_shows_how_it_goes(ear: Ear, odindctl: Odindctl, tmp_path: Path):
    ear.patient = True
    write(tmp_path / "sound.wav", chirp(48_000, 1, seconds=2.5), 48_000)

    async with terminal() as screen:
        process = await odindctl.start("audio", "push", str(tmp_path / "sound.wav"), stderr=screen.device)
        screen.hand_over()
        await screen.shows(f" / 0:02.5  1.5 s queued, {UNDERRUNS} underruns")
        stdout, _ = await process.communicate()
        await screen.shows("\r\x1b[K")

    assert stdout.decode() == f"spoke 120000 samples (2.50 s), {UNDERRUNS} underruns\n"
    assert "speaking 0:0" in screen.text
