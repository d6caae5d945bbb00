"""Looks at a database that a daemon may have open, and changes nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .schema import require_known

if TYPE_CHECKING:
    from .store import Database


def require_readable(database: Database) -> None:
    """Raise FailedPreconditionError STORE_NEWER or STORE_DAMAGED; one that cannot be reached may be later."""
    line = database.reader()
    try:
        require_known(database, line)
    except database.driver.Error as error:
        damage = database.damage(error)
        if damage:
            raise damage from error
    finally:
        line.close()
