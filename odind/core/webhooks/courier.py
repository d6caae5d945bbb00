"""Sends the events of one endpoint: in order within a room, and no room waits for another.

The log is the queue. A reader goes through it and opens a backlog for each room in which something happened
that the endpoint gets. A task for each backlog sends that, and what has happened in its room since, which it
reads from the log again. So memory is bounded by the number of backlogs, however long an endpoint is away.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.errors import NotFoundError, UnavailableError

from .delivery import letter_id
from .dialects import wants
from .progress import Backlog, Progress
from .sending import Post, Sending

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from odind.core.log.log import Cursor, Entry

    from .delivery import Delivery
    from .endpoint import Endpoint
    from .history import History
    from .ports import Told

MOST_BACKLOGS: Final = 32
MOST_AGAIN: Final = 1_000


class Office(Post, Protocol):
    """What couriers need of webhooks as a whole."""

    def vouches(self, endpoint_id: str) -> bool:
        """Whether the key under which an endpoint was made still holds."""

    def type_of(self, event: object) -> str:
        """Return the name of an event's type."""

    def tell(self, entry: Entry[object]) -> Told:
        """Return an event in words."""

    def keep(self, courier: Courier) -> None:
        """Note how far a courier has come."""


class Courier:
    """Runs while its endpoint is enabled; `endpoint` may be replaced meanwhile. Belongs to the loop."""

    def __init__(self, endpoint: Endpoint, progress: Progress, history: History, office: Office) -> None:
        self.endpoint = endpoint
        self._history = history
        self._office = office
        self._sending = Sending(progress, office)
        self._backlogs = {
            kept.room: Backlog(kept.room, kept.after, kept.until, kept.delivery) for kept in progress.backlogs
        }
        self._again = deque(progress.again)
        self._replay = Backlog("", 0, 0, progress.replay)
        self._replaying = False
        self._position = progress.position
        self._cursor: Cursor[object] | None = None
        self._freed = asyncio.Event()
        self._tasks: asyncio.TaskGroup | None = None

    # Looking

    @property
    def progress(self) -> Progress:
        """How far the endpoint's events have come."""
        return self._sending.noted(
            Progress(
                self._cursor.position if self._cursor else self._position,
                tuple(backlog.kept for backlog in self._backlogs.values()),
                again=tuple(self._again),
                replay=self._replay.delivery,
            )
        )

    @property
    def retrying(self) -> list[Delivery]:
        """The deliveries that are being retried."""
        backlogs = (*self._backlogs.values(), self._replay)
        return [backlog.delivery for backlog in backlogs if backlog.delivery]

    def next_number(self) -> int:
        """Return the number of a delivery that begins."""
        return self._sending.next_number()

    @property
    def waiting_again(self) -> int:
        """How many events are to be sent once more."""
        return len(self._again)

    async def has(self, sequence: int) -> bool:
        """Whether an event is kept that the endpoint gets."""
        entry = await self._history.entry(sequence)
        return entry is not None and self._wants(entry)

    async def since(self, time: float) -> AsyncGenerator[Entry[object]]:
        """Yield the kept events since a time, in seconds since the epoch, that the endpoint was to get."""
        after, until = await self._history.log.before(time), self.progress.position
        async with aclosing(self._history.between(after, until)) as entries:
            async for entry in entries:
                if self._wants(entry):
                    yield entry

    # Sending

    async def run(self) -> None:
        """Send until the log is closed and everything in it is read."""
        async with asyncio.TaskGroup() as self._tasks:
            for backlog in self._backlogs.values():
                self._tasks.create_task(self._serve(backlog))
            self._resume_replay()
            await self._read()

    def send_again(self, sequences: list[int]) -> None:
        """Send these events once more, in this order, after those that wait for it already."""
        self._again += sequences
        self._resume_replay()

    async def _read(self) -> None:
        """Open a backlog for each event that the endpoint gets, or leave it to the backlog of its room."""
        while not self._history.log.closed:
            with self._history.cursor(self._position) as cursor:
                try:
                    await self._follow(cursor)
                except (NotFoundError, UnavailableError) as error:
                    self._position = await self._history.beyond(error, cursor.position)

    async def _follow(self, cursor: Cursor[object]) -> None:
        """Take every event; the position is before one until it is taken."""
        self._cursor = cursor
        try:
            async for entry in cursor:
                self._position, self._cursor = entry.sequence - 1, None
                await self._take(entry)
                self._position, self._cursor = entry.sequence, cursor
            self._position = cursor.position
        finally:
            self._cursor = None

    async def _take(self, entry: Entry[object]) -> None:
        if not self._wants(entry):
            return
        backlog = self._backlogs.get(entry.room)
        while backlog is None and len(self._backlogs) >= MOST_BACKLOGS:
            self._freed.clear()
            await self._freed.wait()
            backlog = self._backlogs.get(entry.room)
        if backlog is not None:
            backlog.until = entry.sequence
            return
        assert self._tasks is not None  # noqa: S101 - `run` reads
        backlog = self._backlogs[entry.room] = Backlog(entry.room, entry.sequence - 1, entry.sequence)
        self._tasks.create_task(self._serve(backlog))

    async def _serve(self, backlog: Backlog) -> None:
        """Send what waits in a backlog, and close it."""
        while backlog.after < backlog.until:
            until = backlog.until
            async with aclosing(self._history.between(backlog.after, until, backlog.room)) as entries:
                async for entry in entries:
                    if entry.room == backlog.room and self._wants(entry):
                        await self._send(backlog, entry)
                        backlog.after = entry.sequence
                        self._office.keep(self)
            backlog.after, backlog.delivery = until, None
        del self._backlogs[backlog.room]
        self._freed.set()
        self._office.keep(self)

    def _resume_replay(self) -> None:
        if self._again and self._tasks and not self._replaying:
            self._replaying = True
            self._tasks.create_task(self._send_again())

    async def _send_again(self) -> None:
        while self._again:
            entry = await self._history.entry(self._again[0])
            if entry:
                await self._send(self._replay, entry)
            self._replay.delivery = None
            self._again.popleft()
            self._office.keep(self)
        self._replaying = False

    async def _send(self, backlog: Backlog, entry: Entry[object]) -> None:
        """Send an event until it has arrived or is dead."""
        told = self._office.tell(entry)
        name = letter_id(self.endpoint.endpoint_id, entry.sequence)
        if backlog.delivery and backlog.delivery.letter_id != name:
            backlog.delivery = None
        while await self._sending.attempt(self, backlog, told, name):
            self._office.keep(self)

    def _wants(self, entry: Entry[object]) -> bool:
        endpoint = self.endpoint
        return (
            endpoint.covers(entry.room, entry.subject)
            and wants(endpoint, self._office.type_of(entry.event), partial(self._office.tell, entry))
            and self._office.vouches(endpoint.endpoint_id)
        )
