"""Masks, positions, encryption, sockets and limits, with real clients."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from odin_voice import OdinAudioEncoderConfig, OdinCipher, OdinCryptoPeerStatus, OdinEncoder, OdinSocketType

from odind.grid import GridLimits, Rate
from odind.grid.wire import datagram as wire


async def settle(speaker: Any, *listeners: Any) -> None:
    """Wait until all that was said before has reached whom it may reach.

    A datagram and a message may overtake each other: a last datagram that everybody hears, sent behind a
    message, closes the account.
    """
    for listener in listeners:
        await listener.is_caught_up_with(speaker)
        await asyncio.sleep(0.05)


async def test_a_default_mask_of_zero_silences_everybody(open_party: Any):
    async with open_party() as party:
        alice, bob, carol = [await party.join(name) for name in ("alice", "bob", "carol")]
        bob.room.set_channel_masks({0: 0}, reset=True)
        await alice.is_caught_up_with(bob)
        alice.speak(5)
        await carol.hears(alice.peer_id, 5)
        bob.room.set_channel_masks({}, reset=True)
        await alice.is_caught_up_with(bob)
        alice.speak(1)
        await bob.hears(alice.peer_id, 1)
        assert bob.heard(alice.peer_id) == 1


async def test_a_mask_of_the_hello_counts_from_the_start(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        deaf = await party.join("deaf", channel_masks={0: 0})
        witness = await party.join("witness")
        alice.speak(5)
        await witness.hears(alice.peer_id, 5)
        await settle(alice, deaf)
        assert deaf.voice.entries == []


async def test_a_mask_for_one_peer_silences_that_peer_only(open_party: Any):
    async with open_party() as party:
        alice, bob, carol = [await party.join(name) for name in ("alice", "bob", "carol")]
        carol.room.set_channel_masks({alice.peer_id: 0}, reset=False)
        await alice.is_caught_up_with(carol)
        alice.speak(3)
        await bob.hears(alice.peer_id, 3)
        bob.speak(3)
        await carol.hears(bob.peer_id, 3)
        assert carol.heard(alice.peer_id) == 0


async def test_masks_choose_channels_and_merge_until_reset(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        alice.encoder.clear_position(0)
        alice.encoder.set_position(0, 0, 0, channel=5)
        bob.room.set_channel_masks({0: 1 << 5}, reset=False)
        bob.room.set_channel_masks({alice.peer_id: 1 << 6}, reset=False)
        await alice.is_caught_up_with(bob)
        alice.speak(3)
        bob.room.set_channel_masks({0: 1 << 5}, reset=True)
        await alice.is_caught_up_with(bob)
        alice.speak(2)
        await bob.hears(alice.peer_id, 2)
        assert bob.heard(alice.peer_id) == 2
        assert bob.voice.entries[0].channel_mask == 1 << 5


async def test_twelve_channels_travel_in_one_datagram(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        alice.encoder.clear_position(0)
        for channel in range(20, 32):
            alice.encoder.set_position(channel * 1.5, -2.25, 0.5, channel=channel)
        alice.speak(1)
        await bob.hears(alice.peer_id)
        assert bob.voice.entries[0].channel_mask == sum(1 << channel for channel in range(20, 32))


async def test_speakers_further_than_one_unit_are_not_heard(open_party: Any):
    async with open_party() as party:
        alice, near, far = [await party.join(name) for name in ("alice", "near", "far")]
        witness = await party.join("witness")
        near.encoder.set_position(0.5, 0, 0)
        far.encoder.set_position(0, 3, 0)
        near.speak(1)
        far.speak(1)
        await witness.hears(near.peer_id)
        await witness.hears(far.peer_id)
        alice.encoder.set_position(0, 0, 0)
        alice.speak(3)
        await near.hears(alice.peer_id, 3)
        await witness.hears(alice.peer_id, 3)
        assert far.heard(alice.peer_id) == 0
        alice.encoder.set_position(0, 2.5, 0)
        alice.speak(1)
        await far.hears(alice.peer_id, 1)
        assert near.heard(alice.peer_id) == 3


async def test_positions_of_the_hello_count_before_the_first_packet(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        place = {"x": {"bits": 160}, "y": {"bits": 0}, "z": {"bits": 0}, "channel": 0}
        away = party.start_joining("away", authorization={"token": party.token("away"), "positions": [place]})
        await away.sees("NewReconnectToken")
        witness = await party.join("witness")
        alice.speak(3)
        await witness.hears(alice.peer_id, 3)
        await settle(alice, away)
        assert away.heard(alice.peer_id) == 0


async def test_a_position_without_voice_is_forwarded_and_taken_over(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        alice.room.send_datagram(b"\x00\x00\x00\x91\x94\x00\x01\x02\x03")
        await bob.hears(alice.peer_id)
        assert bob.voice.entries[0].ssrc_id == 0
        assert bob.voice.entries[0].data[-5:] == b"\x94\x00\x01\x02\x03"


async def test_the_same_password_makes_an_encrypted_room_that_hears_and_reads(open_party: Any):
    async with open_party() as party:
        ciphers = OdinCipher("secret"), OdinCipher("secret")
        alice = await party.join("alice", cipher=ciphers[0], user_data={"name": "A"})
        bob = await party.join("bob", cipher=ciphers[1])
        assert (await bob.sees("PeerJoined"))["user_data"] == {"name": "A"}
        await alice.sees("PeerJoined")
        assert ciphers[1].peer_status(alice.peer_id) == OdinCryptoPeerStatus.Encrypted
        assert ciphers[0].peer_status(bob.peer_id) == OdinCryptoPeerStatus.Encrypted
        alice.speak(5)
        await bob.hears(alice.peer_id, 5)
        plain = [wire.read_media(packet.data, wire.read_head(packet.data)) for packet in bob.voice.entries]
        assert None not in plain
        alice.send({"text": "psst"})
        assert (await bob.sees("MessageReceived"))["message"] == {"text": "psst"}


async def test_the_grid_never_sees_what_an_encrypted_room_says(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice", cipher=OdinCipher("secret"), user_data={"name": "A"})
        eavesdropper = await party.join("eve")
        seen = await eavesdropper.sees("PeerJoined")
        assert bytes(seen["user_data"]).startswith(b"ODIN\x01Kim")
        alice.speak(1)
        await eavesdropper.hears(alice.peer_id)
        [packet] = eavesdropper.voice.entries
        assert wire.read_media(packet.data, wire.read_head(packet.data)) is None


async def test_different_passwords_are_reported_as_a_mismatch(open_party: Any):
    async with open_party() as party:
        ciphers = OdinCipher("secret"), OdinCipher("other")
        alice = await party.join("alice", cipher=ciphers[0])
        bob = await party.join("bob", cipher=ciphers[1])
        await alice.sees("PeerJoined")
        assert ciphers[0].peer_status(bob.peer_id) == OdinCryptoPeerStatus.PasswordMismatch
        assert ciphers[1].peer_status(alice.peer_id) == OdinCryptoPeerStatus.PasswordMismatch
        alice.speak(3)
        await settle(alice, bob)
        assert bob.voice.entries == []


async def test_without_a_password_peers_are_unencrypted(open_party: Any):
    async with open_party() as party:
        cipher = OdinCipher()
        alice = await party.join("alice")
        await party.join("bob", cipher=cipher)
        assert cipher.peer_status(alice.peer_id) == OdinCryptoPeerStatus.Unencrypted


async def test_a_reliable_socket_carries_bytes_both_ways(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        socket = alice.room.create_socket(bob.peer_id, OdinSocketType.Reliable, priority=3, label=7)
        messages = [b"", b"hello", bytes(300), bytes(range(256)) * 1000]
        for message in messages:
            socket.send(message)
        received = await bob.sockets.until(lambda got: got if len(got) == len(messages) else None)
        assert [message.data for message in received] == messages
        inbound = received[0].socket
        info = inbound.info
        assert (info.remote_peer_id, info.priority, info.label) == (alice.peer_id, 3, 7)
        assert info.is_inbound
        inbound.send(b"answer")
        [answer] = await alice.sockets.until(lambda got: got if len(got) == 1 else None)
        assert answer.data == b"answer"
        socket.close()


async def test_an_unreliable_socket_carries_messages_both_ways(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        carol = await party.join("carol")
        socket = alice.room.create_socket(bob.peer_id, OdinSocketType.Unreliable, label=9)
        socket.send(b"ping")
        [received] = await bob.sockets.until(lambda got: got if len(got) == 1 else None)
        assert (received.data, received.socket.info.label) == (b"ping", 9)
        assert received.socket.remote_peer_id == alice.peer_id
        received.socket.send(b"pong")
        [answer] = await alice.sockets.until(lambda got: got if len(got) == 1 else None)
        assert answer.data == b"pong"
        assert carol.sockets.entries == []


async def test_the_largest_datagrams_that_clients_send_arrive(open_party: Any):
    async with open_party() as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        socket = alice.room.create_socket(bob.peer_id, OdinSocketType.Unreliable)
        socket.send(bytes(1405))
        [received] = await bob.sockets.until(lambda got: got if len(got) == 1 else None)
        assert len(received.data) == 1405
        loud = OdinEncoder(OdinAudioEncoderConfig(bitrate_bps=510_000, stereo=True))
        loud.push([math.sin(n * n) for n in range(1920)])
        alice.room.send_datagram(loud.pop()[0])
        await bob.hears(alice.peer_id)
        assert len(bob.voice.entries[0].data) > 1250


async def test_a_reliable_socket_to_nobody_is_closed(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        socket = alice.room.create_socket(4711, OdinSocketType.Reliable)
        socket.send(b"anybody?")
        await party.until(lambda: party.grid.counters.sockets_refused == 1)


async def test_voice_beyond_the_rate_is_dropped_and_counted_and_others_keep_talking(open_party: Any):
    limits = GridLimits(media_packets=Rate(per_second=1, burst=10))
    async with open_party(limits=limits) as party:
        alice, bob, carol = [await party.join(name) for name in ("alice", "bob", "carol")]
        alice.speak(40)
        carol.speak(8)
        await bob.hears(carol.peer_id, 8)
        await bob.hears(alice.peer_id, 10)
        await settle(alice, bob)
        assert 10 <= bob.heard(alice.peer_id) <= 15
        assert party.grid.counters.datagrams_limited >= 25


async def test_messages_beyond_the_rate_are_refused_with_an_error_and_the_client_stays(open_party: Any):
    limits = GridLimits(incoming_messages=Rate(per_second=1, burst=5))
    async with open_party(limits=limits) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        for n in range(10):
            alice.send(n)
        assert await alice.sees("Error") == {"message": "too many commands"}
        await bob.sees("MessageReceived", message=4)
        bob.send("still here")
        await alice.sees("MessageReceived", message="still here")
        assert party.grid.counters.commands_limited >= 3


async def test_a_message_too_large_is_refused_with_an_error(open_party: Any):
    async with open_party(limits=GridLimits(message_bytes=1000, user_data_bytes=1000)) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        alice.send("x" * 2000)
        assert await alice.sees("Error") == {"message": "message is too large"}
        alice.room.send_rpc({"ChangeSelf": {"user_data": "x" * 2000}})
        assert await alice.sees("Error", times=2) == {"message": "user data is too large"}
        alice.send("small")
        assert (await bob.sees("MessageReceived"))["message"] == "small"
        carol = party.start_joining("carol", user_data="x" * 2000)
        assert "user data is too large" in await carol.becomes("closed")


async def test_full_rooms_and_servers_refuse_the_next(open_party: Any):
    limits = GridLimits(max_peers_per_room=1, max_rooms=2, max_peers=2)
    async with open_party(limits=limits) as party:
        alice = await party.join("alice")
        assert "room is full" in await party.start_joining("bob").becomes("closed")
        await party.join("carol", room="second")
        third = party.start_joining("dave", token=party.token("dave", "third"))
        assert "too many rooms" in await third.becomes("closed")
        alice.room.close()
        await party.until(lambda: len(party.grid.rooms) == 1)
        await party.join("dave", room="third")


async def test_a_ping_is_answered(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        alice.room.send_rpc({"Ping": {"id": 7}})
        assert await alice.sees("Pong") == {"id": 7}
