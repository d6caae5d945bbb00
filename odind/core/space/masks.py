"""Decides which channels of which peers the server sends us, from all settings that affect it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

FULL_MASK: Final = 2**64 - 1
"""All 64 channels; bit n stands for channel n."""
EVERYBODY: Final = 0
"""The peer id that stands for all peers in a map of masks."""
SILENCE: Final[Mapping[int, int]] = {EVERYBODY: 0}
"""The masks of a new connection."""
_MAX_PEERS: Final = 1_024


@portable
class MaskSettings:
    """The masks that a caller has set: a default, and masks of single peers."""

    default: int = FULL_MASK
    peers: Mapping[int, int] = field(default_factory=dict)

    def changed(self, default: int | None, masks: Mapping[int, int], *, reset: bool = False) -> MaskSettings:
        """Return the settings with a new default, unless None, and new masks of some peers.

        `reset` discards the earlier settings. Raises InvalidArgumentError MASK_INVALID, PEER_ID_INVALID,
        TOO_MANY_MASKS.
        """
        before = MaskSettings() if reset else self
        merged = {**before.peers, **masks}
        _check_masks(default, merged)
        return MaskSettings(before.default if default is None else default, merged)

    def without(self, peer_ids: Collection[int]) -> MaskSettings:
        """Return the settings without the masks of some peers."""
        kept = {peer_id: mask for peer_id, mask in self.peers.items() if peer_id not in peer_ids}
        return MaskSettings(self.default, kept)


class Masks:
    """A connection's channel masks. Every effective change is sent at once, with all masks.

    Combines the masks that were set, the paused peers, and whether any stream listens. `send` replaces all
    masks on the server.
    """

    def __init__(self, send: Callable[[Mapping[int, int]], None]) -> None:
        self.settings = MaskSettings()
        self._paused: Collection[int] = ()
        self._wanted = False
        self._send = send
        self._sent: Mapping[int, int] = SILENCE

    @property
    def effective(self) -> Mapping[int, int]:
        """The masks for the server, by peer id; 0 stands for all other peers."""
        if not self._wanted:
            return SILENCE
        return {EVERYBODY: self.settings.default, **self.settings.peers, **dict.fromkeys(self._paused, 0)}

    def apply(self, settings: MaskSettings) -> None:
        """Replace the masks that were set."""
        self.settings = settings
        self._settle()

    def listen(self, *, wanted: bool, paused: Collection[int] = ()) -> None:
        """Set whether any stream listens, and which peers are paused."""
        self._wanted, self._paused = wanted, paused
        self._settle()

    def forget(self, peer_id: int) -> None:
        """Discard the masks of a peer that has left; the server does so by itself."""
        self.settings = self.settings.without([peer_id])
        self._paused = [paused for paused in self._paused if paused != peer_id]
        self._sent = {known: mask for known, mask in self._sent.items() if known != peer_id}

    def rejoined(self) -> None:
        """Send the masks to a server that we have just joined."""
        self._sent = SILENCE
        self._settle()

    def _settle(self) -> None:
        effective = self.effective
        if effective != self._sent:
            self._sent = effective
            self._send(effective)


def _check_masks(default: int | None, peers: Mapping[int, int]) -> None:
    """Raise InvalidArgumentError MASK_INVALID, PEER_ID_INVALID or TOO_MANY_MASKS."""
    for mask in (default or 0, *peers.values()):
        if not 0 <= mask <= FULL_MASK:
            raise InvalidArgumentError(
                "MASK_INVALID", "the mask {mask} must be an unsigned 64-bit integer", mask=mask
            )
    if EVERYBODY in peers:
        raise InvalidArgumentError(
            "PEER_ID_INVALID", "peer id 0 must not have a mask; set the default mask instead"
        )
    if len(peers) > _MAX_PEERS:
        raise InvalidArgumentError(
            "TOO_MANY_MASKS",
            "at most {limit} peers may have masks of their own; set the default mask instead",
            limit=_MAX_PEERS,
        )
