"""Bans, closed rooms and revoked sessions, with time as an argument."""

from __future__ import annotations

from odind.grid.sfu.bans import Bans
from odind.grid.sfu.room_key import RoomKey

ROOM = RoomKey("namespace", "room")


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
