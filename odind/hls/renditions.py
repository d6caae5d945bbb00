"""In which forms an output is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.timing.tick import RATE_HZ
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.hls.plan import HlsPlan

PART_S: Final = 15_360 / RATE_HZ
"""0.32 s: 15 frames of AAC, 16 packets of Opus."""


@dataclass(frozen=True)
class Encoding:
    """A rendition: FFmpeg's name of the codec, that of playlists (RFC 6381), and bit/s."""

    codec: str
    codecs: str
    bit_rate: int

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{'opus' if self.codec == 'libopus' else self.codec}-{self.bit_rate // 1000}"


def encodings_of(plan: HlsPlan) -> tuple[Encoding, ...]:
    """Return the renditions of a plan, the one that players try first in front."""
    aac = [Encoding("aac", "mp4a.40.2", rate) for rate in plan.bit_rates]
    opus = [Encoding("libopus", "opus", plan.opus_bit_rate)] if plan.opus_bit_rate else []
    return (*aac, *opus)
