"""How much of the past is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from .line import Transaction

_DAY_S: Final = 86_400.0
_EVERY_S: Final = 60.0
_AT_ONCE: Final = 5_000
_SAMPLE: Final = 1_000
_ROW_BYTES: Final = 200
"""What a row and its place in the indexes take beside the value, about."""
_NEWEST_BUT: Final = "select sequence from events order by sequence desc limit 1 offset :allowed"
_AVERAGE: Final = """select avg(size) from (
    select length(value) as size from events order by sequence desc limit :sample
) as latest"""


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

    def trim(self, transaction: Transaction, now: float, oldest: int) -> int:
        """Discard what is too much, if it is time; return the oldest sequence that is left."""
        if now < self._due_at:
            return oldest
        self._due_at = now + _EVERY_S
        transaction.run("delete from documents where expires_at <= :now", now=now)
        return self._discard(transaction, self._surplus(transaction, now), now, oldest)

    def _discard(self, transaction: Transaction, surplus: int, now: float, oldest: int) -> int:
        """Discard events up to a sequence, but the last one: it numbers the next."""
        last = transaction.value("select max(sequence) from events") or 0
        end = min(surplus, last - 1, oldest + _AT_ONCE)
        if end < oldest:
            return oldest
        transaction.run("delete from events where sequence <= :end", end=end)
        if end < surplus:
            self._due_at = now  # goes on with the next write
        return transaction.value("select min(sequence) from events") or oldest

    def _surplus(self, transaction: Transaction, now: float) -> int:
        """Return the sequence of the last event that is beyond a limit, 0 for none."""
        return max(self._too_old(transaction, now), self._too_much(transaction))

    def _too_old(self, transaction: Transaction, now: float) -> int:
        if not self._retention.days:
            return 0
        until = now - self._retention.days * _DAY_S
        return transaction.value("select max(sequence) from events where time < :until", until=until) or 0

    def _too_much(self, transaction: Transaction) -> int:
        if not self._retention.max_bytes:
            return 0
        allowed = self._retention.max_bytes // self._row_bytes(transaction)
        return transaction.value(_NEWEST_BUT, allowed=allowed) or 0

    def _row_bytes(self, transaction: Transaction) -> int:
        """Return the average size of a row, judged by the latest ones."""
        return _ROW_BYTES + int(transaction.value(_AVERAGE, sample=_SAMPLE) or 0)
