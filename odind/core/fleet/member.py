"""A daemon of the fleet, as its row in the shared database tells."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field of a dataclass that is compared
from dataclasses import field
from enum import Enum

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class Report:
    """What a member tells of itself with each heartbeat.

    `more_connections` is how many more fit into it.
    """

    connections: int
    more_connections: int
    draining: bool


@dataclass(frozen=True)
class Member:
    """A member. `left_s` is for how long its lease still holds, by the database's clock; negative once over.

    `clock_ahead_s` is how far its own clock is ahead of the database's, which decides nothing.
    """

    name: str
    address: str
    epoch: int
    version: str
    report: Report
    left_s: float
    clock_ahead_s: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def lives(self) -> bool:
        """Whether its lease holds."""
        return self.left_s > 0


@dataclass(frozen=True)
class FleetCapacity:
    """What several members have, and have room for, together; `age_s` is how old that is, None for never."""

    members: int
    connections: int
    more_connections: int
    age_s: float | None


class Word(Enum):
    """What a member answers, or does not, when another one asks how it stands."""

    RENEWING = "renewing"
    """It renews its lease, so the database is there."""
    WITHOUT_DATABASE = "without_database"
    """It cannot renew its lease, and holds its rooms."""
    FENCED = "fenced"
    """It has left its rooms."""
    GONE = "gone"
    """Nobody listens on its address."""
    SILENT = "silent"
    """Nothing is known: it is cut off, or too slow."""
