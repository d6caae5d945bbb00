from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from odind.core.sound.format import AudioFormat
from odind.core.voice.ear import Ear

if TYPE_CHECKING:
    from odind.core.sound.samples import Samples

FORMAT = AudioFormat(11_025, 2)


class FakeDecoder:
    """Gives one loud frame per datagram, and counts what is asked of it."""

    def __init__(self) -> None:
        self.closed = False
        self.pops: list[int] = []
        self._waiting: list[bytes] = []

    def push(self, datagram: bytes) -> None:
        self._waiting.append(datagram)

    def close(self) -> None:
        self.closed = True

    def pop(self, samples: int) -> Samples | None:
        self.pops.append(samples)
        return np.full(samples, self._waiting.pop(0)[0] / 256, np.float32) if self._waiting else None


class Room:
    """An ear, and the decoders that were made for it."""

    def __init__(self) -> None:
        self.made: list[FakeDecoder] = []
        self.layouts: list[tuple[int, int]] = []
        self.ear = Ear(FORMAT, self._make)

    def _make(self, sample_rate_hz: int, channels: int) -> FakeDecoder:
        self.layouts.append((sample_rate_hz, channels))
        self.made.append(FakeDecoder())
        return self.made[-1]


def test_a_peer_gets_a_decoder_of_its_own_when_it_first_speaks():
    room = Room()
    assert room.ear.pop(0) == {}
    room.ear.push(1, b"\1")
    room.ear.push(2, b"\2")
    room.ear.push(1, b"\3")
    assert room.layouts == [(11_025, 2)] * 2
    heard = room.ear.pop(1)
    assert {peer_id: samples[0] * 256 for peer_id, samples in heard.items()} == {1: 1, 2: 2}
    assert list(room.ear.pop(2)) == [1]
    assert room.ear.pop(3) == {}


def test_every_tick_asks_for_exactly_its_samples():
    room = Room()
    room.ear.push(1, b"\1")
    for tick in range(4):
        room.ear.pop(tick)
    assert room.made[0].pops == [440, 442, 440, 442]


def test_a_decoder_rests_after_a_second_of_silence_and_wakes_with_the_next_datagram():
    room = Room()
    room.ear.push(1, b"\1")
    for tick in range(200):
        room.ear.pop(tick)
    assert len(room.made[0].pops) == 1 + 51
    room.ear.push(1, b"\2")
    assert room.ear.pop(200)[1][0] == 2 / 256
    assert len(room.made) == 1


def test_a_peer_that_is_forgotten_leaves_no_decoder():
    room = Room()
    room.ear.push(1, b"\1")
    room.ear.forget(1)
    room.ear.forget(9)
    assert room.ear.pop(0) == {}
    assert not room.ear._voices
    room.ear.push(1, b"\1")
    assert [decoder.closed for decoder in room.made] == [True, False]


def test_after_a_stall_old_sound_is_dropped():
    room = Room()
    room.ear.push(1, b"\1")
    room.ear.pop(5)
    room.ear.push(1, b"\2")
    assert room.ear.pop(16) == {}
    room.ear.push(1, b"\3")
    assert room.ear.pop(17)[1][0] == 3 / 256
    assert len(room.made) == 2


def test_a_short_gap_is_no_stall():
    room = Room()
    room.ear.push(1, b"\1")
    room.ear.push(1, b"\2")
    room.ear.pop(5)
    assert room.ear.pop(15)[1][0] == 2 / 256


def test_what_came_before_the_first_tick_is_no_old_sound():
    room = Room()
    room.ear.push(1, b"\1")
    assert list(room.ear.pop(10**6)) == [1]
