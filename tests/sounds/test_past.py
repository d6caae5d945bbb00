"""What is past is decoded by processes of their own, track by track."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np

from odind.core.timing.tick import RATE_HZ
from odind.sounds.decoders import Decoders
from odind.sounds.feeding import Feeder
from odind.sounds.past import PastSounds
from odind.sounds.stored import StoredOpener
from odind.tapes.joining import join_tracks
from odind.tapes.safe import OPEN

from .reading import whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.sound.ring import Frames

PIECE = 4_096


def said(path: Path, hz: int, seconds: float) -> Path:
    """Write a tone as Ogg Opus."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    samples = (np.sin(2 * np.pi * hz * at) * 10_000).astype(np.int16)[None, :]
    with av.open(str(path), "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE_HZ, 0
        file.mux([*stream.encode(frame), *stream.encode(None)])
    return path


def joined(folder: Path) -> bytes:
    """Return a file with two tracks, of which the second ends early."""
    voices = [said(folder / "anna.opus", 440, 4.0), said(folder / "ben.opus", 880, 1.0)]
    join_tracks(voices, ["anna", "ben"], folder / "multitrack.mka", OPEN)
    return (folder / "multitrack.mka").read_bytes()


async def pieces_of(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), PIECE):
        yield content[at : at + PIECE]


def pitch(sound: Frames) -> int:
    """Return the loudest frequency of a sound, to 10 Hz."""
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound))))
    return round(int(np.argmax(spectrum)) * RATE_HZ / len(sound) / 10) * 10


async def test_each_track_of_a_multitrack_recording_is_decoded_to_its_own_end(tmp_path: Path):
    content = joined(tmp_path)
    async with Decoders() as decoders:
        feeder = Feeder(decoders, first_sound_s=60, most=60 * RATE_HZ)

        def never(_name: str) -> int:
            raise FileNotFoundError

        async with PastSounds(StoredOpener(never, decoders), feeder) as sources:
            sounds = [sources.decode(pieces_of(content), len(content), track) for track in range(3)]
            heard = [await whole(sound) for sound in sounds]

    assert [pitch(one) for one in heard[:2]] == [440, 880]
    assert [round(len(one) / RATE_HZ, 1) for one in heard] == [4.0, 1.0, 0.0]
    failures = [sound.failure and sound.failure.reason for sound in sounds]
    assert failures == [None, None, "SOUND_UNREADABLE"]
