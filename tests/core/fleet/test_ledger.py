"""What is written down of documents reaches the shared database, or waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.errors import UnavailableError
from odind.core.fleet.ledger import Ledger
from odind.core.fleet.refusals import database_unavailable
from odind.core.log.mirror import Holding, Place
from tests.core.fakes import turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from odind.core.fleet.member import Member


class Rows:
    """`Deeds`, of which the places in `lost` are another member's."""

    def __init__(self) -> None:
        self.rows: dict[Place, Holding] = {}
        self.lost: set[Place] = set()
        self.away = False

    async def keep(self, _epoch: int, holdings: Mapping[Place, Holding | None]) -> frozenset[Place]:
        if self.away:
            raise database_unavailable("it is away")
        for place, holding in holdings.items():
            if holding and place not in self.lost:
                self.rows[place] = holding
            else:
                self.rows.pop(place, None)
        return frozenset(self.lost & {place for place, holding in holdings.items() if holding})

    async def abandoned(self) -> Sequence[Member]:
        return ()

    async def adopt(self, _epoch: int, _gone: str) -> Sequence[Holding]:
        return ()

    async def ours(self, _epoch: int) -> Sequence[Holding]:
        return ()

    async def holder(self, _thing_id: str) -> str | None:
        return None


def holding(number: int, value: object = "first") -> Holding:
    return Holding("connections", f"c{number}", f"c{number}", value)


def note(ledger: Ledger, *holdings: Holding) -> None:
    for one in holdings:
        ledger.note(one.place, one)


async def test_the_newest_document_of_each_place_is_written() -> None:
    rows = Rows()
    ledger = Ledger(rows)
    note(ledger, *map(holding, range(1_200)), holding(7, "second"))
    assert await ledger.flush(1) == frozenset()
    assert len(rows.rows) == 1_200 == len(ledger.kept)
    assert rows.rows[Place("connections", "c7")].value == "second"
    ledger.note(Place("connections", "c7"), None)
    assert ledger.ended() == {Place("connections", "c7")}
    await ledger.flush(1)
    assert Place("connections", "c7") not in rows.rows


async def test_what_was_over_before_anybody_heard_of_it_is_never_written() -> None:
    rows = Rows()
    ledger = Ledger(rows)
    note(ledger, holding(1))
    ledger.note(Place("connections", "c1"), None)
    await ledger.flush(1)
    assert not rows.rows
    assert not ledger.ended()


async def test_what_others_have_is_told_and_not_ours_any_more() -> None:
    rows = Rows()
    ledger = Ledger(rows)
    note(ledger, holding(1), holding(2))
    await ledger.flush(1)
    rows.lost = {Place("connections", "c1")}
    note(ledger, holding(1, "later"), holding(2, "later"))
    assert await ledger.flush(1) == rows.lost
    assert ledger.kept == {Place("connections", "c2")}


async def test_while_the_database_is_away_nobody_waits_and_nothing_is_forgotten() -> None:
    rows = Rows()
    ledger = Ledger(rows)
    note(ledger, holding(1))
    await ledger.flush(1)
    note(ledger, holding(2))
    rows.away = True
    with pytest.raises(UnavailableError):
        await ledger.flush(1)
    await ledger.written()
    rows.away = False
    await ledger.flush(1)
    assert set(rows.rows) == {Place("connections", "c1"), Place("connections", "c2")}
    await turns()
