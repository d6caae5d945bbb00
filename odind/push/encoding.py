"""Encodes live samples into the bytes that a protocol carries."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Protocol, cast

import av
import numpy as np

from odind.core.push.address import Codec
from odind.core.push.address import Protocol as Way
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av.audio.codeccontext import AudioCodecContext
    from av.audio.stream import AudioStream

_FLUSH_PACKETS: Final = 0x200
"""AVFMT_FLAG_FLUSH_PACKETS: whatever is muxed is written at once."""
_SAMPLE: Final = Fraction(1, RATE_HZ)
_LAYOUT: Final = "mono"
_CODECS: Final = {Codec.AAC: "aac", Codec.MP3: "libmp3lame", Codec.OPUS: "libopus"}


class Encoder(Protocol):
    """Makes pieces of a stream. Used by one thread at a time."""

    def encode(self, pcm: bytes) -> list[bytes]:
        """Return the pieces that are complete with these samples: 16 bits, mono, 48 kHz."""


@dataclass(frozen=True)
class _Form:
    muxer: str
    options: Mapping[str, str] = field(default_factory=dict)


_MP3: Final = _Form("mp3", {"write_xing": "0", "id3v2_version": "0"})
_ADTS: Final = _Form("adts")
_TS: Final = _Form("mpegts")
_FORMS: Final = {
    (Way.RTMP, Codec.AAC): _Form("flv", {"flvflags": "no_duration_filesize"}),
    (Way.ICECAST, Codec.MP3): _MP3,
    (Way.ICECAST, Codec.OPUS): _Form("ogg", {"page_duration": "100000"}),
    (Way.ICECAST, Codec.AAC): _ADTS,
    (Way.SHOUTCAST, Codec.MP3): _MP3,
    (Way.SHOUTCAST, Codec.AAC): _ADTS,
    (Way.SRT, Codec.AAC): _TS,
    (Way.SRT, Codec.OPUS): _TS,
    (Way.SRT, Codec.MP3): _TS,
}


def encoder_of(way: Way, codec: Codec, bit_rate: int, title: str = "") -> Encoder:
    """Return the encoder of a protocol that carries the codec."""
    if codec is Codec.PCM:
        return _Samples()
    form = _FORMS.get((way, codec))
    return _Muxed(form, codec, bit_rate, title) if form else _Packets(bit_rate)


class _Samples:
    """Hands samples on in slots of 20 ms."""

    def encode(self, pcm: bytes) -> list[bytes]:
        step = 2 * TICK_SAMPLES
        return [pcm[first : first + step] for first in range(0, len(pcm), step)]


class _Packets:
    """Opus packets of 20 ms, as they are."""

    def __init__(self, bit_rate: int) -> None:
        self._codec = cast("AudioCodecContext", av.CodecContext.create(_CODECS[Codec.OPUS], "w"))
        self._codec.sample_rate, self._codec.layout = RATE_HZ, _LAYOUT
        self._codec.bit_rate, self._codec.format = bit_rate, "s16"
        self._samples = 0

    def encode(self, pcm: bytes) -> list[bytes]:
        frame = _frame(pcm, self._samples)
        self._samples += frame.samples
        return [bytes(packet) for packet in self._codec.encode(frame)]


class _Muxed:
    """A container that is written into memory; the first pieces are its header."""

    def __init__(self, form: _Form, codec: Codec, bit_rate: int, title: str) -> None:
        self._written = _Written()
        self._container = av.open(self._written, "w", format=form.muxer, options=dict(form.options))
        self._container.flags |= _FLUSH_PACKETS
        if title:
            self._container.metadata["title"] = title
        stream = self._container.add_stream(_CODECS[codec], rate=RATE_HZ, layout=_LAYOUT)
        self._stream = cast("AudioStream", stream)
        self._stream.bit_rate = bit_rate
        self._container.start_encoding()
        self._samples = 0

    def encode(self, pcm: bytes) -> list[bytes]:
        frame = _frame(pcm, self._samples)
        self._samples += frame.samples
        self._container.mux(self._stream.encode(frame))
        return self._written.take()


class _Written:
    """What a muxer writes to."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep a piece."""
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> list[bytes]:
        """Return what was written since the last call."""
        taken, self._pieces = self._pieces, []
        return taken


def _frame(pcm: bytes, first: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16)[None, :], format="s16", layout=_LAYOUT)
    frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, _SAMPLE, first
    return frame
