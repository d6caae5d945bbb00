"""Members that want the same rows at once, over sessions as daemons have them."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from bench.fleet_member import new_holding
from odind.fleet.database import HoldingRows, MemberRows
from odind.fleet.session import Session

from .members import LOOPBACK, PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.log.mirror import Place
    from tests.storage.servers import PostgresServer

NAMES = 200
HELD = 2_000
ADOPTERS = 5
LEASE_S = 600.0


@pytest.fixture
async def sessions(server: PostgresServer) -> AsyncIterator[list[Session]]:
    url = server.new_database()
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Session(url, PATIENCE)) for _ in range(ADOPTERS)]


def row_of(session: Session, name: str, lease_s: float = LEASE_S) -> MemberRows:
    return MemberRows(
        session, name, address=f"{LOOPBACK}:1", version="0", labels={}, lease_s=lease_s, now=time.time
    )


async def test_of_two_that_enter_under_one_name_at_once_one_does(sessions: list[Session]) -> None:
    first, second, *_ = sessions
    for number in range(NAMES):
        name = f"voice-{number % (NAMES // 2)}"  # in the second half, somebody had the name before
        epochs = await asyncio.gather(row_of(first, name).enter(), row_of(second, name).enter())
        (epoch,) = [one for one in epochs if one is not None]
        assert epoch == (1 if number < NAMES // 2 else 2)
        await row_of(first, name).leave(epoch)


async def test_adopters_that_race_get_each_row_once(sessions: list[Session]) -> None:
    gone = row_of(sessions[0], "gone")
    epoch = await gone.enter()
    assert epoch
    held = [new_holding() for _ in range(HELD)]
    rows = HoldingRows(sessions[0], "gone")
    for start in range(0, HELD, 500):
        await rows.keep(epoch, {one.place: one for one in held[start : start + 500]})
    await gone.leave(epoch)
    shares = await asyncio.gather(*(adopted(one, f"voice-{at}") for at, one in enumerate(sessions)))
    assert Counter(place for share in shares for place in share) == Counter(one.place for one in held)
    for at, share in enumerate(shares):
        kept = await HoldingRows(sessions[at], f"voice-{at}").ours(1)
        assert {one.place for one in kept} == set(share)


async def adopted(session: Session, name: str) -> list[Place]:
    """Adopt until nothing is left; return all that was."""
    epoch = await row_of(session, name).enter()
    assert epoch
    rows = HoldingRows(session, name)
    share: list[Place] = []
    while taken := await rows.adopt(epoch, "gone"):
        share += [one.place for one in taken]
    return share
