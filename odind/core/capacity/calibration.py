"""What a stream costs on this machine: the codecs are timed, and a table is scaled by that."""

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
"""Parts of multiples of its squares are as good as noise, and cost less."""
_PITCH_HZ: Final = 150
_FORMAT: Final = AudioFormat()
_PEER: Final = 1


# A daemon with 8 and with 22 duplex streams of samples, and with 8 and 24 of Opus packets, in pairs that all
# speak, 50 messages a second each, its grid in another process; CPU of its threads by /proc over 8 s, on two
# cores of a shared virtual machine. The slopes are the costs of one stream, what is left over is that of
# running at all. Memory is the growth of the resident set.
_REFERENCE_CODEC_US: Final = 205.0
"""What `measure_codecs` gives there."""
_REFERENCE: Final = Costs(
    running=Cost(loop_us=1_400, cpu_us=2_500, memory_bytes=0),
    pcm=Cost(loop_us=375, cpu_us=540, memory_bytes=600 * 1024),
    pass_through=Cost(loop_us=110, cpu_us=210, memory_bytes=300 * 1024),
)


async def measure_codecs(runtime: Runtime, meter: Meter) -> float:
    """Return microseconds of this thread's CPU from samples to a datagram and back, for a frame of 20 ms.

    The usual format and processing: 48 kHz mono, 16 bits. The loop is let go about every millisecond.
    """
    sound = _sound()
    await asyncio.sleep(0)  # noqa: TID251 - gives way, and waits for nothing
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
                await asyncio.sleep(0)  # noqa: TID251 - gives way, and waits for nothing
                held_since = meter.thread_s()
    finally:
        encoder.close()
        ear.close()
    return float(np.median(took[_WARM_UP_FRAMES:])) * 1e6


def costs_of(codec_us: float) -> Costs:
    """Return what streams cost where `measure_codecs` gives that; a slow machine is slow in everything."""
    return _REFERENCE.times(codec_us / _REFERENCE_CODEC_US)


class _Nobody:
    """Names of nobody."""

    def user_id(self, peer_id: int) -> str:  # noqa: ARG002 - whoever it is
        return ""

    def media_id(self, peer_id: int) -> int:  # noqa: ARG002 - whoever it is
        return 0


def _sound() -> list[bytes]:
    """Frames of something between voice and noise, which no gate holds back and no codec finds easy."""
    count = np.arange(_FORMAT.position(_DIFFERENT_FRAMES))
    time = count / _FORMAT.sample_rate_hz
    voice = sum(np.sin(2 * np.pi * _PITCH_HZ * harmonic * time) / harmonic for harmonic in range(1, 12))
    noise = count * count * _IRRATIONAL % 1 - 0.5
    sound = (_LOUDNESS * (voice + noise)).astype("<i2")
    frames = [frame.tobytes() for frame in np.split(sound, _DIFFERENT_FRAMES)]
    return frames * ((_WARM_UP_FRAMES + _FRAMES) // _DIFFERENT_FRAMES)
