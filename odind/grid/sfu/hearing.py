"""Who hears whom: channel masks and distance. Pure, and on the path of every packet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.grid.wire.datagram import Position

FULL_MASK: Final = (1 << 64) - 1
EVERYBODY: Final = 0
# A position unit is 16 steps on the wire; a speaker is in range up to a distance of one unit.
_RANGE_SQUARED: Final = 16 * 16


class Hearing:
    """One peer's masks, and its position on each channel."""

    __slots__ = ("_masks", "_positions")

    def __init__(self) -> None:
        self._masks: dict[int, int] = {}
        self._positions: dict[int, Position] = {}

    def set_masks(self, masks: Iterable[tuple[int, int]], *, reset: bool) -> None:
        """Merge masks by peer id into the stored ones; `reset` drops the stored ones first."""
        if reset:
            self._masks.clear()
        self._masks.update(masks)

    def forget(self, peer_id: int) -> None:
        """Drop the mask for a peer that has left."""
        self._masks.pop(peer_id, None)

    @property
    def mask_count(self) -> int:
        """How many masks are stored."""
        return len(self._masks)

    def place(self, positions: Iterable[Position]) -> bool:
        """Store the positions of the peer's own last packet; return whether they have changed."""
        by_channel = {position.channel: position for position in positions}
        if by_channel == self._positions:
            return False
        self._positions = by_channel
        return True

    def mask_for(self, sender_id: int) -> int:
        """Return the channels on which a sender is heard.

        The result is the default mask AND the sender's own mask. When the default is 0, the senders' masks
        are a whitelist instead, because 0 AND any mask would let nothing through.
        """
        default = self._masks.get(EVERYBODY, FULL_MASK)
        if default == 0:
            return self._masks.get(sender_id, 0)
        return default & self._masks.get(sender_id, FULL_MASK)

    def hears(self, sender_id: int, positions: Iterable[Position]) -> bool:
        """Whether one of the packet's channels is unmasked and in range."""
        mask = self.mask_for(sender_id)
        return any(mask >> position.channel & 1 and self._is_in_range(position) for position in positions)

    def _is_in_range(self, speaker: Position) -> bool:
        """Whether the speaker is within one unit; true without a position of our own on its channel."""
        own = self._positions.get(speaker.channel)
        if own is None:
            return True
        dx, dy, dz = speaker.x - own.x, speaker.y - own.y, speaker.z - own.z
        return dx * dx + dy * dy + dz * dz <= _RANGE_SQUARED
