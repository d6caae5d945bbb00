"""What peers exchange arrives as it was sent, byte for byte."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from odind.client import Json, Payload, read_payload

from .watching import watching

if TYPE_CHECKING:
    from .processes import DaemonProcess

MAX_USER_DATA, MAX_MESSAGE = 10_240, 32_768
PAYLOADS: dict[str, Payload] = {
    "every byte": bytes(range(256)),
    "a zero": b"\x00",
    "nothing": b"",
    "unicode": Json({"Grüße": ["日本語", "🎧", "\u0000", None, True, -1.5, {"": []}]}),
    "a text that looks like bytes": Json("[1,2,3]"),
    "null in a list": Json([None]),
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_messages_and_user_data_arrive_as_they_were_sent(
    daemon: DaemonProcess, room: str, payload: Payload
) -> None:
    async with daemon.connect() as client:
        sender = await client.join_room(room, user_id="sender", user_data=b"before")
        receiver = await client.join_room(room, user_id="receiver")
        async with watching(receiver) as seen:
            await sender.send_message(payload)
            assert await seen.gets_message() == payload
            await sender.update_user_data(payload)
            assert await seen.gets_user_data() == payload
        late = await client.join_room(room, user_id="late")
        data = {peer.user_id: read_payload(peer.user_data) for peer in late.view.peers}
        assert data["sender"] == payload
        for connection in (late, receiver, sender):
            await connection.leave()


async def test_the_largest_payloads_arrive(daemon: DaemonProcess, room: str) -> None:
    data, message = os.urandom(MAX_USER_DATA), os.urandom(MAX_MESSAGE)
    async with daemon.connect() as client:
        receiver = await client.join_room(room, user_id="receiver")
        async with watching(receiver) as seen:
            sender = await client.join_room(room, user_id="sender", user_data=data)
            joined = await seen.sees("peer_joined")
            assert read_payload(joined.peer.user_data) == data
            await sender.send_message(message)
            assert await seen.gets_message() == message
            await sender.update_user_data(data[::-1])
            assert await seen.gets_user_data() == data[::-1]
        await sender.leave()
        await receiver.leave()


async def test_a_message_to_one_peer_is_not_seen_by_another(daemon: DaemonProcess, room: str) -> None:
    async with daemon.connect() as client:
        sender = await client.join_room(room, user_id="sender")
        near = await client.join_room(room, user_id="near")
        far = await client.join_room(room, user_id="far")
        async with watching(far) as seen:
            await sender.send_message(b"near", peer_ids=[near.view.own_peer_id])
            await sender.send_message(b"far", peer_ids=[far.view.own_peer_id])
            assert await seen.gets_message() == b"far"
        for connection in (sender, near, far):
            await connection.leave()
