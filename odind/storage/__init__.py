"""Stores of events and documents, on SQLAlchemy: SQLite and PostgreSQL."""

from __future__ import annotations

from .retention import Retention
from .sqlite import SqliteDatabase
from .store import SqlStore

__all__ = ["Retention", "SqlStore", "SqliteDatabase"]
