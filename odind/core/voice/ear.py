"""Decodes a room's voice: one decoder per peer and layout, shared by all listeners of that layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.values.statistics import PeerStatistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.sound.format import AudioFormat
    from odind.core.sound.samples import Samples
    from odind.core.values.statistics import DecoderStatistics

    from .ports import Decoder

_REST_AFTER_TICKS: Final = 50
_STALE_AFTER_TICKS: Final = 10


class _Voice:
    """One peer's decoder; it rests when the peer has been silent for a second."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._silent_ticks = 0

    @property
    def resting(self) -> bool:
        return self._silent_ticks > _REST_AFTER_TICKS

    def stats(self) -> DecoderStatistics:
        return self._decoder.stats()

    def push(self, datagram: bytes) -> None:
        self._silent_ticks = 0
        self._decoder.push(datagram)

    def close(self) -> None:
        self._decoder.close()

    def pop(self, samples: int) -> Samples | None:
        heard = self._decoder.pop(samples)
        self._silent_ticks = self._silent_ticks + 1 if heard is None else 0
        return heard


class Ear:
    """Everybody's voice in one rate and channel count, a tick at a time."""

    def __init__(self, audio_format: AudioFormat, new_decoder: Callable[[int, int], Decoder]) -> None:
        self._format = audio_format
        self._new_decoder = new_decoder
        self._voices: dict[int, _Voice] = {}
        self._last_tick: int | None = None

    def push(self, peer_id: int, datagram: bytes) -> None:
        """Take a datagram of a peer."""
        voice = self._voices.get(peer_id)
        if voice is None:
            voice = self._voices[peer_id] = _Voice(self._new_decoder(*self._format.layout))
        voice.push(datagram)

    def stats(self) -> list[PeerStatistics]:
        """Return the counters of every decoder."""
        return [
            PeerStatistics(peer_id, *self._format.layout, voice.stats())
            for peer_id, voice in self._voices.items()
        ]

    @property
    def peer_ids(self) -> tuple[int, ...]:
        """The peers that have a decoder."""
        return tuple(self._voices)

    def forget(self, peer_id: int) -> None:
        """Drop the decoder of a peer that is gone."""
        voice = self._voices.pop(peer_id, None)
        if voice:
            voice.close()

    def close(self) -> None:
        """Drop every decoder."""
        for peer_id in self.peer_ids:
            self.forget(peer_id)

    def pop(self, tick: int) -> dict[int, Samples]:
        """Return the samples of every peer that can be heard in this tick.

        After a stall the decoders hold old sound; they are dropped, so that what follows is live.
        """
        if self._last_tick is not None and tick - self._last_tick > _STALE_AFTER_TICKS:
            self.close()
        self._last_tick = tick
        length = self._format.samples_in(tick)
        awake = ((peer_id, voice.pop(length)) for peer_id, voice in self._voices.items() if not voice.resting)
        return {peer_id: samples for peer_id, samples in awake if samples is not None}
