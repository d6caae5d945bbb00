"""Places on ODIN's channels, in the caller's units and, on the wire, in the server's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHANNEL: Final = 63
MAX_POSITIONS: Final = 12
STEPS_PER_UNIT: Final = 16
"""Coordinates travel as whole multiples of 1/16 unit; voice reaches one unit."""
MAX_COORDINATE: Final = 2.0**20
"""The limit after scaling. Beyond it, single precision cannot represent the steps."""
SCALES: Final = (1e-9, 1e9)


@dataclass(frozen=True, slots=True)
class Position:
    """A position on one channel."""

    channel: int = 0
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0


ORIGIN: Final = (Position(),)
"""The positions of a peer that has sent none: channel 0, at the origin."""


@portable
class Place:
    """The positions of a connection, by channel, in its caller's units.

    `scale` converts them to the server's units, in which voice reaches one unit: with coordinates in metres
    and a scale of 0.05 it reaches 20 m. Without positions, the connection is on channel 0, at the origin.
    Raises InvalidArgumentError POSITION_SCALE_INVALID, CHANNEL_INVALID, TOO_MANY_POSITIONS, POSITION_INVALID.
    """

    scale: float = 1.0
    positions: tuple[Position, ...] = ()

    def __post_init__(self) -> None:
        if not SCALES[0] <= self.scale <= SCALES[1]:
            raise InvalidArgumentError(
                "POSITION_SCALE_INVALID",
                "the position scale {scale} must be from {low} to {high}",
                scale=self.scale,
                low=SCALES[0],
                high=SCALES[1],
            )
        if len(self.positions) > MAX_POSITIONS:
            raise InvalidArgumentError(
                "TOO_MANY_POSITIONS",
                "there are {count} positions; at most {limit} are allowed, clear some channels",
                count=len(self.positions),
                limit=MAX_POSITIONS,
            )
        for position in self.positions:
            self._check(position)

    def moved(self, positions: Iterable[Position], scale: float | None = None) -> Place:
        """Return this place with new positions on some channels; raises what the class raises."""
        channels = {position.channel: position for position in (*self.positions, *positions)}
        ordered = tuple(channels[channel] for channel in sorted(channels))
        return Place(self.scale if scale is None else scale, ordered)

    def left(self, channels: Iterable[int]) -> Place:
        """Return this place without these channels; without all when none is named."""
        gone = set(channels)
        return Place(self.scale, tuple(p for p in self.positions if gone and p.channel not in gone))

    @property
    def on_the_wire(self) -> tuple[Position, ...]:
        """The positions in the server's units."""
        return tuple(_scaled(position, self.scale) for position in self.positions) or ORIGIN

    def from_the_wire(self, positions: Iterable[Position]) -> tuple[Position, ...]:
        """Convert a peer's positions from the server's units to the caller's, sorted by channel."""
        channels = {position.channel: _scaled(position, 1 / self.scale) for position in positions}
        return tuple(channels[channel] for channel in sorted(channels))

    def _check(self, position: Position) -> None:
        if not 0 <= position.channel <= MAX_CHANNEL:
            raise InvalidArgumentError(
                "CHANNEL_INVALID",
                "the channel {channel} must be from 0 to {limit}",
                channel=position.channel,
                limit=MAX_CHANNEL,
            )
        reach = [abs(c * self.scale) for c in (position.x, position.y, position.z)]
        if not all(math.isfinite(c) and c <= MAX_COORDINATE for c in reach):
            raise InvalidArgumentError(
                "POSITION_INVALID",
                "the position ({x}, {y}, {z}) on channel {channel}, scaled by {scale}, must be within "
                "{limit} units",
                x=position.x,
                y=position.y,
                z=position.z,
                channel=position.channel,
                limit=MAX_COORDINATE,
                scale=self.scale,
            )


def _scaled(position: Position, scale: float) -> Position:
    return Position(position.channel, position.x * scale, position.y * scale, position.z * scale)
