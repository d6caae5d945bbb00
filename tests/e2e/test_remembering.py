"""What happened before a restart of the daemon is still known after it."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from odind.client import Event, PeerJoined, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Daemon

    from .processes import DaemonProcess


async def last_sequence(client: Daemon) -> int:
    with closing(client.watch_events()) as watch:
        snapshot = await anext(watch)
        assert isinstance(snapshot, Snapshot)
        return snapshot.sequence


async def join_two(client: Daemon) -> None:
    """Two peers in a room, of which the first sees the second come."""
    with closing(client.watch_events()) as watch:
        for user_id in ("anna", "ben"):
            await client.join_room("lobby", user_id=user_id)
        async for item in watch:
            if isinstance(item, Event) and isinstance(item.kind, PeerJoined):
                return


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("end", ["asked to stop", "killed"])
async def test_a_watch_goes_on_after_a_restart_without_gap_or_double(
    start_daemon: Callable[..., DaemonProcess], end: str, workers: int
) -> None:
    first = await start_daemon("--workers", str(workers), name="same").ready()
    async with first.connect() as client:
        await join_two(client)
        seen = await last_sequence(client)
    if end == "killed":
        first.kill()
        await first.exit_code()
    else:
        first.end()
    second = await start_daemon("--workers", str(workers), name="same").ready()
    async with second.connect() as client:
        await client.join_room("lobby", user_id="cleo")
        last = await last_sequence(client)
        with closing(client.watch_events(after_sequence=0)) as watch:
            events = [await anext(watch)]
            while events[-1].sequence < last:
                events.append(await anext(watch))
    sequences = [event.sequence for event in events]
    assert sequences[:3] == [1, 2, 3]
    assert seen in sequences
    assert sequences == sorted(set(sequences))
    assert sum(isinstance(event.kind, PeerJoined) for event in events if event.sequence <= seen) == 1
    assert all(after == before + 1 for before, after in pairwise(sequences)) == (end != "killed")
