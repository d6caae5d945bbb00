"""The counters of all processes together, which never go back when a process is replaced."""

from __future__ import annotations

import asyncio
from dataclasses import field
from typing import TYPE_CHECKING

from odind.core.rooms.actions import ReadCounters
from odind.core.values.histogram import merged
from odind.core.values.late import dataclass
from odind.core.values.statistics import HostCounters, HostTotals

if TYPE_CHECKING:
    from odind.core.rooms.ports import Host
    from odind.core.rooms.registry import Registry
    from odind.core.values.histogram import CallCount


@dataclass
class HostRecord:
    """What is known of one host over all of its processes.

    `before` is what the earlier processes counted, as far as they told; `latest` is None before the first
    answer. `births` counts the processes that answered.
    """

    before: HostTotals = field(default_factory=HostTotals)
    calls_before: tuple[CallCount, ...] = ()
    latest: HostCounters | None = None
    births: int = 0
    serving: bool = False

    def note(self, counters: HostCounters | None) -> None:
        """Take the host's latest answer, None for none."""
        self.serving = counters is not None
        if counters is None:
            return
        if self.latest is None or self.latest.birth != counters.birth:
            self.before, self.calls_before = self.totals, self.calls
            self.births += 1
        self.latest = counters

    @property
    def totals(self) -> HostTotals:
        """What all of its processes counted."""
        return self.before + self.latest.totals if self.latest else self.before

    @property
    def calls(self) -> tuple[CallCount, ...]:
        """The calls that all of its processes answered."""
        return merged(self.calls_before, self.latest.calls if self.latest else ())


class Counters:
    """Asks all hosts. Used on the loop's thread.

    What a process counted between its last answer and its end is lost.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._reading = asyncio.Lock()
        self.records = {host: HostRecord() for host in registry.hosts}

    async def read(self) -> HostCounters:
        """Return the counters of all processes added up; what is in use counts those that answer."""
        async with self._reading:
            answers = await self._registry.answers_by_host(ReadCounters())
            for host, record in self.records.items():
                record.note(answers.get(host))
        return _sum_of(list(self.records.values()), answers)


def _sum_of(records: list[HostRecord], answers: dict[Host, HostCounters]) -> HostCounters:
    now = answers.values()
    return HostCounters(
        birth="",
        totals=sum((record.totals for record in records), HostTotals()),
        streams=sum(one.streams for one in now),
        queued_ms=sum(one.queued_ms for one in now),
        unread_ticks=sum(one.unread_ticks for one in now),
        held_streams=max((one.held_streams for one in now), default=0),
        held_buffer_bytes=max((one.held_buffer_bytes for one in now), default=0),
        calls=merged(*(record.calls for record in records)),
    )
