"""The formats of recordings' files: muxers, codecs and their options."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from odind.core.recordings.plan import Encoding
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

FLUSH_PACKETS: Final = 0x200
"""AVFMT_FLAG_FLUSH_PACKETS: whatever is muxed is written at once. Without it, a file is empty for minutes."""
LAYOUTS: Final = {1: "mono", 2: "stereo"}
_BITS_PER_CHANNEL: Final = 96_000


@dataclass(frozen=True)
class Format:
    """How PyAV writes an encoding. `bits` is the rate of a channel, 0 where that is the codec's own."""

    ending: str
    muxer: str
    codec: str
    options: Mapping[str, str] = field(default_factory=dict)
    bits: int = 0


FORMATS: Final = {
    Encoding.OPUS: Format(".ogg", "ogg", "libopus"),
    Encoding.FLAC: Format(".flac", "flac", "flac"),
    Encoding.WAV: Format(".wav", "wav", "pcm_s16le", {"rf64": "auto"}),
    Encoding.MP3: Format(".mp3", "mp3", "libmp3lame", bits=_BITS_PER_CHANNEL),
    Encoding.AAC: Format(
        ".m4a",
        "mp4",
        "aac",
        {"movflags": "hybrid_fragmented+delay_moov", "frag_duration": "200000"},
        bits=_BITS_PER_CHANNEL,
    ),
}
