"""The store on a database: one thread that writes, one that reads."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from odind.core.errors import UnavailableError
from odind.core.log.ports import ARCHIVE, Document, Opening, Page, Query
from odind.core.log.refusals import store_unavailable
from odind.portable_bytes import text_bytes

from .retention import Retention, Trimmer
from .rows import document_rows_of, documents_of, entries_of, rows_of
from .schema import migrate
from .statements import INSERT_DOCUMENT, INSERT_EVENT, OPEN_DOCUMENTS, select_documents, select_events

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.errors import FailedPreconditionError
    from odind.core.log.ring import Entry

    from .line import Line, Transaction

T = TypeVar("T")
_FOR_EVER: Final = Retention()
_CLEAN: Final = "clean"
"""The mark that is "yes" while no daemon has the store open and nothing is missing."""


class Database(Protocol):
    """A kind of database.

    `driver` is the module that connects to it (PEP 249), `dialect` is SQLAlchemy's URL for such a connection,
    and `has_version` a query that has a row once the schema has a version.
    """

    driver: Any
    dialect: str
    has_version: str

    def prepare(self) -> None:
        """Make what must be there before the first connection; raises OSError."""

    def damage(self, error: Exception) -> FailedPreconditionError | None:
        """Return the error to end with when an error means that the database is damaged."""

    def set_aside(self) -> bool:
        """Make room for a new database in place of a damaged one; return whether that is allowed."""

    def writer(self) -> Line:
        """Return the one connection that writes."""

    def reader(self) -> Line:
        """Return the connection that reads."""


class SqlStore:
    """Core's `Store`. `keep` is called in the writing thread, and returns what of an event is to be kept."""

    lasting = True

    def __init__(
        self,
        database: Database,
        *,
        retention: Retention = _FOR_EVER,
        keep: Callable[[object], object] = lambda event: event,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._trimmer = Trimmer(retention)
        self._keep = keep
        self._now = now
        self._oldest = 1
        self._writing = ThreadPoolExecutor(1, "store-writer")
        self._reading = ThreadPoolExecutor(1, "store-reader")
        self._writer = database.writer()
        self._reader = database.reader()

    # Core's port

    async def open(self) -> Opening:
        """Bring the schema up to date, note that the store is in use, and return what it has."""
        return await self._in(self._writing, self._open)

    async def write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
        """Keep them, in one transaction."""
        return await self._in(self._writing, partial(self._write, entries, documents))

    async def read(self, query: Query, limit: int) -> Page:
        """Return the first entries that the query asks for."""
        return await self._in(self._reading, partial(self._read, query, limit))

    async def documents(self, collection: str, keys: Sequence[str]) -> tuple[Document, ...]:
        """Return those of these documents that are kept."""
        return await self._in(self._reading, partial(self._read_documents, collection, keys))

    async def close(self, *, clean: bool) -> None:
        """Note how the store is left, and end the threads."""
        with suppress(UnavailableError):
            await self._in(self._reading, self._reader.close)
        with suppress(UnavailableError):
            await self._in(self._writing, partial(self._leave, clean=clean))
        self._reading.shutdown(wait=False)
        self._writing.shutdown(wait=False)

    async def _in(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, work)
        except (self._database.driver.Error, OSError) as error:
            raise store_unavailable(error) from error

    # In the writing thread

    def _open(self) -> Opening:
        try:
            return self._opening()
        except self._database.driver.Error as error:
            damage = self._database.damage(error)
            if damage is None:
                raise
            self._writer.close()
            if not self._database.set_aside():
                raise damage from error
        return replace(self._opening(), last=None)

    def _opening(self) -> Opening:
        self._database.prepare()
        migrate(self._database, self._writer)
        with self._writer.transaction() as transaction:
            ((oldest, last),) = transaction.rows("select min(sequence), max(sequence) from events")
            clean = transaction.value("select value from marks where name = :name", name=_CLEAN) != "no"
            _mark(transaction, clean=False)
            transaction.run("delete from documents where expires_at <= :now", now=self._now())
            documents = tuple(documents_of(transaction.rows(OPEN_DOCUMENTS, archive=f"{ARCHIVE}%")))
        self._oldest = oldest or 1
        return Opening(self._oldest, last or 0, clean, documents)

    def _write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
        rows = list(rows_of(entries, self._keep))
        try:
            self._oldest = self._transact(rows, documents)
        except self._database.driver.IntegrityError:
            # An earlier attempt has written them, but its answer was lost.
            self._oldest = self._transact(rows, documents, again=True)
        return self._oldest

    def _transact(
        self, rows: list[dict[str, Any]], documents: Sequence[Document], *, again: bool = False
    ) -> int:
        with self._writer.transaction() as transaction:
            if again:
                transaction.run("delete from events where sequence >= :first", first=rows[0]["sequence"])
            if rows:
                transaction.run_for_each(INSERT_EVENT, rows)
            if documents:
                _replace(transaction, documents)
            return self._trimmer.trim(transaction, self._now(), self._oldest)

    def _leave(self, *, clean: bool) -> None:
        try:
            if clean:
                with self._writer.transaction() as transaction:
                    _mark(transaction, clean=True)
        finally:
            self._writer.close()

    # In the reading thread

    def _read(self, query: Query, limit: int) -> Page:
        statement, values = select_events(query)
        with self._reader.transaction() as transaction:
            oldest = transaction.value("select min(sequence) from events")
            rows = transaction.rows(statement, **values, limit=limit)
        up_to = query.up_to if len(rows) < limit else rows[-1][0]
        return Page(oldest or self._oldest, up_to, tuple(entries_of(rows)))

    def _read_documents(self, collection: str, keys: Sequence[str]) -> tuple[Document, ...]:
        statement, values = select_documents(collection, keys)
        with self._reader.transaction() as transaction:
            return tuple(documents_of(transaction.rows(statement, **values)))


def _replace(transaction: Transaction, documents: Sequence[Document]) -> None:
    places = [{"of": document.collection, "named": text_bytes(document.key)} for document in documents]
    transaction.run_for_each("delete from documents where collection = :of and key = :named", places)
    rows = list(document_rows_of(documents))
    if rows:
        transaction.run_for_each(INSERT_DOCUMENT, rows)


def _mark(transaction: Transaction, *, clean: bool) -> None:
    """Note whether the store is complete."""
    transaction.run("delete from marks where name = :name", name=_CLEAN)
    value = "yes" if clean else "no"
    transaction.run("insert into marks (name, value) values (:name, :value)", name=_CLEAN, value=value)
