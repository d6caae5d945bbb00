"""Who has room for one more connection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError, ResourceExhaustedError
from odind.core.fleet.directory import Directory
from odind.core.fleet.lease import MemberLease
from odind.core.fleet.member import FleetCapacity, Member, Report, Word
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import Mapping

NOBODY: Mapping[str, str] = {}


def member(name: str, more: int, *, left_s: float = 3.0, draining: bool = False, **labels: str) -> Member:
    return Member(name, f"{name}:1", 1, "0", Report(0, more, draining), left_s, labels=labels)


def directory(*members: Member) -> Directory:
    clock = FakeClock()
    lease = MemberLease(3.0, clock.monotonic())
    lease.entered(1, clock.monotonic())
    made = Directory("a", lease, clock)
    if members:
        made.take(members)
    return made


def test_a_member_without_a_list_joins_by_itself() -> None:
    assert directory().place("", NOBODY) == "a"
    assert directory().find("")[1] is Word.RENEWING


def test_joins_go_where_most_room_is_until_others_have_as_much() -> None:
    made = directory(member("a", 2), member("b", 4))
    assert [made.place("", NOBODY) for _ in range(5)] == ["b", "b", "a", "b", "a"]


def test_members_that_are_full_by_the_estimate_take_turns() -> None:
    made = directory(member("a", 0), member("b", 0))
    assert [made.place("", NOBODY) for _ in range(4)] == ["a", "b", "a", "b"]


def test_members_that_drain_or_are_gone_are_left_out() -> None:
    made = directory(member("a", 1), member("b", 9, draining=True), member("c", 9, left_s=-1.0))
    assert made.place("", NOBODY) == "a"
    assert made.serving == ["a", "b"]


def test_what_the_fleet_has_room_for_is_without_members_that_drain_or_are_gone() -> None:
    made = directory(
        member("a", 2), member("b", 9, draining=True), member("c", 9, left_s=-1.0), member("d", 3)
    )
    assert made.capacity == FleetCapacity(3, 0, 5, 0.0)
    assert directory().capacity == FleetCapacity(0, 0, 0, None)


def test_labels_and_names_are_met_or_refused() -> None:
    made = directory(member("a", 9), member("b", 1, side="eu"))
    assert made.place("", {"side": "eu"}) == "b"
    assert made.place("b", NOBODY) == "b"
    with pytest.raises(ResourceExhaustedError):
        made.place("", {"side": "us"})
    with pytest.raises(ResourceExhaustedError):
        made.place("a", {"side": "eu"})
    with pytest.raises(NotFoundError):
        made.place("z", NOBODY)


def test_members_with_a_wrong_clock_are_left_out_while_there_are_others() -> None:
    wrong = replace(member("b", 9), clock_ahead_s=-3_600)
    made = directory(member("a", 1), wrong)
    assert made.place("", NOBODY) == "a"
    assert made.adopts()
    made = directory(wrong, replace(member("a", 1), clock_ahead_s=3_600))
    assert made.place("", NOBODY) == "b"
    assert made.adopts()
    made = directory(member("b", 1), replace(member("a", 9), clock_ahead_s=3_600))
    assert not made.adopts()
