"""A connection to a database by its driver (PEP 249), and transactions on it. One thread at a time has it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


class Transaction:
    """Runs statements, whose values are written `:name`."""

    def __init__(self, cursor: Any, worded: Callable[[str], str]) -> None:
        self._cursor = cursor
        self._worded = worded

    def run(self, statement: str, **values: object) -> None:
        """Run a statement that has no rows to return."""
        self._cursor.execute(self._worded(statement), values)

    def run_for_each(self, statement: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Run a statement once for the values of each row."""
        self._cursor.executemany(self._worded(statement), rows)

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        self.run(statement, **values)
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def value(self, query: str, **values: object) -> Any:
        """Return the first value of the first row of a query, None without one."""
        found = self.rows(query, **values)
        return found[0][0] if found else None


class Line:
    """Connects with the first transaction, and again when `begin` fails with an error that is one of `lost`.

    `worded` returns a statement as the driver takes it.
    """

    def __init__(
        self,
        connect: Callable[[], Any],
        begin: str,
        *,
        lost: tuple[type[Exception], ...] = (),
        worded: Callable[[str], str] = str,
    ) -> None:
        self._connect = connect
        self._begin = begin
        self._lost = lost
        self._worded = worded
        self._connection: Any = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit what the block has done, or nothing of it after an error. Raises what the driver raises."""
        connection = self._begun()
        try:
            yield Transaction(connection.cursor(), self._worded)
            connection.commit()
        except BaseException:
            with suppress(Exception):  # a lost connection has nothing left to undo
                connection.rollback()
            raise

    def connected(self) -> Any:
        """Return the driver's connection, outside a transaction."""
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def close(self) -> None:
        """End the connection; the next transaction makes another one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _begun(self) -> Any:
        if self._connection is not None:
            try:
                self._connection.execute(self._begin)
            except self._lost:
                self.close()
            else:
                return self._connection
        self.connected().execute(self._begin)
        return self._connection
