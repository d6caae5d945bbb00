"""Reads what the log keeps, and goes on where events are lost or the store fails for a while."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from odind.core.errors import NotFoundError, UnavailableError
from odind.core.timing.clock import wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from odind.core.log.log import Cursor, Entry, Log
    from odind.core.timing.clock import Clock

    from .ports import Teller

_PAUSE_S: Final = 5.0
_NO_ROOMS: Final = frozenset[str]()


class History:
    """The events that can be told. Belongs to the loop.

    `missed` is called with the first and the last sequence of events that are not kept any more.
    """

    def __init__(self, log: Log, teller: Teller, clock: Clock, missed: Callable[[int, int], object]) -> None:
        self.log = log
        self._teller = teller
        self._clock = clock
        self._missed = missed

    def cursor(self, after: int, *, room: str = "", until: int | None = None) -> Cursor[object]:
        """Return a cursor on the events after a sequence, or where those are not kept after the oldest kept.

        They are of one room, or of all and of none where no room is named.
        """
        start = min(self._kept(after), self.log.last)
        rooms = frozenset({room}) if room else _NO_ROOMS
        return self.log.cursor(self._teller.kinds, (), start, rooms=rooms, until=until)

    async def between(self, after: int, until: int, room: str = "") -> AsyncGenerator[Entry[object]]:
        """Yield the kept events after a sequence, up to another, of one room or of all."""
        while after < until:
            with self.cursor(after, room=room, until=until) as cursor:
                try:
                    async for entry in cursor:
                        after = entry.sequence
                        yield entry
                except (NotFoundError, UnavailableError) as error:
                    after = await self.beyond(error, after)
                else:
                    return

    async def entry(self, sequence: int) -> Entry[object] | None:
        """Return an event, None when it is not kept, or has not happened."""
        if not self.log.oldest <= sequence <= self.log.shown:
            return None
        async with aclosing(self.between(sequence - 1, sequence)) as entries:
            async for entry in entries:
                return entry
        return None

    async def beyond(self, error: NotFoundError | UnavailableError, after: int) -> int:
        """Return where to go on after an error: behind what is not kept, or later at the same place."""
        if isinstance(error, UnavailableError):
            await wait_until(self._clock, self._clock.monotonic() + _PAUSE_S)
            return after
        return self._skipped(after, int(error.metadata["oldest"]) - 1)

    def _kept(self, after: int) -> int:
        return self._skipped(after, self.log.oldest - 1)

    def _skipped(self, after: int, to: int) -> int:
        if after >= to:
            return after
        self._missed(after + 1, to)
        return to
