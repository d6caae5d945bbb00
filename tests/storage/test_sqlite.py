"""SQLite: its file, a file that is damaged or full, and how much of the past it keeps."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import FailedPreconditionError, UnavailableError
from odind.core.log.ports import Document, Query
from odind.storage import Retention, SqliteDatabase, SqlStore

from .values import Spoken, entries, entry, sequences

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.log.ports import Opening


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "store.sqlite3"


@asynccontextmanager
async def opened(
    file: Path, *, replace_damaged: bool = False, **how: Any
) -> AsyncIterator[tuple[SqlStore, Opening]]:
    store = SqlStore(SqliteDatabase(file, replace_damaged=replace_damaged), **how)
    try:
        yield store, await store.open()
    finally:
        await store.close(clean=True)


async def written(file: Path, *numbers: int) -> None:
    async with opened(file) as (store, _):
        await store.write(entries(numbers), ())


def query(file: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


async def test_the_files_are_for_their_owner_alone(file: Path) -> None:
    async with opened(file) as (store, _):
        await store.write([entry(1)], ())
        modes = {part.name: part.stat().st_mode & 0o777 for part in file.parent.iterdir()}
    assert modes == dict.fromkeys(("store.sqlite3", "store.sqlite3-shm", "store.sqlite3-wal"), 0o600)


async def test_the_reading_connection_can_neither_write_nor_checkpoint(file: Path) -> None:
    async with opened(file) as (store, _):
        with store._reader.transaction() as reader:
            assert reader.value("pragma wal_autocheckpoint") == 0
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.run("delete from events")


async def test_no_connection_makes_a_file_that_others_may_read(file: Path) -> None:
    store = SqlStore(SqliteDatabase(file))
    file.parent.mkdir()
    with pytest.raises(UnavailableError, match="unable to open"):
        await store.read(Query(0, 1), 1)
    await store.close(clean=True)
    assert not file.exists()


async def test_a_file_of_any_name_is_opened(tmp_path: Path) -> None:
    await written(tmp_path / "100% of what? #1" / "ö.sqlite3", 1)
    assert (tmp_path / "100% of what? #1" / "ö.sqlite3").stat().st_size > 0


async def test_everything_is_synced_before_it_counts_as_written(file: Path) -> None:
    async with opened(file) as (store, _):
        with store._writer.transaction() as writer:
            assert writer.value("pragma synchronous") == 2
            assert writer.value("pragma journal_mode") == "wal"


async def test_a_backup_is_taken_while_the_daemon_writes(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with opened(file) as (store, _):
        await store.write(entries(range(1, 50)), ())
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.execute(f"vacuum into '{copy}'")
        await store.write([entry(50)], ())
    async with opened(copy) as (store, opening):
        assert (opening.last, opening.clean) == (49, False)
        assert await sequences(store) == list(range(1, 50))


# Damage


def overwrite(file: Path, offset: int, data: bytes) -> None:
    with file.open("r+b") as content:
        content.seek(offset)
        content.write(data)


@pytest.mark.parametrize("offset", [0, 100])
async def test_a_damaged_file_is_told_and_left_alone(file: Path, offset: int) -> None:
    await written(file, 1, 2)
    overwrite(file, offset, b"\xa5" * 4_000)
    before = file.read_bytes()
    with pytest.raises(FailedPreconditionError) as refusal:
        async with opened(file):
            pass
    assert refusal.value.reason == "STORE_DAMAGED"
    assert str(file) in refusal.value.message
    assert "--replace-damaged-store" in refusal.value.message
    assert file.read_bytes() == before


async def test_a_damaged_file_is_set_aside_for_a_new_one_if_that_is_allowed(file: Path) -> None:
    await written(file, 1, 2)
    overwrite(file, 0, b"this is no database")
    damaged = file.read_bytes()
    async with opened(file, replace_damaged=True) as (store, opening):
        assert opening.last is None
        await store.write([entry(7)], ())
    (aside,) = file.parent.glob("store.sqlite3.damaged-*")
    assert aside.read_bytes() == damaged
    async with opened(file, replace_damaged=True) as (_, opening):
        assert (opening.oldest, opening.last) == (7, 7)


async def test_a_folder_in_the_place_of_the_file_can_pass(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(UnavailableError, match="STORE_UNAVAILABLE"):
        async with opened(file):
            pass


# A full disk


async def test_a_full_disk_loses_nothing_that_was_written_and_writes_on_when_it_has_room(file: Path) -> None:
    async with opened(file) as (store, _):
        await store.write(entries(range(1, 4)), ())
        store._writer.connected().execute("pragma max_page_count = 1")
        large = [entry(number, Spoken("large", bytes(100_000))) for number in range(4, 7)]
        for _ in range(2):  # the first leaves no transaction behind, which would fail the second otherwise
            with pytest.raises(UnavailableError, match="full") as full:
                await store.write(large, [Document("words", "key", Spoken("value"))])
            assert full.value.reason == "STORE_UNAVAILABLE"
        assert await sequences(store) == [1, 2, 3]
        store._writer.connected().execute("pragma max_page_count = 1000000")
        await store.write(large, [Document("words", "key", Spoken("value"))])
        assert await sequences(store) == [1, 2, 3, 4, 5, 6]
    async with opened(file) as (_, opening):
        assert opening.documents == (Document("words", "key", Spoken("value")),)


# Retention


async def test_old_events_go_but_the_last_which_numbers_the_next(file: Path) -> None:
    now = 1_000.0
    async with opened(file, retention=Retention(days=1), now=lambda: now) as (store, _):
        assert await store.write(entries(range(1, 6)), ()) == 1
        now += 86_400 + 3.5
        assert await store.write((), ()) == 4
        assert await sequences(store) == [4, 5]
        now += 86_400
        assert await store.write((), ()) == 5
        assert await sequences(store) == [5]
    async with opened(file) as (_, opening):
        assert opening.last == 5


async def test_more_than_may_be_kept_goes_a_part_with_each_write(file: Path) -> None:
    now = 1_000.0
    async with opened(file, retention=Retention(max_bytes=1_000 * 250), now=lambda: now) as (store, _):
        for start in range(1, 12_000, 1_000):
            await store.write(entries(range(start, start + 1_000)), ())
        now += 60
        assert await store.write((), ()) == 5_002
        assert await store.write((), ()) == 10_003
        oldest = await store.write((), ())
        assert 10_800 < oldest < 11_200
        assert await store.write((), ()) == oldest


async def test_documents_go_when_they_expire(file: Path) -> None:
    now = 1_000.0
    async with opened(file, now=lambda: now) as (store, _):
        await store.write(
            (), [Document("words", str(when), Spoken("x"), when) for when in (1_050.0, 1_100.0)]
        )
        now += 70
        await store.write((), ())
    assert query(file, "select key from documents") == [(b"1100.0",)]
    async with opened(file, now=lambda: 1_200.0) as (_, opening):
        assert opening.documents == ()


# Values of other versions, and bugs


async def test_what_this_version_cannot_read_is_left_out_and_hides_nothing_else(file: Path) -> None:
    async with opened(file) as (store, _):
        await store.write(entries(range(1, 4)), [Document("words", "key", Spoken("x"))])
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update events set kind = 'OfTheFuture' where sequence = 1")
        connection.execute("update events set value = x'c1' where sequence = 2")
        connection.execute("update documents set kind = 'OfTheFuture'")
    async with opened(file) as (store, opening):
        assert await sequences(store) == [3]
        assert opening.documents == ()
    assert query(file, "select count(*) from documents") == [(1,)]


async def test_an_event_without_bytes_keeps_no_other_out(file: Path) -> None:
    async with opened(file) as (store, _):
        await store.write([entry(1), entry(2, Spoken("\ud800")), entry(3)], [Document("a", "b", object())])
        assert await sequences(store) == [1, 3]
