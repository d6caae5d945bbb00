"""How much of the past is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from .tables import DOCUMENTS, EVENTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_DAY_S: Final = 86_400.0
_EVERY_S: Final = 60.0
_AT_ONCE: Final = 5_000
_SAMPLE: Final = 1_000
_ROW_BYTES: Final = 200
"""What a row and its place in the indexes take beside the value, about."""


@dataclass(frozen=True)
class Retention:
    """Events are kept for `days`, and within about `max_bytes`; 0 sets no limit."""

    days: float = 0
    max_bytes: int = 0


class Trimmer:
    """Discards what is beyond the limits, a little at a time, in the transaction of the writing thread."""

    def __init__(self, retention: Retention) -> None:
        self._retention = retention
        self._due_at = 0.0

    def trim(self, connection: Connection, now: float, oldest: int) -> int:
        """Discard what is too much, if it is time; return the oldest sequence that is left."""
        if now < self._due_at:
            return oldest
        self._due_at = now + _EVERY_S
        connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.expires_at <= now))
        return self._discard(connection, self._surplus(connection, now), now, oldest)

    def _discard(self, connection: Connection, surplus: int, now: float, oldest: int) -> int:
        """Discard events up to a sequence, but the last one: it numbers the next."""
        last = connection.scalar(select(func.max(EVENTS.c.sequence))) or 0
        end = min(surplus, last - 1, oldest + _AT_ONCE)
        if end < oldest:
            return oldest
        connection.execute(delete(EVENTS).where(EVENTS.c.sequence <= end))
        if end < surplus:
            self._due_at = now  # goes on with the next write
        return connection.scalar(select(func.min(EVENTS.c.sequence))) or oldest

    def _surplus(self, connection: Connection, now: float) -> int:
        """Return the sequence of the last event that is beyond a limit, 0 for none."""
        return max(self._too_old(connection, now), self._too_much(connection))

    def _too_old(self, connection: Connection, now: float) -> int:
        if not self._retention.days:
            return 0
        old = EVENTS.c.time < now - self._retention.days * _DAY_S
        return connection.scalar(select(func.max(EVENTS.c.sequence)).where(old)) or 0

    def _too_much(self, connection: Connection) -> int:
        if not self._retention.max_bytes:
            return 0
        newest_first = select(EVENTS.c.sequence).order_by(EVENTS.c.sequence.desc())
        allowed = self._retention.max_bytes // self._row_bytes(connection)
        return connection.scalar(newest_first.offset(allowed).limit(1)) or 0

    def _row_bytes(self, connection: Connection) -> int:
        """Return the average size of a row, judged by the latest ones."""
        latest = select(func.length(EVENTS.c.value).label("size")).order_by(EVENTS.c.sequence.desc())
        average = connection.scalar(select(func.avg(latest.limit(_SAMPLE).subquery().c.size)))
        return _ROW_BYTES + int(average or 0)
