"""Plays what a caller sends, while it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tasks import together

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.players.ports import Feeds
    from odind.core.players.settings import Item, LaneKind, Placing

    from .saying import Said, Speech


class Streaming:
    """Used on the loop's thread."""

    def __init__(self, speech: Speech, feeds: Feeds) -> None:
        self._speech = speech
        self._feeds = feeds

    async def play(
        self, connection_id: str, item: Item, lane: LaneKind, placing: Placing, pieces: AsyncIterator[bytes]
    ) -> Said:
        """Play a file that comes in pieces, and return what became of it; cancelled, it ends the item.

        The pieces are asked for when the item's turn comes. Raises what PlayerService.PlayStream lists, and
        what `pieces` raises.
        """
        with self._feeds.open() as feed:
            fed = replace(item, source=SoundSource(SourceKind.STREAM, feed.name))
            async with together() as tasks:
                sending = tasks.create_task(feed.send(pieces))
                said = await self._speech.play(connection_id, fed, lane, placing)
                sending.cancel()
            return said
