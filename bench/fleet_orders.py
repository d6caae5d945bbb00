"""What bench/fleet.py tells its processes, which have the simulated members, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec


class Enter(msgspec.Struct, tag=True):
    """Be these members, with so many connections each, in a database."""

    url: str
    lease_s: float
    names: list[str]
    connections: int


class Churn(msgspec.Struct, tag=True):
    """Have connections come and go for a while; the answer is a `Lived`."""

    joins_per_s: float
    seconds: float


class Die(msgspec.Struct, tag=True):
    """Learn that these members are gone, and be those among them no longer, without a word."""

    names: list[str]


class Finish(msgspec.Struct, tag=True):
    """Give all leases back."""


Order: TypeAlias = Enter | Churn | Die | Finish


@dataclass
class Lived:
    """What members went through, in seconds: their heartbeats, and the joins until they were written down.

    `failures` are heartbeats that found no database in time, and `fences` members that lost their lease.
    """

    beats: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    failures: int = 0
    fences: int = 0

    def add(self, other: Lived) -> None:
        """Add what members of another process went through."""
        self.beats += other.beats
        self.joins += other.joins
        self.failures += other.failures
        self.fences += other.fences
