"""The daemon's memory: the log, and the store behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.core.rooms.redaction import without_payloads

if TYPE_CHECKING:
    from odind.config import Config
    from odind.core.log.ports import Store


def scribe_for(config: Config) -> Scribe:
    """Return the scribe with the store that the settings name; it opens the store as its block begins."""
    clock, store = SystemClock(), _store(config)
    return Scribe(new_log(clock, config.limits, store), store, clock)


def _store(config: Config) -> Store:
    if config.store.url == "memory:":
        return MemoryStore()
    from odind.storage import Retention, SqliteDatabase, SqlStore  # noqa: PLC0415 - SQLAlchemy takes a while

    return SqlStore(
        SqliteDatabase(config.server.state_dir / "store.sqlite3"),
        retention=Retention(config.store.retention_days, config.store.max_bytes),
        keep=_everything if config.store.payloads == "full" else without_payloads,
    )


def _everything(event: object) -> object:
    return event
