"""All of HLS that a face serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.live.census import Census

    from .outputs import HlsOutputs
    from .ports import Gallery


@dataclass(frozen=True)
class HlsHouse:
    """Who may read which output, its files, and how many do."""

    outputs: HlsOutputs
    gallery: Gallery
    census: Census
