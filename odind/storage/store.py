"""The store on a database: one thread that writes, one that reads."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from odind.core.errors import UnavailableError
from odind.core.log.events import EventsLost
from odind.core.log.ports import ARCHIVE, Document, Opening, Page, Query
from odind.core.log.refusals import store_unavailable

from .retention import Retention, Trimmer
from .rows import column_text, document_rows_of, documents_of, entries_of, key_bytes, rows_of
from .schema import migrate
from .tables import DOCUMENTS, EVENTS, MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Engine, Select

    from odind.core.errors import FailedPreconditionError
    from odind.core.log.ring import Entry

T = TypeVar("T")
_FOR_EVER: Final = Retention()
_CLEAN: Final = "clean"
_INSERT_EVENTS: Final = insert(EVENTS)
_INSERT_DOCUMENTS: Final = insert(DOCUMENTS)
_DELETE_DOCUMENTS: Final = delete(DOCUMENTS).where(
    DOCUMENTS.c.collection == bindparam("of"), DOCUMENTS.c.key == bindparam("named")
)


class Database(Protocol):
    """A kind of database."""

    def prepare(self) -> None:
        """Make what must be there before the first connection; raises OSError."""

    def damage(self, error: DBAPIError) -> FailedPreconditionError | None:
        """Return the error to end with when an error means that the database is damaged."""

    def set_aside(self) -> bool:
        """Make room for a new database in place of a damaged one; return whether that is allowed."""

    def writer(self) -> Engine:
        """Return the engine of the one connection that writes."""

    def reader(self) -> Engine:
        """Return the engine of the connection that reads."""


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
            await self._in(self._reading, self._reader.dispose)
        with suppress(UnavailableError):
            await self._in(self._writing, partial(self._leave, clean=clean))
        self._reading.shutdown(wait=False)
        self._writing.shutdown(wait=False)

    async def _in(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, work)
        except DBAPIError as error:
            raise store_unavailable(error.orig) from error
        except OSError as error:
            raise store_unavailable(error) from error

    # In the writing thread

    def _open(self) -> Opening:
        try:
            return self._opening()
        except DBAPIError as error:
            damage = self._database.damage(error)
            if damage is None:
                raise
            self._writer.dispose()
            if not self._database.set_aside():
                raise damage from error
        return replace(self._opening(), last=None)

    def _opening(self) -> Opening:
        self._database.prepare()
        with self._writer.begin() as connection:
            migrate(connection)
            oldest, last = connection.execute(
                select(func.min(EVENTS.c.sequence), func.max(EVENTS.c.sequence))
            ).one()
            clean = connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _CLEAN)) != "no"
            _mark(connection, clean=False)
            connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.expires_at <= self._now()))
            at_hand = select(DOCUMENTS).where(DOCUMENTS.c.collection.not_like(f"{ARCHIVE}%"))
            documents = tuple(documents_of(connection.execute(at_hand)))
        self._oldest = oldest or 1
        return Opening(self._oldest, last or 0, clean, documents)

    def _write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
        rows = list(rows_of(entries, self._keep))
        try:
            self._oldest = self._transact(rows, documents)
        except IntegrityError:  # an earlier attempt has written them, but its answer was lost
            self._oldest = self._transact(rows, documents, again=True)
        return self._oldest

    def _transact(
        self, rows: list[dict[str, Any]], documents: Sequence[Document], *, again: bool = False
    ) -> int:
        with self._writer.begin() as connection:
            if again:
                connection.execute(delete(EVENTS).where(EVENTS.c.sequence >= rows[0]["sequence"]))
            if rows:
                connection.execute(_INSERT_EVENTS, rows)
            if documents:
                _replace(connection, documents)
            return self._trimmer.trim(connection, self._now(), self._oldest)

    def _leave(self, *, clean: bool) -> None:
        try:
            if clean:
                with self._writer.begin() as connection:
                    _mark(connection, clean=True)
        finally:
            self._writer.dispose()

    # In the reading thread

    def _read(self, query: Query, limit: int) -> Page:
        with self._reader.begin() as connection:
            oldest = connection.scalar(select(func.min(EVENTS.c.sequence)))
            rows = connection.execute(_select(query, limit)).all()
        up_to = query.up_to if len(rows) < limit else rows[-1].sequence
        return Page(oldest or self._oldest, up_to, tuple(entries_of(rows)))

    def _read_documents(self, collection: str, keys: Sequence[str]) -> tuple[Document, ...]:
        wanted = DOCUMENTS.c.key.in_(map(key_bytes, keys))
        rows = select(DOCUMENTS).where(DOCUMENTS.c.collection == collection, wanted)
        with self._reader.begin() as connection:
            return tuple(documents_of(connection.execute(rows)))


def _select(query: Query, limit: int) -> Select[Any]:
    wanted = []
    if query.kinds:
        wanted.append(EVENTS.c.kind.in_([kind.__name__ for kind in query.kinds]))
    if query.subjects:
        wanted.append(EVENTS.c.subject.in_(map(column_text, query.subjects)))
    if query.rooms:
        wanted.append(EVENTS.c.room.in_(map(key_bytes, query.rooms)))
    rows = select(EVENTS).where(EVENTS.c.sequence > query.after, EVENTS.c.sequence <= query.up_to)
    if wanted:
        rows = rows.where(or_(EVENTS.c.kind == EventsLost.__name__, and_(*wanted)))
    if query.since is not None:
        rows = rows.where(EVENTS.c.time >= query.since)
    return rows.order_by(EVENTS.c.sequence).limit(limit)


def _replace(connection: Connection, documents: Sequence[Document]) -> None:
    places = [{"of": document.collection, "named": key_bytes(document.key)} for document in documents]
    connection.execute(_DELETE_DOCUMENTS, places)
    rows = list(document_rows_of(documents))
    if rows:
        connection.execute(_INSERT_DOCUMENTS, rows)


def _mark(connection: Connection, *, clean: bool) -> None:
    """Note whether the store is complete."""
    connection.execute(delete(MARKS).where(MARKS.c.name == _CLEAN))
    connection.execute(insert(MARKS).values(name=_CLEAN, value="yes" if clean else "no"))
