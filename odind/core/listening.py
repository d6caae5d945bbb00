"""The receiving side of one audio stream: samples of a tick in, frames of the caller's format out."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from .outbox import HeardFrame, HeardTick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .audio_format import AudioFormat
    from .ports import Samples


class ReceiveMode(Enum):
    """How peers are delivered: summed up, or each on its own."""

    MIX = "mix"
    PER_PEER = "per_peer"


class Listener:
    """Numbers, places and formats what is heard. `user_id` names a peer, "" when it is gone."""

    def __init__(
        self,
        audio_format: AudioFormat,
        mode: ReceiveMode,
        user_id: Callable[[int], str],
        deliver: Callable[[HeardTick], None],
    ) -> None:
        self.format = audio_format
        self._mode = mode
        self._user_id = user_id
        self._deliver = deliver
        self._sequences: dict[int, int] = {}

    def hear(self, room_tick: int, heard: Mapping[int, Samples]) -> None:
        """Deliver one tick: the samples of each peer that can be heard, in this listener's layout."""
        signals = heard if self._mode is ReceiveMode.PER_PEER else {0: self._mix(room_tick, heard)}
        position = self.format.position(room_tick)
        frames = tuple(self._frame(peer_id, position, samples) for peer_id, samples in signals.items())
        if frames:
            self._deliver(HeardTick(frames))

    def forget(self, peer_id: int) -> None:
        """A peer is gone; should its number be given again, its frames count from 1."""
        self._sequences.pop(peer_id, None)

    def _mix(self, room_tick: int, heard: Mapping[int, Samples]) -> Samples:
        return sum(heard.values(), np.zeros(self.format.samples_in(room_tick), np.float32))

    def _frame(self, peer_id: int, position: int, samples: Samples) -> HeardFrame:
        sequence = self._sequences[peer_id] = self._sequences.get(peer_id, 0) + 1
        return HeardFrame(peer_id, self._user_id(peer_id), sequence, position, self.format.encode(samples))
