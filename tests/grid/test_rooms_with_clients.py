"""Joining, seeing each other, talking and leaving, with real clients on both ends."""

from __future__ import annotations

from typing import Any


async def test_a_client_joins_alone_and_learns_who_and_where_it_is(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        assert alice.names() == ["Joined", "NewReconnectToken"]
        joined = await alice.sees("Joined")
        assert joined == {"own_peer_id": alice.peer_id, "room_id": "room", "customer": "grid"}


async def test_existing_peers_are_announced_before_joined_and_new_ones_after(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice", user_data={"name": "A"})
        bob = await party.join("bob", parameters={"level": "5"})
        assert bob.names()[:2] == ["PeerJoined", "Joined"]
        assert await bob.sees("PeerJoined") == {
            "peer_id": alice.peer_id,
            "user_id": "alice",
            "user_data": {"name": "A"},
        }
        assert await alice.sees("PeerJoined") == {
            "peer_id": bob.peer_id,
            "user_id": "bob",
            "user_data": [],
            "parameters": {"level": "5"},
        }
        assert alice.names().index("PeerJoined") > alice.names().index("Joined")


async def test_rooms_do_not_see_each_other(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        stranger = await party.join("stranger", room="elsewhere")
        bob = await party.join("bob")
        stranger.send("to everybody")
        stranger.speak(3)
        bob.send("after")
        await alice.sees("MessageReceived", message="after")
        assert alice.names().count("PeerJoined") == 1
        assert alice.voice.entries == []


async def test_a_change_of_user_data_parameters_and_tags_reaches_the_others_only(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        alice.room.send_rpc({"ChangeSelf": {"user_data": {"mood": 1}}})
        assert await bob.sees("PeerChanged") == {"peer_id": alice.peer_id, "user_data": {"mood": 1}}
        alice.room.send_rpc({"ChangeSelf": {"parameters": {"k": 1}, "tags": ["t"]}})
        changed = await bob.sees("PeerChanged", times=2)
        assert changed == {"peer_id": alice.peer_id, "parameters": {"k": 1}, "tags": ["t"]}
        carol = await party.join("carol")
        assert await carol.sees("PeerJoined", user_id="alice") == {
            "peer_id": alice.peer_id,
            "user_id": "alice",
            "user_data": {"mood": 1},
            "tags": ["t"],
            "parameters": {"k": 1},
        }
        assert "PeerChanged" not in alice.names()


async def test_a_message_without_list_reaches_all_others_and_not_the_sender(open_party: Any):
    async with open_party() as party:
        alice, bob, carol = [await party.join(name) for name in ("alice", "bob", "carol")]
        alice.send({"text": "hi"})
        for receiver in (bob, carol):
            received = await receiver.sees("MessageReceived")
            assert received == {"sender_peer_id": alice.peer_id, "message": {"text": "hi"}}
        await alice.is_caught_up_with(bob)
        assert "MessageReceived" not in alice.names()


async def test_a_message_with_a_list_reaches_the_listed_peers_only(open_party: Any):
    async with open_party() as party:
        alice, bob, carol = [await party.join(name) for name in ("alice", "bob", "carol")]
        alice.send("secret", carol.peer_id, 4_000_000)
        alice.send("open")
        assert (await carol.sees("MessageReceived"))["message"] == "secret"
        assert (await bob.sees("MessageReceived"))["message"] == "open"


async def test_voice_reaches_the_others_byte_for_byte(open_party: Any):
    async with open_party() as party:
        alice, bob, carol = [await party.join(name) for name in ("alice", "bob", "carol")]
        alice.speak(20)
        await bob.hears(alice.peer_id, 20)
        await carol.hears(alice.peer_id, 20)
        stamped = [packet.data for packet in bob.voice.entries]
        assert [packet.data for packet in carol.voice.entries] == stamped
        assert alice.voice.entries == []


async def test_a_client_that_leaves_is_reported_to_the_others(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        left = bob.peer_id
        bob.room.close()
        assert await alice.sees("PeerLeft") == {"peer_id": left}
        assert await bob.becomes("closed") == "room closed by user request"
