"""ModerationService against the grid's own gateway, as real clients in the room see it."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from odin_voice import OdinError

from odind.client import Json, MessageReceived, read_payload
from odind.core.errors import PermissionDeniedError

from .household import PATIENCE
from .test_encryption import guests_of, sees

if TYPE_CHECKING:
    from .household import Household

BAN_S = 3.0


async def test_a_user_who_is_kicked_is_told_so_and_the_others_see_it(household: Household) -> None:
    async with guests_of(household) as guests:
        bob, eve = await guests.join("bob"), await guests.join("eve")
        await household.daemon.moderation.kick_user("lobby", "bob")
        assert await bob.sees("Left") == {"reason": "peer_kicked"}
        await eve.sees("PeerLeft", peer_id=bob.peer_id)


async def test_a_banned_user_is_refused_until_the_ban_ends(household: Household) -> None:
    async with guests_of(household) as guests:
        bob = await guests.join("bob")
        began = time.monotonic()
        await household.daemon.moderation.ban_user("lobby", "bob", timedelta(seconds=BAN_S))
        assert await bob.sees("Left") == {"reason": "peer_kicked"}
        with pytest.raises(OdinError):
            await guests.join("bob")
        await guests.join("eve")
    async with asyncio.timeout(PATIENCE):
        while not await joins_as_bob(household):
            pass
    assert time.monotonic() - began >= BAN_S


async def joins_as_bob(household: Household) -> bool:
    with suppress(PermissionDeniedError):
        await household.join("bob")
        return True
    return False


async def test_a_room_that_is_closed_is_left_by_clients_and_connections(household: Household) -> None:
    connection = await household.join("daemon")
    watch = connection.watch_events()
    async with guests_of(household) as guests:
        bob = await guests.join("bob")
        await household.daemon.moderation.close_room("lobby", timedelta(minutes=1))
        assert await bob.sees("Left") == {"reason": "room_closing"}
        async with asyncio.timeout(PATIENCE):
            *_, last = [item async for item in watch]
    assert last.message.left.reason == "DISMISSED"
    with pytest.raises(PermissionDeniedError, match="banned"):
        await household.join("daemon")


async def test_a_message_reaches_the_user_and_nobody_else_as_it_was_given(household: Household) -> None:
    connection, other = await household.join("bob"), await household.join("eve")
    async with guests_of(household) as guests:
        bob = await guests.join("bob")
        act = household.daemon.moderation.send_message
        await act("lobby", "bob", Json({"turn": "yours"}))
        await act("lobby", "bob", b"\x00\xff")
        assert await bob.sees("MessageReceived") == {"sender_peer_id": 0, "message": {"turn": "yours"}}
        assert await bob.sees("MessageReceived", times=2) == {"sender_peer_id": 0, "message": [0, 255]}
        first = await sees(household, connection, MessageReceived, "turn")
        assert (first.sender_peer_id, read_payload(first.message)) == (0, Json({"turn": "yours"}))
        await act("lobby", "eve", Json("last"))
        heard = await sees(household, other, MessageReceived, "")
        assert read_payload(heard.message) == Json("last")


async def test_a_rooms_user_data_reaches_its_clients(household: Household) -> None:
    async with guests_of(household) as guests:
        bob = await guests.join("bob")
        await household.daemon.moderation.update_room("lobby", Json([7]))
        assert await bob.sees("RoomUpdated") == {"user_data": [0x91, 7]}
