"""Samples become fragments of MP4, all of one length. Used on one thread at a time."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

import av
import numpy as np

from odind.core.timing.tick import RATE_HZ

from .renditions import PART_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.audio.stream import AudioStream
    from av.packet import Packet

    from .renditions import Encoding

_OPTIONS: Final = {
    "movflags": "empty_moov+default_base_moof+skip_trailer",
    "frag_duration": str(round(PART_S * 1_000_000)),
    "flush_packets": "1",
}
_BOX_HEADER: Final = 8
_TIME_BASE: Final = Fraction(1, RATE_HZ)


class FragmentEncoder:
    """Encodes one rendition. `init` is what stands before its fragments, once it was fed."""

    def __init__(self, encoding: Encoding) -> None:
        self.init = b""
        self._bytes = bytearray()
        self._samples = 0
        self._container = av.open(self, "w", format="mp4", options=_OPTIONS)
        stream = self._container.add_stream(encoding.codec, rate=RATE_HZ, layout="mono")
        self._stream = cast("AudioStream", stream)
        self._stream.bit_rate = encoding.bit_rate

    def write(self, data: bytes) -> int:
        """Take what the muxer writes."""
        self._bytes += data
        return len(data)

    def encode(self, pcm: bytes) -> list[bytes]:
        """Take samples, 16-bit mono at 48 kHz; return the fragments that are complete."""
        samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self._samples, _TIME_BASE
        self._samples += samples.shape[1]
        self._mux(self._stream.encode(frame))
        return list(self._fragments())

    def finish(self) -> list[bytes]:
        """Return the fragments that are left."""
        if self._samples:
            self._mux(self._stream.encode(None))
        self._container.close()
        return list(self._fragments())

    def _mux(self, packets: list[Packet[AudioStream]]) -> None:
        """Write packets without those that end before the first sample, as the first of AAC does.

        With it the muxer would begin at its time, and all that is heard would be 1,024 samples late.
        """
        self._container.mux([one for one in packets if (one.pts or 0) + (one.duration or 0) > 0])

    def _fragments(self) -> Iterator[bytes]:
        """Take whole fragments out of what was written: a box `moof` and one `mdat` (ISO/IEC 14496-12)."""
        begun = b""
        while len(self._bytes) >= _BOX_HEADER:
            size, kind = int.from_bytes(self._bytes[:4], "big"), bytes(self._bytes[4:8])
            box = bytes(self._bytes[:size])
            del self._bytes[:size]
            if kind in (b"ftyp", b"moov"):
                self.init += box
            elif kind == b"mdat":
                yield begun + box
            else:
                begun = box


class Take:
    """All renditions of one timeline. `length_s` is how much it was fed."""

    def __init__(self, encodings: tuple[Encoding, ...]) -> None:
        self._encoders = [FragmentEncoder(encoding) for encoding in encodings]
        self._waiting: list[deque[bytes]] = [deque() for _ in encodings]
        self._samples = 0

    @property
    def length_s(self) -> float:
        """How long what it was fed is, in seconds."""
        return self._samples / RATE_HZ

    @property
    def inits(self) -> list[bytes]:
        """What stands before the fragments of each rendition, once it was fed."""
        return [encoder.init for encoder in self._encoders]

    def encode(self, pcm: bytes) -> list[tuple[bytes, ...]]:
        """Take samples; return the parts that are complete, each as one fragment of every rendition."""
        self._samples += len(pcm) // 2
        return self._parts([encoder.encode(pcm) for encoder in self._encoders])

    def finish(self) -> list[tuple[bytes, ...]]:
        """Return the parts that are left."""
        return self._parts([encoder.finish() for encoder in self._encoders])

    def _parts(self, made: list[list[bytes]]) -> list[tuple[bytes, ...]]:
        for waiting, fragments in zip(self._waiting, made, strict=True):
            waiting.extend(fragments)
        whole = min(map(len, self._waiting))
        return [tuple(waiting.popleft() for waiting in self._waiting) for _ in range(whole)]
