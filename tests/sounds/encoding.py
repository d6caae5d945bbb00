"""Sounds in every format that the tests play, encoded by the ffmpeg of the machine."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.sound.ring import Frames

needs_ffmpeg = pytest.mark.skipif(
    shutil.which("ffmpeg") is None, reason="the sounds are encoded by ffmpeg, which is not installed"
)
LEVEL_DB = -9.03
"""The level of the sine, root mean square; its peak is 6.02 dB below full scale."""
CHANNELS = {"mono": 1, "stereo": 2, "5.1": 6}


LOUD = ("-q:a", "0")
"""At lower qualities, LAME turns what it encodes down by 0.45 dB."""


class Encoded(NamedTuple):
    """How a file is encoded. `padded`: the format does not tell what the encoder has added at the ends."""

    name: str
    codec: str
    rate_hz: int = 48_000
    layout: str = "stereo"
    padded: bool = False
    options: tuple[str, ...] = ()


FORMATS = (
    Encoded("s16.wav", "pcm_s16le", 44_100),
    Encoded("u8.wav", "pcm_u8", 8_000, "mono"),
    Encoded("f32.wav", "pcm_f32le"),
    Encoded("s24.wav", "pcm_s24le", 384_000),
    Encoded("surround.wav", "pcm_s16le", 48_000, "5.1"),
    Encoded("telephone.wav", "pcm_alaw", 8_000, "mono"),
    Encoded("sound.aiff", "pcm_s16be", 22_050),
    Encoded("sound.w64", "pcm_s16le", 96_000),
    Encoded("sound.flac", "flac", 44_100),
    Encoded("sound.mp3", "libmp3lame", 44_100, options=LOUD),
    Encoded("mono.mp3", "libmp3lame", 24_000, "mono", options=LOUD),
    Encoded("vorbis.ogg", "libvorbis", 44_100),
    Encoded("sound.opus", "libopus"),
    Encoded("opus.webm", "libopus"),
    Encoded("vorbis.webm", "libvorbis", padded=True),
    Encoded("sound.m4a", "aac", 44_100),
    Encoded("flac.mka", "flac"),
    Encoded("alac.m4a", "alac", 44_100),
    Encoded("sound.aac", "aac", 44_100, padded=True),
    Encoded("sound.ts", "aac", 48_000, padded=True),
)


def sine(rate_hz: int, seconds: float, frequency_hz: float = 440.0, peak: float = 0.5) -> Frames:
    """Return a sine, shape (n,)."""
    at = np.arange(round(rate_hz * seconds)) / rate_hz
    return (peak * np.sin(2 * np.pi * frequency_hz * at)).astype(np.float32)


def encode(path: Path, encoded: Encoded, sound: Frames, *options: str) -> Path:
    """Write a mono sound into a file, the same into the first two channels of it, and silence into others."""
    channels = CHANNELS[encoded.layout]
    frames = np.zeros((len(sound), channels), "<f4")
    frames[:, :2] = sound[:, None]
    layout = (
        "-f",
        "f32le",
        "-ar",
        str(encoded.rate_hz),
        "-ac",
        str(channels),
        "-channel_layout",
        encoded.layout,
    )
    command = (
        "ffmpeg",
        "-v",
        "error",
        "-y",
        *layout,
        "-i",
        "-",
        *options,
        "-c:a",
        encoded.codec,
        *encoded.options,
        str(path),
    )
    subprocess.run(command, input=frames.tobytes(), check=True)
    return path


def segment(folder: Path, name: str, kind: str) -> None:
    """Write a file of AAC as HLS, `list.m3u8`, in segments of a second."""
    segments = ("-hls_time", "1", "-hls_list_size", "0", "-hls_segment_type", kind)
    command = ("ffmpeg", "-v", "error", "-i", name, "-c", "copy", *segments, "list.m3u8")
    subprocess.run(command, cwd=folder, check=True)
