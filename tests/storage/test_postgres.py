"""PostgreSQL: one daemon to a database, and a server that goes and comes back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from odind.clock import SystemClock
from odind.core.errors import UnavailableError
from odind.core.log.events import StoreFailed, StoreRecovered
from odind.core.log.log import Log
from odind.core.log.scribe import Scribe
from odind.storage import PostgresDatabase, SqlStore

from .servers import PostgresServer, programs
from .values import Spoken, entries, sequences

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture
def own_server(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """A server that the test may stop."""
    del postgres  # without which there is none
    installed = programs()
    assert installed
    server = PostgresServer(installed)
    yield server
    server.remove()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(PostgresDatabase(url))
    try:
        await store.open()
        yield store
    finally:
        await store.close(clean=True)


async def test_a_second_daemon_cannot_have_the_database_before_the_first_is_gone(database_url: str) -> None:
    async with opened(database_url):
        with pytest.raises(UnavailableError, match="another daemon"):
            async with opened(database_url):
                pass
    async with opened(database_url):
        pass


async def test_the_reading_connection_cannot_write(database_url: str) -> None:
    async with opened(database_url) as store:
        refused = pytest.raises(psycopg.errors.ReadOnlySqlTransaction)
        with refused, store._reader.transaction() as reader:
            reader.run("delete from events")


async def test_a_connection_that_the_server_ends_is_replaced_with_its_lock(
    database_url: str, postgres: PostgresServer
) -> None:
    async with opened(database_url) as store:
        await store.write(entries([1]), ())
        end_all = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'odind'"
        postgres.run_sql(database_url, f"do $$ begin perform * from ({end_all}) as ended; end $$")
        await store.write(entries([2]), ())
        assert await sequences(store) == [1, 2]
        with pytest.raises(UnavailableError, match="another daemon"):
            async with opened(database_url):
                pass


async def test_what_was_written_but_not_answered_is_written_once(database_url: str) -> None:
    async with opened(database_url) as store:
        await store.write(entries([1, 2, 3]), ())
        await store.write(entries([2, 3, 4]), ())
        assert await sequences(store) == [1, 2, 3, 4]


async def test_a_server_that_goes_loses_nothing_and_is_used_again_when_it_is_back(
    own_server: PostgresServer,
) -> None:
    clock, store = SystemClock(), SqlStore(PostgresDatabase(own_server.new_database()))
    log = Log(clock, 1_000, 1 << 30, store)
    async with Scribe(log, store, clock) as scribe:
        with log.cursor((Spoken, StoreFailed, StoreRecovered), (), 0) as cursor:
            log.append("a", Spoken("before"))
            assert (await anext(cursor)).event == Spoken("before")
            own_server.stop()
            log.append("a", Spoken("meanwhile"))
            assert (await anext(cursor)).event == Spoken("meanwhile")
            assert isinstance((await anext(cursor)).event, StoreFailed)
            with pytest.raises(UnavailableError, match="STORE_UNAVAILABLE"):
                await scribe.stored()
            own_server.start()
            assert isinstance((await anext(cursor)).event, StoreRecovered)
        await scribe.stored()
        assert await sequences(store) == [1, 2, 3, 4]


async def test_a_url_that_is_none_is_refused_without_its_password() -> None:
    with pytest.raises(ValueError, match="postgresql://user") as refusal:
        PostgresDatabase("postgresql://user:secret@host:many/name")
    assert "secret" not in str(refusal.value)
