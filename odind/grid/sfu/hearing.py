"""Who hears whom: channel masks and distance. Pure, and on the path of every packet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.grid.wire.datagram import Position

FULL_MASK: Final = (1 << 64) - 1
EVERYBODY: Final = 0
# One unit is 16 steps on the wire; what is further away than one unit is not heard.
_RANGE_SQUARED: Final = 16 * 16


class Hearing:
    """One peer's masks, and where it stands on each channel."""

    __slots__ = ("_masks", "_places")

    def __init__(self) -> None:
        self._masks: dict[int, int] = {}
        self._places: dict[int, Position] = {}

    def set_masks(self, masks: Iterable[tuple[int, int]], *, reset: bool) -> None:
        """Merge masks by peer id into the stored ones, which `reset` forgets first."""
        if reset:
            self._masks.clear()
        self._masks.update(masks)

    def forget(self, peer_id: int) -> None:
        """Drop the mask of a peer that is gone for good."""
        self._masks.pop(peer_id, None)

    @property
    def mask_count(self) -> int:
        """How many masks are stored."""
        return len(self._masks)

    def place(self, positions: Iterable[Position]) -> bool:
        """Take over the positions of the peer's own last packet; True when they differ from before."""
        places = {position.channel: position for position in positions}
        if places == self._places:
            return False
        self._places = places
        return True

    def mask_for(self, sender_id: int) -> int:
        """Return the channels heard from a sender.

        The default mask and the sender's own are ANDed. A default of 0 turns the senders' masks into a
        whitelist; a plain AND would let nothing through whatever they say.
        """
        default = self._masks.get(EVERYBODY, FULL_MASK)
        if default == 0:
            return self._masks.get(sender_id, 0)
        return default & self._masks.get(sender_id, FULL_MASK)

    def hears(self, sender_id: int, positions: Iterable[Position]) -> bool:
        """Whether one of the packet's channels is unmasked and in range."""
        mask = self.mask_for(sender_id)
        return any(mask >> position.channel & 1 and self._is_near(position) for position in positions)

    def _is_near(self, speaker: Position) -> bool:
        """Whether the speaker is within one unit; without a place on the channel one hears all of it."""
        own = self._places.get(speaker.channel)
        if own is None:
            return True
        dx, dy, dz = speaker.x - own.x, speaker.y - own.y, speaker.z - own.z
        return dx * dx + dy * dy + dz * dz <= _RANGE_SQUARED
