"""One sound file that grows: packets as they came, or samples that are encoded."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

import av
import numpy as np

from odind.core.recordings.plan import Encoding
from odind.core.sound.opus import emptied
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

from .formats import FLUSH_PACKETS, FORMATS, LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from av.audio.stream import AudioStream

    from .formats import Format
    from .sink import Sink

    class Part(Protocol):
        """A file that grows by slots of 20 ms; None is silence. Used by one thread."""

        def write(self, slots: Sequence[bytes | None]) -> None:
            """Append slots."""

        def close(self) -> None:
            """Complete the file."""


PRE_SKIP: Final = 312
"""The samples that Opus encoders look ahead, and decoders leave out at the start: 6.5 ms."""
_SILENCE: Final = {1: b"\xf8\xff\xfe", 2: b"\xfc\xff\xfe"}
"""Silence of 20 ms as encoders code it (RFC 6716: CELT, 20 ms, its flag of silence is set), by channels."""
_SAMPLE: Final = Fraction(1, RATE_HZ)
_MOST_SLOTS_PER_FRAME: Final = 50


class OpusPart:
    """Packets in Ogg, silence filled with packets that say so. A page is complete every `page_ms`.

    In the place of a lost packet lies one without content, which decoders conceal. The file is as long as its
    slots to the sample: one more packet makes up for what decoders leave out.
    """

    def __init__(self, sink: Sink, channels: int, page_ms: int) -> None:
        self._container, self._stream = _opened(
            sink, FORMATS[Encoding.OPUS], channels, {"page_duration": str(1_000 * page_ms)}
        )
        self._slots = 0
        self._silence = self._lost = _SILENCE[channels]

    def write(self, slots: Sequence[bytes | None]) -> None:
        """Append packets."""
        for packet in slots:
            self._mux(self._silence if packet is None else packet or self._lost, TICK_SAMPLES)
            if packet:
                self._lost = emptied(packet)

    def close(self) -> None:
        """Complete the file."""
        self._mux(self._silence, PRE_SKIP)
        self._container.close()

    def _mux(self, data: bytes, samples: int) -> None:
        packet = av.Packet(data)
        packet.stream, packet.time_base = self._stream, _SAMPLE
        packet.pts = packet.dts = self._slots * TICK_SAMPLES - PRE_SKIP
        packet.duration = samples
        self._container.mux(packet)
        self._slots += 1


class PcmPart:
    """Samples of 16 bits, encoded as they come."""

    def __init__(self, sink: Sink, encoding: Encoding, channels: int) -> None:
        self._channels = channels
        self._silence = bytes(2 * channels * TICK_SAMPLES)
        self._samples = 0
        self._container, self._stream = _opened(sink, FORMATS[encoding], channels)

    def write(self, slots: Sequence[bytes | None]) -> None:
        """Append samples."""
        for first in range(0, len(slots), _MOST_SLOTS_PER_FRAME):
            some = slots[first : first + _MOST_SLOTS_PER_FRAME]
            self.encode(b"".join(samples or self._silence for samples in some))

    def encode(self, pcm: bytes) -> None:
        """Append samples, however many."""
        samples = np.frombuffer(pcm, np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=LAYOUTS[self._channels])
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, _SAMPLE, self._samples
        self._samples += frame.samples
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Write what the encoder holds back, and complete the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()


def open_part(sink: Sink, encoding: Encoding, channels: int, page_ms: int) -> Part:
    """Begin a file."""
    if encoding is Encoding.OPUS:
        return OpusPart(sink, channels, page_ms)
    return PcmPart(sink, encoding, channels)


def _opened(
    sink: Sink, form: Format, channels: int, more: dict[str, str] | None = None
) -> tuple[av.container.OutputContainer, AudioStream]:
    options = {**form.options, **(more or {})}
    container = av.open(sink, "w", format=form.muxer, options=options)
    container.flags |= FLUSH_PACKETS
    stream = cast("AudioStream", container.add_stream(form.codec, rate=RATE_HZ, layout=LAYOUTS[channels]))
    if form.bits:
        stream.bit_rate = form.bits * channels
    container.start_encoding()
    return container, stream
