"""Numbers of events: two ranges, so that none of a fleet can be taken for one of a daemon's own log."""

from __future__ import annotations

from typing import Final

from odind.core.values.portable import portable

FLEET_FROM: Final = 1 << 52
"""From here on numbers are a fleet's, below they are a daemon's. All are below 2^53, as JavaScript needs."""


@portable
class LogMark:
    """Which log this is to a fleet: its name, and the sequence after which its events are for the fleet.

    It stands here since a store can only read documents of types that are known before it is opened.
    """

    name: str
    after: int


def is_fleets(sequence: int) -> bool:
    """Whether a number is of a fleet's sequence."""
    return sequence >= FLEET_FROM
