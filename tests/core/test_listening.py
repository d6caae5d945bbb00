from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.listening import Listener, ReceiveMode

if TYPE_CHECKING:
    from odind.core.outbox import HeardFrame, HeardTick

F32 = AudioFormat(48_000, 1, SampleFormat.F32LE)
NAMES = {1: "anna", 2: "bert"}


def listener(audio_format: AudioFormat, mode: ReceiveMode) -> tuple[Listener, list[HeardTick]]:
    heard: list[HeardTick] = []
    return Listener(audio_format, mode, lambda peer_id: NAMES.get(peer_id, ""), heard.append), heard


def constant(value: float, samples: int = 960) -> np.ndarray:
    return np.full(samples, value, np.float32)


def frame(heard: HeardTick) -> HeardFrame:
    (only,) = heard.frames
    return only


def test_the_mix_is_the_sum():
    ear, heard = listener(F32, ReceiveMode.MIX)
    ear.hear(0, {1: constant(0.25), 2: constant(-0.75), 3: constant(0.125)})
    assert F32.decode(frame(heard[0]).pcm).tolist() == [-0.375] * 960


def test_the_mix_does_not_change_what_others_hear():
    ear, _ = listener(F32, ReceiveMode.MIX)
    samples = constant(0.25)
    ear.hear(0, {1: samples, 2: constant(0.5)})
    assert samples.tolist() == [0.25] * 960


def test_a_mix_beyond_full_scale_is_clipped():
    ear, heard = listener(AudioFormat(), ReceiveMode.MIX)
    ear.hear(0, {1: constant(0.75), 2: constant(0.75)})
    ear.hear(1, {1: constant(-0.75), 2: constant(-0.75)})
    assert frame(heard[0]).pcm == np.full(960, 32_767, "<i2").tobytes()
    assert frame(heard[1]).pcm == np.full(960, -32_768, "<i2").tobytes()


def test_the_mix_has_no_gaps_and_no_name():
    ear, heard = listener(AudioFormat(), ReceiveMode.MIX)
    ear.hear(0, {})
    ear.hear(1, {1: constant(0.5)})
    assert [(f.peer_id, f.user_id, f.sequence) for f in map(frame, heard)] == [(0, "", 1), (0, "", 2)]
    assert frame(heard[0]).pcm == bytes(1_920)


def test_peers_come_each_on_their_own_while_they_can_be_heard():
    ear, heard = listener(F32, ReceiveMode.PER_PEER)
    ear.hear(0, {})
    ear.hear(1, {1: constant(0.5)})
    ear.hear(2, {1: constant(0.5), 2: constant(0.25), 3: constant(1.0)})
    assert [[(f.peer_id, f.user_id, f.sequence) for f in tick.frames] for tick in heard] == [
        [(1, "anna", 1)],
        [(1, "anna", 2), (2, "bert", 1), (3, "", 1)],
    ]
    assert F32.decode(heard[1].frames[1].pcm).tolist() == [0.25] * 960


def test_positions_count_samples_per_channel_and_silence_too():
    ear, heard = listener(AudioFormat(11_025, 2), ReceiveMode.PER_PEER)
    for tick in (0, 1, 2, 50, 51):
        ear.hear(tick, {1: constant(0.5, AudioFormat(11_025, 2).samples_in(tick))})
    assert [frame(tick).room_sample for tick in heard] == [0, 220, 441, 11_025, 11_245]
    assert [len(frame(tick).pcm) for tick in heard] == [880, 884, 880, 880, 884]


def test_a_number_given_again_counts_from_one():
    ear, heard = listener(AudioFormat(), ReceiveMode.PER_PEER)
    ear.hear(0, {1: constant(0.5)})
    ear.hear(1, {1: constant(0.5)})
    ear.forget(1)
    ear.forget(7)
    ear.hear(2, {1: constant(0.5)})
    assert [frame(tick).sequence for tick in heard] == [1, 2, 1]
