"""Programs that end, kindly or not: their peers are gone from the room, which a real peer sees."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError

from .lodger import LINGER
from .processes import PATIENCE, clean_environment
from .watching import Watching, watching

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from odind.client import Daemon

    from .processes import DaemonProcess

LODGER = Path(__file__).with_name("lodger.py")


@asynccontextmanager
async def lodging(daemon: DaemonProcess, room: str, how: str) -> AsyncIterator[Process]:
    """A program in the room."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, LODGER, daemon.target, room, how),
        env=clean_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdin
    assert program.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            assert await program.stdout.readline() == b"there\n"
        yield program
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()


async def sees_the_lodger_leave(peer: Watching) -> None:
    left = await peer.sees("peer_left")
    assert left.peer.user_id == "lodger"


async def users(client: Daemon, room: str) -> list[str]:
    views = [connection.view async for connection in client.connections()]
    return [view.user_id for view in views if view.room_id == room]


@pytest.mark.parametrize("how", ["holds", "listens"])
async def test_a_program_that_is_killed_leaves_no_peer(daemon: DaemonProcess, room: str, how: str) -> None:
    async with daemon.connect() as client, client.join(room, user_id="peer") as peer, watching(peer) as seen:
        async with lodging(daemon, room, how) as program:
            await seen.sees("peer_joined")
            await asyncio.sleep(2 * LINGER.total_seconds())  # what is held stays longer than that
            assert await users(client, room) == ["peer", "lodger"]
            program.kill()
            await sees_the_lodger_leave(seen)
        assert await users(client, room) == ["peer"]


async def test_a_program_that_ends_leaves_at_once(daemon: DaemonProcess, room: str) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="peer") as peer,
        watching(peer) as seen,
        lodging(daemon, room, "holds") as program,
    ):
        await seen.sees("peer_joined")
        everything = client.watch_events()
        await anext(everything)
        program.stdin.close()  # type: ignore[union-attr] # it is a pipe
        await sees_the_lodger_leave(seen)
        assert (await Watching(everything).sees("left")).reason == "LEFT_BY_US"
        everything.close()
        assert await program.wait() == 0


async def test_a_block_that_fails_leaves_and_a_room_that_was_left_inside_is_no_error(
    daemon: DaemonProcess, room: str
) -> None:
    async with daemon.connect() as client:
        with pytest.raises(ZeroDivisionError):
            async with client.join(room, user_id="me"):
                raise ZeroDivisionError
        assert await users(client, room) == []
        async with client.join(room, user_id="me") as connection:
            await connection.leave()
            with pytest.raises(NotFoundError):
                await connection.refresh()


async def test_a_program_that_is_killed_leaves_no_ghost_speaking(daemon: DaemonProcess, room: str) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="peer") as peer,
        peer.listen(),
        watching(peer) as seen,
    ):
        async with lodging(daemon, room, "hums-mute") as program:
            await seen.sees("speaking_started")
            program.kill()
            assert (await seen.sees("speaking_stopped")).user_id == "lodger"
        assert await users(client, room) == ["peer", "lodger"]
        async with client.adopt(from_holder=room) as adopted:
            assert (await seen.sees("speaking_started")).user_id == "lodger"
            await client.leave_room(*adopted.connection_ids)
            await adopted.over()
        await sees_the_lodger_leave(seen)


async def test_a_program_that_is_killed_takes_its_connection_with_it(
    daemon: DaemonProcess, room: str
) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="peer") as peer,
        peer.listen(),
        watching(peer) as seen,
        lodging(daemon, room, "hums-leave") as program,
    ):
        await seen.sees("speaking_started")
        program.kill()
        await sees_the_lodger_leave(seen)
        assert await users(client, room) == ["peer"]
