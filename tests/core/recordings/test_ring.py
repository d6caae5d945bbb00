"""A ring keeps the latest, and gives it as a take of its own."""

from __future__ import annotations

from odind.core.recordings.ports import Chunk, Mark, Voice
from odind.core.recordings.ring import MAX_BYTES, Ring


def filled(ring: Ring, chunks: int, size: int = 10, first: int = 0) -> Ring:
    for number in range(first, first + chunks):
        start = number * 10
        sound = {
            "anna": [slot.to_bytes(4) + bytes(size) for slot in range(start, start + 10)],
            "ben": [None] * 9 + [b"ben"],
        }
        voices = {"anna": Voice("anna", 1), "ben": Voice("ben", 1)} if not number else {}
        ring.write(Chunk(start, start + 10, sound, voices, [Mark(start + 5, "mark", {"number": number})]))
    return ring


def slots_of(chunks: list[Chunk], track: str) -> list[bytes | None]:
    return [one for chunk in chunks for one in chunk.sound.get(track, [None] * (chunk.stop - chunk.start))]


def test_the_latest_slots_begin_at_slot_0_and_each_track_once():
    chunks = list(filled(Ring(100), 50).last(25, ()))
    assert [(chunk.start, chunk.stop) for chunk in chunks] == [(0, 5), (5, 15), (15, 25)]
    assert [int.from_bytes(one[:4]) for one in slots_of(chunks, "anna") if one] == list(range(475, 500))
    assert [sorted(chunk.voices) for chunk in chunks] == [["anna", "ben"], [], []]
    assert [mark.slot for chunk in chunks for mark in chunk.marks] == [0, 10, 20]


def test_no_more_is_given_than_is_kept_and_nothing_older_is_held():
    ring = filled(Ring(100), 50)
    assert len(slots_of(list(ring.last(10_000, ())), "anna")) == 100
    assert len(ring._chunks) == 10


def test_users_are_chosen():
    (chunk,) = filled(Ring(100), 1).last(10, {"ben"})
    assert set(chunk.sound) == set(chunk.voices) == {"ben"}


def test_an_empty_ring_gives_nothing():
    assert list(Ring(100).last(10, ())) == []


def test_what_is_held_is_bounded():
    ring = filled(Ring(1_000_000), 3_000, size=1_275)
    assert ring._bytes <= MAX_BYTES
    assert len(slots_of(list(ring.last(1_000_000, ())), "anna")) * 1_275 > MAX_BYTES * 0.9
