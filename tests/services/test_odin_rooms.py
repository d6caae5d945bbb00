"""How participants of ODIN Rooms see the daemon, and how it sees them: real clients on a real grid."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from odind.client import MessageReceived, PeerJoined, messages, read_payload

from .household import PATIENCE
from .test_encryption import guests_of, sees

if TYPE_CHECKING:
    from tests.grid.clients import Client

    from .household import Household

NAMED = messages.RoomsPeer(data=messages.RoomsPeerData(name="DJ Bot", emoji="🎧"))
WEB = {"userId": "web", "name": "Zoë", "inputMuted": 1, "outputMuted": 0, "seat": {"row": 3}}


def as_bytes(value: object) -> list[int]:
    """What a page sends: the bytes of JSON."""
    return list(json.dumps(value).encode())


async def sees_in_rooms(guest: Client, **fields: Any) -> dict[str, Any]:
    """Wait until a client has got user data with these fields; it must be bytes of JSON."""

    def find(events: list[dict[str, Any]]) -> dict[str, Any] | None:
        for event in events:
            for told in event.values():
                user_data = told.get("user_data") if isinstance(told, dict) else None
                data = json.loads(bytes(user_data)) if user_data else {}
                if fields.items() <= data.items():
                    return dict(data)
        return None

    found: dict[str, Any] = await guest.events.until(find)
    return found


async def test_a_participant_sees_who_we_are_and_whether_we_hear_and_are_heard(household: Household) -> None:
    async with guests_of(household) as guests:
        guest = await guests.join("web")
        connection = await household.join("bot", rooms_peer=NAMED)
        seen = await sees_in_rooms(guest, userId="bot", inputMuted=False, outputMuted=False)
        told = [seen[key] for key in ("name", "emoji", "role", "platform")]
        assert told == ["DJ Bot", "🎧", "Guest", "odind"]
        assert seen["avatar"].startswith("https://app-server.odin.4players.io/v1/avatar/DB-")

        await household.daemon.update_listening(connection.connection_id, deafened=True)
        await sees_in_rooms(guest, userId="bot", inputMuted=False, outputMuted=True)
        await household.daemon.update_listening(connection.connection_id, deafened=False)
        line = await household.daemon.devices.open_capture(connection.connection_id, muted=True)
        await sees_in_rooms(guest, userId="bot", inputMuted=True, outputMuted=False)
        await household.daemon.devices.close(line.line_id)
        guest.events.entries.clear()
        await connection.set_rooms_peer(messages.RoomsPeer(data=messages.RoomsPeerData(status="away")))
        again = await sees_in_rooms(guest, userId="bot", status="away")
        assert (again["inputMuted"], again["name"]) == (False, "bot")


async def test_a_participant_is_seen_as_rooms_shows_it_and_with_everything_else_it_tells(
    household: Household,
) -> None:
    connection = await household.join("bot", rooms_peer=NAMED)
    async with guests_of(household) as guests:
        await guests.join("web", user_data=as_bytes(WEB))
        peer = (await sees(household, connection, PeerJoined, "web")).peer
        await guests.join("other", user_data=[1, 2, 3])
        other = (await sees(household, connection, PeerJoined, "other")).peer
        bot = (await household.join("third")).view.peers
    assert (peer.rooms.name, peer.rooms.status, peer.rooms.role) == ("Zoë", "online", "Guest")
    assert (peer.rooms.input_muted, peer.rooms.output_muted) == (True, False)
    assert json.loads(peer.rooms.more_json) == {"seat": {"row": 3}}
    assert not other.HasField("rooms")
    assert {one.rooms.name for one in bot if one.user_id == "bot"} == {"DJ Bot"}


async def test_chat_goes_both_ways(household: Household) -> None:
    connection = await household.join("bot")
    async with guests_of(household) as guests:
        guest = await guests.join("web")
        await sees(household, connection, PeerJoined, "web")
        await connection.send_chat("hello Zoë", peer_ids=[guest.peer_id])
        got = await guest.sees("MessageReceived")
        assert json.loads(bytes(got["message"])) == {"kind": "message", "payload": "hello Zoë"}

        told: list[MessageReceived] = []
        guest.send(as_bytes({"kind": "message", "payload": {"text": "hi bot"}}))
        guest.send({"kind": "message", "payload": "as a value"})
        guest.send(as_bytes({"kind": "poke"}))
        watch = household.daemon.watch_events(
            connection.connection_id, after_sequence=0, kinds=["message_received"]
        )
        async with asyncio.timeout(PATIENCE):
            while len(told) < 3:
                told.append((await anext(watch)).message.message_received)  # type: ignore[union-attr]
        watch.close()
    assert [one.chat for one in told] == ["hi bot", "as a value", ""]
    assert read_payload(told[2].message) == json.dumps({"kind": "poke"}).encode()
