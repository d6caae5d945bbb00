"""What real clients never do: the grid refuses it, counts it, and everybody else keeps talking."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import random
import socket
import time
from typing import Any

import msgspec
import pytest
import structlog

from odind.grid import GridLimits, Rate
from odind.grid.wire import address
from odind.tokens.access_key import AccessKey
from tests.grid.clients import QUICK, Client, Party
from tests.grid.raw_client import PATH, raw_client, sfu_token

PACK = msgspec.msgpack.encode


def voice(peer_id: int, sequence: int = 1) -> bytes:
    body = {1: sequence, 2: sequence * 1800, 4: b"\xfc\xff\xfe", 5: 1}
    return b"\x00\x01" + PACK(peer_id) + b"\x91\x90" + PACK(body)


async def still_talk(speaker: Client, listener: Client) -> None:
    """Check that two real clients hear and read each other, as they have from the start."""
    before = listener.heard(speaker.peer_id)
    speaker.speak(3)
    await listener.hears(speaker.peer_id, before + 3)
    mark = f"still {before} {len(listener.events.entries)}"
    speaker.send(mark)
    await listener.sees("MessageReceived", message=mark)
    for client in (speaker, listener):
        assert [e for e in client.events.entries if "RoomStatusChanged" in e][2:] == []


async def two_friends(party: Party) -> tuple[Client, Client]:
    return await party.join("alice"), await party.join("bob")


@pytest.mark.parametrize("way", ["fin", "reset", "stop_sending", "connection_close", "session_fin"])
async def test_leaving_is_noticed_at_once_in_every_way_there_is(open_party: Any, way: str):
    async with open_party() as party, raw_client(party) as leaver:
        alice = await party.join("alice")
        peer_id = await leaver.join(party, "leaver")
        await alice.sees("PeerJoined", peer_id=peer_id)
        match way:
            case "fin":
                leaver.send(b"", end=True)
            case "reset":
                leaver.quic.reset_stream(leaver.room_stream, 7)
            case "stop_sending":
                leaver.quic.stop_stream(leaver.room_stream, 0)
            case "connection_close":
                leaver.quic.close()
            case "session_fin":
                leaver.send(b"", stream=0, end=True)
        leaver.transmit()
        await alice.sees("PeerLeft", peer_id=peer_id)


async def test_an_idle_client_is_kept_alive_by_pings(open_party: Any):
    async with open_party() as party, raw_client(party, idle_timeout=1.0) as idle:
        alice = await party.join("alice")
        peer_id = await idle.join(party, "idle")
        await asyncio.sleep(2.0)
        idle.say("SendMessage", peer_ids=[], message=b"\x01")
        await alice.sees("MessageReceived", sender_peer_id=peer_id)


async def test_a_client_that_stops_the_streams_of_http3_itself_stays(open_party: Any):
    async with open_party() as party, raw_client(party) as client:
        alice = await party.join("alice")
        peer_id = await client.join(party, "client")
        for stream in (7, 11):
            client.quic.stop_stream(stream, 0)
        client.transmit()
        client.say("SendMessage", peer_ids=[], message=b"\x01")
        await alice.sees("MessageReceived", sender_peer_id=peer_id)


async def test_malformed_datagrams_reach_nobody_and_are_counted(open_party: Any):
    async with open_party() as party, raw_client(party) as hostile:
        alice, bob = await two_friends(party)
        peer_id = await hostile.join(party, "hostile")
        good = voice(peer_id)
        bad = [good[:length] for length in range(len(good))] + [good + b"\x00", b"\x00\x05" + good[2:]]
        bad.append(good[:-1] + bytes(1416 - len(good)))
        for datagram in bad:
            hostile.send_datagram(datagram)
        hostile.send_datagram(good)
        await alice.hears(peer_id)
        await bob.hears(peer_id)
        await party.until(lambda: party.grid.counters.datagrams_malformed >= len(bad) - 1)
        assert alice.heard(peer_id) == 1
        await still_talk(alice, bob)


async def test_random_datagrams_hurt_nobody(open_party: Any):
    noise = random.Random(1)  # noqa: S311 - meant to be repeatable
    async with open_party() as party, raw_client(party) as hostile:
        alice, bob = await two_friends(party)
        peer_id = await hostile.join(party, "hostile")
        for n in range(1000):
            good = voice(peer_id, n)
            at = noise.randrange(len(good))
            hostile.send_datagram(good[:at] + noise.randbytes(noise.randrange(1, 12)) + good[at + 3 :])
            hostile.send_datagram(noise.randbytes(noise.randrange(1, 200)))
            if n % 50 == 0:
                await asyncio.sleep(0)
        await still_talk(alice, bob)


async def test_nobody_can_speak_in_anothers_name_or_without_having_joined(open_party: Any):
    async with open_party() as party, raw_client(party) as liar, raw_client(party) as stranger:
        alice, bob = await two_friends(party)
        await liar.join(party, "liar")
        assert await stranger.request() == b"200"
        for n in range(5):
            liar.send_datagram(voice(alice.peer_id, n))
            stranger.send_datagram(voice(alice.peer_id, n))
        await party.until(lambda: party.grid.counters.datagrams_spoofed == 10)
        await still_talk(alice, bob)
        assert bob.heard(alice.peer_id) == 3


async def test_a_peer_that_has_left_cannot_speak(open_party: Any):
    async with open_party() as party, raw_client(party) as leaver:
        alice, bob = await two_friends(party)
        peer_id = await leaver.join(party, "leaver")
        leaver.send(b"", end=True)
        await alice.sees("PeerLeft", peer_id=peer_id)
        leaver.send_datagram(voice(peer_id))
        await party.until(lambda: party.grid.counters.datagrams_spoofed == 1)
        await still_talk(alice, bob)
        assert alice.heard(peer_id) == 0


@pytest.mark.parametrize(
    "junk",
    [
        b"\xc1",
        b"\xdd\xff\xff\xff\xff",
        b"\x91" * 5000,
        b"\xc6\x7f\xff\xff\xff" + bytes(300_000),
        b"\x81\xa1\xff\x80",
        os.urandom(2000),
    ],
    ids=["reserved", "huge array", "deep", "huge bin", "bad text", "random"],
)
async def test_junk_on_the_room_stream_ends_that_client_only(open_party: Any, junk: bytes):
    async with open_party() as party, raw_client(party) as hostile, raw_client(party) as early:
        alice, bob = await two_friends(party)
        peer_id = await hostile.join(party, "hostile")
        await early.request()
        early.send(junk)
        hostile.send(junk + b"\xc1")
        if not junk.startswith(b"\x81"):
            await alice.sees("PeerJoined", peer_id=peer_id)
        await still_talk(alice, bob)


@pytest.mark.parametrize(
    "command",
    [
        {"Bogus": {}},
        {"SendMessage": {"peer_ids": "all", "message": b""}},
        {"ChangeSelf": {"tags": [1]}},
        {"SetChannelMasks": {"masks": [[1, -1]], "reset": False}},
        [1, 2, 3],
        7,
        {"Joined": {"own_peer_id": 1}},
    ],
    ids=str,
)
async def test_a_malformed_command_is_answered_with_an_error_and_forgiven(open_party: Any, command: Any):
    async with open_party() as party, raw_client(party) as clumsy:
        alice, _ = await two_friends(party)
        await clumsy.join(party, "clumsy")
        clumsy.send(PACK(command))
        assert (await clumsy.sees("Error"))["message"]
        clumsy.say("SendMessage", peer_ids=[], message=PACK("better"))
        await alice.sees("MessageReceived", message="better")


@pytest.mark.parametrize(
    ("hello", "message"),
    [
        ({"Room": {}}, "expected a string"),
        ({"Join": {"token": ""}}, "expected a Room hello"),
        ({"Room": {"token": "a.b.c"}}, "invalid json in token"),
        ({"Room": {"token": ""}}, "token must have three segments"),
    ],
    ids=["no token", "no room", "no json", "empty"],
)
async def test_a_malformed_hello_is_rejected_with_its_reason(open_party: Any, hello: Any, message: str):
    async with open_party() as party, raw_client(party) as client:
        assert await client.request() == b"200"
        client.send(PACK(hello))
        assert (await client.sees("Rejected"))["message"] == message
        assert await client.until(lambda: client.terminated)


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"aud": "gateway"}, "token audience does not match"),
        ({"exp": 1}, "token has expired"),
        ({"nbf": 4_000_000_000}, "token not yet valid"),
        ({"uid": 5}, "invalid uid in token"),
        ({"uid": "x" * 2000}, "invalid uid in token"),
        ({"rid": []}, "invalid rid in token"),
        ({"cid": None}, "invalid cid in token"),
    ],
    ids=str,
)
async def test_the_sfu_checks_tokens_that_never_saw_the_gateway(open_party: Any, claims: Any, message: str):
    async with open_party() as party, raw_client(party) as client:
        assert await client.request() == b"200"
        client.say("Room", token=sfu_token(party, "u", **claims))
        assert (await client.sees("Rejected"))["message"] == message


async def test_a_room_that_the_token_does_not_name_is_refused(open_party: Any):
    async with open_party() as party, raw_client(party) as client:
        assert await client.request() == b"200"
        client.say("Room", token=sfu_token(party, "u", ["a", "b"]), room_id="c")
        assert (await client.sees("Rejected"))["message"] == "token does not allow this room"


async def test_one_connection_holds_one_room(open_party: Any):
    async with open_party() as party, raw_client(party) as greedy:
        alice, bob = await two_friends(party)
        await greedy.join(party, "greedy")
        second = greedy.quic.get_next_available_stream_id()
        greedy.send(b"\x40\x41\x00" + PACK({"Room": {"token": sfu_token(party, "g", "b")}}), stream=second)
        await greedy.until(lambda: (second, 0) in greedy.stops)
        assert len(party.grid.rooms) == 1
        await still_talk(alice, bob)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (b"/other?api-version=v2", {}, b"404"),
        (b"/?version=0.0.1", {}, b"426"),
        (b"/?api-version=v9", {}, b"426"),
        (PATH, {"protocol": b"connect-udp"}, b"404"),
        (PATH, {"method": b"GET"}, b"404"),
    ],
    ids=["path", "v1", "v9", "protocol", "method"],
)
async def test_other_requests_get_a_status(open_party: Any, path: bytes, headers: Any, status: bytes):
    async with open_party() as party, raw_client(party) as client:
        assert await client.request(path, **headers) == status


async def test_malformed_http3_ends_that_connection_only(open_party: Any):
    frames = {
        "settings on a request stream": (0, b"\x04\x00"),
        "data before headers": (0, b"\x00\x01x"),
        "broken headers": (0, b"\x01\x04\xff\xff\xff\xff"),
        "huge headers": (0, b"\x01\xbf\xff\xff\xff"),
        "a second control stream": (2, b"\x00\x04\x00"),
        "a push": (2, b"\x01\x00"),
    }
    async with open_party() as party:
        alice, bob = await two_friends(party)
        for is_uni, data in frames.values():
            async with raw_client(party) as hostile:
                await hostile.until(lambda hostile=hostile: hostile.h3)
                stream = hostile.quic.get_next_available_stream_id(is_unidirectional=bool(is_uni))
                hostile.send(data, stream=stream)
                if not data.startswith(b"\x01\xbf"):
                    await hostile.until(lambda hostile=hostile: hostile.terminated)
        await still_talk(alice, bob)


async def test_data_of_a_session_that_does_not_exist_is_stopped(open_party: Any):
    async with open_party() as party, raw_client(party) as hostile:
        assert await hostile.request() == b"200"
        stream = hostile.open_uni(b"\x40\x54\x04hello")
        await hostile.until(lambda: (stream, 0) in hostile.stops)
        stream = hostile.quic.get_next_available_stream_id()
        hostile.send(b"\x40\x41\x08hello", stream=stream)
        await hostile.until(lambda: (stream, 0) in hostile.stops)


async def test_half_open_streams_and_incomplete_hellos_wait_without_harm_until_time_is_up(open_party: Any):
    times = dataclasses.replace(QUICK, connect_timeout=0.5)
    async with open_party(times=times) as party, raw_client(party) as slow, raw_client(party) as silent:
        alice, bob = await two_friends(party)
        assert await slow.request() == b"200"
        slow.send(PACK({"Room": {"token": sfu_token(party, "s")}})[:-5])
        for _ in range(20):
            slow.open_uni(b"\x40")
        await slow.until(lambda: slow.terminated)
        await silent.until(lambda: silent.terminated)
        assert party.grid.counters.connections_timed_out == 2
        await still_talk(alice, bob)


async def test_sockets_to_nobody_to_oneself_and_malformed_ones_are_stopped(open_party: Any):
    async with open_party() as party, raw_client(party) as hostile:
        alice, bob = await two_friends(party)
        peer_id = await hostile.join(party, "hostile")
        own = address.encode(address.SocketAddress(peer_id, 1, is_answer=False))
        heads = [
            {"Socket": {"address": 9999, "priority": 0, "label": 0}},
            {"Socket": {"address": own, "priority": 0, "label": 0}},
            {"Socket": {"address": 1 << 53, "priority": 0, "label": 0}},
            {"Socket": []},
            {"Room": {"token": ""}},
        ]
        streams = [hostile.open_uni(b"\x40\x54\x00" + PACK(head)) for head in heads]
        streams.append(hostile.open_uni(b"\x40\x54\x00" + b"\x91" * 2000))
        streams.append(hostile.open_uni(b"\x40\x54\x00\xc1"))
        for stream in streams:
            await hostile.until(lambda stream=stream: (stream, 0) in hostile.stops)
        await still_talk(alice, bob)


async def test_the_number_of_socket_streams_is_limited(open_party: Any):
    async with open_party(limits=GridLimits(socket_streams=3)) as party, raw_client(party) as greedy:
        alice, bob = await two_friends(party)
        await greedy.join(party, "greedy")
        target = address.encode(address.SocketAddress(alice.peer_id, 1, is_answer=False))
        head = b"\x40\x54\x00" + PACK({"Socket": {"address": target, "priority": 0, "label": 0}})
        streams = [greedy.open_uni(head + b"\x01x") for _ in range(6)]
        await greedy.until(lambda: len(greedy.stops) == 3)
        assert {stream for stream, _ in greedy.stops} == set(streams[3:])
        await alice.sockets.until(lambda got: len(got) == 3)
        await still_talk(bob, alice)


async def test_a_reset_socket_is_passed_on_and_frees_its_place(open_party: Any):
    async with open_party() as party, raw_client(party) as sender, raw_client(party) as receiver:
        await sender.join(party, "sender")
        peer_id = await receiver.join(party, "receiver")
        target = address.encode(address.SocketAddress(peer_id, 1, is_answer=False))
        head = b"\x40\x54\x00" + PACK({"Socket": {"address": target, "priority": 0, "label": 0}})
        stream = sender.open_uni(head + b"\x05hello")
        await receiver.until(lambda: any(data.endswith(b"hello") for data in receiver.uni_data.values()))
        sender.quic.reset_stream(stream, 0)
        sender.transmit()
        await receiver.until(lambda: receiver.resets)


async def test_a_slow_reader_is_cut_off_and_hurts_nobody(open_party: Any):
    limits = GridLimits(
        stream_backlog_bytes=200_000,
        incoming_messages=GridLimits().media_packets,
        incoming_bytes=Rate(2**30, 2**30),
    )
    async with open_party(limits=limits) as party, raw_client(party, max_stream_data=2000) as slow:
        alice, bob = await two_friends(party)
        peer_id = await slow.join(party, "slow")
        slow.is_deaf = True
        for n in range(40):
            alice.send({"n": n, "filler": "x" * 30_000})
            await alice.is_served()
        await bob.sees("PeerLeft", peer_id=peer_id)
        assert party.grid.counters.slow_readers >= 1
        await still_talk(alice, bob)


@pytest.mark.parametrize("what", ["message", "user_data"])
async def test_a_burst_of_large_values_cuts_nobody_off_and_is_limited(open_party: Any, what: str):
    async with open_party() as party, raw_client(party) as loud:
        alice, bob = await two_friends(party)
        await loud.join(party, "loud")
        for _ in range(50):
            if what == "message":
                loud.say("SendMessage", peer_ids=[], message=PACK(bytes(60_000)))
            else:
                loud.say("ChangeSelf", user_data=PACK(bytes(60_000)))
        assert (await loud.sees("Error"))["message"] == "too many bytes"
        await still_talk(alice, bob)
        assert party.grid.counters.slow_readers == 0


async def test_datagrams_to_a_client_that_confirms_nothing_are_dropped_in_the_end(open_party: Any):
    limits = GridLimits(in_flight_bytes=5000, incoming_messages=GridLimits().media_packets)
    async with open_party(limits=limits) as party, raw_client(party) as dead:
        alice, bob = await two_friends(party)
        await dead.join(party, "dead")
        dead.is_deaf = True
        for _ in range(60):
            alice.speak(1)
            await alice.is_served()
        assert party.grid.counters.datagrams_overflowed > 0
        await still_talk(alice, bob)


async def test_udp_noise_is_ignored(open_party: Any):
    noise = random.Random(2)  # noqa: S311 - meant to be repeatable
    kinds = (b"\x40", b"\xc0\x00\x00\x00\x01\x08", b"\xc0\x00\x00\x00\x01\xff", b"\xe0", b"")
    async with open_party() as party:
        alice, bob = await two_friends(party)
        host, _, port = party.grid.udp_address.rpartition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as attacker:
            for n in range(500):
                kind = kinds[n % len(kinds)]
                size = noise.choice([0, 1, 5, 20, 1200, 1472])
                attacker.sendto(kind + noise.randbytes(size), (host, int(port)))
        await still_talk(alice, bob)


async def test_an_unknown_quic_version_is_negotiated(open_party: Any):
    async with open_party() as party:
        host, _, port = party.grid.udp_address.rpartition(":")
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.setblocking(False)  # noqa: FBT003 - the standard library has it so
            client.connect((host, int(port)))
            client.send(b"\xc0\x1a\x2a\x3a\x4a\x04abcd\x04efgh" + bytes(1200))
            answer = await asyncio.wait_for(loop.sock_recv(client, 2000), 5)
        assert answer[1:5] == bytes(4)
        assert answer[5:15] == b"\x04efgh\x04abcd"


async def test_while_many_connections_are_half_open_real_clients_prove_their_address_and_get_in(
    open_party: Any,
):
    async with open_party(limits=GridLimits(max_connecting=4)) as party, raw_client(party):
        alice, bob = await two_friends(party)
        assert party.grid.counters.connections_asked_for_proof >= 2
        await still_talk(alice, bob)


async def test_a_flood_of_forged_handshakes_keeps_no_real_client_out(open_party: Any):
    noise = random.Random(3)  # noqa: S311 - meant to be repeatable
    async with open_party(limits=GridLimits(max_connecting=40)) as party:
        host, _, port = party.grid.udp_address.rpartition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as attacker:
            for _ in range(200):
                ids = b"\x08" + noise.randbytes(8) + b"\x08" + noise.randbytes(8)
                head = b"\xc0\x00\x00\x00\x01" + ids + b"\x00"
                attacker.sendto(head + noise.randbytes(1200), (host, int(port)))
                await asyncio.sleep(0)
        alice, bob = await two_friends(party)
        assert party.grid.counters.connections_asked_for_proof > 100
        await still_talk(alice, bob)


async def test_half_open_connections_give_way_to_a_client_that_joins(open_party: Any):
    times = dataclasses.replace(QUICK, connect_timeout=60.0)
    async with (
        open_party(limits=GridLimits(max_connecting=4), times=times) as party,
        contextlib.AsyncExitStack() as stack,
    ):
        idle = [await stack.enter_async_context(raw_client(party)) for _ in range(4)]
        alice, bob = await two_friends(party)
        assert await idle[0].until(lambda: idle[0].terminated)
        await still_talk(alice, bob)


@pytest.mark.parametrize(
    "claims", [{"user_id": "\ud800"}, {"room": "\ud800"}, {"cid": "\ud800"}, {"tgs": ["\ud800"]}]
)
async def test_a_token_with_a_lone_surrogate_is_answered_and_leaves_no_ghost(open_party: Any, claims: Any):
    async with open_party() as party, raw_client(party) as client:
        assert await client.request() == b"200"
        client.say("Room", token=sfu_token(party, **({"user_id": "u"} | claims)))
        assert "in token" in (await client.sees("Rejected"))["message"]
        assert party.grid.lobby.peer_count == 0


async def test_a_large_hello_is_stored_only_behind_a_valid_token(open_party: Any):
    async with open_party() as party, raw_client(party) as client, raw_client(party) as stranger:
        hello = {"token": sfu_token(party, "u"), "user_data": bytes(60_000)}
        forged = hello | {
            "token": AccessKey.generate().sign('{"rid": "r", "uid": "u", "cid": "c", "aud": "sfu"}')
        }
        for sender, fields in ((client, hello), (stranger, forged)):
            assert await sender.request() == b"200"
            sender.send(PACK({"Room": fields})[:-1])
        assert (await stranger.sees("Rejected"))["message"] == "not authorized"
        client.send(b"\x00")
        await client.sees("Joined")


async def test_a_hello_beyond_8_kib_must_begin_with_its_token(open_party: Any):
    async with open_party() as party, raw_client(party) as client:
        assert await client.request() == b"200"
        client.say("Room", user_data=bytes(9000), token=sfu_token(party, "u"))
        assert (await client.sees("Rejected"))["message"] == "a large hello must begin with its token"


@pytest.mark.parametrize("jump", [2 * 3600.0, -2 * 3600.0])
async def test_a_jump_of_the_clock_leaves_no_client_with_an_invalid_token(open_party: Any, jump: float):
    jumped = 0.0
    async with open_party(now=lambda: time.time() + jumped) as party, raw_client(party) as client:
        await client.join(party, "u")
        await client.sees("NewReconnectToken")
        jumped, known = jump, len(client.values)
        token = (await client.until(lambda: client.values[known:]))[0]["NewReconnectToken"]["token"]
        async with raw_client(party) as again:
            assert await again.request() == b"200"
            again.say("Room", token=token)
            await again.sees("Joined")
        await client.until(lambda: "FIN" in client.values)


async def test_the_log_names_no_rooms_unless_it_is_asked_for_details(open_party: Any):
    with structlog.testing.capture_logs() as entries:
        async with open_party() as party, raw_client(party) as client:
            await client.join(party, "u", "a secret room")
            client.send(b"", end=True)
            await client.until(lambda: client.terminated)
    told = {entry["event"] for entry in entries if "a secret room" in str(entry)}
    assert told == {"grid.joined", "grid.left"}
    assert {entry["log_level"] for entry in entries if entry["event"] in told} == {"debug"}


async def test_the_number_of_connections_is_limited(open_party: Any):
    async with open_party(limits=GridLimits(max_clients=2)) as party:
        alice, bob = await two_friends(party)
        with pytest.raises((ConnectionError, TimeoutError)):
            async with asyncio.timeout(1), raw_client(party):
                pytest.fail("it was let in")
        assert party.grid.counters.connections_refused >= 1
        await still_talk(alice, bob)
