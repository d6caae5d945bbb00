"""Packets passed through: their places, and the gaps between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.space.place import ORIGIN
from odind.core.voice.lane_config import ReceiveMode, Reception
from odind.core.voice.listener import OpusListener
from odind.core.voice.outbox import Gap, HeardFrame
from odind.core.voice.ports import VoicePacket

FRAME = 960
CLOCK_STEP = 1_800
WRAP = 2**32
RECEPTION = Reception(AudioFormat(48_000, 1, SampleFormat.OPUS), ReceiveMode.PER_PEER)
NONE, SILENCE, LOSS = Gap.NONE, Gap.SILENCE, Gap.LOSS


class Names:
    """Nobody is known by name."""

    def user_id(self, peer_id: int) -> str:
        return f"user {peer_id}"

    def media_id(self, peer_id: int) -> int:
        return peer_id + 10


class Seat:
    """A listener of packets whose sender's counters begin at `sequence` and `clock`."""

    def __init__(self, sequence: int = 100, clock: int = 5_000, first_tick: int = 50) -> None:
        self.frames: list[HeardFrame] = []
        self.deliveries: list[int] = []
        self.ear = OpusListener(3, RECEPTION, Names(), self._deliver)
        self.tick_number = first_tick
        self._sequence = sequence
        self._clock = clock

    def _deliver(self, tick: int, frames: list[HeardFrame]) -> None:
        self.deliveries.append(tick)
        self.frames.extend(frames)

    def take(self, number: int, *, ssrc: int = 7, last: bool = False, late_clock: int = 0) -> None:
        """The packet that its sender sent as the `number`th, from 0."""
        self.ear.on_packet(
            VoicePacket(
                peer_id=1,
                datagram=b"",
                positions=ORIGIN,
                opus=b"opus %d" % number,
                sequence=(self._sequence + number) % WRAP,
                media_timestamp=(self._clock + number * CLOCK_STEP + late_clock) % WRAP,
                ssrc=ssrc,
                last=last,
            ),
            self.tick_number,
        )

    def tick(self, count: int = 1) -> None:
        for _ in range(count):
            self.ear.hear(1_000 + self.tick_number, self.tick_number, {})
            self.tick_number += 1

    def play(self, *numbers: int) -> None:
        """Take a packet a tick."""
        for number in numbers:
            self.take(number)
            self.tick()

    def story(self) -> list[tuple[str, int]]:
        """Each frame's packet number or gap, and its place in frames since tick 50."""
        return [
            (frame.opus.decode()[5:] or frame.gap.name, frame.room_sample // FRAME - 50)
            for frame in self.frames
        ]


def test_packets_come_as_they_are_with_all_that_is_known_of_them():
    seat = Seat()
    seat.play(0, 1)
    first, second = seat.frames
    assert (first.opus, first.media_timestamp, first.room_sample) == (b"opus 0", 5_000, 50 * FRAME)
    assert (second.opus, second.media_timestamp, second.room_sample) == (b"opus 1", 6_800, 51 * FRAME)
    assert {(f.peer_id, f.user_id, f.media_id, f.lane, f.voice, f.gap, f.pcm) for f in seat.frames} == {
        (1, "user 1", 11, 3, True, NONE, b"")
    }
    assert seat.deliveries == [1_050, 1_051]


def test_packets_that_come_together_have_places_of_their_own():
    seat = Seat()
    for number in range(4):
        seat.take(number)
    seat.tick()
    assert seat.story() == [("0", 0), ("1", 1), ("2", 2), ("3", 3)]


@pytest.mark.parametrize("lost", [1, 2, 9])
def test_lost_packets_leave_marks_in_their_places(lost: int):
    seat = Seat()
    seat.play(0, 1)
    seat.tick(lost)
    seat.play(2 + lost)
    assert seat.story() == [
        ("0", 0),
        ("1", 1),
        *(("LOSS", 2 + number) for number in range(lost)),
        (str(2 + lost), 2 + lost),
    ]
    gaps = [frame for frame in seat.frames if frame.gap is LOSS]
    assert {(gap.opus, gap.voice, gap.media_timestamp) for gap in gaps} == {(b"", False, None)}
    assert [frame.sequence for frame in seat.frames] == list(range(1, len(seat.frames) + 1))


def test_a_great_loss_is_not_marked_without_end():
    seat = Seat()
    seat.play(0)
    seat.take(100_000)
    seat.tick()
    marks = [place for what, place in seat.story() if what == "LOSS"]
    assert marks == list(range(100_000 - 50, 100_000))


def test_the_last_packet_of_a_talkspurt_is_followed_by_silence():
    seat = Seat()
    seat.play(0)
    seat.take(1, last=True)
    seat.tick(30)
    assert seat.story() == [("0", 0), ("1", 1), ("SILENCE", 2)]
    assert not seat.frames[-1].voice


def test_a_talkspurt_that_ends_without_saying_so_is_followed_by_silence_later():
    seat = Seat()
    seat.play(0, 1)
    seat.tick(9)
    assert seat.story() == [("0", 0), ("1", 1)]
    seat.tick(20)
    assert seat.story() == [("0", 0), ("1", 1), ("SILENCE", 2)]


def test_the_next_talkspurt_lies_where_it_was_heard():
    seat = Seat()
    seat.take(0, last=True)
    seat.tick(20)
    seat.play(1, 2)
    assert seat.story() == [("0", 0), ("SILENCE", 1), ("1", 20), ("2", 21)]


def test_what_was_lost_between_talkspurts_is_not_marked():
    seat = Seat()
    seat.take(0, last=True)
    seat.tick(20)
    seat.play(4)
    assert seat.story() == [("0", 0), ("SILENCE", 1), ("4", 20)]


def test_a_talkspurt_never_overlaps_the_one_before():
    seat = Seat()
    for number in range(3):
        seat.take(number, last=number == 2)
    seat.tick()
    seat.play(3, 4)
    assert seat.story() == [("0", 0), ("1", 1), ("2", 2), ("SILENCE", 3), ("3", 3), ("4", 4)]


def test_a_sender_whose_clock_ran_away_comes_back():
    seat = Seat()
    seat.take(0)
    seat.take(1, late_clock=90_000 * 60, last=True)
    seat.tick(20)
    seat.play(2)
    assert seat.story()[-1] == ("2", 20)


def test_a_late_packet_comes_late_but_with_its_own_place():
    seat = Seat()
    seat.play(0, 2, 1, 3)
    assert seat.story() == [("0", 0), ("LOSS", 1), ("2", 2), ("1", 1), ("3", 3)]


def test_a_repeated_packet_comes_once():
    seat = Seat()
    seat.play(0, 1)
    for number in (1, 0, 1):
        seat.take(number)
    seat.play(2)
    assert seat.story() == [("0", 0), ("1", 1), ("2", 2)]


def test_a_repeated_or_late_end_ends_nothing():
    seat = Seat()
    seat.play(0)
    seat.take(1, last=True)
    seat.tick()
    seat.take(2)
    seat.take(1, last=True)
    seat.tick()
    seat.play(3)
    assert [what for what, _ in seat.story()] == ["0", "1", "SILENCE", "2", "3"]


def test_another_source_of_the_peer_begins_anew():
    seat = Seat()
    seat.play(0, 1)
    seat.tick(3)
    seat.take(5_000, ssrc=8)
    seat.tick()
    seat.take(5_001, ssrc=8)
    seat.tick()
    assert seat.story() == [("0", 0), ("1", 1), ("5000", 5), ("5001", 6)]


def test_a_sender_that_counts_anew_with_the_same_source_is_followed():
    seat = Seat(sequence=1_000_000)
    seat.play(0, 1)
    seat.tick(3)
    for number in (-900_000, -899_999):
        seat.take(number)
        seat.tick()
    assert seat.story() == [("0", 0), ("1", 1), ("-900000", 5), ("-899999", 6)]


@pytest.mark.parametrize("sequence", [WRAP - 1, WRAP - 2, WRAP - 3, 0])
@pytest.mark.parametrize("clock", [WRAP - 1, WRAP - CLOCK_STEP, WRAP - 2_500, 0])
def test_counters_that_wrap_change_nothing(sequence: int, clock: int):
    seat = Seat(sequence, clock)
    seat.play(0, 1)
    seat.tick()
    seat.play(3, 2, 4)
    assert seat.story() == [("0", 0), ("1", 1), ("LOSS", 2), ("3", 3), ("2", 2), ("4", 4)]


def test_a_place_before_the_clock_began_is_its_beginning():
    seat = Seat(first_tick=0)
    seat.take(3)
    seat.take(2)
    seat.take(5)
    seat.tick()
    assert [frame.room_sample for frame in seat.frames] == [0, 0, FRAME, 2 * FRAME]


def test_a_peer_that_left_counts_anew():
    seat = Seat()
    seat.play(0, 1)
    seat.ear.forget(1)
    seat.ear.forget(9)
    seat.tick(30)
    seat.play(2)
    assert [(frame.sequence, frame.gap) for frame in seat.frames] == [(1, NONE), (2, NONE), (1, NONE)]


def test_positions_alone_are_not_heard():
    seat = Seat()
    seat.ear.on_packet(VoicePacket(1, b"", ORIGIN), 50)
    seat.tick()
    assert seat.frames == []
    assert seat.deliveries == []


def test_an_end_without_a_packet_ends_the_talkspurt():
    seat = Seat()
    end = VoicePacket(1, b"", ORIGIN, b"", sequence=101, ssrc=7, last=True)
    seat.ear.on_packet(end, 50)
    seat.play(0)
    seat.ear.on_packet(end, 51)
    seat.tick(20)
    assert seat.story() == [("0", 0), ("SILENCE", 1)]


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["ok", "ok", "ok", "lost", "late", "twice"]), min_size=1, max_size=60),
    st.integers(0, WRAP - 1),
    st.integers(0, WRAP - 1),
)
def test_every_packet_that_came_is_given_once_in_its_place_and_every_other_is_marked(
    fates: list[str], sequence: int, clock: int
) -> None:
    seat = Seat(sequence, clock)
    came, held = [], []
    seat.play(0)
    for number, fate in enumerate(fates, 1):
        if fate in ("ok", "twice"):
            seat.take(number)
            came.append(number)
        if fate == "twice":
            seat.take(number)
        if fate == "late":
            held.append(number)
        elif held:
            late = held.pop(0)
            seat.take(late)
            came.append(late)
        for track in seat.ear._tracks.values():
            track.last_tick = seat.tick_number  # let no talkspurt end for want of packets
        seat.tick()
    packets = [(int(what), place) for what, place in seat.story() if what.isdigit()]
    assert sorted(number for number, _ in packets) == sorted({0, *came})
    assert all(number == place for number, place in packets)
    marked = [place for what, place in seat.story() if what == "LOSS"]
    assert len(marked) == len(set(marked))
    newest = max(number for number, _ in packets)
    in_order = {number for number in range(newest + 1) if number not in marked}
    assert in_order <= {number for number, _ in packets}


def test_packets_in_order_have_places_in_order_over_ten_minutes():
    seat = Seat(WRAP - 10_000, WRAP - 9_000_000)
    for number in range(30_000):
        seat.take(number)
        seat.tick()
    places = [frame.room_sample for frame in seat.frames]
    assert {b - a for a, b in pairwise(places)} == {FRAME}
    assert places[-1] == (50 + 29_999) * FRAME
