"""Ten hours of the formats without an index: rows of frames, here those of one minute again and again."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

import av
import numpy as np
import pytest

from odind.core.timing.tick import RATE_HZ
from odind.files.leaping import leap
from odind.files.reader import SoundReader
from tests.sounds.encoding import Encoded, encode, needs_ffmpeg, sine
from tests.sounds.reading import file, part

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

    from odind.core.sound.ring import Frames
    from odind.sounds.house import DecodedSounds

pytestmark = needs_ffmpeg

HOUR = 3_600 * RATE_HZ
MINUTES = 600
MOST_BYTES = 10_000_000
BARE = ("-write_xing", "0", "-id3v2_version", "0")
CONSTANT = Encoded("constant.mp3", "libmp3lame", 8_000, "mono", options=("-b:a", "8k"))
BARE_CONSTANT = CONSTANT._replace(name="bare.mp3", options=(*CONSTANT.options, *BARE))
VARYING = Encoded("varying.mp3", "libmp3lame", 8_000, "mono", options=("-q:a", "9"))
BARE_VARYING = VARYING._replace(name="unknown.mp3", options=(*VARYING.options, *BARE))
AAC = Encoded("sound.aac", "aac", 8_000, "mono", options=("-b:a", "12k"))


class Counted:
    """A file that counts the bytes that are read of it."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self.count = 0
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        return data


class Found(NamedTuple):
    sound: Frames
    read_bytes: int


def found(path: Path, start: int, samples: int = 10 * RATE_HZ, *, leaps: bool = True) -> Found:
    """Read a part of a file, from a sample on."""
    with path.open("rb", buffering=0) as opened:
        counted = Counted(opened)
        with SoundReader(counted, layout=(RATE_HZ, 2), start=start, leaps=leaps) as reader:
            return Found(reader.read(samples), counted.count)


def minute() -> Frames:
    """Return notes of a quarter of a second, no two alike, and silence for a third of the time."""
    notes = [sine(8_000, 0.25, 100 + 7 * note, 0.5 * (note % 12 < 8)) for note in range(240)]
    return np.concatenate(notes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("long")


def long_file(folder: Path, encoded: Encoded) -> Path:
    """Return ten hours of a minute; made once."""
    path = folder / f"long-{encoded.name}"
    if not path.exists():
        short = encode(folder / encoded.name, encoded, minute())
        if encoded in (CONSTANT, VARYING):  # with a frame at the beginning that tells of the whole
            loop = ("ffmpeg", "-v", "error", "-stream_loop", str(MINUTES - 1), "-i", str(short))
            subprocess.run((*loop, "-c", "copy", str(path)), check=True)
        else:
            path.write_bytes(short.read_bytes() * MINUTES)
    return path


@pytest.mark.parametrize("encoded", [CONSTANT, BARE_CONSTANT], ids=lambda one: one.name)
@pytest.mark.parametrize("start", [int(2.5 * HOUR) + 777, 10 * HOUR - 12_345], ids=["2.5 h", "10 h"])
def test_a_constant_bit_rate_is_sought_to_the_sample_and_is_not_read_up_to_there(
    folder: Path, encoded: Encoded, start: int
):
    path = long_file(folder, encoded)
    leapt, read = found(path, start), found(path, start, leaps=False)

    assert leapt.read_bytes < MOST_BYTES
    assert leapt.sound.shape == read.sound.shape
    np.testing.assert_allclose(leapt.sound, read.sound, atol=0.002)


def test_a_leap_never_ends_behind_what_is_sought(folder: Path):
    for seconds in range(7_300, 36_000, 1_301):
        with av.open(str(long_file(folder, BARE_CONSTANT))) as opened:
            reached = leap(opened, opened.streams.audio[0], seconds)
        assert reached is not None
        assert seconds - 10 < reached <= seconds


@pytest.mark.parametrize(
    ("encoded", "error"),
    [(VARYING, 1 / 256), (BARE_VARYING, 1 / 100), (AAC, 1 / 200)],
    ids=("varying", "unknown", "aac"),
)
def test_a_varying_bit_rate_is_sought_about_there_and_is_not_read_up_to_there(
    folder: Path, encoded: Encoded, error: float
):
    path, start = long_file(folder, encoded), int(9.96 * HOUR)
    leapt, read = found(path, start, HOUR), found(path, start, HOUR, leaps=False)

    assert leapt.read_bytes < MOST_BYTES + path.stat().st_size / 50  # with the minutes that are left
    assert len(leapt.sound) == pytest.approx(len(read.sound), abs=10 * HOUR * error)


@pytest.mark.parametrize("encoded", [CONSTANT, VARYING, AAC], ids=lambda one: one.name)
def test_within_two_hours_every_file_is_sought_to_the_sample(folder: Path, encoded: Encoded):
    path, start = long_file(folder, encoded), int(1.9 * HOUR)
    np.testing.assert_array_equal(found(path, start).sound, found(path, start, leaps=False).sound)


@pytest.mark.parametrize("encoded", [CONSTANT, AAC], ids=lambda one: one.name)
def test_behind_the_end_there_is_nothing_and_not_all_of_the_file_is_read(folder: Path, encoded: Encoded):
    leapt = found(long_file(folder, encoded), 11 * HOUR)
    assert not len(leapt.sound)
    assert leapt.read_bytes < MOST_BYTES


@pytest.mark.parametrize("encoded", [BARE_CONSTANT, AAC], ids=lambda one: one.name)
def test_who_lands_on_a_damaged_place_goes_on_behind_it(tmp_path: Path, folder: Path, encoded: Encoded):
    content = bytearray(long_file(folder, encoded).read_bytes())
    middle = len(content) // 2
    content[middle - 50_000 : middle + 50_000] = bytes(100_000)
    path = tmp_path / encoded.name
    path.write_bytes(content)

    leapt = found(path, 5 * HOUR)
    assert len(leapt.sound) == 10 * RATE_HZ
    assert np.abs(leapt.sound).max() > 0.1


@pytest.mark.parametrize("encoded", [CONSTANT, VARYING, AAC], ids=lambda one: one.name)
async def test_a_player_seeks_in_them(sounds: DecodedSounds, folder: Path, tmp_path: Path, encoded: Encoded):
    path = tmp_path / encoded.name
    path.hardlink_to(long_file(folder, encoded))
    sound = sounds.open(file(path), 9 * HOUR)
    heard = await part(sound, 10 * RATE_HZ)
    sound.close()

    assert sound.failure is None
    assert np.abs(heard).max() > 0.1
