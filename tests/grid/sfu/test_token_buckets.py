"""Rates and bursts, with time as an argument."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odind.grid import Rate
from odind.grid.sfu.token_buckets import MediaBuckets, bucket_of


def test_a_bucket_gives_its_burst_and_then_its_rate():
    bucket = bucket_of(Rate(per_second=10, burst=3), now=0.0)
    assert [bucket.spend(0.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.spend(0.1), bucket.spend(0.1)] == [True, False]
    assert [bucket.spend(9.0) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_goes_back_fills_no_bucket():
    bucket = bucket_of(Rate(per_second=10, burst=1), now=5.0)
    assert bucket.spend(5.0)
    assert not bucket.spend(1.0)
    assert not bucket.spend(5.05)
    assert bucket.spend(5.2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200))
def test_a_bucket_never_gives_more_than_burst_and_rate(steps: list[float]):
    bucket, now, given_out = bucket_of(Rate(per_second=5, burst=7), now=0.0), 0.0, 0
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
