"""How a connection hears its peers: what its caller has set. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Collection

MIN_GAIN_DB: Final = -60.0
MAX_GAIN_DB: Final = 24.0

PeerChanges: TypeAlias = Mapping[str, float | bool]
"""New values of fields of `PeerHearing`, by name."""


def require_gain(gain_db: float) -> None:
    """Raise InvalidArgumentError GAIN_INVALID unless voices may have that gain."""
    if not MIN_GAIN_DB <= gain_db <= MAX_GAIN_DB:
        raise InvalidArgumentError(
            "GAIN_INVALID",
            "the gain is {gain} dB and must be {low} to {high} dB",
            gain=gain_db,
            low=MIN_GAIN_DB,
            high=MAX_GAIN_DB,
        )


@portable
class PeerHearing:
    """How one peer is heard. Raises InvalidArgumentError GAIN_INVALID."""

    gain_db: float = 0.0
    muted: bool = False
    paused: bool = False

    def __post_init__(self) -> None:
        require_gain(self.gain_db)

    @property
    def factor(self) -> float:
        """What samples are multiplied with."""
        return float(10 ** (self.gain_db / 20))


@portable
class Listening:
    """Whether a connection hears nobody, and how it hears the peers for which something was set."""

    deafened: bool = False
    peers: Mapping[int, PeerHearing] = field(default_factory=dict)

    def updated(self, peers: Mapping[int, PeerChanges], deafened: bool | None = None) -> Listening:  # noqa: FBT001 - None leaves it as it is
        """Return this with some fields of some peers changed; raises InvalidArgumentError GAIN_INVALID."""
        changed = {
            peer_id: replace(self.peers.get(peer_id, PeerHearing()), **changes)  # type: ignore[arg-type]
            for peer_id, changes in peers.items()
        }
        return Listening(self.deafened if deafened is None else deafened, {**self.peers, **changed})

    def without(self, peer_ids: Collection[int]) -> Listening:
        """Return this without what was set for some peers."""
        kept = {peer_id: hearing for peer_id, hearing in self.peers.items() if peer_id not in peer_ids}
        return replace(self, peers=kept)

    def muted(self, peer_id: int) -> bool:
        """Whether the peer's voice is left out here."""
        hearing = self.peers.get(peer_id)
        return hearing is not None and hearing.muted

    @property
    def paused(self) -> frozenset[int]:
        """The peers whose voice the server is asked not to send."""
        return frozenset(peer_id for peer_id, hearing in self.peers.items() if hearing.paused)
