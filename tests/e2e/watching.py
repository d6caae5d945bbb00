"""Events of a room, waited for."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from odind.client import Connection, Event, EventWatch, Payload, Snapshot, read_payload

from .processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Watching:
    """A watch whose snapshot is read."""

    def __init__(self, watch: EventWatch) -> None:
        self._watch = watch
        self.snapshot = Snapshot()

    async def sees(self, kind: str, condition: Callable[[Any], object] = bool) -> Any:
        """Wait for an event of this kind that meets the condition."""
        async with asyncio.timeout(PATIENCE):
            async for item in self._watch:
                if isinstance(item, Event) and item.message.HasField(kind):
                    found: Any = item.kind
                    if condition(found):
                        return found
        raise AssertionError(f"the watch ended without {kind}")

    async def ends(self) -> None:
        """Wait until the daemon ends the watch with OK."""
        async with asyncio.timeout(PATIENCE):
            async for _item in self._watch:
                pass

    async def gets_message(self) -> Payload:
        """Wait for a message and return it."""
        return read_payload((await self.sees("message_received")).message)

    async def gets_user_data(self) -> Payload:
        """Wait until a peer changes, and return its user data."""
        return read_payload((await self.sees("peer_changed")).peer.user_data)


@asynccontextmanager
async def watching(connection: Connection) -> AsyncIterator[Watching]:
    """Watch a connection; what happens from now on is seen."""
    watch = connection.watch_events()
    opened = Watching(watch)
    first = await anext(watch)
    assert isinstance(first, Snapshot)
    opened.snapshot = first
    try:
        yield opened
    finally:
        watch.close()
