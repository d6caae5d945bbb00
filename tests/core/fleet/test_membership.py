"""A member that takes over from one that is gone, while the database's answers get lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.fleet.ledger import Ledger
from odind.core.fleet.member import Member, Report, Word
from odind.core.fleet.membership import Membership
from odind.core.fleet.refusals import database_unavailable
from odind.core.log.mirror import Holding, Place
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

LEASE_S = 3.0
BEAT_S = LEASE_S / 4
OTHERS = Holding("connection", "c1", "c1", "a document")


def member(name: str, left_s: float, clock_ahead_s: float = 0.0) -> Member:
    return Member(name, f"{name}:1", 1, "0", Report(0, 9, draining=False), left_s, clock_ahead_s)


class Database:
    """`Roll` and `Deeds` of the member "a", beside "b", which is gone."""

    def __init__(self) -> None:
        self.own = member("a", LEASE_S)
        self.others = [member("b", -1.0)]
        self.left = [OTHERS]
        self.taken: list[Holding] = []
        self.answers = True

    async def enter(self) -> int | None:
        return 1

    async def renew(self, _epoch: int, _report: Report) -> bool:
        return True

    async def members(self) -> Sequence[Member]:
        return [self.own, *self.others]

    async def leave(self, _epoch: int) -> None:
        raise AssertionError

    async def keep(self, _epoch: int, _holdings: Mapping[Place, Holding | None]) -> frozenset[Place]:
        raise AssertionError

    async def abandoned(self) -> Sequence[Member]:
        return self.others[:1] if self.left else []

    async def adopt(self, _epoch: int, gone: str) -> Sequence[Holding]:
        assert gone == "b"
        taken, self.left = self.left, []
        self.taken += taken
        if not self.answers:
            raise database_unavailable("it takes too long")
        return taken

    async def ours(self, _epoch: int) -> Sequence[Holding]:
        return self.taken

    async def holder(self, _thing_id: str) -> str | None:
        raise AssertionError


class Everybody:
    """`Peers`, of whom nobody is there."""

    async def ask(self, _member: Member) -> Word:
        return Word.GONE


class Had:
    """What the member has taken over, and why."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []

    async def report(self) -> Report:
        return Report(0, 9, draining=False)

    async def give_up(self, places: Collection[Place]) -> None:
        assert not places

    def take_over(self, holdings: Iterable[Holding], why: str) -> None:
        self.taken += [(one.id, why) for one in holdings]


class Ground:
    """A member between a database and what it holds."""

    def __init__(self) -> None:
        self.clock, self.database, self.had = FakeClock(), Database(), Had()
        rows = self.database
        made = Membership("a", LEASE_S, rows, rows, peers=Everybody(), ledger=Ledger(rows), clock=self.clock)
        made.holdings = self.had  # type: ignore[assignment]
        self.member = made

    async def beats(self, times: int) -> None:
        for _ in range(times):
            await self.member.beat()
            self.clock.advance(BEAT_S)


@pytest.fixture
async def ground() -> Ground:
    made = Ground()
    await made.member.begin()
    await made.beats(4)
    assert made.had.taken == []
    return made


async def test_what_a_member_leaves_behind_is_taken_over(ground: Ground) -> None:
    await ground.beats(2)
    assert ground.had.taken == [("c1", "the member b of the fleet is gone")]


async def test_what_was_taken_over_is_had_although_the_answer_was_lost(ground: Ground) -> None:
    ground.database.answers = False
    await ground.beats(2)
    assert ground.database.left == []
    assert ground.member.failure is None
    assert ground.had.taken == [("c1", "a member of the fleet is gone")]
    await ground.beats(8)
    assert len(ground.had.taken) == 1


async def test_whose_clock_is_wrong_leaves_that_to_others(ground: Ground) -> None:
    ground.database.own = member("a", LEASE_S, clock_ahead_s=3_600)
    ground.database.others.append(member("c", LEASE_S))
    await ground.beats(8)
    assert ground.database.left
    ground.database.others[1] = member("c", LEASE_S, clock_ahead_s=3_600)
    await ground.beats(2)
    assert ground.had.taken
