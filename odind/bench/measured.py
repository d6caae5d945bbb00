"""What a case gave, and how several rounds of one case become one. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

from .jobs import Heard, Losses, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

Sums = TypeVar("Sums", "Spent", Losses, Pace)


@dataclass(frozen=True)
class Spent:
    """CPU seconds in a window: of the program under test, its busiest thread, the grid, and the callers.

    `others` is what everybody else on the machine used meanwhile: where that is much, little can be believed.
    """

    seconds: float
    tested: float
    busiest_thread: float
    grid: float
    callers: float
    others: float


@dataclass(frozen=True)
class Idle:
    """A daemon whose connections neither speak nor listen: share of a core, memory, and that of each one."""

    cpu: float
    anonymous_kib: int
    each_kib: float | None


@dataclass(frozen=True)
class Measured:
    """What one case gave. `rounds` are the `cpu_per_stream` of those that it was made of."""

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
        """Share of a core that the program under test needs for one connection that speaks and listens."""
        return self.spent.tested / self.spent.seconds / self.connections

    @property
    def stream_kib(self) -> float | None:
        """Memory that a stream adds to an idle connection."""
        return (self.anonymous_kib - self.idle.anonymous_kib) / self.connections if self.idle else None


def together(rounds: Sequence[Measured]) -> Measured:
    """Return rounds of the same case as one: counts and times summed up, memory of the last."""
    last = rounds[-1]
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
    return Measured(
        variant=last.variant,
        connections=last.connections,
        spent=summed([one.spent for one in rounds]),
        heard=heard,
        threads=last.threads,
        pss_kib=last.pss_kib,
        anonymous_kib=last.anonymous_kib,
        idle=last.idle,
        rounds=tuple(one.cpu_per_stream for one in rounds),
    )


def summed(parts: Sequence[Sums]) -> Sums:
    """Return the sum of counts."""
    kind = type(parts[0])
    return kind(**{field.name: sum(getattr(part, field.name) for part in parts) for field in fields(kind)})


def since(before: Sums, after: Sums) -> Sums:
    """Return what was counted from one moment to another."""
    kind = type(after)
    return kind(
        **{field.name: getattr(after, field.name) - getattr(before, field.name) for field in fields(kind)}
    )
