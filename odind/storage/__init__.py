"""Stores of events and documents, on the drivers of SQLite and PostgreSQL.

SQLAlchemy, which takes a fifth of a start, is loaded by Alembic for the migrations alone.
"""

from __future__ import annotations

from .inspection import require_readable
from .postgres import PostgresDatabase
from .retention import Retention
from .sqlite import SqliteDatabase
from .store import Database, SqlStore

__all__ = ["Database", "PostgresDatabase", "Retention", "SqlStore", "SqliteDatabase", "require_readable"]
