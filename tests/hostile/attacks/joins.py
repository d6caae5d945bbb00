"""Those who come and go."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from odind.core.errors import NotFoundError

from .tools import all_of, at_once, daemon_of

if TYPE_CHECKING:
    from odind.client import Daemon
    from tests.hostile.ground import Target

JOINS = 80
CANCELLED = 60
AT_ONCE = 4
LONGEST_S = 0.08
ROOM = "visited"


async def joins_and_leaves(target: Target) -> str:
    """Join and leave, several at a time."""
    async with daemon_of(target) as daemon:
        outcomes = await at_once(AT_ONCE, (partial(visit, daemon, number) for number in range(JOINS)))
        await _nobody_is_left(daemon)
    return all_of(outcomes, "joined and left")


async def joins_that_are_cancelled(target: Target) -> str:
    """Cancel joins at any moment."""
    async with daemon_of(target) as daemon:
        outcomes = await at_once(AT_ONCE, (partial(give_up, daemon, number) for number in range(CANCELLED)))
        outcomes["answered and then cancelled"] = await leave_what_was_answered(daemon)
        await _nobody_is_left(daemon)
    return all_of(outcomes, "cancelled", "joined and left", "answered and then cancelled")


async def visit(daemon: Daemon, number: int) -> str:
    """Join and leave."""
    connection = await daemon.join_room(ROOM, user_id=f"guest {number}")
    await connection.leave()
    return "joined and left"


async def give_up(daemon: Daemon, number: int) -> str:
    """Cancel a join at some moment, from before its beginning to after its end."""
    async with asyncio.TaskGroup() as tasks:
        joining = tasks.create_task(daemon.join_room(ROOM, user_id=f"guest {number}"))
        await asyncio.wait([joining], timeout=LONGEST_S * number / CANCELLED)
        joining.cancel()
        await asyncio.wait([joining])
    if joining.cancelled():
        return "cancelled"
    await joining.result().leave()
    return "joined and left"


async def leave_what_was_answered(daemon: Daemon) -> int:
    """Leave connections whose join was cancelled when its answer was under way, and return their number."""
    known: set[str] = set()
    for _ in range(5):  # a cancelled call is noticed when it is
        await asyncio.sleep(0.2)
        for connection in [one async for one in daemon.connections() if one.view.room_id == ROOM]:
            known.add(connection.connection_id)
            with suppress(NotFoundError):
                await connection.leave()
    return len(known)


async def _nobody_is_left(daemon: Daemon) -> None:
    """Wait until the room's peers are those that we know of: ourselves alone."""
    observer = await daemon.join_room(ROOM, user_id="observer")
    while (await observer.refresh()).peers:  # noqa: ASYNC110 - a cancelled call is noticed when it is
        await asyncio.sleep(0.05)
    assert ROOM not in [
        view.view.room_id async for view in daemon.connections() if view.view != observer.view
    ]
    await observer.leave()
