"""The timer of a connection that stays only while calls hold it."""

from __future__ import annotations

from odind.core.rooms.lease import Lease
from tests.core.fakes import FakeClock


class Bench:
    """A lease of ten seconds, and how often it expired."""

    def __init__(self, linger_s: float | None = 10.0) -> None:
        self.clock = FakeClock()
        self.expired = 0
        self.lease = Lease(self.clock, linger_s, self._expire)

    def _expire(self) -> None:
        self.expired += 1


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
    bench.lease.end()
    assert bench.lease.over.is_set()
    bench.clock.advance(100)
    assert not bench.expired


def test_time_begins_anew_when_the_last_holder_goes():
    bench = Bench()
    bench.lease.begin()
    bench.clock.advance(9)
    with bench.lease.hold():
        with bench.lease.hold():
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
    with bench.lease.hold():
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
