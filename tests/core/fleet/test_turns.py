"""Heartbeats of many members: each renews, and some of them look at the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.fleet.ledger import Ledger
from odind.core.fleet.member import Member, Report, Word
from odind.core.fleet.membership import Membership
from tests.core.fakes import FakeClock

from .test_ledger import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

LEASE_S = 4.0
IDLE = Report(0, 0, draining=False)


class Roll:
    """`Roll` with so many members; counts who lists them."""

    def __init__(self, members: int) -> None:
        self.listed = 0
        self._members = [Member(f"voice-{one}", "", 1, "", IDLE, LEASE_S) for one in range(members)]

    async def enter(self) -> int | None:
        return 1

    async def renew(self, _epoch: int, _report: Report) -> bool:
        return True

    async def members(self) -> Sequence[Member]:
        self.listed += 1
        return self._members

    async def leave(self, _epoch: int) -> None:
        """Nothing is kept."""


class Looked(Rows):
    """`Deeds` that count who looks for what is abandoned."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0

    async def abandoned(self) -> Sequence[Member]:
        self.looked += 1
        return ()


class Silent:
    """`Peers` of which none answers."""

    async def ask(self, _member: Member) -> Word:
        return Word.SILENT


class Nothing:
    """`Holdings` of a member that holds nothing."""

    async def report(self) -> Report:
        return IDLE


class Members:
    """So many members that beat together."""

    def __init__(self, count: int) -> None:
        self.clock = FakeClock()
        self.roll, self.deeds = Roll(count), Looked()
        self._all = [self._member(f"voice-{one}") for one in range(count)]
        for one in self._all:
            one.lease.entered(1, self.clock.monotonic())

    def _member(self, name: str) -> Membership:
        ledger = Ledger(self.deeds)
        made = Membership(
            name, LEASE_S, self.roll, self.deeds, peers=Silent(), ledger=ledger, clock=self.clock
        )
        made.holdings = Nothing()  # type: ignore[assignment] # nothing else is asked of it
        return made

    async def beat(self) -> tuple[int, int]:
        """Beat once; return how many listed the members, and how many looked for what is abandoned."""
        listed, looked = self.roll.listed, self.deeds.looked
        self.clock.advance(LEASE_S / 4)
        for one in self._all:
            await one.beat()
        return self.roll.listed - listed, self.deeds.looked - looked


async def test_in_a_small_fleet_all_look_at_the_others_with_each_heartbeat() -> None:
    members = Members(3)
    for _ in range(4):
        assert (await members.beat())[0] == 3
    assert await members.beat() == (3, 3)


async def test_in_a_large_fleet_about_fifty_do_and_take_turns() -> None:
    members = Members(400)
    for _ in range(4):
        await members.beat()
    beats = [await members.beat() for _ in range(9)]
    assert all(25 < listed == looked < 75 for listed, looked in beats)
    assert sum(listed for listed, _ in beats) == 400
