"""Which channels of which peers are heard: what callers set, and what the server is told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import InvalidArgumentError
from odind.core.base.portable import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

FULL_MASK: Final = 2**64 - 1
"""All 64 channels; bit n stands for channel n."""
EVERYBODY: Final = 0
"""The peer id that stands for all peers in a map of masks."""
SILENCE: Final[Mapping[int, int]] = {EVERYBODY: 0}
"""What a connection asks for at first."""
_MAX_PEERS: Final = 1_024


def _check(default: int, peers: Mapping[int, int]) -> None:
    for mask in (default, *peers.values()):
        if not 0 <= mask <= FULL_MASK:
            raise InvalidArgumentError("MASK_INVALID", "the mask {mask} must have 64 bits", mask=mask)
    if EVERYBODY in peers:
        raise InvalidArgumentError("PEER_ID_INVALID", "peer id 0 names no peer; set the default mask instead")
    if len(peers) > _MAX_PEERS:
        raise InvalidArgumentError(
            "TOO_MANY_MASKS",
            "there may be masks of at most {limit} peers; set the default mask for the others",
            limit=_MAX_PEERS,
        )


@portable
class MaskSettings:
    """Which channels a caller wants to hear: of everybody (`default`), and of single peers.

    Raises InvalidArgumentError MASK_INVALID, PEER_ID_INVALID, TOO_MANY_MASKS.
    """

    default: int = FULL_MASK
    peers: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the bounds."""
        _check(self.default, self.peers)

    def changed(self, default: int | None, peers: Mapping[int, int], *, reset: bool) -> MaskSettings:
        """Return the settings with another default, unless None, and masks; `reset` drops the others.

        Raises what the class does.
        """
        before = MaskSettings() if reset else self
        return MaskSettings(before.default if default is None else default, {**before.peers, **peers})

    def keeping(self, present: Container[int]) -> MaskSettings:
        """Return the settings without peers that are not present."""
        return replace(self, peers={one: mask for one, mask in self.peers.items() if one in present})


class Masks:
    """What the server is to send us: the one place where all wishes meet. Every change is sent at once, as a whole.

    Three wishes meet: the masks that were set, who is paused or whether all are (deafened), and whether
    there is a listener at all. `send` replaces what the server knows.
    """

    def __init__(self, send: Callable[[Mapping[int, int]], None]) -> None:
        self._settings = MaskSettings()
        self._deafened = False
        self._paused: set[int] = set()
        self._listening = False
        self._send = send
        self._sent: Mapping[int, int] = SILENCE

    @property
    def effective(self) -> Mapping[int, int]:
        """What the server is to know: masks by peer id, 0 for everybody else."""
        if self._deafened or not self._listening:
            return SILENCE
        return (
            {EVERYBODY: self._settings.default} | dict(self._settings.peers) | dict.fromkeys(self._paused, 0)
        )

    def set(self, settings: MaskSettings) -> None:
        """Replace the masks."""
        self._settings = settings
        self._settle()

    def listen(self, *, wanted: bool) -> None:
        """Say whether anybody listens."""
        self._listening = wanted
        self._settle()

    def deafen(self, *, deafened: bool) -> None:
        """Say whether to hear nobody."""
        self._deafened = deafened
        self._settle()

    def pause(self, peer_ids: Iterable[int]) -> None:
        """Say of which peers to hear nothing."""
        self._paused = set(peer_ids)
        self._settle()

    def keep(self, present: Container[int]) -> None:
        """Forget peers that are gone. The server forgets their masks by itself; the next change leaves them out."""
        self._settings = self._settings.keeping(present)
        self._paused = {one for one in self._paused if one in present}

    def rejoined(self) -> None:
        """Tell a server that has just let us in, and knows nothing."""
        self._sent = SILENCE
        self._settle()

    def _settle(self) -> None:
        effective = self.effective
        if effective != self._sent:
            self._sent = effective
            self._send(effective)
