"""The fleet's sequence of events in PostgreSQL: core's `Journal` and `History`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog

from odind.core.fleet.events import FleetEntry, UnknownEvent
from odind.core.fleet.refusals import database_unavailable
from odind.core.log.ports import Page, Query
from odind.core.values.late import dataclass
from odind.portable_bytes import PortableError, bytes_text, decode_portable, encode_portable, text_bytes

from . import event_tables as tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from odind.core.log.ring import Entry

    from .bell import Bell
    from .session import Session

_log = structlog.get_logger("odind.fleet")
_MOST_BYTES: Final = 1 << 22
"""Values of one statement."""


@dataclass(frozen=True)
class EventRetention:
    """Events are kept for `days`, and the latest `most` of them; 0 sets no limit."""

    days: int = 0
    most: int = 0


class EventRows:
    """The rows of all members' events, to which we add as the member `name`."""

    def __init__(self, session: Session, name: str, retention: EventRetention) -> None:
        self._session = session
        self._name = name
        self._retention = retention

    async def position(self, log: str, first: int) -> int:
        """Return the last sequence of a log that is here; note `first` for one that is unknown."""
        (rows,) = await self._session.run((tables.POSITION, (self._name, log, first)))
        position: int = rows[0]["shipped"]
        return position

    async def add(self, log: str, after: int, entries: Sequence[Entry[object]]) -> int:
        """Number entries and keep them, all that fit into one statement; return how far the log has come."""
        values = _fitting([_value(entry) for entry in entries])
        taken = [(entry, value) for entry, value in zip(entries, values, strict=False) if value is not None]
        row = {
            "member": self._name,
            "log": log,
            "after": after,
            "reached": entries[len(values) - 1].sequence,
            "count": len(taken),
            **_columns(taken),
        }
        _, rows = await self._session.run((tables.ADD, row), (tables.REACHED, (self._name, log)))
        if not rows:
            raise database_unavailable("it is another one, which does not know this log yet")
        reached: int = rows[0]["shipped"]
        return reached

    async def tidy(self) -> None:
        """Discard what is beyond the limits, in turns."""
        limits = {"days": self._retention.days, "most": self._retention.most}
        discarded = tables.AT_ONCE
        while discarded >= tables.AT_ONCE:
            rows, _ = await self._session.run((tables.TIDY, limits), (tables.FORGET, None))
            discarded = len(rows)


class EventReader:
    """The rows of all members' events; `bell` tells when there may be more."""

    def __init__(self, session: Session, bell: Bell) -> None:
        self._session = session
        self._bell = bell

    async def extent(self) -> tuple[int, int]:
        """Return the oldest sequence that is kept and the last one."""
        (rows,) = await self._session.run((tables.EXTENT, None))
        return rows[0]["oldest"], rows[0]["last"]

    async def after(self, sequence: int, limit: int) -> Sequence[FleetEntry]:
        """Return the first entries after a sequence."""
        (rows,) = await self._session.run((tables.AFTER, {"after": sequence, "limit": limit}))
        return [_entry(row) for row in rows]

    async def read(self, query: Query, limit: int) -> Page:
        """Return the first entries that a query asks for; `since` is not for such queries."""
        values = {
            "after": query.after,
            "up_to": query.up_to,
            "limit": limit,
            "kinds": [kind.__name__ for kind in query.kinds] or None,
            "subjects": _all_bytes(query.subjects),
            "rooms": _all_bytes(query.rooms),
        }
        (extent,), rows = await self._session.run((tables.EXTENT, None), (tables.READ, values))
        up_to = query.up_to if len(rows) < limit else rows[-1]["number"]
        return Page(extent["oldest"], up_to, tuple(map(_entry, rows)))

    async def before(self, since: float) -> int:
        """Return the sequence before the first kept event that came at or after a time."""
        (rows,) = await self._session.run((tables.BEFORE, {"since": since}))
        sequence: int = rows[0]["sequence"]
        return sequence

    async def news(self, limit_s: float) -> None:
        """Wait until there may be something new."""
        await self._bell.wait(limit_s)


def _value(entry: Entry[object]) -> bytes | None:
    """Return an event as bytes, None for one that has none: a bug, which must not keep all others out."""
    try:
        return encode_portable(entry.event)
    except PortableError as error:
        _log.error("event.unwritable", kind=type(entry.event).__name__, problem=str(error))
        return None


def _fitting(values: Sequence[bytes | None]) -> Sequence[bytes | None]:
    """Return the first values, as many as go into one statement, and one at least."""
    size, count = 0, 0
    for value in values:
        size += len(value or b"")
        if count and size > _MOST_BYTES:
            break
        count += 1
    return values[:count]


def _columns(taken: Collection[tuple[Entry[object], bytes]]) -> dict[str, list[Any]]:
    entries = [entry for entry, _ in taken]
    return {
        "local": [entry.sequence for entry in entries],
        "at": [entry.time for entry in entries],
        "subject": [text_bytes(entry.subject) for entry in entries],
        "room": [text_bytes(entry.room) for entry in entries],
        "kind": [type(entry.event).__name__ for entry in entries],
        "value": [value for _, value in taken],
    }


def _entry(row: Mapping[str, Any]) -> FleetEntry:
    try:
        event = decode_portable(row["kind"], row["value"])
    except PortableError as error:
        _log.warning("event.unreadable", sequence=row["number"], member=row["member"], problem=str(error))
        event = UnknownEvent()
    return FleetEntry(
        row["number"],
        row["at"],
        bytes_text(row["subject"]),
        event,
        bytes_text(row["room"]),
        row["member"],
        row["local"],
        len(row["value"]),
    )


def _all_bytes(texts: Iterable[str]) -> list[bytes] | None:
    return [text_bytes(text) for text in texts] or None
