from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.files.error import SoundFileError, SoundFileExistsError
from odind.files.reader import SoundReader
from odind.files.wav import HEADER_BYTES, wav_header
from odind.files.writer import create

from .full_disk import room_for

if TYPE_CHECKING:
    from pathlib import Path

    from odind.files.writer import SoundWriter


def noise(length: int, channels: int) -> np.ndarray:
    return np.random.default_rng(1).integers(-20_000, 20_000, (length, channels)).astype("<i2")


def until_full(writer: SoundWriter, block: bytes) -> int:
    """Write until the disk is full; return how many blocks were taken before."""
    for blocks in range(1_000):
        try:
            writer.write(block)
        except SoundFileError as error:
            assert str(error) == "File too large"  # noqa: PT017 - the writes before succeed
            return blocks
    raise AssertionError("nothing was refused")


def read(path: Path) -> np.ndarray:
    with SoundReader(path) as reader:
        return np.rint(reader.read() * 32_768).astype("<i2")


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_what_is_written_is_read_again(tmp_path: Path, ending: str):
    sound = noise(50_000, channels=2)
    writer = create(tmp_path / f"sound.{ending}", 44_100, 2)
    for start in range(0, len(sound), 882):
        writer.write(sound[start : start + 882].tobytes())
    writer.close()

    assert np.array_equal(read(tmp_path / f"sound.{ending}"), sound)


def test_a_wav_file_is_whole_after_every_block(tmp_path: Path):
    sound = noise(1_920, channels=1)
    writer = create(tmp_path / "sound.wav", 48_000, 1)
    lengths = []
    for start in (0, 960):
        writer.write(sound[start : start + 960].tobytes())
        with wave.open(str(tmp_path / "sound.wav")) as file:
            lengths.append(file.getnframes())
    writer.close()

    assert lengths == [960, 1_920]


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "opus"])
def test_a_full_disk_is_told_at_once_and_leaves_a_valid_file(tmp_path: Path, ending: str):
    block, path = noise(960, channels=2).tobytes(), tmp_path / f"sound.{ending}"
    writer = create(path, 48_000, 2)
    with room_for(50_001):
        blocks = until_full(writer, block)
    writer.write(block)
    writer.close()

    kept = len(read(path))
    assert 0 < kept <= 960 * (blocks + 1)
    assert 960 * blocks - kept < 2 * 48_000  # what an encoder holds back
    assert path.stat().st_size <= 50_001


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_an_existing_file_is_replaced_only_when_that_is_asked_for(tmp_path: Path, ending: str):
    path = tmp_path / f"sound.{ending}"
    path.write_bytes(b"precious")
    with pytest.raises(SoundFileExistsError):
        create(path, 48_000, 1)
    kept = path.read_bytes()
    create(path, 48_000, 1, replace=True).close()

    assert kept == b"precious"
    assert path.read_bytes() != b"precious"


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_a_file_that_cannot_be_begun_leaves_nothing_behind(tmp_path: Path, ending: str):
    path = tmp_path / f"sound.{ending}"
    with room_for(10), pytest.raises(SoundFileError):
        create(path, 48_000, 1)

    assert not path.exists()


@pytest.mark.parametrize("name", ["sound.mp3", "sound", "missing/sound.wav"])
def test_a_name_that_cannot_be_written_is_refused(tmp_path: Path, name: str):
    with pytest.raises(SoundFileError):
        create(tmp_path / name, 48_000, 1)


def test_a_wav_file_beyond_4_gib_is_readable_to_its_end(tmp_path: Path):
    path, data_bytes = tmp_path / "long.wav", 5 << 30
    with path.open("wb") as file:
        file.write(wav_header(192_000, 2, data_bytes=data_bytes))
        file.truncate(HEADER_BYTES + data_bytes)  # a hole in the file: nothing is stored

    with SoundReader(path) as reader:
        assert reader.seconds == data_bytes / 4 / 192_000


def test_a_wav_file_becomes_rf64_while_it_is_written(tmp_path: Path):
    path = tmp_path / "long.wav"
    writer = create(path, 48_000, 1)
    writer._data_bytes = (1 << 32) - 1_000  # as if so much had been written
    writer.write(bytes(1_000))
    writer.close()

    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    assert header == wav_header(48_000, 1, data_bytes=1 << 32)
    assert header.startswith(b"RF64")
