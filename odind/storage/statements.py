"""The statements, but the shortest. Columns are named in them; values are bound, never written into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.log.events import EventsLost
from odind.portable_bytes import text_bytes

from .rows import DOCUMENT_COLUMNS, EVENT_COLUMNS, column_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.log.ports import Query


def _insert(table: str, columns: str) -> str:
    values = ", ".join(f":{column}" for column in columns.split(", "))
    return f"insert into {table} ({columns}) values ({values})"  # noqa: S608 - made of constants


INSERT_EVENT: Final = _insert("events", EVENT_COLUMNS)
INSERT_DOCUMENT: Final = _insert("documents", DOCUMENT_COLUMNS)
_DOCUMENTS: Final = f"select {DOCUMENT_COLUMNS} from documents"  # noqa: S608 - made of constants
_EVENTS: Final = f"select {EVENT_COLUMNS} from events"  # noqa: S608 - made of constants
OPEN_DOCUMENTS: Final = f"{_DOCUMENTS} where collection not like :archive"


def select_events(query: Query) -> tuple[str, dict[str, object]]:
    """Return the statement of a query, and the values that it names but `limit`."""
    values: dict[str, object] = {"after": query.after, "up_to": query.up_to}
    wanted: dict[str, Sequence[object]] = {
        "kind": [kind.__name__ for kind in query.kinds],
        "subject": [column_text(subject) for subject in query.subjects],
        "room": [text_bytes(room) for room in query.rooms],
    }
    among = " and ".join(_among(column, some, values) for column, some in wanted.items() if some)
    conditions = ["sequence > :after and sequence <= :up_to"]
    if among:
        conditions.append(f"(kind = :lost or {among})")
        values["lost"] = EventsLost.__name__
    if query.since is not None:
        conditions.append("time >= :since")
        values["since"] = query.since
    return f"{_EVENTS} where {' and '.join(conditions)} order by sequence limit :limit", values


def select_documents(collection: str, keys: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Return the statement that finds documents by their keys, and the values that it names."""
    values: dict[str, object] = {"collection": collection}
    among = _among("key", [text_bytes(key) for key in keys], values)
    return f"{_DOCUMENTS} where collection = :collection and {among}", values


def _among(column: str, some: Sequence[object], values: dict[str, object]) -> str:
    """Return the condition that a column has one of some values, which are added by their names in it."""
    named = {f"{column}{number}": value for number, value in enumerate(some)}
    values.update(named)
    return f"{column} in ({', '.join(f':{name}' for name in named)})" if named else "1 = 0"
