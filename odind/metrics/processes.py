"""What the daemon's processes take of the machine: its first one by the usual names, and its workers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from prometheus_client import ProcessCollector

from .shapes import counters, gauge, gauges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric

    from .sources import Reading

_MEASURES: Final = {
    "process_cpu_seconds": ("odind_worker_cpu_seconds", "CPU time of a worker.", counters),
    "process_resident_memory_bytes": ("odind_worker_resident_memory_bytes", "Memory of a worker.", gauges),
    "process_open_fds": ("odind_worker_open_fds", "Open file descriptors of a worker.", gauges),
}


def processes(reading: Reading) -> Iterator[Metric]:
    """Yield what is measured by process."""
    yield from ProcessCollector(registry=None).collect()
    yield gauge("odind_tasks", "Tasks of the event loop of the first process.", len(asyncio.all_tasks()))
    pids = reading.sources.worker_pids()
    records = list(reading.sources.plane.counters.records.values())
    if not pids and len(records) == 1:
        return
    up = [((str(number),), float(record.serving)) for number, record in enumerate(records)]
    starts = [((str(number),), record.births) for number, record in enumerate(records)]
    yield gauges("odind_worker_up", "Whether a worker answers.", ("worker",), up)
    yield counters("odind_worker_starts", "Processes that a worker has had.", ("worker",), starts)
    measured = {number: _measure(pid) for number, pid in pids.items()}
    for key, (name, documentation, family) in _MEASURES.items():
        samples = [((str(number),), found[key]) for number, found in measured.items() if key in found]
        yield family(name, documentation, ("worker",), samples)


def _measure(pid: int) -> dict[str, float]:
    found = ProcessCollector(pid=lambda: pid, registry=None).collect()
    return {family.name: family.samples[0].value for family in found}
