"""Places on ODIN's channels: what a peer sends with its voice, and where on the wire's grid it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_CHANNEL: Final = 63
MAX_POSITIONS: Final = 12
STEPS_PER_UNIT: Final = 16
"""A coordinate travels as a whole number of 1/16 units; voice reaches one unit far."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place on one channel, in the server's units: 1 is as far as voice reaches."""

    channel: int = 0
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0


ORIGIN: Final = (Position(),)
"""Where a peer is that says nothing: on channel 0, at the origin."""
