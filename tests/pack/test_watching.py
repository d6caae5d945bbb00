"""What a watch asks for, as the wire spells it."""

from __future__ import annotations

from odind.core.rooms.watching import WATCHED_EVENTS
from odind.pack.watching import KINDS, unpack_wanted
from odind.v1 import rooms_pb2

EVENT = rooms_pb2.Event.DESCRIPTOR


def test_every_event_has_the_name_of_its_field():
    assert set(KINDS) == {field.name for field in EVENT.oneofs_by_name["kind"].fields}
    assert set(KINDS.values()) >= set(WATCHED_EVENTS)


def test_no_kind_means_all_of_them():
    assert unpack_wanted(rooms_pb2.WatchEventsRequest()).kinds == tuple(KINDS.values())


def test_a_watch_after_the_event_zero_is_not_one_with_a_snapshot():
    assert unpack_wanted(rooms_pb2.WatchEventsRequest(after_sequence=0)).after_sequence == 0
    assert unpack_wanted(rooms_pb2.WatchEventsRequest()).after_sequence is None
