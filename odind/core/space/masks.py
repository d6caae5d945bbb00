"""Which channels of which peers the server is to send us: the one place where all wishes meet. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.base.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

FULL_MASK: Final = 2**64 - 1
"""All 64 channels; bit n stands for channel n."""
EVERYBODY: Final = 0
"""The peer id that stands for all peers in a map of masks."""
SILENCE: Final[Mapping[int, int]] = {EVERYBODY: 0}
"""What a connection asks for at first."""
_MAX_PEERS: Final = 1_024


class Masks:
    """A connection's channel masks. Every change that matters is sent at once, as a whole.

    Three wishes meet: the masks that were set, who is paused or whether all are (deafened), and whether
    there is a listener at all. `send` replaces what the server knows.
    """

    def __init__(self, send: Callable[[Mapping[int, int]], None]) -> None:
        self.default = FULL_MASK
        self.peers: dict[int, int] = {}
        self.deafened = False
        self.paused: set[int] = set()
        self._listening = False
        self._send = send
        self._sent: Mapping[int, int] = SILENCE

    @property
    def effective(self) -> Mapping[int, int]:
        """What the server is to know: masks by peer id, 0 for everybody else."""
        if self.deafened or not self._listening:
            return SILENCE
        return {EVERYBODY: self.default} | self.peers | dict.fromkeys(self.paused, 0)

    def set(self, default: int | None, peers: Mapping[int, int], *, reset: bool) -> None:
        """Set the mask of everybody, unless None, and of some peers; `reset` forgets what was set before.

        Raises InvalidArgumentError MASK_INVALID, PEER_ID_INVALID, TOO_MANY_MASKS.
        """
        merged = dict(peers) if reset else {**self.peers, **peers}
        check_masks(default, merged)
        if reset:
            self.default = FULL_MASK
        self.default = self.default if default is None else default
        self.peers = merged
        self._settle()

    def listen(self, *, wanted: bool) -> None:
        """Say whether anybody listens."""
        self._listening = wanted
        self._settle()

    def deafen(self, *, deafened: bool) -> None:
        """Say whether to hear nobody."""
        self.deafened = deafened
        self._settle()

    def pause(self, peer_id: int, *, paused: bool) -> None:
        """Say whether to hear nothing of a peer."""
        if paused:
            self.paused.add(peer_id)
        else:
            self.paused.discard(peer_id)
        self._settle()

    def forget(self, peer_id: int) -> None:
        """A peer is gone. The server forgets its mask by itself; the next change leaves it out."""
        self.peers.pop(peer_id, None)
        self.paused.discard(peer_id)

    def rejoined(self, present: Container[int]) -> None:
        """Tell a server that has just let us in; who did not come back is forgotten."""
        for peer_id in (*self.peers, *self.paused):
            if peer_id not in present:
                self.forget(peer_id)
        self._sent = SILENCE
        self._settle()

    def _settle(self) -> None:
        effective = self.effective
        if effective != self._sent:
            self._sent = effective
            self._send(effective)


def check_masks(default: int | None, peers: Mapping[int, int]) -> None:
    """Raise InvalidArgumentError MASK_INVALID, PEER_ID_INVALID or TOO_MANY_MASKS."""
    for mask in (default or 0, *peers.values()):
        if not 0 <= mask <= FULL_MASK:
            raise InvalidArgumentError("MASK_INVALID", "{mask} is no mask of 64 channels", mask=mask)
    if EVERYBODY in peers:
        raise InvalidArgumentError("PEER_ID_INVALID", "peer id 0 is nobody's; the default mask is set apart")
    if len(peers) > _MAX_PEERS:
        raise InvalidArgumentError(
            "TOO_MANY_MASKS", "masks of more than {limit} peers; set the default", limit=_MAX_PEERS
        )
