"""The daemon's memory: the log, and the store behind it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import structlog

from odind.clock import SystemClock
from odind.core.errors import InvalidArgumentError
from odind.core.log.events import STORE_EVENTS, EventsLost, StoreFailed, StoreRecovered
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.core.rooms.redaction import with_hashes, without_payloads
from odind.core.values.daemon import SpoolFilling

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.config import Config
    from odind.core.log.log import Log
    from odind.core.log.mirror import Mirror
    from odind.core.log.ports import Store
    from odind.storage import Database

_log = structlog.get_logger("odind.daemon")


@asynccontextmanager
async def open_memory(config: Config, mirror: Mirror | None = None) -> AsyncIterator[Scribe]:
    """Run the scribe, with the store that the settings name, for the length of the block.

    Raises FailedPreconditionError when the store is damaged, or of a later version.
    """
    clock, store = SystemClock(), _store(config)
    scribe = Scribe(new_log(clock, config.limits, store), store, clock, mirror)
    async with scribe, asyncio.TaskGroup() as tasks:
        if scribe.failure:
            _log.error("store.failed", detail=scribe.failure.message)
        telling = tasks.create_task(_tell(scribe.log))
        try:
            yield scribe
        finally:
            telling.cancel()
    if scribe.failure:
        _log.error("store.incomplete", detail=scribe.failure.message)


async def _tell(log: Log) -> None:
    """Log what happens to the store and to the spool."""
    with log.cursor((*STORE_EVENTS, SpoolFilling), (), log.last) as cursor:
        async for entry in cursor:
            match entry.event:
                case StoreFailed(detail):
                    _log.error("store.failed", detail=detail)
                case StoreRecovered():
                    _log.warning("store.recovered")
                case EventsLost(first, last):
                    _log.error("store.events_lost", first=first, last=last)
                case SpoolFilling(waiting, most):
                    _log.warning("spool.filling", waiting_bytes=waiting, max_bytes=most)


def kept_of_events(config: Config) -> Callable[[object], object]:
    """Return what makes of an event the one that the history keeps."""
    return _KEEP[config.store.payloads]


def _store(config: Config) -> Store:
    if config.store.url == "memory:":
        return MemoryStore()
    from odind.storage import Retention, SqlStore  # noqa: PLC0415 - without a store it is not needed

    try:
        return SqlStore(
            _database(config),
            retention=Retention(config.store.retention_days, config.store.max_bytes),
            keep=kept_of_events(config),
        )
    except ImportError:
        problem = "PostgreSQL needs psycopg: pip install 'odind[postgres]'"
    except ValueError as error:
        problem = str(error)
    raise InvalidArgumentError("CONFIG_INVALID", "store.url: {problem}", problem=problem)


def _database(config: Config) -> Database:
    from odind.storage import PostgresDatabase, SqliteDatabase  # noqa: PLC0415 - see above

    if config.store.url:
        return PostgresDatabase(config.store.url)
    file = config.server.state_dir / "store.sqlite3"
    return SqliteDatabase(file, replace_damaged=config.store.replace_damaged)


def require_usable_store(config: Config) -> None:
    """Raise FailedPreconditionError when the store is of a later version or damaged, also while it is in use.

    One that cannot be reached keeps no daemon from starting.
    """
    if config.store.url != "memory:":
        from odind.storage import require_readable  # noqa: PLC0415 - see above

        require_readable(_database(config))


def _everything(event: object) -> object:
    return event


_KEEP: Final[dict[str, Callable[[object], object]]] = {
    "none": without_payloads,
    "hash": with_hashes,
    "full": _everything,
}
