"""What happens to HLS outputs, as watchers see it; each event has the output as it is then."""

from __future__ import annotations

from typing import Final, TypeAlias, get_args

from odind.core.live.job import JobState
from odind.core.values.portable import portable

from .output import HlsOutput


@portable
class HlsStarted:
    """An output was started."""

    output: HlsOutput


@portable
class HlsChanged:
    """The state of an output changed. `before` is the state before."""

    output: HlsOutput
    before: JobState | None = None


@portable
class HlsPlayable:
    """An output has as many segments as players want before they begin."""

    output: HlsOutput


@portable
class HlsEnded:
    """An output is over. What is kept of it can be played from its beginning."""

    output: HlsOutput


HlsEvent: TypeAlias = HlsStarted | HlsChanged | HlsPlayable | HlsEnded
HLS_EVENTS: Final[tuple[type[HlsEvent], ...]] = get_args(HlsEvent)
"""Every kind of event of HLS outputs."""
