"""Measures managed rooms with a past: how long list and get take, and how long a daemon's start.

Usage: python bench/managed.py [ROOMS SESSIONS]. It writes rooms and sessions into a store, starts the
installed daemon on it and asks it over its unix socket.
"""

from __future__ import annotations

import asyncio
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.load import cpu_s
from odind.client import connect, wait_until_serving
from odind.clock import SystemClock
from odind.core.log.log import Log
from odind.core.log.scribe import Scribe
from odind.core.managed.ledger import Ledger
from odind.core.managed.room import ManagedRoom, RoomSettings
from odind.core.managed.session import EndReason, Visitor, new_session
from odind.storage import SqliteDatabase, SqlStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.client import Daemon
    from odind.core.managed.session import RoomSession

_PARTICIPANTS: Final = 10
_CALLS: Final = 100
_AT_ONCE: Final = 100
_COMMAND: Final = Path(sys.executable).with_name("odind")


async def main() -> None:
    """Print one line for each measurement."""
    rooms, sessions = map(int, sys.argv[1:] or ("1000", "10000"))
    with tempfile.TemporaryDirectory() as folder:
        await serve(Path(folder), "with nothing")
        await fill(Path(folder) / "store.sqlite3", rooms, sessions)
        print(f"{rooms} rooms, {sessions} past sessions of {_PARTICIPANTS} participants")
        await serve(Path(folder), "with all of it", _measure)


async def fill(file: Path, rooms: int, sessions: int) -> None:
    """Write rooms and sessions, as a daemon would have."""
    clock = SystemClock()
    store = SqlStore(SqliteDatabase(file))
    async with Scribe(Log(clock, 1_000, 1 << 30, store), store, clock) as scribe:
        shelf, ledger = scribe.shelf("managed_rooms", ManagedRoom), Ledger(scribe, None)
        now = clock.now()
        for number in range(rooms):
            settings = RoomSettings(tags=("eu",), metadata={"match": str(number)})
            room = ManagedRoom(f"m{number:016x}", room_id(number), "", number, now, now, settings)
            shelf.put(room.key, room)
        for number in range(sessions):
            ledger.history.add(_session(number, number % rooms, now - sessions + number))
            if number % _AT_ONCE == 0:
                await scribe.stored()
        await scribe.stored()


def _session(number: int, room: int, at: float) -> RoomSession:
    session = new_session(f"s{number:016x}", f"m{room:016x}", room_id(room), number + 1, at)
    for peer_id in range(_PARTICIPANTS):
        session = session.joined(Visitor(peer_id, f"user-{peer_id}@example", f"User {peer_id}"), at)
    return session.ended(at + 1, EndReason.EMPTY)


def room_id(number: int) -> str:
    """Return the id of a room."""
    return f"room-{number}"


async def serve(folder: Path, how: str, work: Callable[[Daemon], Awaitable[None]] | None = None) -> None:
    """Start a daemon on the store, and have it asked."""
    address = f"unix:{folder}/odind.sock"
    flags = ("--socket", f"{folder}/odind.sock", "--listen", "", "--http", "", "--state", str(folder))
    began = time.monotonic()
    daemon = await asyncio.create_subprocess_exec(_COMMAND, "serve", *flags, "--log-level", "error")
    try:
        await wait_until_serving(address, seconds=60)
        took, used = time.monotonic() - began, cpu_s(daemon.pid)
        print(f"start {how}: {took:.2f} s, {used:.2f} s of a core")
        async with connect(address) as client:
            if work:
                await work(client)
    finally:
        daemon.send_signal(signal.SIGTERM)
        await daemon.wait()


async def _measure(client: Daemon) -> None:
    managed = client.managed
    first = await anext(managed.sessions(page_size=1))
    await _time("get a room", lambda: managed.get(room_id(7)))
    await _time("list 100 rooms", lambda: anext(managed.rooms(page_size=100)))
    await _time("list 100 sessions of all rooms", lambda: anext(managed.sessions(page_size=100)))
    await _time("list the sessions of a room", lambda: anext(managed.sessions(room_id(7))))
    await _time("get a session", lambda: managed.session(first.session_id))
    await _time("list participants", lambda: anext(managed.participants(first.session_id)))


async def _time(what: str, call: Callable[[], Awaitable[object]]) -> None:
    took = []
    for _ in range(_CALLS):
        began = time.monotonic()
        await call()
        took.append((time.monotonic() - began) * 1e3)
    print(f"{what}: median {statistics.median(took):.1f} ms, 99% {sorted(took)[-2]:.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())
