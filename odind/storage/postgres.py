"""PostgreSQL: one connection that writes, which a lock lets no other daemon have, and one that reads.

The numbers of events are the log's, and batches are written one after another: a reader of the events after a
number misses none, as it could with numbers that the database draws before it commits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from odind.core.log.refusals import store_unavailable

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.exc import DBAPIError

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
_STATEMENT: Final = "-c statement_timeout=30s"


class PostgresDatabase:
    """A database on a server. `url` is as libpq takes it: postgresql://user@host/name.

    The constructor raises ValueError for another one.
    """

    def __init__(self, url: str) -> None:
        try:
            self._url = make_url(url).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):  # whose text may have the password
            raise ValueError("the URL must be like postgresql://user@host/name") from None

    def prepare(self) -> None:
        """Do nothing: the database must be there."""

    def writer(self) -> Engine:
        """Return the engine of the one connection that writes."""
        engine = self._engine(_STATEMENT)
        event.listen(engine, "connect", _lock)
        return engine

    def reader(self) -> Engine:
        """Return the engine of the connection that reads; a transaction sees one moment."""
        return self._engine(
            f"{_STATEMENT} -c default_transaction_read_only=on", isolation_level="REPEATABLE READ"
        )

    def damage(self, _error: DBAPIError) -> FailedPreconditionError | None:
        """Return None: what is wrong with a server may pass."""
        return None

    def set_aside(self) -> bool:
        """Return False: a database of a server is not ours to replace."""
        return False

    def _engine(self, options: str, **how: Any) -> Engine:
        own = self._url.query.get("options", "")
        arguments = _TIMES | {"application_name": "odind", "options": f"{own} {options}"}
        return create_engine(
            self._url, pool_size=1, max_overflow=0, pool_pre_ping=True, connect_args=arguments, **how
        )


def _lock(connection: Any, _record: object) -> None:
    """Let no other daemon write; the server frees the lock when the connection ends."""
    (locked,) = connection.execute("select pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
    connection.commit()
    if not locked:
        connection.close()
        raise store_unavailable("another daemon has the database open")
