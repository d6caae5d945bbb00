"""How long calls took, by method and outcome: counts by duration, which add up over processes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .portable import portable

if TYPE_CHECKING:
    from collections.abc import Iterable

BOUNDS_S: Final = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 60.0, 600.0, 3_600.0),
)
"""The longest durations that are counted together, in seconds. Streams last for minutes and hours."""


@portable
class CallCount:
    """The ended calls of one method with one code. `counts` has one number more than `BOUNDS_S`.

    `seconds` is how long all of them took together.
    """

    method: str
    code: str
    counts: tuple[int, ...]
    seconds: float


def merged(*groups: Iterable[CallCount]) -> tuple[CallCount, ...]:
    """Return the counts of several processes added up, ordered by method and code."""
    found: dict[tuple[str, str], CallCount] = {}
    for count in (count for group in groups for count in group):
        key = count.method, count.code
        found[key] = _sum(found[key], count) if key in found else count
    return tuple(found[key] for key in sorted(found))


def _sum(one: CallCount, other: CallCount) -> CallCount:
    counts = tuple(map(sum, zip(one.counts, other.counts, strict=True)))
    return CallCount(one.method, one.code, counts, one.seconds + other.seconds)
