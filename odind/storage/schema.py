"""Brings a database to the newest schema, with Alembic's migrations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError

if TYPE_CHECKING:
    from alembic.config import Config

    from .line import Line
    from .store import Database

NEWEST: Final = "0002"
_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def migrate(database: Database, line: Line) -> None:
    """Bring the database to the newest schema, in one transaction.

    Raises FailedPreconditionError STORE_NEWER for a schema of a later version.
    """
    if require_known(database, line) != NEWEST:
        _upgrade(database, line)


def require_known(database: Database, line: Line) -> str | None:
    """Return the schema's version, None for an empty database.

    Raises FailedPreconditionError STORE_NEWER for a later one.
    """
    version = _version(database, line)
    if version not in (None, NEWEST):
        from alembic.script import ScriptDirectory  # noqa: PLC0415 - as below

        known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
        if version not in known:
            raise newer(version)
    return version


def newer(version: str) -> FailedPreconditionError:
    """Return the error of a database that a later version of odind has written."""
    return FailedPreconditionError(
        "STORE_NEWER",
        "the store has schema {version}, and this version of odind knows those up to {newest}: run the "
        "version that wrote it or a later one, or name another store with store.url",
        version=version,
        newest=NEWEST,
    )


def _upgrade(database: Database, line: Line) -> None:
    # Both take 0.2 s to be loaded, and only new databases and new versions need them.
    from alembic import command  # noqa: PLC0415
    from sqlalchemy import StaticPool, create_engine  # noqa: PLC0415

    engine = create_engine(database.dialect, creator=line.connected, poolclass=StaticPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("begin")
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, NEWEST)
        connection.commit()


def _alembic() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _version(database: Database, line: Line) -> str | None:
    with line.transaction() as transaction:
        if not transaction.rows(database.has_version):
            return None
        found: str | None = transaction.value("select version_num from alembic_version")
    return found
