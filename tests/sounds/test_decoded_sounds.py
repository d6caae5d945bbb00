"""Sounds of files, tones and silence, as players read them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tick import RATE_HZ
from odind.sounds import DecodedSounds

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.players.ports import Sound
    from odind.core.sound.ring import Frames


def whole(sound: Sound) -> Frames:
    """Read a sound to its end."""
    pieces = []
    while sound.ahead or not sound.ended:
        if len(piece := sound.read(RATE_HZ // 50)):
            pieces.append(piece)
        else:
            time.sleep(0)  # the thread of the sound decodes
    return np.concatenate(pieces) if pieces else np.zeros((0, 2), np.float32)


def write_sine(path: Path, rate_hz: int, seconds: float) -> None:
    """Write a mono sine of 440 Hz."""
    at = np.arange(int(rate_hz * seconds)) / rate_hz
    samples = (0.5 * np.sin(2 * np.pi * 440 * at) * 32_767).astype(np.int16)
    with av.open(str(path), "w") as file:
        stream = file.add_stream("pcm_s16le", rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


@pytest.mark.parametrize("start", [0, 12_345])
def test_a_file_is_read_from_any_sample_on(tmp_path: Path, start: int) -> None:
    write_sine(tmp_path / "sine.wav", RATE_HZ, 1)
    source = SoundSource(SourceKind.FILE, "sine.wav")
    read = whole(DecodedSounds([tmp_path]).open(source, start))
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(start, RATE_HZ) / RATE_HZ)
    assert read.shape == (RATE_HZ - start, 2)
    assert np.abs(read - expected[:, None]).max() < 1e-3


def test_another_rate_is_converted(tmp_path: Path) -> None:
    write_sine(tmp_path / "sine.wav", 16_000, 1)
    sound = DecodedSounds([tmp_path]).open(SoundSource(SourceKind.FILE, "sine.wav"))
    assert len(whole(sound)) == RATE_HZ
    assert sound.length == RATE_HZ


def test_a_file_beside_the_folders_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    write_sine(tmp_path / "sine.wav", 16_000, 0.1)
    sound = DecodedSounds([tmp_path / "inside"]).open(SoundSource(SourceKind.FILE, "../sine.wav"))
    assert sound.ended
    assert sound.failure
    assert sound.failure.reason == "FILE_NOT_FOUND"


def test_a_tone_has_its_peak_and_its_length() -> None:
    tone = SoundSource(SourceKind.TONE, seconds=0.5, frequency_hz=1_000, level_dbfs=-6)
    read = whole(DecodedSounds().open(tone))
    assert len(read) == RATE_HZ // 2
    assert np.abs(read).max() == pytest.approx(10 ** (-6 / 20), rel=1e-3)
