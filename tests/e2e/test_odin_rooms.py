"""ODIN Rooms without its cloud: a daemon is token service and gateway, another joins through both."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from odind.client import messages
from odind.core.errors import PermissionDeniedError
from tests.http.installed import free_port

from .processes import PATIENCE, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .processes import DaemonProcess

SECRET, API_KEY = "planted-secret", "project-key"
TICKET = messages.RoomsTicket(api_key=API_KEY, secret_file="game", room_id="Lobby 1", user_id="bot")  # noqa: S106


async def service(start_daemon: Callable[..., DaemonProcess], folder: Path) -> tuple[DaemonProcess, str]:
    """A daemon with a grid, which gives tokens to who knows the secret; and its HTTP address."""
    (folder / "game.secret").write_text(f"{SECRET}\n")
    url = f"127.0.0.1:{free_port()}"
    environment = {
        "ODIND_TOKEN_SERVICE__API_KEY": API_KEY,
        "ODIND_TOKEN_SERVICE__SECRET_FILE": str(folder / "game.secret"),
        "ODIND_TOKEN_SERVICE__DOMAIN": "game",
        "ODIND_HTTP__LISTEN": url,
    }
    return await start_daemon("--http", url, name="service", environment=environment).ready(), f"http://{url}"


async def guest(start_daemon: Callable[..., DaemonProcess], host: DaemonProcess, url: str) -> DaemonProcess:
    """A daemon without a key, in the rooms of the other's grid."""
    secrets = host.folder.parent / "secrets"
    secrets.mkdir(exist_ok=True)
    (secrets / "game").write_text(SECRET)
    (secrets / "wrong").write_text("guess")
    async with host.connect() as client:
        gateway = (await client.info()).gateway
    environment = {
        "SSL_CERT_FILE": str(host.folder / "state" / "trusted.pem"),
        "ODIND_ROOMS__TOKEN_SERVICE": url,
        "ODIND_ROOMS__SECRETS_DIR": str(secrets),
    }
    return await start_daemon("--gateway", gateway, name="guest", environment=environment).ready()


async def test_a_ticket_opens_a_room_and_brings_the_connection_back_after_a_crash(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    host, url = await service(start_daemon, tmp_path)
    first = await guest(start_daemon, host, url)
    async with host.connect() as client:
        there = await client.join_room("Lobby 1", user_id="anna")
    async with first.connect() as client:
        view = (await client.join_room(rooms=TICKET, cipher=messages.Cipher(rooms_default=True))).view
        assert [peer.user_id for peer in view.peers] == ["anna"]
        assert (view.user_id, view.rooms_page.url) == ("bot", "https://game.rooms.chat/Lobby%201")
        wrong = messages.RoomsTicket()
        wrong.CopyFrom(TICKET)
        wrong.secret_file = "wrong"  # noqa: S105
        with pytest.raises(PermissionDeniedError, match=r"is not that of the project.*TOKEN_SERVICE_REFUSED"):
            await client.join_room(rooms=wrong)
    shown = await run(
        *("odindctl", "--target", first.target, "room", "join", "Lobby 1", "--user", "cli", "--json"),
        *("--rooms-project", API_KEY, "--rooms-secret", "game"),
    )
    assert json.loads(shown.output)["rooms_page"] == {"domain": "game", "url": view.rooms_page.url}
    first.kill()
    await first.exit_code()
    second = await guest(start_daemon, host, url)
    async with second.connect() as client:
        watch = client.watch_events(view.connection_id, after_sequence=0, kinds=["joined"])
        await anext(watch)
        await anext(watch)
        assert (await client.connection(view.connection_id)).view.rooms_page == view.rooms_page
    async with host.connect() as client:
        assert (await client.connection(there.connection_id)).view.state == 2
    assert SECRET not in host.log() + first.log() + second.log()


@pytest.mark.parametrize("workers", ["0", "2"])
async def test_mutes_are_told_to_others_and_chat_reaches_them(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    daemon = await start_daemon("--workers", workers).ready()
    async with daemon.connect() as client:
        zoe = await client.join_room("lobby", user_id="zoe")
        bot = await client.join_room("lobby", user_id="bot", rooms_peer=messages.RoomsPeer())
        watch = client.watch_events(
            zoe.connection_id, after_sequence=0, kinds=["peer_joined", "peer_changed", "message_received"]
        )

        async def told() -> tuple[bool, bool]:
            event = (await anext(watch)).message
            peer = event.peer_changed.peer if event.HasField("peer_changed") else event.peer_joined.peer
            return peer.rooms.input_muted, peer.rooms.output_muted

        async with asyncio.timeout(PATIENCE):
            assert await told() == (False, False)
            line = await client.devices.open_capture(bot.connection_id, "null:", muted=True)
            assert await told() == (True, False)
            await client.update_listening(bot.connection_id, deafened=True)
            assert await told() == (True, True)
            await client.devices.update(line.line_id, muted=False)
            assert await told() == (False, True)
            await bot.send_chat("hello")
            assert (await anext(watch)).message.message_received.chat == "hello"
        watch.close()
    seen = await run("odindctl", "--target", daemon.target, "room", "peers", zoe.connection_id)
    assert "bot, online, deaf" in seen.output
