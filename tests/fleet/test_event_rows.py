"""The fleet's sequence in a real PostgreSQL: numbers without gaps, each event once, old ones discarded."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.fleet.events import MemberEventsLost, UnknownEvent
from odind.core.log.numbers import is_fleets
from odind.core.log.ports import Query
from odind.core.log.ring import Entry
from odind.core.rooms.events import ConnectionLeft, MessageReceived
from odind.fleet.bell import Bell
from odind.fleet.event_rows import EventReader, EventRetention, EventRows
from odind.fleet.session import Session

from .members import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.storage.servers import PostgresServer

LOG = "log"
LARGE = 1 << 21
NO_LIMITS = EventRetention()


@pytest.fixture
def url(server: PostgresServer) -> str:
    return server.new_database()


@asynccontextmanager
async def rows_of(url: str, name: str, retention: EventRetention = NO_LIMITS) -> AsyncIterator[EventRows]:
    async with Session(url, PATIENCE) as session:
        yield EventRows(session, name, retention)


@asynccontextmanager
async def reader_of(url: str) -> AsyncIterator[EventReader]:
    async with Session(url, PATIENCE) as session, Bell(url) as bell:
        yield EventReader(session, bell)


def said(
    *locals_: int, subject: str = "c-1", room: str = "lobby", text: bytes = b"hello"
) -> list[Entry[object]]:
    return [Entry(local, 5.5, subject, MessageReceived(1, "anna", text), room) for local in locals_]


async def test_entries_come_back_as_they_were(url: str) -> None:
    odd = "c-\0-\udc80"
    async with rows_of(url, "one") as rows, reader_of(url) as reader:
        assert await rows.position(LOG, 7) == 7
        assert await rows.add(LOG, 7, said(8, subject=odd, room=odd)) == 8
        _, last = await reader.extent()
        (entry,) = await reader.after(last - 1, 10)
        assert is_fleets(entry.sequence)
        assert (entry.member, entry.local, entry.time) == ("one", 8, 5.5)
        assert (entry.subject, entry.room) == (odd, odd)
        assert entry.event == MessageReceived(1, "anna", b"hello")


async def test_numbers_have_no_gap_and_are_seen_in_their_order(url: str) -> None:
    names, batches, each = ("one", "two", "three"), 20, 3

    async def write(name: str) -> None:
        async with rows_of(url, name) as rows:
            after = await rows.position(LOG, 0)
            for _ in range(batches):
                after = await rows.add(LOG, after, said(*range(after + 1, after + 1 + each)))

    async with reader_of(url) as reader, asyncio.TaskGroup() as tasks:
        _, first = await reader.extent()
        for name in names:
            tasks.create_task(write(name))
        seen, wanted = first, first + len(names) * batches * each
        while seen < wanted:
            entries = await reader.after(seen, 1_000)
            assert [one.sequence for one in entries] == [*range(seen + 1, seen + 1 + len(entries))]
            seen += len(entries)
        everything = await reader.after(first, 1_000)
    assert seen == wanted
    for name in names:
        assert [one.local for one in everything if one.member == name] == [*range(1, batches * each + 1)]


async def test_what_is_added_again_is_not_doubled(url: str) -> None:
    async with rows_of(url, "one") as rows, reader_of(url) as reader:
        await rows.position(LOG, 0)
        assert await rows.add(LOG, 0, said(1, 2)) == 2
        assert await rows.add(LOG, 0, said(1, 2)) == 2
        assert await rows.add(LOG, 5, said(6)) == 2
        assert await rows.position(LOG, 0) == 2
        oldest, last = await reader.extent()
        assert last - oldest == 1


async def test_large_entries_are_taken_one_after_another(url: str) -> None:
    async with rows_of(url, "one") as rows:
        await rows.position(LOG, 0)
        large = said(1, 2, 3, text=bytes(LARGE))
        assert await rows.add(LOG, 0, large) == 1
        assert await rows.add(LOG, 1, large[1:]) == 2


async def test_a_page_has_what_was_asked_for_and_what_members_have_lost(url: str) -> None:
    async with rows_of(url, "one") as rows, reader_of(url) as reader:
        _, first = await reader.extent()
        await rows.position(LOG, 0)
        lost: Entry[object] = Entry(4, 0.0, "", MemberEventsLost(3, 4))
        left: Entry[object] = Entry(5, 0.0, "c-1", ConnectionLeft("over", "LEFT_BY_US"), "lobby")
        await rows.add(LOG, 0, [*said(1), *said(2, subject="c-2", room="attic"), lost, left])

        async def found(limit: int = 10, **wanted: object) -> list[int]:
            page = await reader.read(Query(first, first + 4, **wanted), limit)  # type: ignore[arg-type]
            assert page.oldest == first + 1
            return [entry.local for entry in page.entries if hasattr(entry, "local")]

        assert await found() == [1, 2, 4, 5]
        assert await found(kinds=(MessageReceived,)) == [1, 2, 4]
        assert await found(subjects=frozenset({"c-1"})) == [1, 4, 5]
        assert await found(rooms=frozenset({"attic"})) == [2, 4]
        assert await found(limit=2) == [1, 2]
        assert (await reader.read(Query(first, first + 4), 2)).up_to == first + 2
        assert await reader.before(0.0) == first
        assert await reader.before(4e9) == first + 4


async def test_the_oldest_are_discarded_by_their_number_and_their_age(
    server: PostgresServer, url: str
) -> None:
    async with reader_of(url) as reader, rows_of(url, "one", EventRetention(days=2, most=6)) as rows:
        await rows.position(LOG, 0)
        await rows.add(LOG, 0, said(*range(1, 11)))
        await rows.tidy()
        oldest, last = await reader.extent()
        assert last - oldest == 5
        server.run_sql(url, "update fleet_event set added = added - interval '3 days' where local < 9")
        await rows.tidy()
        assert await reader.extent() == (last - 1, last)
        async with rows_of(url, "two") as unlimited:
            await unlimited.tidy()
        assert await reader.extent() == (last - 1, last)


async def test_an_event_of_a_later_version_leaves_its_number(server: PostgresServer, url: str) -> None:
    async with rows_of(url, "one") as rows, reader_of(url) as reader:
        await rows.position(LOG, 0)
        await rows.add(LOG, 0, said(1, 2))
        server.run_sql(url, "update fleet_event set kind = 'Unheard' where local = 1")
        _, last = await reader.extent()
        first, second = await reader.after(last - 2, 10)
        assert first.event == UnknownEvent()
        assert second.event == MessageReceived(1, "anna", b"hello")


async def test_the_bell_rings_for_what_another_member_adds(url: str) -> None:
    async with rows_of(url, "one") as rows, reader_of(url) as reader:
        await rows.position(LOG, 0)
        await reader.news(PATIENCE)  # begins to listen
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(reader.news(10 * PATIENCE))
            await rows.add(LOG, 0, said(1))
            async with asyncio.timeout(PATIENCE):
                await waiting
