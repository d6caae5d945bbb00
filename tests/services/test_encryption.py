"""An encrypted room with real clients: the daemon and they hear each other, and others are told of."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from odin_voice import OdinAudioDecoderConfig, OdinCipher, OdinConnectionPool, OdinDecoder

from odind.client import (
    CannotDecrypt,
    CipherStatus,
    ConnectionJoined,
    Event,
    PeerChanged,
    PeerJoined,
    messages,
)
from tests.grid.clients import Client

from .household import FRAME, PATIENCE, RATE, Household, listening, say, tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import UnionType

    import pytest

    from odind.client import Connection

ENCRYPTED = CipherStatus.Value("CIPHER_STATUS_ENCRYPTED")
MISMATCH = CipherStatus.Value("CIPHER_STATUS_PASSWORD_MISMATCH")
SECRET, OTHER = "planted", "planted too"


class Guests:
    """Real clients, each with a password, in the room of a household."""

    def __init__(self, household: Household, tasks: asyncio.TaskGroup) -> None:
        self._household = household
        self._tasks = tasks
        self.pool = OdinConnectionPool()
        self.clients: list[Client] = []

    async def join(self, user_id: str, password: str | None = None, **how: Any) -> Client:
        token = (await self._household.daemon.create_token(["lobby"], user_id)).token
        room = self.pool.join_room(
            self._household.grid.gateway_url,
            token,
            cipher=OdinCipher(password) if password else None,
            **how,
        )
        client = Client(room, self._tasks)
        self.clients.append(client)
        await room.joined()
        return client


@asynccontextmanager
async def guests_of(household: Household) -> AsyncIterator[Guests]:
    async with asyncio.TaskGroup() as tasks:
        guests = Guests(household, tasks)
        yield guests
        for client in guests.clients:
            client.room.close()
            client.stop_reading()
        await asyncio.sleep(0.02)  # a leave needs a moment to be sent
    guests.pool.shutdown()


async def speak(client: Client, frames: int) -> None:
    """Speak a tone in real time."""
    for packet in client.packets(frames):
        client.room.send_datagram(packet)
        await asyncio.sleep(FRAME / RATE)


async def sees(
    household: Household, connection: Connection, kind: type[Any] | UnionType, user_id: str, after: int = 0
) -> Any:
    """Wait for an event of a kind that is about a user."""
    watch = household.daemon.watch_events(connection.connection_id, after_sequence=after)
    async with asyncio.timeout(PATIENCE):
        async for item in watch:
            if isinstance(item, Event) and isinstance(item.kind, kind) and user_id in str(item.kind):
                return item.kind
    raise AssertionError("the watch ended")


def level(datagrams: list[bytes]) -> float:
    """The loudest sample of what a client decodes of these datagrams."""
    decoder = OdinDecoder(OdinAudioDecoderConfig(RATE))
    heard = []
    for datagram in datagrams:
        decoder.push(datagram)
        heard += decoder.pop(FRAME)[0]
    return float(np.abs(heard).max())


async def test_the_daemon_and_a_client_with_its_password_hear_each_other(household: Household) -> None:
    connection = await household.join("daemon", cipher=SECRET)
    async with guests_of(household) as guests:
        friend = await guests.join("friend", SECRET)
        joined = await sees(household, connection, PeerJoined, "friend")
        assert joined.peer.cipher_status == ENCRYPTED
        async with listening(connection) as ear:
            await speak(friend, 25)
            await ear.until(lambda: len(ear.of(friend.peer_id)) > 10 * FRAME)
            assert np.abs(ear.of(friend.peer_id)).max() > 0.1
        await say(connection, tone(0.5))
        own_peer_id = connection.view.own_peer_id
        await friend.hears(own_peer_id, 20)
        assert level([one.data for one in friend.voice.entries if one.peer_id == own_peer_id]) > 0.1


async def test_a_client_with_another_password_is_told_of_and_so_is_its_voice(household: Household) -> None:
    connection = await household.join("daemon", cipher=SECRET)
    async with guests_of(household) as guests:
        friend, stranger = await guests.join("friend", SECRET), await guests.join("stranger", OTHER)
        joined = await sees(household, connection, PeerJoined, "stranger")
        assert joined.peer.cipher_status == MISMATCH
        async with listening(connection) as ear:
            await speak(friend, 50)
            before = household.plane.log.last
            await speak(stranger, 75)
            told = await sees(household, connection, CannotDecrypt, "stranger")
            assert [peer.user_id for peer in told.peers] == ["stranger"]
            assert ear.of(stranger.peer_id).size == 0
        alarms = [
            number
            for number in range(1, household.plane.log.last + 1)
            if type(household.plane.log.entry(number).event).__name__ == "CannotDecrypt"
        ]
        assert alarms[0] > before, "the friend, who is understood, was taken for a stranger"


async def test_without_a_password_encrypted_voice_is_told_with_its_peer(household: Household) -> None:
    connection = await household.join("daemon")
    async with guests_of(household) as guests:
        await guests.join("silent", OTHER)
        friend = await guests.join("friend", SECRET)
        async with listening(connection):
            await speak(friend, 10)
            told = await sees(household, connection, CannotDecrypt, "friend")
    assert [(peer.user_id, peer.cipher_status) for peer in told.peers] == [("friend", 0)]


async def test_the_latest_password_is_kept_when_the_link_breaks(household: Household) -> None:
    connection = await household.join("daemon", cipher=OTHER)
    async with guests_of(household) as guests:
        friend = await guests.join("friend", SECRET)
        await sees(household, connection, PeerJoined, "friend")
        await connection.set_cipher(SECRET)
        changed = await sees(household, connection, PeerChanged, "friend")
        assert changed.peer.cipher_status == ENCRYPTED
        before = household.plane.log.last
        await household.grid.restart_sfu()
        await friend.becomes("joined", times=2)
        # whoever is back first sees the other come
        back = await sees(household, connection, ConnectionJoined | PeerJoined, "friend", after=before)
        (peer,) = back.connection.peers if isinstance(back, ConnectionJoined) else [back.peer]
        assert peer.cipher_status == ENCRYPTED
        async with listening(connection) as ear:
            await household.knows_what_was_asked(connection, await household.join("other", cipher=SECRET))
            await speak(friend, 25)
            await ear.until(lambda: ear.of(friend.peer_id).size > 0)


async def test_the_default_of_odin_rooms_is_the_name_of_the_room(household: Household) -> None:
    connection = await household.join("daemon", cipher=messages.Cipher(rooms_default=True))
    async with guests_of(household) as guests:
        await guests.join("friend", "lobby")
        joined = await sees(household, connection, PeerJoined, "friend")
    assert joined.peer.cipher_status == ENCRYPTED


async def test_no_password_is_told_to_anybody(household: Household, caplog: pytest.LogCaptureFixture) -> None:
    connection = await household.join("daemon", cipher=SECRET)
    await connection.set_cipher(SECRET * 2)
    views = [str(one.view) async for one in household.daemon.connections()]
    log = household.plane.log
    told = [repr(log.entry(number)) for number in range(1, log.last + 1)]
    assert SECRET not in "".join((*views, *told, caplog.text))
