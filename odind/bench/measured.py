"""The result of a case, and how the rounds of a case are merged. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar

from .jobs import Heard, Losses, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .processes import Usage

Sums = TypeVar("Sums", "Spent", Losses, Pace)


@dataclass(frozen=True)
class Spent:
    """CPU seconds in a window: of the program under test, its busiest thread, the grid, and the callers.

    `others` is what all other programs of the machine used: if that is much, the figures mean little.
    """

    seconds: float
    tested: float
    busiest_thread: float
    grid: float
    callers: float
    others: float


@dataclass(frozen=True)
class Idle:
    """An idle daemon: its share of a core, its memory, and the memory of each connection after the first."""

    cpu: float
    anonymous_kib: int
    each_kib: float | None


@dataclass(frozen=True)
class Measured:
    """The result of a case. `rounds` are the `cpu_per_stream` of the rounds that were merged into it."""

    variant: str
    connections: int
    spent: Spent
    heard: Heard
    threads: int
    pss_kib: int
    anonymous_kib: int
    idle: Idle | None = None
    rounds: tuple[float, ...] = ()

    @property
    def cpu_per_stream(self) -> float:
        """The share of a core that the program under test needs for each connection."""
        return self.spent.tested / self.spent.seconds / self.connections

    @property
    def stream_kib(self) -> float | None:
        """Memory that a stream adds to an idle connection."""
        return (self.anonymous_kib - self.idle.anonymous_kib) / self.connections if self.idle else None


def spent(before: Sequence[Usage], after: Sequence[Usage], busy: float, *, apart: bool) -> Spent:
    """Return what the program under test, the grid and callers `apart` from it spent in between."""
    used = [end.cpu_s - begin.cpu_s for begin, end in zip(before, after, strict=True)]
    busiest = max(cpu_s - before[0].threads.get(thread, 0.0) for thread, cpu_s in after[0].threads.items())
    return Spent(
        seconds=after[0].moment - before[0].moment,
        tested=used[0],
        busiest_thread=busiest,
        grid=used[1],
        callers=used[2] if apart else 0.0,
        others=max(0.0, busy - sum(used if apart else used[:2])),
    )


def together(rounds: Sequence[Measured]) -> Measured:
    """Merge the rounds of a case: counts and times are summed up, memory is that of the last round."""
    heard = Heard(
        seconds=sum(one.heard.seconds for one in rounds),
        latencies_ms=[latency for one in rounds for latency in one.heard.latencies_ms],
        clicks_due=sum(one.heard.clicks_due for one in rounds),
        losses=summed([one.heard.losses for one in rounds]),
        pace=summed([one.heard.pace for one in rounds]),
        queued_ms=max(one.heard.queued_ms for one in rounds),
        given_up=max(one.heard.given_up for one in rounds),
        tardy_ms=max(one.heard.tardy_ms for one in rounds),
    )
    spent = summed([one.spent for one in rounds])
    return replace(rounds[-1], spent=spent, heard=heard, rounds=tuple(one.cpu_per_stream for one in rounds))


def summed(parts: Sequence[Sums]) -> Sums:
    """Return the sum of the parts, field by field."""
    kind = type(parts[0])
    return kind(**{field.name: sum(getattr(part, field.name) for part in parts) for field in fields(kind)})


def since(before: Sums, after: Sums) -> Sums:
    """Return the difference of two counts, field by field."""
    kind = type(after)
    return kind(
        **{field.name: getattr(after, field.name) - getattr(before, field.name) for field in fields(kind)}
    )
