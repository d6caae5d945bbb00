"""Two daemons with grids and keys of their own: the first reaches the second's rooms by a name."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from odind.client import Event, PeerJoined, PeerLeft
from odind.core.errors import InvalidArgumentError, PermissionDeniedError

from .processes import PATIENCE, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Connection, Daemon

    from .processes import DaemonProcess

AT_ONCE = 40


async def two_daemons(start_daemon: Callable[..., DaemonProcess], *flags: str, away: str) -> DaemonProcess:
    """Start both; the first knows the second's gateway as `stage`, and one that never answers as `away`."""
    second = await start_daemon(name="second").ready()
    async with second.connect() as client:
        gateway = (await client.info()).gateway
    environment = {
        "SSL_CERT_FILE": str(second.folder / "state" / "trusted.pem"),
        "ODIND_GATEWAYS__STAGE__URL": gateway,
        "ODIND_GATEWAYS__STAGE__ACCESS_KEY_FILE": str(second.folder / "state" / "access.key"),
        "ODIND_GATEWAYS__AWAY__URL": away,
        "ODIND_GATEWAYS__AWAY__ACCESS_KEY_FILE": str(second.folder / "state" / "access.key"),
    }
    return await start_daemon(*flags, name="first", environment=environment).ready()


async def sees(client: Daemon, connection: Connection, kind: type, user_id: str) -> None:
    async with asyncio.timeout(PATIENCE):
        async for item in client.watch_events(connection.connection_id, after_sequence=0):
            if isinstance(item, Event) and isinstance(item.kind, kind) and item.kind.peer.user_id == user_id:
                return


@pytest.mark.parametrize("workers", ["0", "2"])
async def test_a_name_chooses_gateway_and_key_for_rooms_tokens_moderation_and_the_doctor(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    first = await two_daemons(start_daemon, "--workers", workers, away="http://127.0.0.1:9")
    second_target = f"unix:{first.folder.parent / 'second' / 'odind.sock'}"
    other = ("--target", second_target)
    joined = await run("odindctl", *other, "room", "join", "lobby", "--user", "bert", "--json")
    assert joined.code == 0, joined.errors
    async with first.connect() as client:
        info = await client.info()
        assert [gateway.name for gateway in info.gateways] == ["away", "stage"]
        cleo = await client.join_room("lobby", user_id="cleo", gateway="stage")
        assert [peer.user_id for peer in cleo.view.peers] == ["bert"]
        assert cleo.view.gateway == info.gateways[1].url != info.gateway
        assert not (await client.join_room("lobby", user_id="dora")).view.peers

        token = await client.create_token(["lobby"], "emil", gateway="stage")
        assert token.key_id == info.gateways[1].key_id != info.grid.key_id
        entered = await run(
            "odindctl", *other, "room", "join", "--json", environment={"ODIND_TOKEN": token.token}
        )
        assert entered.code == 0, entered.errors
        await sees(client, cleo, PeerJoined, "emil")
        await client.moderation.kick_user("lobby", "emil", gateway="stage")
        await sees(client, cleo, PeerLeft, "emil")

        states = {check.name: check.state for check in (await client.diagnose()).checks}
        assert states["gateway:stage"] == states["certificate:stage"] == 1
        assert states["gateway:away"] == 2
        probed = (await client.diagnose(probe=True, gateway="stage")).checks[-1]
        assert (probed.name, "joined in" in probed.detail) == ("path", True)
        with pytest.raises(InvalidArgumentError, match="the daemon's settings name away, stage"):
            await client.join_room("lobby", user_id="cleo", gateway="sage")
        with pytest.raises(PermissionDeniedError, match="GATEWAY_NOT_ALLOWED"):
            await client.join_room("lobby", user_id="cleo", gateway="us")
    shown = await run("odindctl", "--target", first.target, "info", "--json")
    key = (first.folder.parent / "second" / "state" / "access.key").read_text().strip()
    assert json.loads(shown.output)["gateways"][1]["name"] == "stage"
    assert key not in shown.output + first.log()


@pytest.mark.parametrize("workers", ["0", "2"])
async def test_a_gateway_that_never_answers_delays_nobody_on_another(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    """It accepts connections and says nothing, to joins and to moderation alike."""
    asked = asyncio.Semaphore(0)

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.release()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as silent:
        away = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}"
        first = await two_daemons(start_daemon, "--workers", workers, away=away)
        async with first.connect() as client, asyncio.TaskGroup() as tasks:
            hanging = [
                tasks.create_task(client.join_room("lobby", user_id=f"u{number}", gateway="away"))
                for number in range(AT_ONCE)
            ]
            hanging += [
                tasks.create_task(client.moderation.kick_user("lobby", f"u{number}", gateway="away"))
                for number in range(3 * AT_ONCE)
            ]
            for _ in range(AT_ONCE):
                await asked.acquire()
            await client.join_room("lobby", user_id="cleo", gateway="stage")
            await client.join_room("lobby", user_id="dora")
            await client.moderation.send_message("lobby", "cleo", b"hello", gateway="stage")
            async with asyncio.timeout(PATIENCE):
                await anext(client.watch_events(after_sequence=0, kinds=["message_received"]))
            assert not any(task.done() for task in hanging)
            for task in hanging:
                task.cancel()
