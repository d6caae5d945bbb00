"""SQLite: one connection that writes, in WAL mode, and one that only reads.

SQLite before 3.51.3 may corrupt a database when two connections write or checkpoint at the same instant, so
the reading one can do neither, and no other process opens the file.
"""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog

from odind.core.errors import FailedPreconditionError
from odind.private_files import make_folder

from .line import Line

if TYPE_CHECKING:
    from pathlib import Path

_log = structlog.get_logger("odind.storage")
_PRIMARY: Final = 0xFF
"""The bits of SQLite's error codes that say what is wrong; the others say where."""
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_WRITING: Final = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma journal_size_limit = 67108864",
)
_READING: Final = ("pragma query_only = on", "pragma wal_autocheckpoint = 0")


class SqliteDatabase:
    """A database in a file, which is made with mode 0600.

    A damaged one is set aside for a new one if `replace_damaged`.
    """

    driver: Any = sqlite3
    dialect = "sqlite://"
    has_version = "select 1 from sqlite_master where name = 'alembic_version'"

    def __init__(self, file: Path, *, replace_damaged: bool = False) -> None:
        self.file = file
        self._replace_damaged = replace_damaged

    def writer(self) -> Line:
        """Return the connection that writes."""
        return Line(partial(self._connect, _WRITING), "begin immediate")

    def reader(self) -> Line:
        """Return the connection that reads."""
        return Line(partial(self._connect, _READING), "begin")

    def prepare(self) -> None:
        """Make the file, if it is missing; raises OSError."""
        make_folder(self.file.parent)
        self.file.touch(mode=0o600)

    def damage(self, error: Exception) -> FailedPreconditionError | None:
        """Return the error to end with when the file is damaged, or no database at all."""
        if getattr(error, "sqlite_errorcode", 0) & _PRIMARY not in _DAMAGED:
            return None
        return FailedPreconditionError(
            "STORE_DAMAGED",
            "the store {file} is damaged ({problem}): put a backup in its place, or start with "
            "--replace-damaged-store, which sets it aside and begins a new one",
            file=self.file,
            problem=error,
        )

    def set_aside(self) -> bool:
        """Rename the file and what belongs to it, if allowed; return whether it is."""
        if self._replace_damaged:
            aside = f"damaged-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}"
            _log.error("store.set_aside", file=str(self.file), suffix=aside)
            for suffix in ("", "-wal", "-shm"):
                part = self.file.with_name(self.file.name + suffix)
                if part.exists():
                    part.rename(self.file.with_name(f"{self.file.name}.{aside}{suffix}"))
        return self._replace_damaged

    def _connect(self, pragmas: tuple[str, ...]) -> sqlite3.Connection:
        """Open the file, which `prepare` has made with its mode; transactions are begun by `Line` alone."""
        place = f"{self.file.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(place, uri=True, check_same_thread=False, isolation_level=None)
        try:
            for pragma in pragmas:
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()
            raise
        return connection
