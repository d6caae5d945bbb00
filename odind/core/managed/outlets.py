"""The live outputs of managed rooms: sessions begin them by themselves, and calls do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.captions.job import CaptionJob
    from odind.core.captions.live import LiveCaptions
    from odind.core.hls.output import HlsOutput
    from odind.core.hls.outputs import HlsOutputs
    from odind.core.live.jobs import Jobs
    from odind.core.push.push import Push
    from odind.core.push.pushes import Pushes


@dataclass(frozen=True)
class Outlets:
    """The use cases of what is broadcast, pushed and written down of a room."""

    hls: HlsOutputs
    pushes: Pushes
    captions: LiveCaptions

    @property
    def jobs(self) -> tuple[Jobs[HlsOutput], Jobs[Push], Jobs[CaptionJob]]:
        """The live jobs of all kinds."""
        return self.hls.jobs, self.pushes.jobs, self.captions.jobs
