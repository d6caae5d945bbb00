"""Until when a member may hold its rooms, by a clock of the test's own."""

from __future__ import annotations

import pytest

from odind.core.fleet.lease import MemberLease
from odind.core.fleet.member import Word

LEASE_S = 4.0
BEAT_S = 1.0
HOLD_S = LEASE_S - BEAT_S


@pytest.fixture
def lease() -> MemberLease:
    """A lease that was entered at 0."""
    made = MemberLease(LEASE_S, 0.0)
    made.entered(1, 0.0)
    return made


def test_rooms_are_held_for_a_lease_less_one_heartbeat_after_the_renewal_was_asked_for(
    lease: MemberLease,
) -> None:
    lease.renewed(1.0)
    assert not lease.is_over(1.0 + HOLD_S - 0.01)
    assert lease.is_over(1.0 + HOLD_S)


def test_nobody_adopts_before_it_has_renewed_for_a_whole_lease(lease: MemberLease) -> None:
    for second in range(1, 4):
        lease.renewed(float(second))
        assert not lease.may_adopt(float(second))
    lease.renewed(4.0)
    assert lease.may_adopt(4.0)


def test_a_database_that_was_away_starts_that_time_anew(lease: MemberLease) -> None:
    for second in range(1, 6):
        lease.renewed(float(second))
    lease.missed()
    lease.renewed(6.0)
    assert not lease.may_adopt(6.0)
    lease.renewed(9.0)
    assert not lease.may_adopt(9.0)
    lease.renewed(10.0)
    assert lease.may_adopt(10.0)


@pytest.mark.parametrize(
    ("words", "goes_on"),
    [
        ([], True),
        ([Word.WITHOUT_DATABASE, Word.GONE, Word.FENCED], True),
        ([Word.WITHOUT_DATABASE, Word.RENEWING], False),
        ([Word.WITHOUT_DATABASE, Word.SILENT], False),
    ],
)
def test_rooms_are_held_on_when_no_other_member_has_a_database_either(
    lease: MemberLease, words: list[Word], *, goes_on: bool
) -> None:
    lease.missed()
    lease.excused(words, 2.0)
    assert lease.is_over(HOLD_S) is not goes_on
    assert lease.is_over(2.0 + HOLD_S)


def test_others_are_told_how_it_stands(lease: MemberLease) -> None:
    assert lease.word(BEAT_S) is Word.RENEWING
    assert lease.word(2 * BEAT_S + 0.01) is Word.WITHOUT_DATABASE
    lease.missed()
    assert lease.word(0.0) is Word.WITHOUT_DATABASE
    lease.fenced = True
    assert lease.word(0.0) is Word.FENCED
