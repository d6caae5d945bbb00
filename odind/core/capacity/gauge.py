"""How loaded the daemon is and how many more connections fit: the use case behind GetCapacity."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

from odind.core.rooms.actions import Action
from odind.core.rooms.refusals import worker_lost
from odind.core.timing.tick import TICKS_PER_SECOND
from odind.core.values.portable import portable

from .calibration import costs_of, measure_codecs
from .capacity import Capacity, Machine, Streams, Use, combine, reckon

if TYPE_CHECKING:
    from odind.core.rooms.local import LocalHost
    from odind.core.rooms.ports import Runtime
    from odind.core.rooms.registry import Registry

    from .capacity import Costs
    from .ports import LoadSample, Meter

_KEPT_SAMPLES: Final = 6
_WINDOW_S: Final = 5.5
_SHORTEST_S: Final = 1.0
"""Samples lie at least this far apart; work of less than this counts as if it had been spread over it."""


@portable
class ReadCapacity(Action[Capacity]):
    """Reckon how many more connections fit into a process."""


class Gauge:
    """The load of this process, which it tells its host's callers. Belongs to the loop.

    It looks once a second while ticks run, else only when asked: idle stays idle.
    """

    def __init__(self, host: LocalHost, runtime: Runtime, meter: Meter) -> None:
        self._host = host
        self._runtime = runtime
        self._meter = meter
        self._samples: deque[LoadSample] = deque([meter.sample()], _KEPT_SAMPLES)
        self._costs: Costs | None = None
        self._calibrating = asyncio.Lock()
        host.handle({ReadCapacity: self.capacity})

    def begin(self) -> None:
        """Count from now on: what a start takes is no load that lasts."""
        self._samples = deque([self._meter.sample()], _KEPT_SAMPLES)

    def tick(self, tick: int) -> None:
        """Look how busy we are, once a second."""
        if tick % TICKS_PER_SECOND == 0:
            self._keep(self._meter.sample())

    async def capacity(self, _action: ReadCapacity | None = None) -> Capacity:
        """Return how many more connections fit. The first call takes a moment to time the codecs."""
        costs = await self._calibrated()
        now = self._meter.sample()
        before = self._before(now)
        self._keep(now)
        seconds = max(now.at_s - before.at_s, _SHORTEST_S)
        connections = self._host.connections()
        streaming = [connection.media for connection in connections if connection.media.attached]
        use = Use(
            processes=1,
            connections=len(connections),
            audio_streams=sum(media.attached for media in streaming),
            loop_cores=(now.loop_s - before.loop_s) / seconds,
            cpu_cores=(now.process_s - before.process_s) / seconds,
            memory_bytes=now.memory_bytes,
        )
        machine = Machine(
            cores=now.cores,
            busy_cores=(now.machine_s - before.machine_s) / seconds,
            quota_cores=now.quota_cores,
            quota_busy_cores=(now.quota_s - before.quota_s) / seconds,
            memory_available_bytes=now.memory_available_bytes,
        )
        coded = sum(media.uses_codecs for media in streaming)
        return reckon(costs, Streams(coded, len(streaming) - coded), use, machine, self._host.limits)

    async def _calibrated(self) -> Costs:
        async with self._calibrating:
            if self._costs is None:
                self._costs = costs_of(await measure_codecs(self._runtime, self._meter))
            return self._costs

    def _keep(self, sample: LoadSample) -> None:
        if sample.at_s - self._samples[-1].at_s >= _SHORTEST_S:
            self._samples.append(sample)

    def _before(self, now: LoadSample) -> LoadSample:
        """Return the sample to compare with: the oldest of the last seconds, else the last before them."""
        recent = (sample for sample in self._samples if now.at_s - sample.at_s <= _WINDOW_S)
        return next(recent, self._samples[-1])


class Capacities:
    """The load of all processes together. One that is lost has room for nobody until it is back."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def capacity(self) -> Capacity:
        """Return how many more connections fit; raises WORKER_LOST when none is there, DAEMON_STOPPING."""
        self._registry.require_running()
        answers = await self._registry.answers(ReadCapacity())
        if not answers:
            raise worker_lost()
        return combine(answers)
