"""How long an MP3 is: as a table says, as a constant bit rate tells, or counted; no guess counts as known."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.files import mp3_length
from odind.files.reader import SoundReader
from tests.sounds.encoding import Encoded, encode, needs_ffmpeg, sine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_ffmpeg

RATE_HZ = 44_100
LENGTH_S = 24.0
FRAME_S = 1_152 / RATE_HZ
BARE = ("-write_xing", "0")


def varying() -> np.ndarray:
    """A quiet beginning, then noise: the first frames say little of the others."""
    quiet = sine(RATE_HZ, LENGTH_S / 2, 440, 0.01)
    noise = np.random.default_rng(1).normal(0, 0.2, quiet.shape).astype(np.float32)
    return np.concatenate([quiet, noise])


def made(folder: Path, *options: str) -> Path:
    return encode(
        folder / "sound.mp3", Encoded("sound.mp3", "libmp3lame", RATE_HZ, "mono", options=options), varying()
    )


@pytest.mark.parametrize(
    "options",
    [("-q:a", "4"), ("-q:a", "4", *BARE), ("-b:a", "64k", *BARE), ("-b:a", "64k")],
    ids=["table", "counted", "constant", "constant with a table"],
)
@pytest.mark.parametrize("by_path", [True, False])
def test_the_length_is_the_true_one_and_the_sound_is_read_as_before(
    tmp_path: Path, options: tuple[str, ...], *, by_path: bool
):
    path = made(tmp_path, *options)
    with SoundReader(path if by_path else BytesIO(path.read_bytes())) as reader:
        told = reader.true_seconds
        heard = len(reader.read()) / RATE_HZ
    assert told is not None
    assert abs(told - heard) <= 2 * FRAME_S
    assert abs(heard - LENGTH_S) <= 3 * FRAME_S


def test_what_ffmpeg_guesses_is_far_from_it(tmp_path: Path):
    with SoundReader(made(tmp_path, "-q:a", "4", *BARE)) as reader:
        assert reader.seconds is not None
        assert abs(reader.seconds - LENGTH_S) > 1


def test_a_long_file_does_not_tell_a_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    content = made(tmp_path, "-q:a", "4", *BARE).read_bytes()
    monkeypatch.setattr(mp3_length, "_MOST_COUNTED", 1_000)
    with SoundReader(BytesIO(content)) as reader:
        assert (reader.true_seconds, reader.promised_s) == (None, None)


def test_of_a_file_that_is_still_coming_the_beginning_tells_whether_the_guess_holds():
    low, high = (
        bytes([0xFF, 0xFB, number, 0]).ljust(size, b"\0") for number, size in ((0x50, 208), (0x90, 417))
    )
    assert mp3_length.seconds_of(BytesIO(low * 200), 7.0, coming=True) == 7.0
    assert mp3_length.seconds_of(BytesIO(low * 4 + high * 200), 7.0, coming=True) is None
    counted = mp3_length.seconds_of(BytesIO(low * 4 + high * 2_000), 7.0)
    assert counted == pytest.approx(2_004 * FRAME_S)


@pytest.mark.parametrize("content", [b"", b"ID3", b"\xff" * 10_000, b"\xff\xfb" * 4_000, bytes(10_000)])
def test_of_what_has_no_frames_the_guess_is_all_there_is(content: bytes):
    assert mp3_length.seconds_of(BytesIO(content), 7.0) == 7.0


def test_a_tag_of_any_size_is_passed_over(tmp_path: Path):
    content = made(tmp_path, "-q:a", "4", *BARE, "-id3v2_version", "0").read_bytes()
    tag = b"ID3\x04\x00\x00" + bytes([0, 0x03, 0x10, 0x00]) + bytes(0x03 << 14 | 0x10 << 7)
    counted = mp3_length.seconds_of(BytesIO(content), 7.0)
    assert counted is not None
    assert abs(counted - LENGTH_S) <= 3 * FRAME_S
    assert mp3_length.seconds_of(BytesIO(tag + content), 7.0) == counted
