"""Rooms outlive the daemon: after a stop or a crash its connections are there again."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from odind.client import MUTE, ConnectionState, Json, Processing, Snapshot, read_payload

from .processes import PATIENCE
from .watching import Watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Connection, Daemon

    from .processes import DaemonProcess

MANY = 8
KEPT = ("connection_id", "room_id", "user_id", "user_data", "created_at", "positions", "linger", "on_lost")
JOINED = ConnectionState.CONNECTION_STATE_JOINED


def kept(connection: Connection) -> list[object]:
    """What of a connection is the same after a restart."""
    return [getattr(connection.view, name) for name in KEPT]


async def all_joined(client: Daemon) -> list[Connection]:
    """Wait until every connection is in its room, and return all."""
    with closing(client.watch_events()) as watch:
        snapshot = await anext(watch)
        assert isinstance(snapshot, Snapshot)
        away = {view.connection_id for view in snapshot.connections if view.state != JOINED}
        while away:
            joined = await Watching(watch).sees("joined")
            away.discard(joined.connection.connection_id)
    return [connection async for connection in client.connections()]


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("end", ["asked to stop", "killed"])
async def test_connections_are_back_after_a_restart(
    start_daemon: Callable[..., DaemonProcess], end: str, workers: int
) -> None:
    first = await start_daemon("--workers", str(workers), name="same").ready()
    async with first.connect() as client:
        for number in range(MANY):
            data = Json({"number": number})
            await client.join_room("lobby", user_id=f"user {number}", user_data=data)
        leased = await client.join_room("lobby", user_id="leased", linger=timedelta(minutes=5), on_lost=MUTE)
        await leased.set_processing(Processing(pre_gain_db=-3))
        await leased.update_user_data(Json("changed"))
        gone = await client.join_room("lobby", user_id="gone")
        await gone.leave()
        async with client.hold(leased.connection_id, holder="bot"):
            before = [kept(connection) async for connection in client.connections()]
    first.kill() if end == "killed" else first.end()
    await first.exit_code()
    second = await start_daemon("--workers", str(workers), name="same").ready()
    async with asyncio.timeout(PATIENCE), second.connect() as client:
        after = await all_joined(client)
        assert list(map(kept, after)) == before
        assert read_payload(after[-1].view.user_data) == Json("changed")
        assert (await after[-1].processing()).pre_gain_db == -3
        async with client.adopt(from_holder="bot") as adopted:
            assert adopted.connection_ids == (leased.connection_id,)
        await after[0].send_message(b"we are here")


async def test_what_another_key_cannot_join_ends_with_the_gateways_reason(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    host = await start_daemon(name="host").ready()
    async with host.connect() as client:
        gateway = (await client.info()).gateway
    state = host.folder / "state"
    how = {"environment": {"SSL_CERT_FILE": str(state / "trusted.pem")}, "name": "guest"}
    own = ("--gateway", gateway, "--access-key-file", str(state / "access.key"))
    guest = await start_daemon(*own, **how).ready()
    async with guest.connect() as client:
        connection = await client.join_room("lobby", user_id="guest")
        other_one = await client.join_room("lobby", user_id="other")
        await other_one.leave()  # what is left is written down, and with it what was before
    guest.kill()
    await guest.exit_code()
    async with host.connect() as client:
        other = guest.folder / "other.key"
        other.write_text((await client.generate_access_key()).access_key)
        other.chmod(0o600)
    changed = await start_daemon("--gateway", gateway, "--access-key-file", str(other), **how).ready()
    async with changed.connect() as client:
        with closing(client.watch_events(connection.connection_id, after_sequence=1)) as watch:
            left = await Watching(watch).sees("left")
        assert left.reason == "TOKEN_REFUSED"
        assert [one async for one in client.connections()] == []
