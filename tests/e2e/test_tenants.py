"""Tenants of an installed daemon, on its embedded grid: rooms of the same name that never meet."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.client import ConnectionJoined, ConnectionLeft, Event, PeerJoined, Snapshot, connect, messages
from odind.core.errors import NotFoundError, PermissionDeniedError, ResourceExhaustedError

from .processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Connection, Daemon
    from odind.client.messages import Peer
    from odind.client.watch import Watched

    from .processes import DaemonProcess

WORKERS = pytest.mark.parametrize("workers", ["0", "2"])
TENANTS = {"ODIND_TENANTS__ACME__GATEWAY": "", "ODIND_TENANTS__UMBRELLA__GATEWAY": ""}
VERBS = ("read", "join", "speak", "listen", "message", "moderate", "token", "admin")


async def key_of(owner: Daemon, tenant: str) -> str:
    return (await owner.access.create_key(VERBS, tenant=tenant)).text


async def seen(daemon: Daemon) -> set[str]:
    return {one.connection_id async for one in daemon.connections()}


async def meets(daemon: Daemon, connection: Connection, user_id: str) -> None:
    """Wait until a user is in the room of a connection."""
    async for item in daemon.watch_events(connection.connection_id):
        if user_id in {peer.user_id for peer in told(item)}:
            return


def told(item: Watched) -> list[Peer]:
    """The peers that an item of a watch says to be there: who comes back sees at once who was before it."""
    match item:
        case Snapshot():
            return [peer for one in item.connections for peer in one.peers]
        case Event(kind=ConnectionJoined()):
            return list(item.kind.connection.peers)
        case Event(kind=PeerJoined()):
            return [item.kind.peer]
    return []


@WORKERS
async def test_tenants_share_a_daemon_and_nothing_else(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    daemon = await start_daemon("--workers", workers, environment=TENANTS).ready()
    async with asyncio.timeout(2 * PATIENCE), daemon.connect() as owner:
        acmes, umbrellas = await key_of(owner, "acme"), await key_of(owner, "umbrella")
        async with (
            connect(daemon.target, api_key=acmes) as acme,
            connect(daemon.target, api_key=umbrellas) as umbrella,
        ):
            callers = (owner, acme, umbrella)
            anna, annas, hers = [await one.join_room("lobby", user_id="anna") for one in callers]
            ben = await acme.join_room("lobby", user_id="ben")
            await meets(acme, annas, "ben")
            assert [peer.user_id for peer in (await umbrella.connection(hers.connection_id)).view.peers] == []
            assert [peer.user_id for peer in (await owner.connection(anna.connection_id)).view.peers] == []
            assert await seen(acme) == {annas.connection_id, ben.connection_id}
            assert await seen(umbrella) == {hers.connection_id}
            assert len(await seen(owner)) == 4
            with pytest.raises(NotFoundError):
                await umbrella.leave_room(annas.connection_id)
            with pytest.raises(PermissionDeniedError, match="DAEMON_NOT_GRANTED"):
                await acme.drain()
            keys = {(await one.info()).grid.key_id for one in callers}
            signed = {(await one.create_token(["lobby"], "x")).key_id for one in callers}
            assert signed == keys
            assert len(keys) == 3

            await acme.moderation.kick_user("lobby", "anna")
            left = [
                item.connection_id
                async for item in acme.watch_events(annas.connection_id, after_sequence=0)
                if isinstance(item, Event) and isinstance(item.kind, ConnectionLeft)
            ]
            assert left == [annas.connection_id]
            assert await seen(owner) == {one.connection_id for one in (anna, ben, hers)}


@WORKERS
async def test_after_a_crash_the_connections_of_a_tenant_are_its_own_again(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    daemon = await start_daemon("--workers", workers, environment=TENANTS).ready()
    async with asyncio.timeout(2 * PATIENCE):
        async with daemon.connect() as owner:
            acmes, umbrellas = await key_of(owner, "acme"), await key_of(owner, "umbrella")
        async with connect(daemon.target, api_key=acmes) as acme:
            joined = {user: await acme.join_room("lobby", user_id=user) for user in ("anna", "ben")}
        daemon.kill()
        await daemon.exit_code()
        daemon = await start_daemon("--workers", workers, environment=TENANTS).ready()
        async with (
            connect(daemon.target, api_key=acmes) as acme,
            connect(daemon.target, api_key=umbrellas) as umbrella,
        ):
            await meets(acme, joined["anna"], "ben")
            assert await seen(acme) == {one.connection_id for one in joined.values()}
            assert await seen(umbrella) == set()


@WORKERS
async def test_quotas_hold_for_all_processes_of_the_daemon_together(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    quota = {"ODIND_TENANTS__ACME__QUOTAS__CONNECTIONS": "3"}
    daemon = await start_daemon("--workers", workers, environment=quota).ready()
    async with asyncio.timeout(2 * PATIENCE), daemon.connect() as owner:
        quotas = messages.Quotas(audio_streams=2)
        keys = [(await owner.access.create_key(VERBS, tenant="acme", quotas=quotas)).text for _ in range(2)]
        async with (
            connect(daemon.target, api_key=keys[0]) as one,
            connect(daemon.target, api_key=keys[1]) as two,
        ):
            mine = [await one.join_room("lobby", user_id=name) for name in ("anna", "ben")]
            theirs = await two.join_room("lobby", user_id="carl")
            with pytest.raises(ResourceExhaustedError, match="TOO_MANY_CONNECTIONS"):
                await two.join_room("lobby", user_id="dora")
            async with one.listen(mine[0].connection_id), one.listen(mine[1].connection_id):
                with pytest.raises(ResourceExhaustedError, match="TOO_MANY_STREAMS"):
                    async with one.listen(mine[0].connection_id) as refused:
                        await anext(aiter(refused))
                async with two.listen(theirs.connection_id):
                    pass
