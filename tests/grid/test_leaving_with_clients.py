"""Kicks, bans, closed rooms, reconnects and restarts, with real clients."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest

from tests.grid.clients import QUICK


async def test_a_kicked_client_is_told_and_does_not_come_back(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        assert party.grid.kick("bob", room_id="room") == 1
        assert (await bob.sees("Left"))["reason"] == "peer_kicked"
        await alice.sees("PeerLeft")
        assert "banned from room" in await bob.becomes("closed")
        assert alice.names().count("PeerJoined") == 1


async def test_a_kicked_user_may_come_back_when_the_ban_is_over(open_party: Any):
    ahead = [0.0]
    async with open_party(now=lambda: time.time() + ahead[0]) as party:
        bob = await party.join("bob")
        party.grid.kick("bob")
        await bob.becomes("closed")
        again = party.start_joining("bob")
        assert "banned from room" in await again.becomes("closed")
        ahead[0] += QUICK.kick_ban
        await party.join("bob")


async def test_a_customers_server_bans_a_client_for_a_time(open_party: Any):
    async with open_party() as party:
        bob = await party.join("bob")
        answer = await party.call("RoomBanClient", {"room_id": "room", "user_id": "bob", "ban_time": 60})
        assert answer == {"jsonrpc": "2.0", "id": 1, "result": {}}
        await bob.becomes("closed")
        await party.join("bob", room="elsewhere")
        assert "banned" in await party.start_joining("bob").becomes("closed")


async def test_a_customers_server_closes_a_room_and_keeps_it_closed(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        await party.call("RoomClose", {"room_id": "room", "ban_time": 60})
        for client in (alice, bob):
            assert (await client.sees("Left"))["reason"] == "room_closing"
            await client.becomes("closed")
        assert "banned" in await party.start_joining("carol").becomes("closed")
        await party.join("carol", room="elsewhere")


async def test_a_room_closed_without_ban_loses_its_clients_but_may_be_joined_anew(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        await party.call("RoomClose", {"room_id": "room"})
        assert "session has ended" in await alice.becomes("closed")
        await party.join("alice")


async def test_a_customers_server_updates_a_rooms_user_data(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        await party.call("RoomUpdate", {"room_id": "room", "user_data": [0x81, 0xA1, 0x61, 1]})
        assert await alice.sees("RoomUpdated") == {"user_data": [0x81, 0xA1, 0x61, 1]}
        bob = await party.join("bob")
        assert await bob.sees("RoomUpdated") == {"user_data": [0x81, 0xA1, 0x61, 1]}


async def test_a_customers_server_sends_a_message_to_a_user_or_to_all(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        await party.call("RoomSendMessage", {"room_id": "room", "user_id": "bob", "message": [7]})
        await party.call("RoomSendMessage", {"room_id": "room", "message": [8]})
        assert await bob.sees("MessageReceived") == {"sender_peer_id": 0, "message": 7}
        assert await alice.sees("MessageReceived") == {"sender_peer_id": 0, "message": 8}


async def test_the_reconnect_token_is_refreshed_before_it_expires(open_party: Any):
    times = dataclasses.replace(QUICK, reconnect_token_lifetime=1.0)
    async with open_party(times=times) as party:
        alice = await party.join("alice")
        first = await alice.sees("NewReconnectToken")
        second = await alice.sees("NewReconnectToken", times=3)
        assert first != second


async def test_a_client_comes_back_after_a_restart_of_the_sfu_as_the_same_user(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice", user_data={"n": 1})
        bob = await party.join("bob")
        former = alice.peer_id
        await party.grid.restart_sfu()
        for client in (alice, bob):
            assert (await client.sees("Left"))["reason"] == "server_closing"
            await client.becomes("joined", times=2)
        assert alice.peer_id != former
        back = await bob.sees("PeerJoined", peer_id=alice.peer_id)
        assert (back["user_id"], back["user_data"]) == ("alice", {"n": 1})
        alice.speak(5)
        await bob.hears(alice.peer_id, 5)


async def test_clients_come_back_to_a_new_grid_with_the_same_state_folder_and_port(open_party: Any):
    async with open_party() as party:
        udp, listen = party.grid.udp_address, party.grid.gateway_url.removeprefix("http://")
        alice = await party.join("alice")
        await party.replace_grid(udp=udp, listen=listen)
        await alice.becomes("joined", times=2)
        alice.send("after", 0)


async def test_a_client_replaces_its_own_former_connection(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        token = (await alice.sees("NewReconnectToken"))["token"]
        bob = await party.join("bob")
        former = alice.peer_id
        again = await party.join("alice", token=token)
        assert (await alice.sees("Left"))["reason"] == "connection_replaced"
        await bob.sees("PeerLeft", peer_id=former)
        assert [m.peer.user_id for m in party.grid.lobby.members()].count("alice") == 1
        assert again.peer_id != former


async def test_a_server_that_closes_tells_its_clients(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        await party.stop_grid()
        assert (await alice.sees("Left"))["reason"] == "server_closing"


async def test_a_peer_whose_process_vanishes_is_gone_when_its_connection_times_out(open_party: Any):
    times = dataclasses.replace(QUICK, idle_timeout=1.0)
    async with open_party(times=times) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        party.grid.faults.blackhole("bob", 60)
        await alice.sees("PeerLeft")
        assert [m.peer.user_id for m in party.grid.lobby.members()] == ["alice"]
        assert bob.names()[-1] == "NewReconnectToken"


@pytest.mark.parametrize("message", ["the server is full", "wartung: bitte später 🛠"])
async def test_a_refused_join_shows_the_reason(open_party: Any, message: str):
    async with open_party() as party:
        party.grid.faults.refuse_joins(message)
        assert message in await party.start_joining("alice").becomes("closed")
        party.grid.faults.refuse_joins(None)
        await party.join("alice")
