"""What bench/fleet.py prints of a fleet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.fleet_orders import Lived
    from bench.fleet_prober import Times
    from bench.fleet_server import Load, Memory

_CHURN: Final = 0.01
"""Each second so much of all connections goes, and as many come."""
_COLUMNS: Final = (
    "| members | connections | joins/s | lease s | statements/s | rows/s | WAL MB/s | cores | MB a session |"
    " heartbeat ms | join ms | members ms | holder ms | own rows ms | one gone s | a tenth s | late |"
)
HEAD: Final = (_COLUMNS, "|" + " --- |" * (_COLUMNS.count("|") - 1))


@dataclass(frozen=True)
class Size:
    """A fleet to be measured, for `seconds` under load; raises ValueError for one that cannot be.

    Single questions are asked for `probed_s` at least. Members die at the end, unless `dying` is off.
    """

    members: int
    connections: int
    lease_s: int = 3
    seconds: float = 10.0
    probed_s: float = 3.0
    dying: bool = True

    def __post_init__(self) -> None:
        if self.members < 2 or self.connections < self.members or self.lease_s < 1:  # noqa: PLR2004 - one dies
            raise ValueError("it takes 2 members, a connection for each, and a lease of 1 s at least")

    @property
    def names(self) -> list[str]:
        """The names of the members."""
        return [f"voice-{number}" for number in range(self.members)]

    @property
    def deaths(self) -> tuple[Sequence[str], Sequence[str]]:
        """Who dies first, and then at once."""
        if not self.dying:
            return (), ()
        return self.names[:1], self.names[1 : 1 + max(self.members // 10, 1)]

    @property
    def each(self) -> int:
        """How many connections each of them has."""
        return self.connections // self.members

    @property
    def joins_per_s(self) -> float:
        """How many connections come in a second, and how many go."""
        return self.connections * _CHURN


@dataclass(frozen=True)
class Found:
    """What was found. `one_s` and `tenth_s` are how long after a lease all was adopted of who was gone."""

    size: Size
    lived: Lived
    load: Load
    memory: Memory
    times: Times
    entered_s: float
    one_s: float | None
    tenth_s: float | None


def row(found: Found) -> str:
    """Return the line of the table."""
    size, load, lived, times = found.size, found.load, found.lived, found.times
    cells = (
        f"{size.members:,}",
        f"{size.connections:,}",
        f"{len(lived.joins) / size.seconds:,.0f}",
        size.lease_s,
        f"{load.statements_per_s:,.0f}",
        f"{load.rows_per_s:,.0f}",
        f"{load.wal_bytes_per_s / 1e6:.2f}",
        f"{load.cores:.2f}",
        f"{found.memory.session_mb:.1f}",
        _two(lived.beats),
        _two(lived.joins),
        f"{times.members * 1e3:.1f}",
        f"{times.holder * 1e3:.1f}",
        f"{times.own_rows * 1e3:.0f}",
        "-" if found.one_s is None else f"{found.one_s:.1f}",
        "-" if found.tenth_s is None else f"{found.tenth_s:.1f}",
        f"{lived.failures} of {len(lived.beats):,}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def statements(found: Found) -> Iterator[str]:
    """Yield what took most of the server."""
    processes, fences = found.memory.processes, found.lived.fences
    yield f"entered in {found.entered_s:.1f} s; {fences} fences; {processes} processes"
    for one in found.load.statements:
        yield (
            f"{one.per_s:9.1f}/s {one.took_us:8.0f} us {one.blocks:7.1f} blocks {one.rows:7.1f} rows  "
            f"{one.text[:80]}"
        )


def _two(values: Sequence[float]) -> str:
    """Return the median and the 99th percentile in milliseconds."""
    if not values:
        return "-"
    found = sorted(values)
    middle, late = found[len(found) // 2], found[min(len(found) * 99 // 100, len(found) - 1)]
    return f"{middle * 1e3:.0f} / {late * 1e3:.0f}"
