"""The drain: the daemon joins no more rooms, waits for its connections to leave, and then stops."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import is_itself
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.values.daemon import DAEMON, DaemonDraining, DaemonReady, DaemonStopping

from .actions import TellCalls
from .refusals import stopping

if TYPE_CHECKING:
    from odind.core.timing.clock import Clock, Timer

    from .ports import Host
    from .registry import Registry

_SHORTEST_S: Final = 1.0
_LONGEST_S: Final = 30 * 86_400.0


class Drain:
    """Whether the daemon joins rooms, and when it stops by itself. Used on the loop's thread.

    `news` is set by each change. `over` is set once a drain is over, which `outcome` then explains: DRAINED,
    DRAIN_DEADLINE.
    """

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self.news = asyncio.Event()
        self.over = asyncio.Event()
        self.outcome = ""
        self.draining: DaemonDraining | None = None
        self._registry = registry
        self._clock = clock
        self._timer: Timer | None = None

    @property
    def connections(self) -> int:
        """How many connections a drain waits for: those of callers."""
        return sum(not is_itself(entry.connection_id) for entry in self._registry.named(()))

    def require_joining(self) -> None:
        """Raise UnavailableError DRAINING while the daemon drains."""
        if self.draining:
            raise _draining(self.draining.deadline, self._clock.now())

    def ready(self) -> None:
        """Note that the daemon joins rooms."""
        self._registry.log.append(DAEMON, DaemonReady())

    def stopping(self, reason: str) -> None:
        """Note that the daemon stops; a drain that is over says why itself."""
        self._cancel()
        self._registry.log.append(DAEMON, DaemonStopping(self.outcome or reason))

    async def begin(self, within_s: float | None) -> DaemonDraining:
        """Join no more rooms, and stop within that time; None waits for the last connection.

        Raises InvalidArgumentError DEADLINE_INVALID, UnavailableError DAEMON_STOPPING.
        """
        if within_s is not None and not _SHORTEST_S <= within_s <= _LONGEST_S:
            raise InvalidArgumentError(
                "DEADLINE_INVALID",
                "the deadline must be {least} to {most} s ahead, not {deadline}",
                least=f"{_SHORTEST_S:g}",
                most=f"{_LONGEST_S:.0f}",
                deadline=f"{within_s:g}",
            )
        self.require_running()
        self._cancel()
        deadline = None if within_s is None else self._clock.now() + within_s
        draining = self.draining = DaemonDraining(deadline)
        if within_s is not None:
            due = self._clock.monotonic() + within_s
            self._timer = self._clock.call_at(due, lambda: self._end("DRAIN_DEADLINE"))
        await self._tell(draining)
        self.settle()
        return draining

    async def undo(self) -> None:
        """Join rooms again; raises UnavailableError DAEMON_STOPPING."""
        self.require_running()
        if self.draining:
            self.draining = None
            self._cancel()
            await self._tell(DaemonReady())

    async def inform(self, host: Host) -> None:
        """Tell the audio calls of a host that has just begun to serve; raises WORKER_LOST."""
        if self.draining:
            await host.perform(TellCalls(self.draining))

    def settle(self) -> None:
        """End the drain when no connection is left."""
        if self.draining and not self.connections:
            self._end("DRAINED")

    async def _tell(self, state: DaemonDraining | DaemonReady) -> None:
        self._registry.log.append(DAEMON, state)
        self.news.set()
        await self._registry.answers(TellCalls(self.draining))

    def require_running(self) -> None:
        """Raise UnavailableError DAEMON_STOPPING once the daemon stops."""
        self._registry.require_running()
        if self.over.is_set():
            raise stopping()

    def _end(self, outcome: str) -> None:
        self.outcome = self.outcome or outcome
        self.over.set()

    def _cancel(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


def _draining(deadline: float | None, now: float) -> UnavailableError:
    if deadline is None:
        return UnavailableError(
            "DRAINING",
            "the daemon drains: it joins no more rooms, and stops when its last connection has left; join "
            "through another daemon",
        )
    return UnavailableError(
        "DRAINING",
        "the daemon drains: it joins no more rooms, and stops in {retry_after_s} s at the latest; join "
        "through another daemon, or try again then",
        retry_after_s=max(0, math.ceil(deadline - now)),
    )
