"""Waits while a lane plays, and shows on a terminal where it is."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, Final

from odind.client import Event
from odind.core.errors import FailedPreconditionError
from odind.core.timing.tasks import together

from .pipes import Piped
from .player_text import progress, title_of
from .terminal import StatusLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.client import Daemon, ItemFailed, messages
    from odind.client.players import Player

_LOOK_EVERY_S: Final = 0.25
_PIECE_BYTES: Final = 65_536


async def until_finished(chosen: Player) -> None:
    """Wait until there is nothing more to play."""
    async with _shown(chosen):
        await chosen.finished()


async def play_out(
    daemon: Daemon,
    connection_id: str,
    chosen: Player,
    items: Sequence[messages.PlayerItem],
    placing: messages.Placing.ValueType,
) -> None:
    """Play items until there is nothing more to play.

    Raises FailedPreconditionError with the reason of the first of them that failed.
    """
    began = await _now(daemon, connection_id)
    item_ids = await chosen.play(*items, placing=placing)
    await until_finished(chosen)
    failed = [one for one in await _failed(daemon, connection_id, began) if one.item.item_id in item_ids]
    if failed:
        raise FailedPreconditionError(
            failed[0].reason,
            "{failed} of {items} items failed, the first of them {title}: {detail}",
            failed=len(failed),
            items=len(item_ids),
            title=title_of(failed[0].item),
            detail=failed[0].detail,
        )


async def _now(daemon: Daemon, connection_id: str) -> int:
    """Return the sequence of the latest event."""
    with closing(daemon.watch_events(connection_id)) as watch:
        return (await anext(watch)).sequence


async def _failed(daemon: Daemon, connection_id: str, after: int) -> list[ItemFailed]:
    """Return what has failed since an event."""
    told = daemon.watch_events(connection_id, after_sequence=after, kinds=("item_failed",), until_now=True)
    with closing(told):
        return [item.message.item_failed async for item in told if isinstance(item, Event)]


async def play_stdin(
    chosen: Player, item: messages.PlayerItem, placing: messages.Placing.ValueType
) -> messages.PlayStreamResponse:
    """Play what comes from stdin until its end, and return what became of it."""
    stdin = Piped(sys.stdin.buffer)
    async with _shown(chosen):
        return await chosen.play_stream(stdin.blocks(_PIECE_BYTES), item=item, placing=placing)


@asynccontextmanager
async def _shown(chosen: Player) -> AsyncIterator[None]:
    """Show where a lane is for the length of the block, on a terminal."""
    line = StatusLine()
    async with together() as tasks:
        showing = tasks.create_task(_show(chosen, line))
        try:
            yield
        finally:
            showing.cancel()
            line.clear()


async def _show(chosen: Player, line: StatusLine) -> None:
    while line.visible:
        line.show(progress(await chosen.get()))
        await asyncio.sleep(_LOOK_EVERY_S)
