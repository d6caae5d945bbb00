"""Places on ODIN's channels: ours in the caller's units, and on the wire in the server's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import InvalidArgumentError
from odind.core.base.portable import portable

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHANNEL: Final = 63
MAX_POSITIONS: Final = 12
STEPS_PER_UNIT: Final = 16
"""A coordinate travels as a whole number of 1/16 units; voice reaches one unit far."""
MAX_COORDINATE: Final = 2.0**20
"""After scaling. Beyond, single precision no longer tells the steps apart."""
SCALES: Final = (1e-9, 1e9)


@dataclass(frozen=True, slots=True)
class Position:
    """A place on one channel."""

    channel: int = 0
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0


ORIGIN: Final = (Position(),)
"""Where a peer is that says nothing: on channel 0, at the origin."""


@portable
class Place:
    """Where a connection is on which channels, in its caller's units.

    `scale` turns them into the server's, in which voice reaches one unit far: with coordinates in metres and
    a scale of 0.05 it reaches 20 m. Without positions we are on channel 0, at the origin. Raises
    InvalidArgumentError POSITION_SCALE_INVALID, CHANNEL_INVALID, TOO_MANY_POSITIONS, POSITION_INVALID.
    """

    scale: float = 1.0
    positions: tuple[Position, ...] = ()

    def __post_init__(self) -> None:
        if not SCALES[0] <= self.scale <= SCALES[1]:
            raise InvalidArgumentError(
                "POSITION_SCALE_INVALID",
                "a position scale of {scale} is not within {low} to {high}",
                scale=self.scale,
                low=SCALES[0],
                high=SCALES[1],
            )
        if len(self.positions) > MAX_POSITIONS:
            raise InvalidArgumentError(
                "TOO_MANY_POSITIONS",
                "{count} positions are more than {limit}; clear some channels",
                count=len(self.positions),
                limit=MAX_POSITIONS,
            )
        for position in self.positions:
            self._check(position)

    def moved(self, positions: Iterable[Position], scale: float | None = None) -> Place:
        """Return this place with other positions on some channels; raises like the class."""
        channels = {position.channel: position for position in (*self.positions, *positions)}
        ordered = tuple(channels[channel] for channel in sorted(channels))
        return Place(self.scale if scale is None else scale, ordered)

    def left(self, channels: Iterable[int]) -> Place:
        """Return this place without these channels, or without any when none is named."""
        gone = set(channels)
        return Place(self.scale, tuple(p for p in self.positions if gone and p.channel not in gone))

    @property
    def on_the_wire(self) -> tuple[Position, ...]:
        """The positions in the server's units."""
        return tuple(_scaled(position, self.scale) for position in self.positions) or ORIGIN

    def from_the_wire(self, positions: Iterable[Position]) -> tuple[Position, ...]:
        """Return a peer's positions, given in the server's units, in the caller's, by channel."""
        channels = {position.channel: _scaled(position, 1 / self.scale) for position in positions}
        return tuple(channels[channel] for channel in sorted(channels))

    def _check(self, position: Position) -> None:
        if not 0 <= position.channel <= MAX_CHANNEL:
            raise InvalidArgumentError(
                "CHANNEL_INVALID",
                "channel {channel} is not within 0 to {limit}",
                channel=position.channel,
                limit=MAX_CHANNEL,
            )
        reach = [abs(c * self.scale) for c in (position.x, position.y, position.z)]
        if not all(math.isfinite(c) and c <= MAX_COORDINATE for c in reach):
            raise InvalidArgumentError(
                "POSITION_INVALID",
                "({x}, {y}, {z}) on channel {channel} is no place within {limit} units, scaled by {scale}",
                x=position.x,
                y=position.y,
                z=position.z,
                channel=position.channel,
                limit=MAX_COORDINATE,
                scale=self.scale,
            )


def _scaled(position: Position, scale: float) -> Position:
    return Position(position.channel, position.x * scale, position.y * scale, position.z * scale)
