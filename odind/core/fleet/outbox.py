"""Carries the events of our own log to the fleet's sequence, each once and in order."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import NotFoundError, UnavailableError
from odind.core.log.numbers import LogMark
from odind.core.log.ring import Entry
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import happens_within, wait_until

from .events import MemberEventsLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.log.cursor import Cursor
    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

    from .ports import Journal

_MOST: Final = 500
"""Events in one statement."""
_GATHER_S: Final = 0.02
"""After each statement, so that many small events make few of them."""
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 2.0
_END_S: Final = 3.0
"""What is left is shipped within this time at the end, or when the daemon starts again."""
_MARK: Final = "log"


class Outbox:
    """Ships events while `run` does. On the loop's thread.

    The log and its store are the buffer, for as long as they keep events. How far the log has come stands
    in the journal alone, and moves in the transaction that adds the events: a crash of either side neither
    loses nor doubles any. `keep` returns what of an event may be kept.

    No lease is needed: a member that is fenced tells what happened as well, and no other has its log.
    """

    def __init__(
        self, scribe: Scribe, journal: Journal, clock: Clock, keep: Callable[[object], object]
    ) -> None:
        self._scribe = scribe
        self._log = scribe.log
        self._journal = journal
        self._clock = clock
        self._keep = keep
        self._shelf = scribe.shelf("fleet", LogMark)
        self._begins_after = scribe.log.last

    async def run(self) -> None:
        """Ship what happens until the log is closed; what cannot be shipped now is shipped later."""
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S, steady_s=_LONGEST_PAUSE_S)
        while True:
            began = self._clock.monotonic()
            try:
                return await self._ship_all()
            except UnavailableError:
                now = self._clock.monotonic()
                await wait_until(self._clock, now + backoff.pause_s(now - began))

    async def end(self) -> None:
        """Ship what is left of a closed log, unless that takes too long. Nothing may `run` any more."""
        if self._log.closed:
            with suppress(UnavailableError):
                await happens_within(self._clock, _END_S, self._ship_all())

    async def _ship_all(self) -> None:
        """Ship until the log is closed and has no more; raises UnavailableError."""
        mark = await self._marked()
        after: int | None = await self._journal.position(mark.name, mark.after)
        while after is not None:
            if after > self._log.last:
                mark = self._renamed()
                after = await self._journal.position(mark.name, mark.after)
            after = await self._ship_after(mark, after)

    async def _marked(self) -> LogMark:
        """Return the mark of our log, once the store has it: under another, events would be shipped again."""
        await self._scribe.stored()
        mark = self._shelf.get(_MARK) or self._new_mark(self._begins_after)
        await self._scribe.stored()
        return mark

    def _renamed(self) -> LogMark:
        """Return another mark, for a store of earlier: it gives numbers that other events have had."""
        return self._new_mark(self._log.last)

    def _new_mark(self, after: int) -> LogMark:
        mark = LogMark(secrets.token_hex(8), after)
        self._shelf.put(_MARK, mark)
        return mark

    async def _ship_after(self, mark: LogMark, after: int) -> int | None:
        """Ship events after a sequence; return where to go on, None at the end of a closed log."""
        try:
            cursor: Cursor[object] = self._log.cursor((), (), after)
            with cursor:
                while True:
                    entries = await self._next(cursor)
                    reached = await self._journal.add(mark.name, after, entries)
                    if reached != entries[-1].sequence:
                        return reached  # not all at once, or an attempt that seemed to fail did not
                    after = reached
                    await wait_until(self._clock, self._clock.monotonic() + _GATHER_S)
        except StopAsyncIteration:
            return None
        except NotFoundError as expired:
            lost = MemberEventsLost(after + 1, int(expired.metadata["oldest"]) - 1)
            entry: Entry[object] = Entry(lost.last, self._clock.now(), "", lost)
            return await self._journal.add(mark.name, after, [entry])

    async def _next(self, cursor: Cursor[object]) -> list[Entry[object]]:
        return [self._kept(entry) for entry in await cursor.batch(_MOST)]

    def _kept(self, entry: Entry[object]) -> Entry[object]:
        """Return an entry without what may not be kept; one that comes from the store has no such thing."""
        fresh = entry.sequence >= self._log.kept_from
        return replace(entry, event=self._keep(entry.event)) if fresh else entry
