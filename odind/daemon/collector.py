"""What is sent to a collector of OpenTelemetry by the clock: the daemon's metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.clock import SystemClock

from .traces import about, needs_otel

if TYPE_CHECKING:
    from odind.config import Config
    from odind.metrics.page import MetricsPage


async def send_metrics(config: Config, page: MetricsPage) -> None:
    """Send metrics at the interval of the settings, where these name a collector.

    Raises InvalidArgumentError CONFIG_INVALID when what sends them is not installed.
    """
    metrics = config.metrics
    if not metrics.endpoint:
        return
    with needs_otel("metrics.endpoint"):
        from odind.metrics.otlp import sending  # noqa: PLC0415 - an extra, and it takes a while
    with sending(page, metrics.endpoint, SystemClock(), **about("front")) as sender:
        await sender.run(metrics.interval)
