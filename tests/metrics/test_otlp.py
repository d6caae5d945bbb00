"""What a collector of OpenTelemetry gets of the metrics."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from odind.clock import SystemClock
from odind.metrics.otlp import sending
from tests.http.installed import free_port, installed_daemon
from tests.rpc.bench import PATIENCE
from tests.tracing.collector import MetricsCollector, attributes

from .scraping import ROOMS, Scraped, open_scraped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from prometheus_client.core import Metric


class Standing(SystemClock):
    """A clock by which the first page is read for ever."""

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
async def scraped() -> AsyncIterator[Scraped]:
    async with open_scraped(clock=Standing()) as opened:
        yield opened


@pytest.fixture
def collector() -> Iterator[MetricsCollector]:
    with MetricsCollector() as running:
        yield running


async def sent_and_scraped(collector: MetricsCollector, scraped: Scraped) -> dict[str, Metric]:
    """Send once, and return what Prometheus reads of the same moment."""
    with sending(scraped.written, collector.endpoint, SystemClock(), service_name="odind") as sender:
        await sender.send()
    return {family.name: family for family in text_string_to_metric_families(await scraped.page())}


def values(metric: object) -> dict[tuple[tuple[str, str], ...], float]:
    data = metric.sum if metric.HasField("sum") else metric.gauge  # type: ignore[attr-defined]
    return {tuple(sorted(attributes(point).items())): point.as_double for point in data.data_points}


async def test_a_collector_gets_what_prometheus_reads(collector: MetricsCollector, scraped: Scraped):
    await scraped.join(user_id="anna")
    families = await sent_and_scraped(collector, scraped)
    assert collector.resource["service.name"] == "odind"
    assert set(collector.metrics) == set(families)
    compared = 0
    for name, family in families.items():
        if family.type in ("counter", "gauge") and not name.startswith("process_"):
            read = {tuple(sorted(sample.labels.items())): sample.value for sample in family.samples}
            assert values(collector.metrics[name]) == read
            assert collector.metrics[name].HasField("sum") == (family.type == "counter")
            compared += len(read)
    assert compared > 30
    assert collector.metrics["odind_joins"].sum.is_monotonic
    assert collector.metrics["odind_queued_audio_seconds"].unit == "s"


async def test_durations_of_calls_are_histograms_of_plain_counts(
    collector: MetricsCollector, scraped: Scraped
):
    for _ in range(3):
        await scraped.join()
    await sent_and_scraped(collector, scraped)
    points = {
        attributes(point)["method"]: point
        for point in collector.metrics["odind_rpc_duration_seconds"].histogram.data_points
    }
    joins = points[f"/{ROOMS}/JoinRoom"]
    assert (joins.count, sum(joins.bucket_counts)) == (3, 3)
    assert len(joins.bucket_counts) == len(joins.explicit_bounds) + 1
    assert attributes(joins)["code"] == "OK"
    assert 0 < joins.start_time_unix_nano <= joins.time_unix_nano


async def test_the_log_says_once_that_a_collector_is_away_and_once_that_it_is_back(scraped: Scraped):
    collector = MetricsCollector()
    with capture_logs() as lines, sending(scraped.written, collector.endpoint, SystemClock()) as sender:
        for _ in range(2):
            await sender.send()
        with collector:
            while not lines or lines[-1]["event"] != "metrics.arrive_again":
                await sender.send()
    assert [line["event"] for line in lines] == ["metrics.do_not_arrive", "metrics.arrive_again"]


def is_ready(collector: MetricsCollector) -> bool:
    return collector.metrics["odind_ready"].gauge.data_points[0].as_double == 1


async def test_the_installed_daemon_sends_by_the_clock_and_ends_while_its_collector_is_away(
    collector: MetricsCollector, tmp_path: Path
):
    interval = {"ODIND_METRICS__INTERVAL": "1", "ODIND_METRICS__ENABLED": "false"}
    async with installed_daemon(tmp_path, ODIND_METRICS__ENDPOINT=collector.endpoint, **interval):
        arrivals = 0
        while arrivals < 2 or not is_ready(collector):  # on a busy machine a check may fail at first
            assert await asyncio.to_thread(collector.arrived.acquire, timeout=PATIENCE)
            arrivals += 1
    assert collector.resource["service.instance.id"] == "front"
    away = f"http://127.0.0.1:{free_port()}"
    async with installed_daemon(tmp_path, ODIND_METRICS__ENDPOINT=away, ODIND_LOG__LEVEL="error"):
        pass
