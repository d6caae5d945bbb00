"""What we say on a connection, for those who want to hear it among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .ear import Ear

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from odind.core.sound.samples import Samples

    from .lane import Lane
    from .listener import Listener
    from .ports import Codecs
    from .tap import Tap

    Layout = tuple[int, int]

OURSELVES: Final = 0
"""The peer id under which taps hear us."""


class OwnVoice:
    """Decodes our own datagrams while somebody wants samples of them. Belongs to the loop.

    Taps hear us as peer 0. Lanes that want to hear us as the peer that we are in the room, whose id
    `own_peer_id` returns; while that is 0, which is nobody's, they do not.
    """

    def __init__(self, codecs: Codecs, own_peer_id: Callable[[], int]) -> None:
        self._codecs = codecs
        self._own_peer_id = own_peer_id
        self._taps: list[Listener] = []
        self._lanes: list[Listener] = []
        self._ears: dict[Layout, Ear] = {}

    @property
    def wanted(self) -> bool:
        """Whether anybody hears us."""
        return bool(self._taps or self._lanes)

    def adjust(self, taps: Collection[Tap], lanes: Collection[Lane]) -> None:
        """Decode in each layout in which these hear us."""
        self._taps = [tap.listener for tap in taps]
        self._lanes = [lane.listener for lane in lanes if lane.listener and lane.listener.own_voice]
        formats = {one.pcm.layout: one.pcm for one in (*self._taps, *self._lanes) if one.pcm}
        for layout in self._ears.keys() - formats.keys():
            self._ears.pop(layout).close()
        for layout in formats.keys() - self._ears.keys():
            self._ears[layout] = Ear(formats[layout], self._codecs.decoder)

    def take(self, datagram: bytes, room_tick: int) -> None:
        """Take a datagram that we send."""
        packet = self._codecs.packet(datagram)
        if packet is None or packet.opus is None:
            return
        for ear in self._ears.values():
            ear.push(OURSELVES, datagram)
        for listener in self._taps:
            listener.on_packet(packet._replace(peer_id=OURSELVES), room_tick)
        if peer_id := self._own_peer_id():
            for listener in self._lanes:
                listener.on_packet(packet._replace(peer_id=peer_id), room_tick)

    def heard(self, room_tick: int) -> Mapping[Layout, Samples]:
        """Return what we said in a tick, as peers hear it, by layout; nothing while we are silent."""
        popped = {layout: ear.pop(room_tick) for layout, ear in self._ears.items()}
        return {layout: said[OURSELVES] for layout, said in popped.items() if said}

    def among(
        self, voices: Mapping[int, Samples], own: Mapping[Layout, Samples], listener: Listener
    ) -> Mapping[int, Samples]:
        """Return the voices that a listener hears, and ours if it wants to hear us."""
        peer_id = self._peer_id_for(listener)
        if peer_id is None or listener.pcm is None or listener.pcm.layout not in own:
            return voices
        return {**voices, peer_id: own[listener.pcm.layout]}

    def _peer_id_for(self, listener: Listener) -> int | None:
        if listener in self._taps:
            return OURSELVES
        return (self._own_peer_id() or None) if listener in self._lanes else None
