"""Estimates the cost of a stream on this machine: times the codecs and scales a reference table."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.sound.format import AudioFormat
from odind.core.voice.ear import Ear
from odind.core.voice.lane_config import ReceiveMode, Reception
from odind.core.voice.listener import PcmListener
from odind.core.voice.source import PcmSource

from .capacity import Cost, Costs

if TYPE_CHECKING:
    from odind.core.rooms.ports import Runtime

    from .ports import Meter

_FRAMES: Final = 40
_WARM_UP_FRAMES: Final = 10
_SLICE_S: Final = 0.001
_DIFFERENT_FRAMES: Final = 5
_LOUDNESS: Final = 3_000
_IRRATIONAL: Final = 5**0.5
"""The fractional parts of its multiples by squares serve as noise and are cheap to compute."""
_PITCH_HZ: Final = 150
_FORMAT: Final = AudioFormat()
_PEER: Final = 1


# Measured on two busy cores of a shared virtual machine, over the audio socket: a daemon with 2, 8 and 15
# duplex streams of samples in the default processing (SPEECH), and with 2 and 8 of Opus packets; all speak in
# pairs, 50 messages a second each; the grid runs in another process. CPU of the threads is read from /proc
# over 4 s, twice. The slope is the cost of one stream, the intercept that of running at all. Memory is the
# growth of the resident set. Both figures below are of one default: another one needs both anew.
_REFERENCE_CODEC_US: Final = 365.0
"""The result of `measure_codecs` on that machine."""
_REFERENCE: Final = Costs(
    running=Cost(loop_us=1_400, cpu_us=1_600, memory_bytes=0),
    pcm=Cost(loop_us=570, cpu_us=740, memory_bytes=600 * 1024),
    pass_through=Cost(loop_us=200, cpu_us=290, memory_bytes=300 * 1024),
)


async def measure_codecs(runtime: Runtime, meter: Meter) -> float:
    """Return the CPU time, in microseconds, of encoding and decoding one 20 ms frame on this thread.

    The format is 48 kHz, mono, 16 bits, with the default processing. Yields to the loop about once a
    millisecond.
    """
    sound = _sound()
    await asyncio.sleep(0)  # noqa: TID251 - yields to the loop, waits for nothing
    encoder = runtime.encoder(*_FORMAT.layout)
    source, ear = PcmSource(_FORMAT, encoder), Ear(_FORMAT, runtime.decoder)
    listener = PcmListener(0, Reception(_FORMAT, ReceiveMode.MIX), _Nobody(), lambda *_: None)
    took, held_since = [], meter.thread_s()
    try:
        for tick, pcm in enumerate(sound):
            began = meter.thread_s()
            source.append(pcm, ())
            for datagram in source.speak(tick, resumed=False)[1]:
                ear.push(_PEER, datagram)
            listener.hear(tick, tick, ear.pop(tick))
            ended = meter.thread_s()
            took.append(ended - began)
            if ended - held_since > _SLICE_S:
                await asyncio.sleep(0)  # noqa: TID251 - yields to the loop, waits for nothing
                held_since = meter.thread_s()
    finally:
        encoder.close()
        ear.close()
    return float(np.median(took[_WARM_UP_FRAMES:])) * 1e6


def costs_of(codec_us: float) -> Costs:
    """Return the costs of streams for a result of `measure_codecs`. Assumes that all costs scale alike."""
    return _REFERENCE.times(codec_us / _REFERENCE_CODEC_US)


class _Nobody:
    """Knows the names of no peers."""

    def user_id(self, peer_id: int) -> str:  # noqa: ARG002 - whoever it is
        return ""

    def media_id(self, peer_id: int) -> int:  # noqa: ARG002 - whoever it is
        return 0


def _sound() -> list[bytes]:
    """Return frames between voice and noise: no gate holds them back, and no codec encodes them cheaply."""
    count = np.arange(_FORMAT.position(_DIFFERENT_FRAMES))
    time = count / _FORMAT.sample_rate_hz
    voice = sum(np.sin(2 * np.pi * _PITCH_HZ * harmonic * time) / harmonic for harmonic in range(1, 12))
    noise = count * count * _IRRATIONAL % 1 - 0.5
    sound = (_LOUDNESS * (voice + noise)).astype("<i2")
    frames = [frame.tobytes() for frame in np.split(sound, _DIFFERENT_FRAMES)]
    return frames * ((_WARM_UP_FRAMES + _FRAMES) // _DIFFERENT_FRAMES)
