"""Rates, bans and faults: pure, with time as an argument."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.base.errors import InvalidArgumentError
from odind.grid import DatagramFault, GridConfig, GridLimits, Rate
from odind.grid.sfu.bans import Bans
from odind.grid.sfu.faulty_path import FaultyPath
from odind.grid.sfu.room_key import RoomKey
from odind.grid.sfu.token_buckets import MediaBuckets, TokenBucket

ROOM = RoomKey("namespace", "room")


def test_a_bucket_gives_its_burst_and_then_its_rate():
    bucket = TokenBucket(Rate(per_second=10, burst=3), now=0.0)
    assert [bucket.spend(0.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.spend(0.1), bucket.spend(0.1)] == [True, False]
    assert [bucket.spend(9.0) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_goes_back_fills_no_bucket():
    bucket = TokenBucket(Rate(per_second=10, burst=1), now=5.0)
    assert bucket.spend(5.0)
    assert not bucket.spend(1.0)
    assert not bucket.spend(5.05)
    assert bucket.spend(5.2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200))
def test_a_bucket_never_gives_more_than_burst_and_rate(steps: list[float]):
    bucket, now, given_out = TokenBucket(Rate(per_second=5, burst=7), now=0.0), 0.0, 0
    for step in steps:
        now += step
        given_out += bucket.spend(now)
    assert given_out <= 7 + 5 * now + 1e-6


def test_each_media_has_its_own_bucket():
    buckets = MediaBuckets(Rate(per_second=1, burst=1), max_medias=2, now=0.0)
    assert [buckets.spend(1, 0.0), buckets.spend(2, 0.0)] == [True, True]
    assert [buckets.spend(1, 0.0), buckets.spend(2, 0.0)] == [False, False]


def test_a_media_more_than_allowed_waits_until_another_is_idle():
    buckets = MediaBuckets(Rate(per_second=1, burst=1), max_medias=2, now=0.0)
    assert [buckets.spend(media, 0.0) for media in (1, 2, 3)] == [True, True, False]
    assert buckets.spend(3, 1.0)


def test_a_sender_with_a_new_media_for_every_packet_gets_no_more_than_its_share():
    buckets = MediaBuckets(Rate(per_second=50, burst=100), max_medias=5, now=0.0)
    passed = sum(buckets.spend(media, media / 1000) for media in range(10_000))
    assert passed <= 5 * (100 + 50 * 10)


def test_encrypted_packets_share_the_allowance_of_all_medias():
    buckets = MediaBuckets(Rate(per_second=1, burst=2), max_medias=3, now=0.0)
    assert sum(buckets.spend(None, 0.0) for _ in range(10)) == 6


def test_a_ban_ends_when_its_time_is_over():
    bans = Bans(max_entries=10)
    bans.add(ROOM, "kim", until=10.0)
    assert bans.is_banned(ROOM, "kim", 9.9)
    assert not bans.is_banned(ROOM, "kim", 10.0)
    assert not bans.is_banned(ROOM, "lee", 0.0)
    assert not bans.is_banned(RoomKey("other", "room"), "kim", 0.0)
    bans.expire(10.0)
    assert len(bans) == 0


def test_a_closed_room_keeps_everybody_out():
    bans = Bans(max_entries=10)
    bans.add(ROOM, None, until=10.0)
    assert bans.is_banned(ROOM, "anybody", 5.0)


def test_the_later_of_two_bans_counts():
    bans = Bans(max_entries=10)
    bans.add(ROOM, "kim", until=10.0)
    bans.add(ROOM, "kim", until=5.0)
    assert bans.is_banned(ROOM, "kim", 7.0)


def test_bans_are_bounded_and_the_oldest_goes_first():
    bans = Bans(max_entries=2)
    for name in ("a", "b", "c"):
        bans.add(ROOM, name, until=10.0)
        bans.revoke(name, until=10.0)
    assert [bans.is_banned(ROOM, name, 0.0) for name in "abc"] == [False, True, True]
    assert [bans.is_revoked(name) for name in "abc"] == [False, True, True]


def fates(fault: DatagramFault, seed: str, count: int = 2000) -> list[list[tuple[float, bytes]]]:
    path = FaultyPath(fault, seed)
    return [path.pass_through(n.to_bytes(2)) for n in range(count)]


def test_the_same_seed_gives_the_same_faults_and_another_one_others():
    fault = DatagramFault(drop=0.1, duplicate=0.1, reorder=0.1, delay=0.01, jitter=0.02)
    assert fates(fault, "1/kim/sent") == fates(fault, "1/kim/sent")
    assert fates(fault, "1/kim/sent") != fates(fault, "2/kim/sent")


def test_datagrams_are_dropped_at_the_rate_asked_for():
    lost = sum(not fate for fate in fates(DatagramFault(drop=0.25), "s"))
    assert 400 < lost < 600


def test_duplicates_are_copies_and_nothing_is_lost():
    passed = [packet for fate in fates(DatagramFault(duplicate=0.5), "s") for _, packet in fate]
    assert len(set(passed)) == 2000
    assert 2800 < len(passed) < 3200


def test_a_reordered_datagram_leaves_behind_the_next():
    passed = [packet for fate in fates(DatagramFault(reorder=1.0), "s", 6) for _, packet in fate]
    assert [int.from_bytes(packet) for packet in passed] == [1, 0, 3, 2, 5, 4]


def test_delays_lie_between_delay_and_delay_plus_jitter():
    delays = [delay for fate in fates(DatagramFault(delay=0.1, jitter=0.05), "s") for delay, _ in fate]
    assert 0.1 <= min(delays) < 0.11
    assert 0.14 < max(delays) <= 0.15


@pytest.mark.parametrize("settings", [{"drop": 1.1}, {"reorder": -0.1}, {"delay": 61}, {"jitter": -1}])
def test_a_fault_out_of_range_is_refused(settings: dict[str, float]):
    with pytest.raises(InvalidArgumentError, match="FAULT_INVALID"):
        DatagramFault(**settings)


@pytest.mark.parametrize("address", ["", "localhost", ":1", "h:", "h:x", "h:65536", "h:-1", "h:٣"])
def test_a_malformed_address_is_refused(address: str):
    with pytest.raises(InvalidArgumentError, match="GRID_ADDRESS_INVALID"):
        GridConfig(udp=address)


def test_limits_must_be_greater_than_zero():
    with pytest.raises(InvalidArgumentError, match="max_rooms"):
        GridConfig(limits=dataclasses.replace(GridLimits(), max_rooms=0))
    with pytest.raises(InvalidArgumentError, match="media_packets"):
        GridConfig(limits=GridLimits(media_packets=Rate(0, 1)))


def test_the_defaults_are_those_of_odins_own_server():
    limits = GridLimits()
    assert limits.media_packets == Rate(per_second=50, burst=100)
    assert limits.incoming_messages == Rate(per_second=10, burst=50)
    assert limits.medias == 5
