"""Shorthand for Prometheus's families of samples."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from odind.core.values.histogram import BOUNDS_S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client.core import Metric

    from odind.core.values.histogram import CallCount

    Samples = Iterable[tuple[tuple[str, ...], float]]

_EDGES: Final = (*map(str, BOUNDS_S), "+Inf")


def gauge(name: str, documentation: str, value: float) -> Metric:
    """Return a number that goes up and down."""
    return GaugeMetricFamily(name, documentation, value)


def counter(name: str, documentation: str, value: float) -> Metric:
    """Return a number that only goes up; its sample's name ends with _total."""
    return CounterMetricFamily(name, documentation, value)


def gauges(name: str, documentation: str, labels: tuple[str, ...], samples: Samples) -> Metric:
    """Return numbers that go up and down, by their labels."""
    family = GaugeMetricFamily(name, documentation, labels=labels)
    for values, number in samples:
        family.add_metric(values, number)
    return family


def counters(name: str, documentation: str, labels: tuple[str, ...], samples: Samples) -> Metric:
    """Return numbers that only go up, by their labels."""
    family = CounterMetricFamily(name, documentation, labels=labels)
    for values, number in samples:
        family.add_metric(values, number)
    return family


def durations(name: str, documentation: str, counts: Iterable[CallCount]) -> Metric:
    """Return histograms of calls by method and code."""
    family = HistogramMetricFamily(name, documentation, labels=("method", "code"))
    for count in counts:
        buckets = list(zip(_EDGES, accumulate(count.counts), strict=True))
        family.add_metric((count.method, count.code), buckets, count.seconds)
    return family
