"""What we say on a connection, for taps: they hear us among the others, as peer 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .ear import Ear
from .plug import plug_format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from odind.core.sound.samples import Samples

    from .ports import Codecs
    from .tap import Tap

OURSELVES: Final = 0
"""The peer id under which taps hear us."""


class OwnVoice:
    """Decodes our own datagrams while a tap wants samples. Belongs to the loop."""

    def __init__(self, codecs: Codecs) -> None:
        self._codecs = codecs
        self._ear: Ear | None = None

    def adjust(self, taps: Sequence[Tap]) -> None:
        """Decode, or cease to."""
        wanted = any(tap.listener.pcm for tap in taps)
        if wanted and not self._ear:
            self._ear = Ear(plug_format(1), self._codecs.decoder)
        elif self._ear and not wanted:
            self._ear.close()
            self._ear = None

    def take(self, datagram: bytes, taps: Sequence[Tap], room_tick: int) -> None:
        """Take a datagram that we send."""
        packet = self._codecs.packet(datagram)
        if packet is None or packet.opus is None:
            return
        if self._ear:
            self._ear.push(OURSELVES, datagram)
        for tap in taps:
            tap.listener.on_packet(packet._replace(peer_id=OURSELVES), room_tick)

    def heard(self, room_tick: int) -> Mapping[int, Samples]:
        """Return what we said in a tick, as peers hear it."""
        return self._ear.pop(room_tick) if self._ear else {}
