"""A store of every released schema opens with what it holds; one of a later version is refused."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory

from odind.core.errors import FailedPreconditionError
from odind.core.log.ports import Query
from odind.core.rooms.events import ConnectionLeft, MessageReceived, Peer
from odind.core.values.payload import Json
from odind.storage import PostgresDatabase, SqliteDatabase, SqlStore
from odind.storage.schema import NEWEST

from .values import entry, sequences

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.log.ports import Opening
    from odind.storage import Database

    from .servers import PostgresServer

SCHEMAS = Path(__file__).parent / "schemas"
RELEASED = sorted(path.name.split(".")[0] for path in SCHEMAS.glob("*.sqlite.sql"))


@asynccontextmanager
async def opened(database: Database) -> AsyncIterator[tuple[SqlStore, Opening]]:
    store = SqlStore(database)
    try:
        yield store, await store.open()
    finally:
        await store.close(clean=True)


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty one."""
    if kind == "sqlite":
        return SqliteDatabase(tmp_path / "store.sqlite3")
    return PostgresDatabase(request.getfixturevalue("database_url"))


@pytest.fixture(params=RELEASED)
def earlier(kind: str, database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """One that an earlier version has left."""
    dump = (SCHEMAS / f"{request.param}.{kind}.sql").read_text()
    if kind == "sqlite":
        with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as connection:
            connection.executescript(dump)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        server.run_sql(request.getfixturevalue("database_url"), dump)
    return database


def test_every_schema_has_its_dumps() -> None:
    migrations = Path(__file__).parents[2] / "odind" / "storage" / "migrations"
    known = sorted(script.revision for script in ScriptDirectory(migrations).walk_revisions())
    assert known == RELEASED
    assert known == sorted(path.name.split(".")[0] for path in SCHEMAS.glob("*.postgres.sql"))
    assert known[-1] == NEWEST


async def test_a_store_of_an_earlier_version_is_read_and_written(earlier: Database) -> None:
    async with opened(earlier) as (store, opening):
        assert (opening.oldest, opening.last, opening.clean) == (1, 5, True)
        assert [document.key for document in opening.documents] == ["ben", "old"]
        assert opening.documents[0].value == Peer(7, "ben", Json('{"a":1}'), ("x",))
        page = await store.read(Query(3, 5), 10)
        assert [one.event for one in page.entries] == [
            MessageReceived(7, "ben", b"hello"),
            ConnectionLeft("left by us", "LEFT_BY_US"),
        ]
        await store.write([entry(6)], ())
        assert await sequences(store) == [1, 2, 3, 4, 5, 6]


async def test_a_new_store_and_every_earlier_one_get_the_schema_of_the_newest(tmp_path: Path) -> None:
    newest = sqlite3.connect(":memory:")
    newest.executescript((SCHEMAS / f"{NEWEST}.sqlite.sql").read_text())
    expected = columns_and_indexes(newest)
    assert expected["events"][-1] == ("room", "BLOB")
    for revision in (None, *RELEASED):
        file = tmp_path / f"{revision}.sqlite3"
        with closing(sqlite3.connect(file)) as earlier:
            earlier.executescript((SCHEMAS / f"{revision}.sqlite.sql").read_text() if revision else "")
        async with opened(SqliteDatabase(file)):
            pass
        with closing(sqlite3.connect(file)) as migrated:
            assert columns_and_indexes(migrated) == expected
    newest.close()


def columns_and_indexes(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """The columns of each table and of each index, with the types of the former."""
    found = connection.execute("select type, name from sqlite_master where name not like 'sqlite_%'")
    about = {
        "table": "select name, type from pragma_table_info(?)",
        "index": "select name from pragma_index_info(?)",
    }
    return {name: connection.execute(about[kind], (name,)).fetchall() for kind, name in found.fetchall()}


async def test_a_store_of_a_later_version_is_refused_with_what_to_do_and_left_alone(
    earlier: Database,
) -> None:
    async with opened(earlier) as (store, _):
        with store._writer.transaction() as transaction:
            transaction.run("update alembic_version set version_num = '9999'")
    with pytest.raises(FailedPreconditionError) as refusal:
        async with opened(earlier):
            pass
    assert refusal.value.reason == "STORE_NEWER"
    assert "run the version that wrote it" in refusal.value.message
    reader = earlier.reader()
    with reader.transaction() as transaction:
        assert transaction.value("select value from marks") == "yes"
    reader.close()
