"""Where the numbers come from, and one reading of them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from odind.core.live.census import Census
from odind.core.rooms.actions import ReadStatistics
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.core.bounds.limits import Limits
    from odind.core.captions.line import EngineLine
    from odind.core.plane import ControlPlane
    from odind.core.values.statistics import ConnectionStatistics, HostCounters
    from odind.services.turnstile import Turnstile


@dataclass(frozen=True)
class Sources:
    """The daemon's parts that count. `worker_pids` returns the ids of worker processes by their numbers.

    With `connections`, each connection is counted by itself. `captions` leads to the engine that understands
    speech, `live` counts live jobs.
    """

    version: str
    plane: ControlPlane
    turnstile: Turnstile
    limits: Limits
    worker_pids: Callable[[], Mapping[int, int]] = dict
    connections: bool = False
    captions: EngineLine | None = None
    live: Census = field(default_factory=Census)

    async def read(self) -> Reading:
        """Ask all processes."""
        counters = await self.plane.counters.read()
        return Reading(self, counters, await self._connections() if self.connections else ())

    async def _connections(self) -> tuple[ConnectionStatistics, ...]:
        answers = await self.plane.registry.answers(ReadStatistics(()))
        return tuple(one for answer in answers for one in answer)


@dataclass(frozen=True)
class Reading:
    """What processes answered. The rest is read from `sources` at once, on the loop's thread."""

    sources: Sources
    counters: HostCounters
    connections: tuple[ConnectionStatistics, ...]
