"""Where the numbers come from, and one reading of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from odind.core.rooms.actions import ReadStatistics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.core.bounds.limits import Limits
    from odind.core.plane import ControlPlane
    from odind.core.values.statistics import ConnectionStatistics, HostCounters
    from odind.services.turnstile import Turnstile


@dataclass(frozen=True)
class Sources:
    """The daemon's parts that count. `worker_pids` returns the ids of worker processes by their numbers.

    With `connections`, each connection is counted by itself.
    """

    version: str
    plane: ControlPlane
    turnstile: Turnstile
    limits: Limits
    worker_pids: Callable[[], Mapping[int, int]] = dict
    connections: bool = False

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
