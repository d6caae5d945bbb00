"""Who is speaking, as the packets of each source tell, and their absence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.bounds.token_bucket import TokenBucket
from odind.core.timing.tick import TICKS_PER_SECOND
from odind.core.values.late import dataclass

from .events import MediaAdded, MediaRemoved

if TYPE_CHECKING:
    from collections.abc import Callable

    from .events import VoiceEvent
    from .ports import VoicePacket

_ENDS_AFTER_TICKS: Final = 10
_FIRST_MEDIA_ID: Final = 1
_STARTS_PER_SECOND: Final = 2
_SOURCES_PER_SECOND: Final = 1
_BURST: Final = 5
"""Starts and new sources are two events each: a peer with one in each packet would flood the log."""


@dataclass(frozen=True)
class Utterance:
    """What a peer is saying: since which tick of the connection's clock, and for how many."""

    peer_id: int
    user_id: str
    since: int
    ticks: int

    @property
    def stretch(self) -> tuple[int, int]:
        """Tells it from all others."""
        return self.peer_id, self.since


@dataclass
class _Talk:
    media_id: int
    user_id: str
    ssrc: int
    last_tick: int
    starts: TokenBucket
    sources: TokenBucket
    speaking: bool = False
    since: int = 0


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
        if packet.last != talk.speaking or not (packet.last or talk.starts.spend(tick)):
            return None
        talk.speaking, talk.since = not packet.last, tick
        return talk.speaking

    def utterances(self) -> list[Utterance]:
        """Return what is being said. The silence in which one ends is no part of it."""
        return [
            Utterance(peer_id, talk.user_id, talk.since, talk.last_tick - talk.since + 1)
            for peer_id, talk in self._talks.items()
            if talk.speaking
        ]

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
        if talk is None:
            starts, sources = _bucket(_STARTS_PER_SECOND, tick), _bucket(_SOURCES_PER_SECOND, tick)
            return self._add(packet.peer_id, _Talk(0, "", packet.ssrc, tick, starts, sources))
        if talk.ssrc == packet.ssrc or not talk.sources.spend(tick):
            return talk
        self.forget(packet.peer_id)
        return self._add(packet.peer_id, replace(talk, ssrc=packet.ssrc))

    def _add(self, peer_id: int, talk: _Talk) -> _Talk:
        talk.media_id, talk.user_id = self._next_media_id, self._user_id(peer_id)
        self._talks[peer_id] = talk
        self._next_media_id += 1
        self._publish(MediaAdded(peer_id, talk.user_id, talk.media_id))
        return talk


def _bucket(per_second: float, tick: int) -> TokenBucket:
    """Return a bucket whose clock counts ticks."""
    return TokenBucket(per_second / TICKS_PER_SECOND, _BURST, tick)
