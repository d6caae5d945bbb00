"""Transactions of which one takes too long, over a real PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import UnavailableError
from odind.fleet.session import Session

from .members import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.storage.servers import PostgresServer

PATIENCE_S = 0.5


@pytest.fixture
async def session(server: PostgresServer) -> AsyncIterator[Session]:
    async with Session(server.new_database(), PATIENCE_S) as opened:
        yield opened


async def answered(session: Session) -> int:
    """Ask until there is an answer; return the process of the server that gives it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                ((row,),) = await session.run(("select pg_backend_pid() as pid", None))
            except UnavailableError:
                continue
            return int(row["pid"])


async def test_one_that_is_slow_fails_and_its_connection_stays(session: Session) -> None:
    before = await answered(session)
    with pytest.raises(UnavailableError):
        await session.run(("select pg_sleep(%s)", (1.5 * PATIENCE_S,)))
    assert await answered(session) == before


async def test_what_waits_behind_a_slow_one_is_not_done_later(session: Session) -> None:
    await session.run(("create table notes (text text)", None))
    statements = (("select pg_sleep(%s)", (3 * PATIENCE_S,)), ("insert into notes values ('late')", None))
    answers = await asyncio.gather(*map(session.run, statements), return_exceptions=True)
    assert [type(answer) for answer in answers] == [UnavailableError] * 2
    await answered(session)
    (rows,) = await session.run(("select text from notes", None))
    assert rows == []


async def test_one_that_never_ends_loses_its_connection(session: Session) -> None:
    before = await answered(session)
    with pytest.raises(UnavailableError):
        await session.run(("select pg_sleep(1000)", None))
    assert await answered(session) != before
