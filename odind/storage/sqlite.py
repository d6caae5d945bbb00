"""SQLite: one connection that writes, in WAL mode, and one that only reads.

SQLite before 3.51.3 may corrupt a database when two connections write or checkpoint at the same instant, so
the reading one can do neither, and no other process opens the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, create_engine, event

from odind.private_files import make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_WRITING: Final = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma journal_size_limit = 67108864",
)
_READING: Final = ("pragma query_only = on", "pragma wal_autocheckpoint = 0")


class SqliteDatabase:
    """A database in a file, which is made with mode 0600."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def writer(self) -> Engine:
        """Return the engine of the one connection that writes."""
        return self._engine(_WRITING, "begin immediate")

    def reader(self) -> Engine:
        """Return the engine of the connection that reads."""
        return self._engine(_READING, "begin")

    def prepare(self) -> None:
        """Make the file, if it is missing; raises OSError."""
        make_folder(self.file.parent)
        self.file.touch(mode=0o600)

    def _engine(self, pragmas: tuple[str, ...], begin: str) -> Engine:
        engine = create_engine(URL.create("sqlite", database=str(self.file)), pool_size=1, max_overflow=0)

        def connected(connection: Any, _record: object) -> None:
            connection.isolation_level = None  # SQLAlchemy begins and commits, also around DDL
            for pragma in pragmas:
                connection.execute(pragma)

        def begun(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        event.listen(engine, "connect", connected)
        event.listen(engine, "begin", begun)
        return engine
