"""How many streams one daemon carries, found by doubling and bisection; half of them are measured longer.

Callers and grid share the machine with the daemon, so the figure holds for this machine only. There may be
more workers than free cores: so the search is repeated with each process of the daemon limited to a share of
a core, which shows how the daemon scales with its workers. Callers speak to workers directly.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from .cases import Size, run_case
from .cpu_limits import limited, why_not
from .variants import named

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from .cases import CpuLimit, Ground

    Carries = Callable[[int], Awaitable[bool]]

ALLOWED: Final = 0.01
"""The share of ticks that may be late, and of frames that may be lost, within the capacity."""
_VARIANT: Final = "s16"
_NO_WORKERS: Final = 1.5
"""Sort key of a daemon without workers: the base of the comparison if one worker was not measured."""
_FIRST: Final = 8
_MOST: Final = 1_024
_PROBE_S: Final = 4.0
_TRIES: Final = 2
_HALF_TRIES: Final = 3
_SHARE_FOR_DAEMON: Final = 0.5
"""The share of the machine that limited workers get; callers and grid get the rest."""


@dataclass(frozen=True)
class Trial:
    """The counts of one try. The daemon used `cpu` cores, unrelated programs used `others`."""

    workers: int
    share: float | None
    streams: int
    cpu: float
    frames: int
    lost: int
    ticks: int
    late: int
    unheard: int
    others: float = 0.0

    @property
    def faults(self) -> int:
        """Late ticks and lost frames."""
        return self.late + self.lost

    @property
    def kept_up(self) -> bool:
        """Whether late ticks, lost frames and unheard frames are within ALLOWED."""
        return (
            self.late <= ALLOWED * self.ticks
            and self.lost <= ALLOWED * self.frames
            and self.unheard <= ALLOWED * self.frames + self.streams
        )

    def text(self) -> str:
        """Return the counts as text."""
        lost, late = f"{self.lost} of {self.frames} frames lost", f"{self.late} of {self.ticks} ticks late"
        return f"at {self.streams}: {lost}, {late}"


@dataclass(frozen=True)
class Capacity:
    """How many duplex streams a daemon carries; each of its processes may use `share` of a core."""

    workers: int
    share: float | None
    streams: int
    half: Trial | None = None

    def text(self) -> str:
        """Return the capacity as a line of text."""
        held = f", each process limited to {self.share:.0%} of a core" if self.share else ""
        half = f"; {self.half.text()}" if self.half else ""
        return f"{_processes(self.workers)}{held}: {self.streams} streams{half}"


@dataclass(frozen=True)
class Capacities:
    """The results of one run, and its trials. `not_limited` says why none has limits, if so."""

    found: list[Capacity] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    not_limited: str = ""

    def text(self) -> str:
        """Return the results as lines of text."""
        lines = [f"capacity ({_VARIANT}, at most {ALLOWED:.0%} of ticks late and of frames lost)"]
        lines += [f"  {one.text()}" for one in self.found]
        lines += [f"  {line}" for line in self._gains()]
        lines += [f"  not measured with limits: {self.not_limited}"] if self.not_limited else []
        return "\n".join(lines)

    def _gains(self) -> list[str]:
        """Compare each capacity with that of the fewest workers."""
        fewest: dict[float | None, Capacity] = {}
        lines = []
        for one in sorted(self.found, key=lambda one: one.workers or _NO_WORKERS):
            before = fewest.setdefault(one.share, one)
            if one.workers > max(before.workers, 1) and before.streams:
                share = " with the same share" if one.share else ""
                gain = f"{one.streams / before.streams:.2f} times as many as {_processes(before.workers)}"
                lines.append(f"{_processes(one.workers)} carry {gain}{share}")
        return lines


async def measure_capacity(
    ground: Ground, workers: Sequence[int], seconds: float, progress: Callable[[str], None]
) -> Capacities:
    """Find the capacity with each number of workers, without CPU limits and, if possible, with them."""
    capacities = Capacities(not_limited=why_not() if max(workers) > 1 else "")
    probe = _Probe(ground, capacities.trials, progress)
    for count in workers:
        streams = await most(partial(probe.carries, count, None))
        half = await probe.half(count, streams, seconds) if streams else None
        capacities.found.append(Capacity(count, None, streams, half))
    if max(workers) > 1 and not capacities.not_limited:
        share = min(1.0, _SHARE_FOR_DAEMON * len(os.sched_getaffinity(0)) / max(workers))
        for count in workers:
            streams = await most(partial(probe.carries, count, share))
            capacities.found.append(Capacity(count, share, streams))
    return capacities


def _processes(workers: int) -> str:
    return f"{workers} worker{'s' * (workers > 1)}" if workers else "one process"


async def most(carries: Carries) -> int:
    """Return the largest number that is carried, to about 5 %; 0 if one is too many."""
    low, high = 0, _FIRST
    while await carries(high):
        if high >= _MOST:
            return high
        low, high = high, high * 2
    while high - low > max(1, low // 20):
        middle = (low + high) // 2
        if await carries(middle):
            low = middle
        else:
            high = middle
    return low


class _Probe:
    """Tries numbers of streams, each on a fresh daemon."""

    def __init__(self, ground: Ground, trials: list[Trial], progress: Callable[[str], None]) -> None:
        self._ground = ground
        self._trials = trials
        self._progress = progress

    async def carries(self, workers: int, share: float | None, streams: int) -> bool:
        """Whether the daemon keeps up. A failed try is repeated: another program may have disturbed it."""
        for _ in range(_TRIES):
            if (await self._try(workers, share, streams, _PROBE_S)).kept_up:
                return True
        return False

    async def half(self, workers: int, streams: int, seconds: float) -> Trial:
        """Return the best of several trials with half the streams."""
        trials: list[Trial] = []
        while len(trials) < _HALF_TRIES and all(trial.faults for trial in trials):
            trials.append(await self._try(workers, None, max(1, streams // 2), seconds))
        return min(trials, key=lambda trial: trial.faults)

    async def _try(self, workers: int, share: float | None, streams: int, seconds: float) -> Trial:
        held = f" at {share:.0%} of a core" if share else ""
        self._progress(f"capacity, {_processes(workers)}{held}: {streams} streams")
        variant = replace(named(_VARIANT), workers=workers, direct=True)
        limit: CpuLimit | None = partial(limited, share=share) if share else None
        case = await run_case(self._ground, variant, Size(streams, seconds, weigh_idle=False), limit)
        losses, pace = case.heard.losses, case.heard.pace
        trial = Trial(
            workers=workers,
            share=share,
            streams=streams,
            cpu=case.spent.tested / case.spent.seconds,
            frames=losses.due,
            lost=losses.lost,
            ticks=pace.ticks,
            late=pace.late,
            unheard=losses.due - min(losses.sent, losses.heard),
            others=case.spent.others / case.spent.seconds,
        )
        self._trials.append(trial)
        return trial
