"""What the daemon tells about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind import __version__
from odind.clock import SystemClock
from odind.metrics.page import MetricsPage
from odind.metrics.sources import Sources

if TYPE_CHECKING:
    from odind.config import Config

    from .hosts import House


def metrics_page(config: Config, house: House) -> MetricsPage | None:
    """Return the page of metrics, None where it is turned off."""
    if not config.metrics.enabled:
        return None
    sources = Sources(
        __version__,
        house.plane,
        house.turnstile,
        config.limits,
        house.worker_pids,
        connections=config.metrics.connections,
    )
    return MetricsPage(sources, SystemClock())
