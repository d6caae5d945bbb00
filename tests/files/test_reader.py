from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from odind.files.error import SoundFileError
from odind.files.reader import SoundReader
from odind.files.wav import wav_header
from tests.cli.sounds import write

if TYPE_CHECKING:
    from pathlib import Path


def noise(length: int, channels: int = 1) -> np.ndarray:
    return np.random.default_rng(1).integers(-20_000, 20_000, (length, channels)) / 32_768


def test_blocks_of_any_size_make_up_the_file(tmp_path: Path):
    sound = noise(10_000, channels=2)
    write(tmp_path / "sound.wav", sound, 44_100)
    with SoundReader(tmp_path / "sound.wav") as reader:
        blocks = [reader.read(size) for size in (1, 441, 7_000, 5_000, 10)]

    assert (reader.sample_rate_hz, reader.channels, reader.seconds) == (44_100, 2, 10_000 / 44_100)
    assert [len(block) for block in blocks] == [1, 441, 7_000, 2_558, 0]
    assert np.array_equal(np.concatenate(blocks), sound.astype(np.float32))
    assert reader.remarks == []


def test_rates_and_channels_that_nobody_can_speak_are_converted_with_a_remark(tmp_path: Path):
    write(tmp_path / "sound.wav", noise(2_000, channels=6), 4_000)
    with SoundReader(tmp_path / "sound.wav") as reader:
        sound = reader.read()

    assert (reader.sample_rate_hz, reader.channels) == (8_000, 2)
    assert sound.shape == (4_000, 2)
    assert reader.remarks == ["6 channels are mixed down to stereo", "4000 Hz is converted to 8000 Hz"]


@pytest.mark.parametrize(
    ("rate", "channels", "problem"),
    [(50, 1, "50 Hz"), (2**31 - 1, 1, "2147483647 Hz"), (48_000, 40, "40 channels")],
)
def test_a_header_that_says_something_absurd_is_refused(
    tmp_path: Path, rate: int, channels: int, problem: str
):
    header = bytearray(wav_header(48_000, channels, data_bytes=channels * 2_000))
    header[60:64] = rate.to_bytes(4, "little")
    (tmp_path / "absurd.wav").write_bytes(header + bytes(channels * 2_000))

    with pytest.raises(SoundFileError, match=problem):
        SoundReader(tmp_path / "absurd.wav")


def test_another_format_than_the_one_allowed_is_not_looked_for(tmp_path: Path):
    (tmp_path / "list.wav").write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")
    write(tmp_path / "sound.flac", noise(100), 48_000, "flac")
    for name in ("list.wav", "sound.flac"):
        with pytest.raises(SoundFileError):
            SoundReader(tmp_path / name, "wav")


def test_each_track_of_a_file_with_several_is_read_by_itself(tmp_path: Path):
    path = tmp_path / "sounds.mka"
    with av.open(path, "w", format="matroska") as file:
        streams = [file.add_stream("pcm_s16le", rate=48_000, layout="mono") for _ in range(2)]
        for level, stream in enumerate(streams, 1):
            samples = np.full((1, 960), level * 1_000, np.int16)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts = 48_000, 0
            file.mux(stream.encode(frame))

    levels = [SoundReader(path, track=track).read().max() * 32_768 for track in range(2)]

    assert levels == [1_000, 2_000]
    with pytest.raises(SoundFileError, match="no sound"):
        SoundReader(path, track=2)
