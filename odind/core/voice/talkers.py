"""Who is speaking, as the packets of each source tell, and their absence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .events import MediaAdded, MediaRemoved

if TYPE_CHECKING:
    from collections.abc import Callable

    from .events import VoiceEvent
    from .ports import VoicePacket

_ENDS_AFTER_TICKS: Final = 10
_FIRST_MEDIA_ID: Final = 1


@dataclass
class _Talk:
    media_id: int
    user_id: str
    ssrc: int
    last_tick: int
    speaking: bool = False


class Talkers:
    """The peers that were heard, and the daemon's numbers for their media sources, which it publishes."""

    def __init__(self, user_id: Callable[[int], str], publish: Callable[[VoiceEvent], None]) -> None:
        self._user_id = user_id
        self._publish = publish
        self._talks: dict[int, _Talk] = {}
        self._next_media_id = _FIRST_MEDIA_ID

    def media_id(self, peer_id: int) -> int:
        """The number of the peer's present source; 0 when it was never heard."""
        talk = self._talks.get(peer_id)
        return talk.media_id if talk else 0

    def on_packet(self, packet: VoicePacket, tick: int) -> bool | None:
        """Note a packet; return True when the peer started to speak, False when it stopped, else None."""
        if not packet.opus and not packet.last:
            return None
        talk = self._talk(packet, tick)
        talk.last_tick = tick
        if packet.last == talk.speaking:
            talk.speaking = not packet.last
            return talk.speaking
        return None

    def fallen_silent(self, tick: float) -> list[int]:
        """Return the peers that stopped speaking without saying so, as of `tick`; infinity means all."""
        silent = [
            peer_id
            for peer_id, talk in self._talks.items()
            if talk.speaking and tick - talk.last_tick > _ENDS_AFTER_TICKS
        ]
        for peer_id in silent:
            self._talks[peer_id].speaking = False
        return silent

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        talk = self._talks.pop(peer_id, None)
        if talk:
            self._publish(MediaRemoved(peer_id, talk.user_id, talk.media_id))

    def clear(self) -> None:
        """Nobody listens any more."""
        for peer_id in tuple(self._talks):
            self.forget(peer_id)

    def _talk(self, packet: VoicePacket, tick: int) -> _Talk:
        talk = self._talks.get(packet.peer_id)
        if talk is None or talk.ssrc != packet.ssrc:
            speaking = talk.speaking if talk else False
            self.forget(packet.peer_id)
            talk = self._new_talk(packet, tick)
            talk.speaking = speaking
        return talk

    def _new_talk(self, packet: VoicePacket, tick: int) -> _Talk:
        peer_id, user_id = packet.peer_id, self._user_id(packet.peer_id)
        talk = self._talks[peer_id] = _Talk(self._next_media_id, user_id, packet.ssrc, tick)
        self._next_media_id += 1
        self._publish(MediaAdded(peer_id, user_id, talk.media_id))
        return talk
