"""Brings a database to the newest schema, with Alembic's migrations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from odind.core.errors import FailedPreconditionError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

NEWEST: Final = "0002"
_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Bring the database to the newest schema, within the connection's transaction.

    Raises FailedPreconditionError STORE_NEWER for a schema of a later version.
    """
    if _version(connection) == NEWEST:
        return
    from alembic import command  # noqa: PLC0415 - a tenth of a second, for new databases and new versions alone

    config = _alembic(connection)
    _require_known(_version(connection), config)
    command.upgrade(config, NEWEST)


def require_known(connection: Connection) -> None:
    """Raise FailedPreconditionError STORE_NEWER for a database of a later version; change nothing."""
    version = _version(connection)
    if version != NEWEST:
        _require_known(version, _alembic(connection))


def _alembic(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _require_known(version: str | None, config: Config) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise newer(version)


def newer(version: str) -> FailedPreconditionError:
    """Return the error of a database that a later version of odind has written."""
    return FailedPreconditionError(
        "STORE_NEWER",
        "the store has schema {version}, and this version of odind knows those up to {newest}: run the "
        "version that wrote it or a later one, or name another store with store.url",
        version=version,
        newest=NEWEST,
    )


def _version(connection: Connection) -> str | None:
    """Return the schema's version, None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found
