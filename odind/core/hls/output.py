"""An HLS output at one moment, as callers see it and as the store keeps it."""

from __future__ import annotations

from dataclasses import field

from odind.core.live.job import LiveJob
from odind.core.values.portable import portable

from .copy import HlsCopy
from .plan import HlsPlan


@portable
class HlsOutput(LiveJob):
    """A live job that serves what it hears. `playable_at` is when its third segment was there.

    `edge` is the number of its latest segment that was whole, -1 before the first.

    `segments` and `size_bytes` are of what is kept; they are told as of its latest event. `erased` is whether
    its files are gone. `copies` are at the outputs of its plan, once they were tried.
    """

    plan: HlsPlan = field(default_factory=HlsPlan)
    playable_at: float | None = None
    segments: int = 0
    size_bytes: int = 0
    erased: bool = False
    copies: tuple[HlsCopy, ...] = ()
    edge: int = -1

    @property
    def name(self) -> str:
        """The last part of its address."""
        return self.plan.name or self.job_id
