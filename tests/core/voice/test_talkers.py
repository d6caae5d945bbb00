"""Who is speaking, told from packets and from their staying away."""

from __future__ import annotations

import math

from odind.core.space.place import ORIGIN
from odind.core.voice.events import MediaAdded, MediaRemoved, VoiceEvent
from odind.core.voice.ports import VoicePacket
from odind.core.voice.talkers import Talkers, Utterance


def packet(peer_id: int = 1, ssrc: int = 7, *, opus: bytes | None = b"x", last: bool = False) -> VoicePacket:
    return VoicePacket(peer_id, b"", ORIGIN, opus, ssrc=ssrc, last=last)


def test_a_peer_begins_with_its_first_packet_and_ends_with_its_last():
    talkers = Talkers(str, lambda _event: None)
    assert talkers.on_packet(packet(), 0) is True
    assert talkers.on_packet(packet(), 1) is None
    assert talkers.on_packet(packet(last=True), 2) is False
    assert talkers.on_packet(packet(last=True), 3) is None
    assert talkers.on_packet(packet(), 4) is True


def test_an_end_without_sound_counts_and_no_sound_at_all_does_not():
    talkers = Talkers(str, lambda _event: None)
    assert talkers.on_packet(packet(opus=b""), 0) is None
    assert talkers.on_packet(packet(opus=None), 0) is None
    assert talkers.media_id(1) == 0
    talkers.on_packet(packet(), 1)
    assert talkers.on_packet(packet(opus=b"", last=True), 2) is False


def test_one_that_stays_away_has_ended_after_a_fifth_of_a_second():
    talkers = Talkers(str, lambda _event: None)
    talkers.on_packet(packet(1), 0)
    talkers.on_packet(packet(2), 5)
    assert [tick for tick in range(30) if talkers.fallen_silent(tick)] == [11, 16]
    assert talkers.on_packet(packet(1), 30) is True


def test_all_that_speak_fall_silent_when_nobody_listens():
    talkers = Talkers(str, lambda _event: None)
    talkers.on_packet(packet(1), 0)
    talkers.on_packet(packet(2), 0)
    talkers.on_packet(packet(2, last=True), 1)
    assert talkers.fallen_silent(math.inf) == [1]
    assert talkers.fallen_silent(math.inf) == []


def test_every_source_has_a_number_of_its_own_and_none_is_given_twice():
    talkers = Talkers(str, lambda _event: None)
    assert talkers.media_id(1) == 0
    talkers.on_packet(packet(1, ssrc=7), 0)
    talkers.on_packet(packet(2, ssrc=7), 0)
    assert (talkers.media_id(1), talkers.media_id(2)) == (1, 2)
    talkers.on_packet(packet(1, ssrc=7), 1)
    assert talkers.media_id(1) == 1
    assert talkers.on_packet(packet(1, ssrc=8), 2) is None  # it speaks on, from elsewhere
    assert talkers.media_id(1) == 3
    talkers.forget(1)
    talkers.forget(99)
    assert talkers.media_id(1) == 0
    assert talkers.on_packet(packet(1, ssrc=8), 3) is True
    assert talkers.media_id(1) == 4


def test_every_source_is_told_as_it_comes_and_as_it_goes():
    told: list[VoiceEvent] = []
    talkers = Talkers(lambda peer_id: f"user {peer_id}", told.append)
    talkers.on_packet(packet(1), 0)
    talkers.on_packet(packet(1), 1)
    talkers.on_packet(packet(1, ssrc=8), 2)
    talkers.on_packet(packet(2), 2)
    talkers.forget(1)
    talkers.forget(1)
    talkers.clear()
    assert told == [
        MediaAdded(1, "user 1", 1),
        MediaRemoved(1, "user 1", 1),
        MediaAdded(1, "user 1", 2),
        MediaAdded(2, "user 2", 3),
        MediaRemoved(1, "user 1", 2),
        MediaRemoved(2, "user 2", 3),
    ]
    assert talkers.media_id(1) == 0


def test_a_peer_with_a_new_source_in_each_packet_does_not_flood_the_log():
    published: list[VoiceEvent] = []
    talkers = Talkers(str, published.append)
    for tick in range(500):
        talkers.on_packet(packet(ssrc=tick), tick)
    added = [event for event in published if isinstance(event, MediaAdded)]
    assert len(added) == 1 + 5 + 9
    assert talkers.media_id(1) == added[-1].media_id


def test_a_peer_that_ends_with_each_packet_starts_no_more_than_a_few_times():
    talkers = Talkers(str, lambda _event: None)
    told = [talkers.on_packet(packet(last=tick % 2 == 1), tick) for tick in range(500)]
    assert told.count(True) == told.count(False) == 5 + 19


def test_an_utterance_is_as_long_as_the_voice_that_came_and_not_the_silence_after_it():
    talkers = Talkers(lambda peer_id: f"user {peer_id}", lambda _event: None)
    for tick in range(5, 9):
        talkers.on_packet(packet(1), tick)
    assert talkers.fallen_silent(15) == []
    assert talkers.utterances() == [Utterance(1, "user 1", since=5, ticks=4)]
    assert talkers.utterances()[0].stretch == (1, 5)
    talkers.on_packet(packet(1, last=True), 16)
    assert talkers.utterances() == []
    talkers.on_packet(packet(1), 20)
    assert [said.stretch for said in talkers.utterances()] == [(1, 20)]
