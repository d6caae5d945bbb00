"""What every store must do, whatever it is made of."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pytest

from odind.core.log.events import EventsLost
from odind.core.log.memory import MemoryStore
from odind.core.log.ports import Document, Query
from odind.storage import PostgresDatabase, SqliteDatabase, SqlStore
from tests.storage.values import ALWAYS, Spoken, Sung, entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from odind.core.log.ports import Opening, Store


class Opened(Protocol):
    """Opens the same store again and again."""

    def __call__(self, *, clean: bool = True) -> AbstractAsyncContextManager[tuple[Store, Opening]]: ...


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    kept = MemoryStore(lasting=True)

    def make() -> Store:
        match request.param:
            case "memory":
                return kept
            case "sqlite":
                return SqlStore(SqliteDatabase(tmp_path / "store.sqlite3"))
            case _:
                return SqlStore(PostgresDatabase(request.getfixturevalue("database_url")))

    @asynccontextmanager
    async def open_it(*, clean: bool = True) -> AsyncIterator[tuple[Store, Opening]]:
        store = make()
        try:
            yield store, await store.open()
        finally:
            await store.close(clean=clean)

    return open_it


async def test_a_new_store_is_empty_and_clean(opened: Opened) -> None:
    async with opened() as (_, opening):
        assert (opening.oldest, opening.last, opening.clean, opening.documents) == (1, 0, True, ())


async def test_events_come_back_as_they_were_in_order(opened: Opened) -> None:
    told = [entry(1), entry(2, Sung("la"), ""), entry(5, Spoken("\0é", b"\0\xff"), "b")]
    async with opened() as (store, _):
        assert await store.write(told[:2], ()) == 1
        assert await store.write(told[2:], ()) == 1
    async with opened() as (store, opening):
        assert (opening.oldest, opening.last, opening.clean) == (1, 5, True)
        page = await store.read(Query(0, ALWAYS), 10)
        assert list(page.entries) == told
        assert (page.oldest, page.up_to) == (1, ALWAYS)


async def test_a_store_that_was_not_closed_cleanly_says_so_until_it_was(opened: Opened) -> None:
    async with opened(clean=False) as (store, _):
        await store.write([entry(1)], ())
    async with opened() as (_, opening):
        assert not opening.clean
    async with opened() as (_, opening):
        assert opening.clean


async def test_documents_are_put_replaced_and_deleted(opened: Opened) -> None:
    async with opened() as (store, _):
        for value in ("old", "new"):
            await store.write(
                (), [Document("words", "key", Spoken(value)), Document("words", value, Sung("la"))]
            )
        await store.write((), [Document("words", "old", None), Document("words", "unknown", None)])
        await store.write((), [Document("tunes", "key", Sung("lo"), expires_at=4_000_000_000.0)])
    async with opened() as (_, opening):
        assert set(opening.documents) == {
            Document("words", "key", Spoken("new")),
            Document("words", "new", Sung("la")),
            Document("tunes", "key", Sung("lo"), 4_000_000_000.0),
        }


async def test_documents_of_an_archive_are_not_read_until_somebody_asks_for_them(opened: Opened) -> None:
    kept = [Document("archive/words", key, Spoken(key)) for key in ("a", "b")]
    async with opened() as (store, _):
        await store.write((), [*kept, Document("archive/tunes", "a", Sung("la"))])
        await store.write((), [Document("archive/words", "b", None)])
    async with opened() as (store, opening):
        assert opening.documents == ()
        assert await store.documents("archive/words", ["a", "b", "c"]) == (kept[0],)


async def test_a_query_finds_kinds_and_subjects_and_the_gaps_of_everybody(opened: Opened) -> None:
    told = [
        entry(1, Spoken("one"), "a"),
        entry(2, Sung("two"), "a"),
        entry(3, Spoken("three"), "b"),
        entry(4, EventsLost(4, 4), ""),
        entry(5, Spoken("five"), "a"),
    ]
    async with opened() as (store, _):
        await store.write(told, ())

        async def found(query: Query, limit: int = 10) -> list[int]:
            return [one.sequence for one in (await store.read(query, limit)).entries]

        assert await found(Query(0, ALWAYS, kinds=(Spoken,))) == [1, 3, 4, 5]
        assert await found(Query(0, ALWAYS, subjects=frozenset("b"))) == [3, 4]
        assert await found(Query(0, ALWAYS, (Spoken,), frozenset("a"))) == [1, 4, 5]
        assert await found(Query(1, 4)) == [2, 3, 4]
        assert await found(Query(0, ALWAYS, since=1_003.0)) == [3, 4, 5]


async def test_a_room_is_asked_for_by_its_id(opened: Opened) -> None:
    async with opened() as (store, _):
        rooms = ("lobby", "", "stage", "lobby")
        await store.write([replace(entry(number), room=room) for number, room in enumerate(rooms, 1)], ())
        for wanted, found in ((("lobby",), [1, 4]), (("lobby", "stage"), [1, 3, 4]), (("none",), [])):
            page = await store.read(Query(0, ALWAYS, rooms=frozenset(wanted)), 10)
            assert [one.sequence for one in page.entries] == found
            assert [one.room for one in page.entries] == [rooms[sequence - 1] for sequence in found]


async def test_a_page_says_up_to_where_it_is_complete(opened: Opened) -> None:
    async with opened() as (store, _):
        await store.write([entry(number) for number in range(1, 8)], ())
        first = await store.read(Query(0, 6), 4)
        assert ([one.sequence for one in first.entries], first.up_to) == ([1, 2, 3, 4], 4)
        rest = await store.read(Query(first.up_to, 6), 4)
        assert ([one.sequence for one in rest.entries], rest.up_to) == ([5, 6], 6)


async def test_nothing_is_written_by_nothing(opened: Opened) -> None:
    async with opened() as (store, _):
        await store.write((), ())
        assert (await store.read(Query(0, ALWAYS), 10)).entries == ()


async def test_any_key_is_a_key(opened: Opened) -> None:
    keys = ["", "\0", "\ud800", "é", "x" * 1_000]
    async with opened() as (store, _):
        await store.write((), [Document("words", key, Spoken("x")) for key in keys])
        await store.write((), [Document("words", "é", None)])
    async with opened() as (_, opening):
        assert {document.key for document in opening.documents} == set(keys) - {"é"}


async def test_who_reads_on_while_others_write_misses_nothing(opened: Opened) -> None:
    seen: list[int] = []
    async with opened() as (store, _), asyncio.TaskGroup() as tasks:

        async def write() -> None:
            for start in range(1, 600, 3):
                await store.write([entry(number) for number in range(start, start + 3)], ())

        writing = tasks.create_task(write())
        while not writing.done() or len(seen) < 600:
            page = await store.read(Query(seen[-1] if seen else 0, ALWAYS), 50)
            seen += [one.sequence for one in page.entries]
            await asyncio.sleep(0)
    assert seen == list(range(1, 601))


async def test_any_subject_can_be_asked_for(opened: Opened) -> None:
    async with opened() as (store, _):
        await store.write([entry(1), entry(2, subject="\0\ud800")], ())
        for subject, found in (("\0\ud800", [2]), ("nobody\0", [])):
            page = await store.read(Query(0, ALWAYS, subjects=frozenset({subject})), 10)
            assert [one.sequence for one in page.entries] == found
