"""PostgreSQL: one connection that writes, which a lock lets no other daemon have, and one that reads.

The numbers of events are the log's, and batches are written one after another: a reader of the events after a
number misses none, as it could with numbers that the database draws before it commits.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from odind.core.log.refusals import store_unavailable

from .line import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.errors import FailedPreconditionError

_LOCK: Final = 0x6F64_696E_64
"""The key of the lock that the writing daemon holds for as long as it is connected."""
_TIMES: Final = {
    "connect_timeout": 5,
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""libpq's, in seconds but for `tcp_user_timeout`: after these a server that is silent counts as gone."""
_LOCK_PATIENCE: Final = "2s"
_STATEMENT: Final = "-c statement_timeout=30s"
_NAME: Final = re.compile(r":(\w+)")


class PostgresDatabase:
    """A database on a server. `url` is as libpq takes it: postgresql://user@host/name.

    The constructor raises ValueError for another one, and ImportError without psycopg.
    """

    dialect = "postgresql+psycopg://"
    has_version = "select 1 where to_regclass('alembic_version') is not null"

    def __init__(self, url: str) -> None:
        import psycopg  # noqa: PLC0415 - an extra, and daemons with SQLite have no use for it

        self.driver: Any = psycopg
        self._url = url
        try:
            named = psycopg.conninfo.conninfo_to_dict(url)
            ports = [int(port) for port in str(named.get("port") or "0").split(",") if port]
        except (psycopg.Error, ValueError):  # whose text may have the password
            ports = [-1]
        if not url.startswith(("postgresql://", "postgres://")) or min(ports, default=0) < 0:
            raise ValueError("the URL must be like postgresql://user@host/name")
        self._options = named.get("options") or ""

    def prepare(self) -> None:
        """Do nothing: the database must be there."""

    def writer(self) -> Line:
        """Return the connection that writes."""
        return self._line("begin", _STATEMENT, self._lock)

    def reader(self) -> Line:
        """Return the connection that reads; a transaction sees one moment."""
        return self._line(
            "begin isolation level repeatable read", f"{_STATEMENT} -c default_transaction_read_only=on"
        )

    def damage(self, _error: Exception) -> FailedPreconditionError | None:
        """Return None: what is wrong with a server may pass."""
        return None

    def set_aside(self) -> bool:
        """Return False: a database of a server is not ours to replace."""
        return False

    def _line(self, begin: str, options: str, connected: Callable[[Any], None] | None = None) -> Line:
        connect = partial(self._connect, f"{self._options} {options}", connected)
        return Line(connect, begin, lost=(self.driver.OperationalError,), worded=_worded)

    def _connect(self, options: str, connected: Callable[[Any], None] | None) -> Any:
        connection = self.driver.connect(
            self._url, autocommit=True, application_name="odind", options=options, **_TIMES
        )
        if connected:
            connected(connection)
        return connection

    def _lock(self, connection: Any) -> None:
        """Let no other daemon write; the server frees the lock a moment after its connection has ended."""
        try:
            with connection.transaction():
                connection.execute(f"set local lock_timeout = '{_LOCK_PATIENCE}'")
                connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        except self.driver.errors.LockNotAvailable:
            connection.close()
            raise store_unavailable("another daemon has the database open") from None


@lru_cache(maxsize=64)
def _worded(statement: str) -> str:
    """Return a statement with its values as psycopg has them."""
    return _NAME.sub(r"%(\1)s", statement)
