"""What a lane hears of samples: cut into frames, mixed, numbered and placed."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.lane_config import ReceiveMode, Reception
from odind.core.voice.listener import PcmListener, level_dbfs
from odind.core.voice.outbox import HeardFrame, Outbox

F32 = AudioFormat(48_000, 1, SampleFormat.F32LE)
OPUS = AudioFormat(48_000, 1, SampleFormat.OPUS)
MIX, PER_PEER = ReceiveMode.MIX, ReceiveMode.PER_PEER
BOTH = MIX | PER_PEER
RATES = [8_000, 11_025, 16_000, 22_050, 32_001, 44_100, 48_000, 96_000, 192_000]


class Names:
    """Two who are known."""

    def user_id(self, peer_id: int) -> str:
        return {1: "anna", 2: "bert"}.get(peer_id, "")

    def media_id(self, peer_id: int) -> int:
        return 10 + peer_id


class Seat:
    """A listener, and the messages it delivered, each the frames of one."""

    def __init__(self, audio_format: AudioFormat, mode: ReceiveMode, first_tick: int = 0, **how: int) -> None:
        self.format = audio_format
        self.messages: list[list[HeardFrame]] = []
        without = frozenset({how.pop("without")}) if "without" in how else frozenset()
        reception = Reception(audio_format, mode, mix_without=without, **how)
        self.ear = PcmListener(4, reception, Names(), lambda _, frames: self.messages.append(frames))
        self._tick = first_tick

    def hear(self, **sounds: np.ndarray | float) -> None:
        """One tick: what peers p1, p2, ... say."""
        samples = self.format.samples_in(self._tick)
        heard = {
            int(name[1:]): np.full(samples, sound, np.float32) if isinstance(sound, float) else sound
            for name, sound in sounds.items()
        }
        self.ear.hear(1_000 + self._tick, self._tick, heard)
        self._tick += 1

    def skip(self, ticks: int) -> None:
        self._tick += ticks

    @property
    def frames(self) -> list[HeardFrame]:
        return [frame for message in self.messages for frame in message]

    def of(self, peer_id: int) -> list[HeardFrame]:
        return [frame for frame in self.frames if frame.peer_id == peer_id]

    def values(self, frame: HeardFrame) -> set[float]:
        return set(self.format.decode(frame.pcm).tolist())


# Mixing


def test_the_mix_is_the_sum():
    seat = Seat(F32, MIX)
    seat.hear(p1=0.25, p2=-0.75, p3=0.125)
    (frame,) = seat.frames
    assert seat.format.decode(frame.pcm).tolist() == [-0.375] * 960


def test_the_mix_does_not_change_what_others_hear():
    sound = np.full(960, 0.25, np.float32)
    for how in ({}, {"frame_ms": 10}, {"frame_ms": 40}):
        seat = Seat(F32, BOTH, **how)
        for _ in range(2):
            seat.hear(p1=sound, p2=0.5)
        assert sound.tolist() == [0.25] * 960
        assert [seat.values(frame) for frame in seat.of(0) + seat.of(1)] == [{0.75}] * len(seat.of(0)) + [
            {0.25}
        ] * len(seat.of(1))


def test_a_mix_beyond_full_scale_is_clipped():
    seat = Seat(AudioFormat(), MIX)
    seat.hear(p1=0.75, p2=0.75)
    seat.hear(p1=-0.75, p2=-0.75)
    assert seat.frames[0].pcm == np.full(960, 32_767, "<i2").tobytes()
    assert seat.frames[1].pcm == np.full(960, -32_768, "<i2").tobytes()


def test_the_mix_has_no_gaps_and_no_name():
    seat = Seat(AudioFormat(), MIX)
    seat.hear()
    seat.hear(p1=0.5)
    assert [(f.peer_id, f.user_id, f.sequence, f.media_id, f.voice) for f in seat.frames] == [
        (0, "", 1, 0, False),
        (0, "", 2, 0, True),
    ]
    assert seat.frames[0].pcm == bytes(1_920)


def test_the_mix_leaves_out_those_that_are_named_and_they_are_heard_on_their_own():
    seat = Seat(F32, BOTH, without=2)
    seat.hear(p1=0.25, p2=0.5)
    seat.hear(p2=0.5)
    assert [seat.values(frame) for frame in seat.of(0)] == [{0.25}, {0.0}]
    assert [frame.voice for frame in seat.of(0)] == [True, False]
    assert [seat.values(frame) for frame in seat.of(2)] == [{0.5}, {0.5}]


def test_peers_come_each_on_their_own_while_they_can_be_heard():
    seat = Seat(F32, PER_PEER)
    seat.hear()
    seat.hear(p1=0.5)
    seat.hear(p1=0.5, p2=0.25, p3=1.0)
    assert [
        [(f.peer_id, f.user_id, f.sequence, f.media_id) for f in message] for message in seat.messages
    ] == [
        [(1, "anna", 1, 11)],
        [(1, "anna", 2, 11), (2, "bert", 1, 12), (3, "", 1, 13)],
    ]
    assert {(f.lane, f.voice) for f in seat.frames} == {(4, True)}
    assert seat.values(seat.of(2)[0]) == {0.25}


def test_one_that_falls_silent_within_a_frame_is_followed_by_silence():
    seat = Seat(F32, PER_PEER, frame_ms=60)
    seat.hear(p1=0.5)
    seat.hear(p2=0.25)
    seat.hear(p1=0.5)
    one, two = (seat.format.decode(seat.of(peer_id)[0].pcm).reshape(3, 960) for peer_id in (1, 2))
    assert one.mean(axis=1).tolist() == [0.5, 0, 0.5]
    assert two.mean(axis=1).tolist() == [0, 0.25, 0]


# Frames


@settings(max_examples=120)
@given(
    st.sampled_from(RATES),
    st.integers(1, 2),
    st.tuples(st.sampled_from([10, 20, 40, 60]), st.sampled_from([1, 2, 5, 7, 50])),
    st.integers(0, 10_000),
    st.sampled_from([MIX, PER_PEER, BOTH]),
)
def test_no_sample_is_lost_or_repeated_and_positions_join(
    rate: int, channels: int, lengths: tuple[int, int], first_tick: int, mode: ReceiveMode
) -> None:
    frame_ms, per_message = lengths
    audio_format = AudioFormat(rate, channels, SampleFormat.F32LE)
    ticks = 3 * max(1, frame_ms // 20) * per_message
    seat = Seat(audio_format, mode, first_tick, frame_ms=frame_ms, frames_per_message=per_message)
    total = (audio_format.position(first_tick + ticks) - audio_format.position(first_tick)) * channels
    sound = (np.arange(1, total + 1) / (total + 1)).astype(np.float32)
    start = 0
    for tick in range(first_tick, first_tick + ticks):
        end = start + audio_format.samples_in(tick)
        seat.hear(p1=sound[start:end])
        start = end
    for peer_id in ([0] if MIX in mode else []) + ([1] if PER_PEER in mode else []):
        frames = seat.of(peer_id)
        assert b"".join(frame.pcm for frame in frames) == sound.tobytes()
        assert [frame.sequence for frame in frames] == list(range(1, len(frames) + 1))
        assert frames[0].room_sample == audio_format.position(first_tick)
        for one, other in pairwise(frames):
            assert other.room_sample == one.room_sample + len(one.pcm) // audio_format.bytes_per_sample
        exact = rate * frame_ms / 1000
        assert {len(frame.pcm) // audio_format.bytes_per_sample for frame in frames} <= {
            math.floor(exact),
            math.ceil(exact),
        }
        assert {len([f for f in message if f.peer_id == peer_id]) for message in seat.messages} == {
            per_message
        }


def test_two_frames_of_ten_milliseconds_share_the_message_of_their_tick():
    outbox = Outbox(5)
    reception = Reception(F32, PER_PEER, 10)
    ear = PcmListener(0, reception, Names(), outbox.offer)
    sound = np.arange(960, dtype=np.float32)
    for tick in range(2):
        ear.hear(tick, tick, {2: sound, 1: sound})
    first = outbox._oldest()
    assert [(frame.peer_id, frame.room_sample) for frame in first.frames] == [
        (1, 0),
        (1, 480),
        (2, 0),
        (2, 480),
    ]
    assert len(outbox._ticks) == 1


def test_positions_count_silence_too():
    audio_format = AudioFormat(11_025, 2)
    seat = Seat(audio_format, PER_PEER)
    for _ in range(3):
        seat.hear(p1=0.5)
    seat.skip(47)
    for _ in range(2):
        seat.hear(p1=0.5)
    assert [frame.room_sample for frame in seat.frames] == [0, 220, 441, 11_025, 11_245]
    assert [len(frame.pcm) for frame in seat.frames] == [880, 884, 880, 880, 884]


def test_after_missing_ticks_frames_are_whole_again_and_in_their_place():
    seat = Seat(F32, MIX, frame_ms=60)
    seat.hear(p1=0.5)
    seat.skip(100)
    for _ in range(3):
        seat.hear(p1=0.25)
    (frame,) = seat.frames
    assert (frame.room_sample, seat.values(frame)) == (101 * 960, {0.25})


def test_several_frames_a_message_wait_for_one_another():
    seat = Seat(F32, PER_PEER, frames_per_message=3)
    seat.hear(p1=0.5)
    seat.hear(p1=0.5)
    assert seat.messages == []
    seat.hear(p2=0.5)
    assert [[(f.peer_id, f.sequence) for f in message] for message in seat.messages] == [
        [(1, 1), (1, 2), (2, 1)]
    ]
    for _ in range(3):
        seat.hear()
    assert len(seat.messages) == 1


def test_a_number_given_again_counts_from_one():
    seat = Seat(AudioFormat(), PER_PEER)
    seat.hear(p1=0.5)
    seat.hear(p1=0.5)
    seat.ear.forget(1)
    seat.ear.forget(7)
    seat.hear(p1=0.5)
    assert [frame.sequence for frame in seat.frames] == [1, 2, 1]


# Levels


@pytest.mark.parametrize(
    ("samples", "level"),
    [
        (np.ones(960), 0.0),
        (np.full(960, 0.1), -20.0),
        (np.sin(np.arange(960) * 2 * np.pi / 96), -3.0103),
        (np.zeros(960), -127.0),
        (np.full(960, 1e-9), -127.0),
        (np.zeros(0), -127.0),
    ],
)
def test_the_level_is_the_root_mean_square(samples: np.ndarray, level: float):
    assert level_dbfs(samples.astype(np.float32)) == pytest.approx(level, abs=0.001)


def test_every_frame_tells_its_level():
    seat = Seat(F32, BOTH)
    seat.hear(p1=0.1, p2=0.1)
    assert [round(frame.level_dbfs, 2) for frame in seat.frames] == [-13.98, -20.0, -20.0]


# What is refused


@pytest.mark.parametrize(("frame_ms", "count"), [(0, 1), (5, 1), (30, 1), (80, 1), (20, 0), (20, 51)])
def test_frames_of_other_lengths_are_refused(frame_ms: int, count: int):
    with pytest.raises(InvalidArgumentError) as caught:
        Reception(AudioFormat(), MIX, frame_ms, count)
    assert caught.value.reason == "FRAME_LENGTH_INVALID"


@pytest.mark.parametrize("frame_ms", [10, 40, 60])
def test_packets_come_in_twenty_milliseconds_only(frame_ms: int):
    with pytest.raises(InvalidArgumentError) as caught:
        Reception(OPUS, PER_PEER, frame_ms)
    assert caught.value.reason == "FRAME_LENGTH_INVALID"


@pytest.mark.parametrize("mode", [MIX, BOTH])
def test_packets_cannot_be_mixed(mode: ReceiveMode):
    with pytest.raises(InvalidArgumentError) as caught:
        Reception(OPUS, mode)
    assert caught.value.reason == "RECEIVE_MODE_INVALID"
