"""How a connection hears its peers: gains, mutes, pauses, and whether it hears anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import InvalidArgumentError
from odind.core.base.portable import portable

if TYPE_CHECKING:
    from collections.abc import Collection

MIN_GAIN_DB: Final = -60.0
MAX_GAIN_DB: Final = 24.0


@portable
class PeerHearing:
    """How one peer is heard. Raises InvalidArgumentError GAIN_INVALID."""

    gain_db: float = 0.0
    muted: bool = False
    paused: bool = False

    def __post_init__(self) -> None:
        if not MIN_GAIN_DB <= self.gain_db <= MAX_GAIN_DB:
            raise InvalidArgumentError(
                "GAIN_INVALID",
                "a gain of {gain} dB is not within {low} to {high}",
                gain=self.gain_db,
                low=MIN_GAIN_DB,
                high=MAX_GAIN_DB,
            )

    @property
    def factor(self) -> float:
        """What samples are multiplied with."""
        return float(10 ** (self.gain_db / 20))


USUAL: Final = PeerHearing()
"""How a peer is heard of which nothing was said."""


@portable
class Listening:
    """How all peers are heard: `deafened` hears nobody, `peers` are those that are not heard as usual."""

    deafened: bool = False
    peers: Mapping[int, PeerHearing] = field(default_factory=dict)

    def updated(
        self,
        deafened: bool | None,
        changes: Mapping[int, Mapping[str, float | bool]],  # noqa: FBT001 - None keeps
    ) -> Listening:
        """Return the listening with changes; raises InvalidArgumentError GAIN_INVALID."""
        changed = {
            peer_id: replace(self.peers.get(peer_id, USUAL), **change)  # type: ignore[arg-type] # its own fields
            for peer_id, change in changes.items()
        }
        return Listening(self.deafened if deafened is None else deafened, {**self.peers, **changed})

    def keeping(self, present: Collection[int]) -> Listening:
        """Return the listening without peers that are not present."""
        return replace(self, peers={one: hearing for one, hearing in self.peers.items() if one in present})
