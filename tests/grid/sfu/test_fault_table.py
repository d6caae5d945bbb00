"""Which faults affect which user in which room."""

from __future__ import annotations

from odind.grid import DatagramFault
from odind.grid.sfu.fault_table import FaultTable, Target
from odind.grid.sfu.room_key import RoomKey

LOBBY, BAR = RoomKey("acme", "lobby"), RoomKey("acme", "bar")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_fault_affects_its_user_in_its_direction_only():
    table = FaultTable(1, Clock())
    table.disturb(Target("kim"), "received", DatagramFault(drop=1.0))
    sent, received = table.paths("kim", LOBBY)
    assert sent is None
    assert received is not None
    assert received.pass_through(b"x") == []
    assert table.paths("lee", LOBBY) == (None, None)


def test_a_fault_can_be_confined_to_a_room():
    table = FaultTable(1, Clock())
    table.disturb(Target("kim", "bar"), "sent", DatagramFault(drop=1.0))
    table.blackhole(Target("kim", "bar"), 5.0)
    assert table.paths("kim", LOBBY) == (None, None)
    assert table.paths("kim", BAR)[0] is not None
    assert (table.blackhole_end("kim", LOBBY), table.blackhole_end("kim", BAR)) == (0.0, 105.0)


def test_a_blackhole_ends_and_the_latest_of_several_counts():
    clock = Clock()
    table = FaultTable(1, clock)
    table.blackhole(Target("kim"), 5.0)
    table.blackhole(Target("kim", "bar"), 9.0)
    assert table.blackhole_end("kim", BAR) == 109.0
    clock.now = 106.0
    assert (table.blackhole_end("kim", LOBBY), table.blackhole_end("kim", BAR)) == (0.0, 109.0)


def test_clearing_ends_all_faults():
    table = FaultTable(1, Clock())
    table.disturb(Target("kim"), "sent", DatagramFault(drop=1.0))
    table.blackhole(Target("kim"), 5.0)
    table.refusal = "full"
    assert all(table.describe().values())
    table.clear()
    assert not any(table.describe().values())
