"""Packets of several voices become one track of samples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import av
import av.error
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from odind.core.recordings.ports import Chunk, Voice
from odind.core.recordings.tracks import MIX
from odind.core.sound.opus import emptied
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_LOUDER: Final = math.sqrt(2)
"""ODIN's decoders of one channel add 3 dB to what the packets hold, and a mix is as loud as they are."""


class PacketMixer:
    """Decodes each track of a recording and adds them up; used by one thread."""

    def __init__(self) -> None:
        self._decoders: dict[str, _Decoder] = {}

    def mix(self, chunk: Chunk) -> Chunk:
        """Return a chunk with the sum of its tracks as its only track, silent where all are."""
        slots = chunk.stop - chunk.start
        total, sounding = np.zeros((slots, TICK_SAMPLES), np.float32), np.zeros(slots, bool)
        for track, packets in chunk.sound.items():
            decoder = self._decoders.get(track)
            if decoder is None:
                decoder = self._decoders[track] = _Decoder()
            decoder.add(packets, total, sounding)
        mixed = (total * _LOUDER).clip(-32_768, 32_767).astype("<i2")
        sound = [mixed[slot].tobytes() if sounding[slot] else None for slot in range(slots)]
        begun = {MIX: Voice("", 1)} if not chunk.start else {}
        return Chunk(chunk.start, chunk.stop, {MIX: sound}, begun, chunk.marks)


class _Decoder:
    """Opus of one voice, in one channel. A lost packet is concealed, what is no packet is silent."""

    def __init__(self) -> None:
        self._codec = AudioCodecContext.create("libopus", "r")
        self._codec.sample_rate, self._codec.layout = RATE_HZ, "mono"
        self._lost = b""

    def add(
        self, packets: Sequence[bytes | None], total: npt.NDArray[np.float32], sounding: npt.NDArray[np.bool_]
    ) -> None:
        for slot, packet in enumerate(packets):
            known = self._lost if packet == b"" else packet
            if known:
                self._lost = emptied(known)
                sounding[slot] |= self._decode(known, total[slot])

    def _decode(self, packet: bytes, slot: npt.NDArray[np.float32]) -> bool:
        try:
            for frame in self._codec.decode(av.Packet(packet)):
                slot += frame.to_ndarray()[0]
        except av.error.FFmpegError:  # a peer may send anything
            return False
        return True
