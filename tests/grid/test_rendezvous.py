"""Which grid has a room."""

from __future__ import annotations

from collections import Counter

from odind.grid.rendezvous import server_of

SERVERS = ("http://a:1", "http://b:1", "http://c:1")
ROOMS = [f"room {number}" for number in range(3_000)]


def test_all_who_know_the_same_servers_agree():
    assert [server_of(room, SERVERS) for room in ROOMS] == [server_of(room, SERVERS[::-1]) for room in ROOMS]


def test_each_server_has_its_share_of_rooms():
    shares = Counter(server_of(room, SERVERS) for room in ROOMS)
    assert set(shares) == set(SERVERS)
    assert min(shares.values()) > 900


def test_a_server_that_is_taken_away_moves_its_own_rooms_alone():
    left = SERVERS[:2]
    moved = [room for room in ROOMS if server_of(room, SERVERS) != server_of(room, left)]
    assert moved == [room for room in ROOMS if server_of(room, SERVERS) == SERVERS[2]]


def test_a_room_may_have_any_name():
    assert server_of("\ud800 ü", SERVERS) in SERVERS
