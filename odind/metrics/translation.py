"""Prometheus's families as OpenTelemetry has them: sums, gauges, and histograms of plain counts."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Gauge,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opentelemetry.sdk.resources import Resource
    from prometheus_client.core import Metric as Family
    from prometheus_client.samples import Sample

_SCOPE: Final = InstrumentationScope("odind")
_UP_TO: Final = "le"
_UNITS: Final = {"_seconds": "s", "_bytes": "By", "_ratio": "1"}
"""By the ends of names; what is counted has none."""


def metrics_data(families: Iterable[Family], resource: Resource, began_ns: int, now_ns: int) -> MetricsData:
    """Return all that was read at one moment; counts began with the daemon. Times since the epoch."""
    metrics = [
        Metric(family.name, family.documentation, _unit(family.name), _data(family, began_ns, now_ns))
        for family in families
    ]
    scopes = [ScopeMetrics(_SCOPE, metrics, schema_url="")]
    return MetricsData([ResourceMetrics(resource, scopes, schema_url="")])


def _unit(name: str) -> str:
    return next((unit for end, unit in _UNITS.items() if name.endswith(end)), "")


def _data(family: Family, began_ns: int, now_ns: int) -> Sum | Gauge | Histogram:
    if family.type == "histogram":
        return Histogram(list(_histograms(family, began_ns, now_ns)), AggregationTemporality.CUMULATIVE)
    ending = "_total" if family.type == "counter" else ""
    points = [
        NumberDataPoint(sample.labels, began_ns, now_ns, float(sample.value))
        for sample in family.samples
        if sample.name == family.name + ending
    ]
    if family.type == "counter":
        return Sum(points, AggregationTemporality.CUMULATIVE, is_monotonic=True)
    return Gauge(points)


def _histograms(family: Family, began_ns: int, now_ns: int) -> Iterator[HistogramDataPoint]:
    for samples in _by_labels(family).values():
        buckets = [sample for sample in samples if sample.name.endswith("_bucket")]
        up_to = [0, *(int(sample.value) for sample in buckets)]
        yield HistogramDataPoint(
            {name: value for name, value in buckets[0].labels.items() if name != _UP_TO},
            began_ns,
            now_ns,
            count=up_to[-1],
            sum=next(sample.value for sample in samples if sample.name.endswith("_sum")),
            bucket_counts=[after - before for before, after in pairwise(up_to)],
            explicit_bounds=[float(sample.labels[_UP_TO]) for sample in buckets[:-1]],
            min=None,  # type: ignore[arg-type] # optional on the wire, and Prometheus has none
            max=None,  # type: ignore[arg-type] # likewise
        )


def _by_labels(family: Family) -> dict[tuple[tuple[str, str], ...], list[Sample]]:
    found: defaultdict[tuple[tuple[str, str], ...], list[Sample]] = defaultdict(list)
    for sample in family.samples:
        found[tuple(sorted(item for item in sample.labels.items() if item[0] != _UP_TO))].append(sample)
    return found
