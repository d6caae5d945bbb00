"""The daemon's health as it is known at any moment: a look at all checks every few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.timing.clock import happens_within

from .checks import Health, failed, ok, warning

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.core.log.scribe import Scribe
    from odind.core.outputs.uploads import Uploads
    from odind.core.rooms.drain import Drain
    from odind.core.rooms.registry import Registry
    from odind.core.timing.clock import Clock
    from odind.core.values.statistics import HostTotals

    from .checks import Check
    from .counters import Counters
    from .gateway import GatewayWatch
    from .prober import Prober

    Tell = Callable[[Health], Awaitable[None]]

LOOK_S: Final = 5.0
_LATE_SHARE: Final = 0.2
"""Share of late ticks from which on sound suffers: callers and peers buffer one or two frames."""
_FEWEST_TICKS: Final = 50
_MIB: Final = 1 << 20
_STARTING: Final = failed("start", "the daemon is starting", "wait a moment")


class Vitals:
    """Looks at the checks while `run` runs; `health` is what the last look found. Used on the loop's thread.

    A look asks every process for its counters, and the gateway where nothing was heard of it lately.
    """

    def __init__(
        self,
        registry: Registry,
        counters: Counters,
        gateway: GatewayWatch,
        prober: Prober,
        *,
        drain: Drain,
        scribe: Scribe,
        uploads: Uploads,
        clock: Clock,
    ) -> None:
        self.health = Health((_STARTING,))
        self._registry = registry
        self._counters = counters
        self._gateway = gateway
        self._prober = prober
        self._drain = drain
        self._scribe = scribe
        self._uploads = uploads
        self._clock = clock
        self._before: HostTotals | None = None

    async def run(self, tell: Tell) -> None:
        """Look every `LOOK_S` seconds, and tell what was found, until the daemon stops."""
        while not self._registry.stopped.is_set():
            await tell(await self.look())
            await happens_within(self._clock, LOOK_S, self._registry.stopped.wait())

    async def look(self) -> Health:
        """Look at every check now."""
        totals = (await self._counters.read()).totals
        checks = (
            await self._gateway.check(),
            self._hosts(),
            self._ticks(totals),
            self._store(),
            self._joins(),
        )
        spool = (self._spool(),) if self._uploads.outputs.named else ()
        path = (self._prober.standing,) if self._prober.standing else ()
        self.health = Health((*checks, *spool, *path))
        return self.health

    def _hosts(self) -> Check:
        hosts, serving = self._registry.hosts, [host for host in self._registry.hosts if host.serving]
        found = f"{len(serving)} of {len(hosts)} processes hold connections"
        if len(serving) == len(hosts):
            return ok("processes", found)
        advice = "a lost worker is started again by itself; the log says why it ended"
        return warning("processes", found, advice) if serving else failed("processes", found, advice)

    def _store(self) -> Check:
        """Tell whether events are stored; rooms and sound go on while they are not."""
        failure = self._scribe.failure
        if failure:
            return failed("store", failure.message, "rooms go on; free the disk, or see [store]")
        return ok("store", "events are stored")

    def _spool(self) -> Check:
        """Tell how much waits for outputs, before it is too much."""
        waiting, most = self._uploads.spooled_bytes, self._uploads.outputs.max_bytes
        found = f"{waiting / _MIB:.1f} of {most / _MIB:.0f} MiB wait for outputs"
        if self._uploads.filling:
            return warning("spool", found, "see `odindctl doctor`: when it is full, recordings do not begin")
        return ok("spool", found)

    def _joins(self) -> Check:
        if self._drain.draining:
            return failed("joins", "the daemon drains", "wait for its end, or use `odindctl drain --undo`")
        return ok("joins", "rooms are joined")

    def _ticks(self, totals: HostTotals) -> Check:
        """Compare the ticks since the last look with those that were late or left out."""
        before, self._before = self._before or totals, totals
        ticks = totals.ticks - before.ticks
        late = totals.ticks_late - before.ticks_late
        skipped = totals.ticks_skipped - before.ticks_skipped
        found = f"{late} of {ticks} ticks were late, {skipped} left out"
        if skipped or (ticks >= _FEWEST_TICKS and late > ticks * _LATE_SHARE):
            return failed("ticks", found, "see `odindctl capacity`: leave rooms, or use --workers")
        return ok("ticks", found)
