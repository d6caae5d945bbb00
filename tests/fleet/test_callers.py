"""Callers with keys of tenants, and sound: through one member for connections of another."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

import pytest

from odind.client import connect
from odind.client.messages import Placement
from odind.core.errors import NotFoundError, PermissionDeniedError
from tests.e2e.test_echo_bot import HIGH, LOUD, loudness, tone

from .members import PATIENCE, clients_of
from .test_members import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from odind.client import Connection, Daemon
    from odind.tokens.access_key import AccessKey
    from tests.e2e.processes import DaemonProcess

    from .members import Fleet

SETTINGS = """
[access]
keys_file = "{folder}/keys.toml"
[tenants.acme]
gateway = "{gateway}"
access_key_file = "{folder}/acme.key"
"""
KEY = """
[[key]]
id = "{name}"
secret_file = "{file}"
{grant}
"""
KEYS = {
    "acme": 'tenant = "acme"\nverbs = ["read", "join", "message"]',
    "game": 'rooms = ["match-*"]\nverbs = ["read", "join", "message"]',
    "watcher": 'verbs = ["read"]',
}
AT_TWO = Placement(member="two")


def write_keys(folder: Path, gateway: str) -> dict[str, str]:
    """Declare the keys for all members; return their texts."""
    texts = {name: f"odk_{name}_{secrets.token_urlsafe(32)}" for name in KEYS}
    declared = ""
    for name, grant in KEYS.items():
        file = folder / f"{name}.secret"
        file.write_text(texts[name])
        file.chmod(0o600)
        declared += KEY.format(name=name, file=file, grant=grant)
    (folder / "keys.toml").write_text(declared)
    (folder / "settings.toml").write_text(SETTINGS.format(folder=folder, gateway=gateway))
    return texts


async def two_members(fleet: Fleet, *arguments: str) -> list[DaemonProcess]:
    started = [fleet.start(name, *arguments) for name in ("one", "two")]
    members = [await member.ready() for member in started]
    async with clients_of(*members) as clients:
        for client in clients:
            await listed(client, {"one", "two"})
    return members


async def seen(daemon: Daemon) -> set[str]:
    return {one.connection_id async for one in daemon.connections()}


async def test_keys_and_tenants_mean_the_same_at_every_member(
    fleet: Fleet, gateway: str, acmes_key: AccessKey
) -> None:
    del acmes_key  # the grids and the settings have it
    texts = await asyncio.to_thread(write_keys, fleet.folder, gateway)
    one, two = await two_members(fleet, "--config", str(fleet.folder / "settings.toml"))
    async with (
        asyncio.timeout(PATIENCE),
        connect(one.target) as owner,
        connect(one.target, api_key=texts["acme"]) as acme,
        connect(one.target, api_key=texts["game"]) as game,
        connect(one.target, api_key=texts["watcher"]) as watcher,
        connect(two.target, api_key=texts["acme"]) as acme_at_two,
    ):
        acmes = await acme.join_room("match-1", user_id="anna", placement=AT_TWO)
        games = await game.join_room("match-1", user_id="ben", placement=AT_TWO)
        assert await seen(acme) == await seen(acme_at_two) == {acmes.connection_id}
        assert await seen(game) == {games.connection_id}
        assert await seen(owner) == {acmes.connection_id, games.connection_id}
        assert (await acmes.refresh()).user_id == "anna"
        assert list((await acmes.refresh()).peers) == []
        for caller in (game, watcher):
            with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
                await caller.connection(acmes.connection_id)
        with pytest.raises(PermissionDeniedError, match="VERB_NOT_GRANTED"):
            await watcher.send_message(games.connection_id, b"hello")
        with pytest.raises(PermissionDeniedError, match="ROOM_NOT_GRANTED"):
            await game.join_room("lobby", user_id="ben", placement=AT_TWO)
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
            await game.leave_room(acmes.connection_id)
        await acmes.leave()
        assert await seen(acme_at_two) == set()


async def says(speaker: Connection) -> None:
    """Say a tone until cancelled."""
    async with speaker.speak() as stream:
        while True:
            await stream.write(tone(HIGH, 0.1))


async def hears(listener: Connection) -> None:
    """Listen until the tone was there for a while."""
    heard = 0
    async with listener.listen() as stream:
        async for frames in stream:
            heard += sum(loudness(frame.pcm, HIGH) > LOUD for frame in frames.frames)
            if heard > 20:
                return


async def hear_one_another(pairs: Iterable[tuple[Connection, Connection]]) -> None:
    for speaker, listener in pairs:
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
            saying = tasks.create_task(says(speaker))
            await hears(listener)
            saying.cancel()


@pytest.mark.parametrize("wire", ["audio socket", "gRPC"])
async def test_sound_goes_through_one_member_to_connections_of_another(fleet: Fleet, wire: str) -> None:
    one, _ = await two_members(fleet)
    audio_socket = one.folder / "odind.audio"
    assert audio_socket.is_socket()
    if wire == "gRPC":
        audio_socket.unlink()
    async with one.connect() as daemon:
        there = await daemon.join_room("lobby", user_id="anna", placement=AT_TWO)
        here = await daemon.join_room("lobby", user_id="ben", placement=Placement(member="one"))
        await hear_one_another([(there, here), (here, there)])
