"""What a frame of speech costs to encode with each preset: on the loop, and ahead of its time on a thread.

Run with `python -m bench.presets`. CPU time of this thread, so that a busy machine disturbs little.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.bench.speech import load_speech
from odind.core.voice.processing import PRESETS, Application
from odind.runtime.odin.codecs import NativeEncoder
from odind.runtime.odin.opus_coder import OpusCoder, OpusSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.sound.samples import Samples
    from odind.core.voice.processing import Processing

_RATE_HZ: Final = 48_000
_ROUNDS: Final = 7
_BATCH: Final = 5
"""Frames that a thread encodes at a time."""


def main() -> None:
    """Print a table."""
    print("\n".join(table()))


def table() -> list[str]:
    """Measure, and return the lines of a table."""
    frames = [np.frombuffer(chunk, np.float32).copy() for chunk in load_speech().chunks("f32", 20)]
    rows = {
        preset: (_on_the_loop(processing, frames), _ahead(processing, frames))
        for preset, processing in PRESETS.items()
    }
    return [
        "| preset | on the loop | ahead, on a thread |",
        "| --- | --- | --- |",
        *(f"| {preset.name} | {loop} | {thread} |" for preset, (loop, thread) in rows.items()),
    ]


def _on_the_loop(processing: Processing, frames: Sequence[Samples]) -> str:
    def encode() -> None:
        encoder = NativeEncoder(_RATE_HZ, 1, processing)
        for frame in frames:
            encoder.encode(frame)

    return _each(encode, frames)


def _ahead(processing: Processing, frames: Sequence[Samples]) -> str:
    """Measure libopus, which takes over what needs no effect."""
    if processing.needs_cleaning or processing.voice_activity.enabled:
        return ""
    settings = OpusSettings(
        _RATE_HZ,
        1,
        processing.bitrate_for(1),
        processing.expected_loss_percent,
        voice=processing.application is Application.VOICE,
    )

    def encode() -> None:
        coder = OpusCoder(settings)
        for start in range(0, len(frames), _BATCH):
            coder.encode(frames[start : start + _BATCH])

    return _each(encode, frames)


def _each(encode: Callable[[], None], frames: Sequence[Samples]) -> str:
    took = []
    for _ in range(_ROUNDS):
        begin = time.thread_time()
        encode()
        took.append((time.thread_time() - begin) / len(frames))
    return f"{median(took) * 1e6:.0f} us"


if __name__ == "__main__":
    main()
