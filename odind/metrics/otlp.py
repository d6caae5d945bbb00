"""The daemon's metrics over OTLP/gRPC: what Prometheus reads, sent to a collector by the clock."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import structlog
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics.export import MetricExportResult
from opentelemetry.sdk.resources import Resource

from odind.core.timing.clock import wait_until
from odind.threads import in_daemon_thread

from .translation import metrics_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.timing.clock import Clock

    from .page import MetricsPage

_log = structlog.get_logger("odind.metrics")
_EXPORT_S: Final = 5.0
_NANOSECONDS: Final = 1_000_000_000


class MetricsSender:
    """Sends what a page has. Used on the loop's thread; each time a thread of its own does the sending.

    `resource` is what all metrics say of the daemon. What cannot be sent is dropped: the next has it all.
    """

    def __init__(
        self, page: MetricsPage, exporter: OTLPMetricExporter, clock: Clock, resource: Resource
    ) -> None:
        self._page = page
        self._exporter = exporter
        self._clock = clock
        self._resource = resource
        self._began = clock.now()
        self._arrives = True

    async def run(self, interval_s: float) -> None:
        """Send at each interval."""
        while True:
            await wait_until(self._clock, self._clock.monotonic() + interval_s)
            await self.send()

    async def send(self) -> None:
        """Send once; the log says when the collector is away, and when it is back."""
        families, result = await self._page.families(), [MetricExportResult.FAILURE]
        now = self._clock.now()

        def export() -> None:
            began_ns, now_ns = round(self._began * _NANOSECONDS), round(now * _NANOSECONDS)
            result[:] = [self._exporter.export(metrics_data(families, self._resource, began_ns, now_ns))]

        await in_daemon_thread(export)
        self._tell(arrives=result == [MetricExportResult.SUCCESS])

    def _tell(self, *, arrives: bool) -> None:
        if arrives != self._arrives:
            self._arrives = arrives
            _log.warning("metrics.arrive_again" if arrives else "metrics.do_not_arrive")


@contextmanager
def sending(page: MetricsPage, endpoint: str, clock: Clock, **resource: str | int) -> Iterator[MetricsSender]:
    """Give the sender to a collector, `http://HOST:PORT` or https, for the length of the block."""
    url = urlsplit(endpoint)
    exporter = OTLPMetricExporter(url.netloc, insecure=url.scheme == "http", timeout=_EXPORT_S)
    about = Resource.create({name.replace("_", "."): value for name, value in resource.items()})
    try:
        yield MetricsSender(page, exporter, clock, about)
    finally:
        exporter.shutdown(timeout_millis=0)
