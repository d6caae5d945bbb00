"""One connection to the fleet's database, made again after each failure."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

import psycopg
from psycopg.rows import dict_row

from odind.core.errors import OdindError
from odind.core.fleet.refusals import database_unavailable, schema_other

from .event_tables import CREATE as CREATE_EVENTS
from .tables import CREATE, LOCK, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

Row: TypeAlias = "dict[str, Any]"
Statement: TypeAlias = "tuple[str, Sequence[object] | Mapping[str, object] | None]"
Attempt: TypeAlias = "asyncio.Task[list[list[Row]] | Exception]"
Connection: TypeAlias = "psycopg.AsyncConnection[Row]"
TIMES: Final[dict[str, Any]] = {
    "application_name": "odind-fleet",
    "connect_timeout": 5,
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
_OVERDUE: Final = 4
"""How many times its patience a transaction may take before its connection is given up."""
_FIRST_S: Final = 5.0
"""A first transaction may take so long: it may have to make the tables."""


class Session:
    """Makes transactions one after another, within its `async with` block. On the loop's thread.

    One that takes longer than `patience_s` fails. If it has begun it goes on, since a new connection would
    cost a busy server more, and the next one waits for it, within its own time. Once it has taken four times
    as long its connection is given up. A server that is silent would keep psycopg waiting even after a
    cancellation, so nobody waits for that.
    """

    def __init__(self, url: str, patience_s: float) -> None:
        self._url = url
        self._patience_s = patience_s
        self._line = _Line(url)
        self._tasks = asyncio.TaskGroup()
        self._attempts: set[Attempt] = set()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for attempt in self._attempts:
            attempt.cancel()
        await self._tasks.__aexit__(None, None, None)
        await self._line.aclose()

    async def run(self, *statements: Statement) -> list[list[Row]]:
        """Run statements in one transaction, and return the rows of each.

        Raises UnavailableError FLEET_DATABASE_UNAVAILABLE, FailedPreconditionError FLEET_SCHEMA_OTHER.
        """
        line = self._line
        attempt = self._tasks.create_task(_attempt(line, statements))
        for waiting in (self._attempts, line.attempts):
            waiting.add(attempt)
            attempt.add_done_callback(waiting.discard)
        patience_s = self._patience_s if line.prepared else _FIRST_S
        try:
            await asyncio.wait({attempt}, timeout=patience_s)
        finally:
            if line.running is not attempt:
                attempt.cancel()
            elif not attempt.done():
                late = asyncio.get_running_loop().call_later((_OVERDUE - 1) * patience_s, self._give_up, line)
                attempt.add_done_callback(lambda _: late.cancel())
        if not attempt.done() or attempt.cancelled():
            raise database_unavailable("it takes too long")
        answer = attempt.result()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _give_up(self, line: _Line) -> None:
        """Use another connection instead of one on which the server does not answer."""
        if self._line is line:
            self._line = _Line(self._url, prepared=line.prepared)
        for attempt in tuple(line.attempts):  # those that wait, too: nothing old must be written later
            attempt.cancel()


class _Line:
    """A connection, once it is needed; `prepared` is whether the tables are known to be there.

    `attempts` are the transactions that run or wait on it, of which `running` was the last to begin.
    """

    def __init__(self, url: str, *, prepared: bool = False) -> None:
        self.prepared = prepared
        self.attempts: set[Attempt] = set()
        self.running: asyncio.Task[object] | None = None
        self._url = url
        self._connection: Connection | None = None
        self._turn = asyncio.Lock()

    async def run(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """Run statements in one transaction."""
        async with self._turn:
            self.running = asyncio.current_task()
            connection = await self._connected()
            try:
                return await _run(connection, statements)
            except BaseException:
                await self.aclose()
                raise

    async def aclose(self) -> None:
        """Drop the connection; the next transaction makes another one."""
        connection, self._connection = self._connection, None
        if connection:
            with suppress(psycopg.Error, OSError):
                await connection.close()

    async def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url, row_factory=dict_row, autocommit=True, **TIMES
            )
        if not self.prepared:
            await _prepare(self._connection)
            self.prepared = True
        return self._connection


async def _attempt(line: _Line, statements: Sequence[Statement]) -> list[list[Row]] | Exception:
    """Return the rows, or the error for the caller, who may have gone."""
    try:
        return await line.run(statements)
    except OdindError as error:
        return error
    except (psycopg.Error, OSError) as error:
        return database_unavailable(str(error).partition("\n")[0] or type(error).__name__)


async def _run(connection: Connection, statements: Sequence[Statement]) -> list[list[Row]]:
    """Run statements in one transaction; a single one is a transaction in one exchange with the server."""
    if len(statements) == 1:
        return [await _rows(connection, *statements)]
    async with connection.transaction():
        return [await _rows(connection, statement) for statement in statements]


async def _rows(connection: Connection, statement: Statement) -> list[Row]:
    text, values = statement
    cursor = await connection.execute(text.encode(), values)
    return await cursor.fetchall() if cursor.description else []


async def _prepare(connection: Connection) -> None:
    """Make the tables where there are none; raises FailedPreconditionError FLEET_SCHEMA_OTHER."""
    (found,) = await _run(connection, [("select to_regclass('fleet_schema') as made", None)])
    if not found[0]["made"]:  # to make an index, even one that is there, waits for all who write
        await _make(connection)
    (found,) = await _run(connection, [("select version from fleet_schema", None)])
    if found[0]["version"] != SCHEMA:
        raise schema_other(found[0]["version"], SCHEMA)


async def _make(connection: Connection) -> None:
    lock: Statement = ("select pg_advisory_xact_lock(%s)", (LOCK,))
    make: list[Statement] = [(one, (SCHEMA,) if "%s" in one else None) for one in (*CREATE, *CREATE_EVENTS)]
    await _run(connection, [lock, *make])
