"""Decodes bare Opus packets by libopus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
import av.error
import numpy as np

from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

if TYPE_CHECKING:
    from odind.core.sound.samples import Samples

_LENGTH: Final = 2 * TICK_SAMPLES


class OpusPackets:
    """One stream of packets, decoded to 48 kHz stereo. Belongs to one thread at a time."""

    def __init__(self) -> None:
        self._codec = av.CodecContext.create("libopus", "r")
        self._codec.sample_rate = RATE_HZ
        self._codec.layout = "stereo"
        self._codec.open()
        self._frames = av.AudioResampler("flt", "stereo", RATE_HZ)

    def decode(self, packet: bytes) -> Samples:
        """Return the 20 ms of a packet; silence for one that is damaged."""
        try:
            made = [
                converted.to_ndarray().reshape(-1)
                for frame in self._codec.decode(av.Packet(packet))
                for converted in self._frames.resample(frame)
            ]
        except av.error.FFmpegError:
            made = []
        sound = np.concatenate((np.zeros(0, np.float32), *made))[:_LENGTH]
        return np.pad(sound, (0, _LENGTH - len(sound)))
