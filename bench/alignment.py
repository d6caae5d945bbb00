"""How far recordings of two peers that began at different times are apart on the room's clock.

Ten minutes pass as fast as the machine can: two peers speak the same noise at the same room times through the
official encoder; two listeners that started at different times record them.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from scores import lag_of

from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.ear import Ear
from odind.core.voice.listener import PcmListener, ReceiveMode, Reception
from odind.runtime.odin.codecs import NativeDecoder, NativeEncoder

if TYPE_CHECKING:
    from odind.core.voice.outbox import HeardFrame

_RATE = 44_100
_MINUTES = 10
_TICKS = _MINUTES * 60 * 50
_LATER_TICKS = 4_321
"""The second peer and the second listener start this much later."""
_WINDOW_S = 2


class _Recorder:
    """A listener that began at a tick, and what it wrote: one array per peer, from the tick on."""

    def __init__(self, layout: AudioFormat, first_tick: int) -> None:
        names = SimpleNamespace(user_id=str, media_id=int)
        self.first_tick = first_tick
        self.origin = layout.position(first_tick)
        self.tracks = {peer: np.zeros(_TICKS * _RATE // 50 - self.origin, np.float32) for peer in (1, 2)}
        self._listener = PcmListener(0, Reception(layout, ReceiveMode.PER_PEER), names, self._write)

    def tick(self, tick: int, heard: dict[int, Any]) -> None:
        if tick >= self.first_tick:
            self._listener.hear(tick, tick, heard)

    def _write(self, _tick: int, frames: list[HeardFrame]) -> None:
        for frame in frames:
            sound = np.frombuffer(frame.pcm, np.float32)
            at = frame.room_sample - self.origin
            track = self.tracks[frame.peer_id]
            track[at : at + len(sound)] = sound[: len(track) - at]


def alignment_error() -> dict[str, int]:
    """Return the largest offset, in samples, of one peer in one recording to the other in the other."""
    layout = AudioFormat(_RATE, 1, SampleFormat.F32LE)
    noise = np.random.default_rng(1).normal(0, 0.1, _TICKS * _RATE // 50).astype(np.float32)
    encoders = {1: NativeEncoder(_RATE, 1), 2: NativeEncoder(_RATE, 1)}
    ear = Ear(layout, NativeDecoder)
    recorders = [_Recorder(layout, first) for first in (0, _LATER_TICKS)]
    for tick in range(_TICKS):
        said = noise[layout.position(tick) : layout.position(tick + 1)]
        for peer, encoder in encoders.items():
            if peer == 1 or tick >= _LATER_TICKS:
                for datagram in encoder.encode(said):
                    ear.push(peer, datagram)
        heard = ear.pop(tick)
        for recorder in recorders:
            recorder.tick(tick, heard)
    first, second = recorders
    offsets = []
    for second_of_room in range(_LATER_TICKS // 50 + 5, _MINUTES * 60 - _WINDOW_S - 1, 30):
        at, size = second_of_room * _RATE, _WINDOW_S * _RATE
        one = first.tracks[1][at : at + size]
        other = second.tracks[2][at - second.origin : at - second.origin + size]
        offsets.append(abs(lag_of(one, other)))
    return {"samples": max(offsets), "minutes": _MINUTES}
