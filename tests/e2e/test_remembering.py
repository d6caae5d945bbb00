"""What happened before a restart of the daemon is still known after it."""

from __future__ import annotations

import asyncio
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from odind.client import Event, PeerJoined, Snapshot
from tests.storage.servers import PostgresServer, programs

from .disks import disk, fill
from .processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


async def test_a_database_of_postgresql_remembers_as_well_and_may_be_away(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    installed = programs()
    if not installed:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer(installed)
    try:
        store = {"ODIND_STORE__URL": server.new_database()}
        first = await start_daemon(name="same", environment=store).ready()
        async with first.connect() as client:
            await join_two(client)
            seen = await last_sequence(client)
        first.end()
        server.stop()
        second = await start_daemon(name="same", environment=store).ready()
        async with second.connect() as client:
            await client.join_room("lobby", user_id="cleo")
            server.start()
            await logged(second, "store.recovered")
            with closing(client.watch_events(after_sequence=seen - 1)) as watch:
                assert (await anext(watch)).sequence == seen
    finally:
        server.remove()


async def test_a_damaged_store_stops_the_start_unless_it_may_be_set_aside(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    first = await start_daemon(name="same").ready()
    first.end()
    file = first.folder / "state" / "store.sqlite3"
    file.write_bytes(b"not what SQLite writes" * 1_000)
    second = start_daemon(name="same")
    assert await second.exit_code() == 1
    assert "--replace-damaged-store" in second.log()
    third = await start_daemon("--replace-damaged-store", name="same").ready()
    async with third.connect() as client:
        await client.join_room("lobby", user_id="anna")
        assert await last_sequence(client) > 1_700_000_000_000_000
    assert [aside.read_bytes()[:3] for aside in file.parent.glob("store.sqlite3.damaged-*")] == [b"not"]


async def test_a_full_disk_stops_no_voice_and_the_store_goes_on_when_there_is_room(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    with disk(tmp_path / "disk") as folder:
        own = await start_daemon("--state", str(folder)).ready()
        fill(folder)
        async with own.connect() as client:
            await join_two(client)
            await logged(own, "store.failed")
            (folder / "ballast").unlink()
            await logged(own, "store.recovered")
            before = await told(client)
        own.end()
        again = await start_daemon("--state", str(folder), name="again").ready()
        async with again.connect() as client:
            assert (await told(client))[: len(before)] == before
        again.end()


async def told(client: Daemon) -> list[tuple[int, str]]:
    """Every event of a connection up to now: its number and what it was."""
    await client.join_room("elsewhere", user_id="last")
    with closing(client.watch_events(after_sequence=0)) as watch:
        events = [await anext(watch)]
        while events[-1].message.joined.connection.user_id != "last":
            events.append(await anext(watch))
    return [(event.sequence, str(event.message.WhichOneof("kind"))) for event in events]


async def logged(daemon: DaemonProcess, event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in daemon.log():  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.05)
