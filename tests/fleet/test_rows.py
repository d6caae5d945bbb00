"""The fleet's rows in a real PostgreSQL: whoever takes over, takes whole bundles, and each of them once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.fleet.member import Report
from odind.core.log.mirror import Holding, Place
from odind.core.players.settings import PlayerPositions
from odind.fleet.database import HoldingRows, MemberRows
from odind.fleet.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.storage.servers import PostgresServer

PATIENCE_S = 30.0
LEASE_S = 60.0
BUNDLES = 100
KINDS = ("captions", "connections", "hls")


class Rows:
    """A member that has entered."""

    def __init__(self, name: str, session: Session) -> None:
        self.member = MemberRows(
            session, name, address=f"{name}:1", version="0", labels={}, lease_s=LEASE_S, now=lambda: 0.0
        )
        self.holdings = HoldingRows(session, name)
        self.epoch = 0

    async def adopt_all(self, gone: str) -> list[Holding]:
        found: list[Holding] = []
        while taken := await self.holdings.adopt(self.epoch, gone):
            found += taken
            await asyncio.sleep(0)
        return found


@asynccontextmanager
async def entered(url: str, name: str) -> AsyncIterator[Rows]:
    async with Session(url, PATIENCE_S) as session:
        rows = Rows(name, session)
        rows.epoch = await rows.member.enter() or 0
        yield rows


def held() -> dict[Place, Holding | None]:
    made = [
        Holding(kind, f"{kind}-{number}", f"c{number}", PlayerPositions("", number, "", 0))
        for number in range(BUNDLES)
        for kind in KINDS[: number % len(KINDS) + 1]
    ]
    return {one.place: one for one in made}


async def test_each_bundle_is_taken_over_whole_and_once(postgres: PostgresServer) -> None:
    url, holdings = postgres.new_database(), held()
    async with entered(url, "gone") as gone, entered(url, "a") as first, entered(url, "b") as second:
        assert await gone.holdings.keep(gone.epoch, holdings) == frozenset()
        assert not await first.holdings.adopt(first.epoch, "gone")  # its lease holds
        await gone.member.leave(gone.epoch)
        assert [one.name for one in await first.holdings.abandoned()] == ["gone"]
        shares = await asyncio.gather(*(one.adopt_all("gone") for one in (first, second)))
        found = [holding for share in shares for holding in share]
        assert Counter(found) == Counter(holdings.values())
        for one, other in (shares, shares[::-1]):
            assert {holding.bundle for holding in one}.isdisjoint(holding.bundle for holding in other)
        assert not await first.holdings.abandoned()


async def test_who_has_lost_its_lease_changes_nothing(postgres: PostgresServer) -> None:
    url, holdings = postgres.new_database(), held()
    async with entered(url, "gone") as gone, entered(url, "a") as other:
        await gone.holdings.keep(gone.epoch, holdings)
        await gone.member.leave(gone.epoch)
        taken = await other.holdings.adopt(other.epoch, "gone")
        gone.epoch = await gone.member.enter() or 0
        left = await gone.holdings.ours(gone.epoch)
        places = {one.place for one in taken}
        assert places.isdisjoint(one.place for one in left)
        assert len(places) + len(left) == len(holdings)
        assert await gone.holdings.keep(gone.epoch, holdings) == places
        await gone.holdings.keep(gone.epoch, dict.fromkeys(places))  # deletes nothing of another's
        assert {await gone.holdings.holder(place.id) for place in places} == {"a"}
        assert await gone.holdings.holder("nobody's") is None
        assert await other.member.renew(other.epoch, Report(0, 0, draining=False))
