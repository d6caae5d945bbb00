"""The timer of a connection that stays only while calls hold it."""

from __future__ import annotations

from odind.core.rooms.events import ConnectionState, ConnectionView
from odind.core.rooms.holder import Holder, HolderKind, OnLost
from odind.core.rooms.lease import Lease
from tests.core.fakes import FakeClock


class Bench:
    """A lease of ten seconds, how often it expired, and when it was held and lost."""

    def __init__(self, linger_s: float | None = 10.0, on_lost: OnLost = OnLost.KEEP) -> None:
        self.clock = FakeClock()
        self.expired = 0
        self.changes: list[bool] = []
        view = ConnectionView(
            "c1",
            "lobby",
            "anna",
            "",
            "",
            ConnectionState.JOINING,
            0,
            b"",
            (),
            0.0,
            linger_s=linger_s,
            on_lost=on_lost,
        )
        self.lease = Lease(self.clock, view, self)

    def lease_expired(self, connection_id: str) -> None:
        assert connection_id == "c1"
        self.expired += 1

    def lease_changed(self, connection_id: str, lease: Lease) -> None:
        assert connection_id == "c1"
        self.changes.append(bool(lease.holders))


def test_a_lease_expires_once_nobody_has_held_it_for_so_long():
    bench = Bench()
    bench.lease.begin()
    bench.clock.advance(9.9)
    assert not bench.expired
    bench.clock.advance(0.2)
    assert bench.expired == 1


def test_a_lease_without_a_time_never_expires():
    bench = Bench(None)
    bench.lease.begin()
    assert not bench.clock.waited_for


def test_no_time_passes_before_the_join_and_none_after_the_end():
    bench = Bench()
    bench.clock.advance(100)
    bench.lease.begin()
    with bench.lease.hold(HolderKind.HOLD) as hold:
        bench.lease.end()
        assert hold.ended.is_set()
    with bench.lease.hold(HolderKind.HOLD) as too_late:
        assert too_late.ended.is_set()
    bench.clock.advance(100)
    assert not bench.expired


def test_time_begins_anew_when_the_last_holder_goes():
    bench = Bench()
    bench.lease.begin()
    bench.clock.advance(9)
    with bench.lease.hold(HolderKind.HOLD):
        with bench.lease.hold(HolderKind.HOLD):
            bench.clock.advance(100)
        bench.clock.advance(100)
    bench.clock.advance(9)
    assert not bench.expired
    bench.clock.advance(1)
    assert bench.expired == 1


def test_audio_holds_beside_other_calls():
    bench = Bench()
    bench.lease.begin()
    bench.lease.attend(attended=True)
    with bench.lease.hold(HolderKind.HOLD):
        pass
    bench.clock.advance(100)
    assert not bench.expired
    bench.lease.attend(attended=False)
    bench.clock.advance(10)
    assert bench.expired == 1


def test_a_link_that_comes_and_goes_does_not_lengthen_the_time():
    bench = Bench()
    bench.lease.begin()
    bench.clock.advance(9)
    bench.lease.begin()
    bench.clock.advance(1)
    assert bench.expired == 1


def test_time_stands_still_while_the_process_is_lost_and_its_audio_is_forgotten():
    bench = Bench()
    bench.lease.begin()
    bench.lease.attend(attended=True)
    bench.lease.suspend()
    bench.clock.advance(100)
    assert not bench.expired
    bench.lease.begin()
    bench.clock.advance(10)
    assert bench.expired == 1


# What becomes of a connection that is lost


def test_holders_are_told_oldest_first_and_the_latest_name_is_kept():
    bench = Bench()
    begun = bench.clock.now()
    bench.lease.attend(attended=True)
    bench.clock.advance(1)
    with bench.lease.hold(HolderKind.HOLD, "bot"):
        bench.clock.advance(1)
        with bench.lease.hold(HolderKind.WATCH):
            assert bench.lease.holders == (
                Holder("", HolderKind.AUDIO, begun),
                Holder("bot", HolderKind.HOLD, begun + 1),
                Holder("", HolderKind.WATCH, begun + 2),
            )
    bench.lease.attend(attended=False)
    assert bench.lease.holders == ()
    assert bench.lease.last_holder == "bot"
    assert bench.changes == [True, False]


def test_with_leave_the_end_of_the_last_call_is_the_end():
    bench = Bench(on_lost=OnLost.LEAVE)
    bench.lease.begin()
    bench.lease.attend(attended=True)
    with bench.lease.hold(HolderKind.HOLD):
        bench.lease.attend(attended=False)
        assert not bench.expired
    assert bench.expired == 1


def test_with_leave_the_first_call_has_the_whole_time_to_come():
    bench = Bench(on_lost=OnLost.LEAVE)
    bench.lease.begin()
    bench.clock.advance(9.9)
    assert not bench.expired
    bench.clock.advance(0.2)
    assert bench.expired == 1


def test_with_leave_audio_that_was_lost_with_its_process_may_come_back():
    bench = Bench(on_lost=OnLost.LEAVE)
    bench.lease.begin()
    bench.lease.attend(attended=True)
    bench.lease.suspend()
    bench.lease.begin()
    assert not bench.expired
    bench.clock.advance(10)
    assert bench.expired == 1


def test_with_leave_a_program_that_dies_while_the_process_is_lost_ends_its_connection():
    bench = Bench(on_lost=OnLost.LEAVE)
    bench.lease.begin()
    with bench.lease.hold(HolderKind.HOLD):
        bench.lease.suspend()
    assert bench.expired == 1


def test_with_mute_it_is_silent_exactly_while_nobody_holds_it():
    bench = Bench(on_lost=OnLost.MUTE)
    assert bench.lease.silences
    bench.lease.begin()
    with bench.lease.hold(HolderKind.HOLD):
        assert not bench.lease.silences
    assert bench.lease.silences
    bench.lease.attend(attended=True)
    assert not bench.lease.silences
    assert not Bench(on_lost=OnLost.KEEP).lease.silences


def test_adopting_ends_what_others_hold_and_nobody_notices_a_gap():
    bench = Bench(on_lost=OnLost.LEAVE)
    bench.lease.begin()
    with (
        bench.lease.hold(HolderKind.HOLD, "old") as old,
        bench.lease.hold(HolderKind.WATCH) as watch,
        bench.lease.hold(HolderKind.HOLD, "new") as new,
    ):
        bench.lease.adopt(new)
        assert (old.ended.is_set(), old.adopter) == (True, "new")
        assert [one.ended.is_set() for one in (watch, new)] == [False, False]
        assert [holder.kind for holder in bench.lease.holders] == [HolderKind.WATCH, HolderKind.HOLD]
    assert bench.changes == [True, False]
    assert bench.expired == 1


def test_a_connection_belongs_to_those_who_hold_it_and_else_to_the_last_who_did():
    bench = Bench()
    with bench.lease.hold(HolderKind.HOLD, "first"):
        with bench.lease.hold(HolderKind.HOLD, "second"):
            assert bench.lease.belongs_to("first")
            assert bench.lease.belongs_to("second")
        assert not bench.lease.belongs_to("second")
    assert bench.lease.belongs_to("second")
    assert not bench.lease.belongs_to("first")


def test_when_it_will_be_left_is_known_while_time_runs():
    bench = Bench()
    assert bench.lease.leaves_at is None
    bench.lease.begin()
    assert bench.lease.leaves_at == bench.clock.now() + 10
    with bench.lease.hold(HolderKind.HOLD):
        assert bench.lease.leaves_at is None
