"""The gateway over HTTP: JSON-RPC, errors as clients expect them, CORS, customers apart."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
from typing import Any

import httpx
import pytest

from odind.grid import GridConfig, GridLimits
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey
from tests.grid.clients import QUICK

CONNECT = {"jsonrpc": "2.0", "id": 1, "method": "Connect", "params": {"protocol": "quic"}}


async def post(party: Any, body: Any = CONNECT, token: str | None = None, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    authorization = {"Authorization": f"Bearer {token or party.token('u')}"}
    async with httpx.AsyncClient() as http:
        return await http.post(party.grid.gateway_url, content=content, headers=authorization | headers)


async def test_connect_answers_with_a_token_for_the_sfu(open_party: Any):
    async with open_party() as party:
        answer = await post(party, token=party.token("kim", tgs=["a"], ups="up"))
        result = answer.json()["result"]
        assert result["address"] == party.grid.udp_address
        read = jwt.parse(result["token"])
        start = read.claims["nbf"]
        assert list(read.header) == ["alg", "kid"]
        assert read.header["kid"][1] in "ghijklmnopqrstuv"
        assert read.claims == {
            "rid": "room",
            "uid": "kim",
            "adr": party.grid.udp_address,
            "tgs": ["a"],
            "ups": "up",
            "cid": "grid",
            "nsp": "grid",
            "sub": "connect",
            "aud": "sfu",
            "exp": start + 300,
            "nbf": start,
        }


async def test_a_token_for_several_rooms_lets_the_client_choose(open_party: Any):
    async with open_party() as party:
        token = party.token("kim", ["lobby", "bar"])
        kim = await party.join("kim", token=token, room_name="bar")
        assert (await kim.sees("Joined"))["room_id"] == "bar"
        first = await party.join("lee", token=token)
        assert (await first.sees("Joined"))["room_id"] == "lobby"
        refused = party.start_joining("mo", token=token, room_name="cellar")
        assert "token does not allow this room" in await refused.becomes("closed")


async def test_tags_of_a_token_are_shown_to_the_others(open_party: Any):
    async with open_party() as party:
        alice = await party.join("alice")
        await party.join("bob", token=party.token("bob", tgs=["staff"]))
        assert (await alice.sees("PeerJoined"))["tags"] == ["staff"]


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"exp": 1}, "token has expired"),
        ({"nbf": 4_000_000_000}, "token not yet valid"),
        ({"rid": []}, "invalid rid in token"),
    ],
    ids=str,
)
async def test_a_refused_client_shows_the_gateways_reason(open_party: Any, claims: Any, message: str):
    async with open_party() as party:
        refused = party.start_joining("kim", token=party.token("kim", **claims))
        assert message in await refused.becomes("closed")
        assert party.grid.counters.gateway_refused == 1


async def test_a_token_of_a_stranger_is_refused_unless_strangers_are_welcome(open_party: Any):
    stranger = AccessKey.generate().sign(json.dumps({"rid": "room", "uid": "kim"}))
    async with open_party() as party:
        assert await party.start_joining("kim", token=stranger).becomes("closed") == "not authorized"
    async with open_party(allow_unknown_keys=True) as party:
        kim = await party.join("kim", token=stranger)
        assert (await kim.sees("Joined"))["customer"].startswith("demo_")


async def test_customers_have_rooms_of_their_own_even_of_the_same_name(open_party: Any):
    acme, other, second = (AccessKey.generate() for _ in range(3))
    async with open_party(customers={"acme": [acme, second], "other": other}) as party:

        def token(key: AccessKey, user: str) -> str:
            return key.sign(json.dumps({"rid": "room", "uid": user}))

        alice = await party.join("alice", token=token(acme, "alice"))
        stranger = await party.join("stranger", token=token(other, "stranger"))
        bob = await party.join("bob", token=token(second, "bob"))
        assert (await stranger.sees("Joined"))["customer"] == "other"
        await bob.sees("PeerJoined", peer_id=alice.peer_id)
        assert "PeerJoined" not in stranger.names()
        assert alice.names().count("PeerJoined") == 1
        assert len(party.grid.rooms) == 2
        assert party.grid.key_ids == (acme.key_id, second.key_id, other.key_id)


async def test_a_token_may_name_its_customer(open_party: Any):
    async with open_party() as party:
        kim = await party.join("kim", token=party.token("kim", cid="<no_customer>"))
        assert (await kim.sees("Joined"))["customer"] == "<no_customer>"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, -32700),
        (b"{", 400, -32700),
        (b"[" * 5000, 400, -32700),
        (b"[]", 400, -32600),
        (b"{}", 400, -32600),
        (b"\xff", 400, -32700),
        ({"method": "Connect", "params": [1]}, 400, -32600),
        ({"method": "Bogus"}, 200, -32601),
        ({"method": 7}, 400, -32600),
        ({"method": "Connect", "params": {"x": "y" * 300_000}}, 413, -32600),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_malformed_calls_get_an_error_in_json(open_party: Any, body: Any, status: int, code: int):
    async with open_party() as party:
        answer = await post(party, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    "call_id",
    ["NaN", "1e999", '"\\ud800"', "true", "[]", "{}"],
    ids=["nan", "inf", "surrogate", "bool", "list", "map"],
)
async def test_an_id_that_the_answer_cannot_repeat_is_refused(open_party: Any, call_id: str):
    async with open_party() as party:
        call = f'{{"id": {call_id}, "method": "Connect"}}'.encode()
        for token, status in ((None, 400), ("not.a.token", 401)):
            answer = await post(party, call, token)
            assert (answer.status_code, answer.json()["id"]) == (status, None)


async def test_an_invalid_token_is_refused_before_the_body_is_read(open_party: Any):
    head = "POST / HTTP/1.1", "Host: x", "Authorization: Bearer not.a.token", "Content-Length: 200000"
    async with open_party() as party:
        reader, writer = await half_request(party, "\r\n".join(head).encode() + b"\r\n\r\n")
        async with asyncio.timeout(10):
            assert (await reader.readline()).startswith(b"HTTP/1.1 401")
        await closed(writer)


@pytest.mark.parametrize("call_id", [None, 0, -7, 1.5, "a", "ü"])
async def test_the_answer_repeats_the_calls_id(open_party: Any, call_id: Any):
    async with open_party() as party:
        assert (await post(party, CONNECT | {"id": call_id})).json()["id"] == call_id


async def half_request(party: Any, text: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Start a request and leave it there."""
    host, _, port = party.grid.gateway_url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(text)
    await writer.drain()
    return reader, writer


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def ending(reader: asyncio.StreamReader) -> bytes:
    """Return what still comes before the server closes the connection."""
    try:
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    "start",
    [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\nX: "],
    ids=["nothing", "half a line", "half a header"],
)
async def test_a_request_whose_headers_do_not_come_is_disconnected(open_party: Any, start: bytes):
    async with open_party(times=dataclasses.replace(QUICK, request_timeout=0.2)) as party:
        reader, writer = await half_request(party, start)
        assert await ending(reader) == b""
        await closed(writer)


async def test_a_request_whose_body_does_not_come_is_answered(open_party: Any):
    async with open_party(times=dataclasses.replace(QUICK, request_timeout=0.2)) as party:
        headers = (f"Authorization: Bearer {party.token('u')}", "Content-Length: 9", "Connection: close")
        start = "\r\n".join(("POST / HTTP/1.1", "Host: x", *headers)).encode() + b"\r\n\r\n{"
        reader, writer = await half_request(party, start)
        answer = await ending(reader)
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"request timed out" in answer
        await closed(writer)


async def test_half_requests_give_way_and_keep_nobody_out(open_party: Any):
    async with open_party(limits=GridLimits(http_waiting_per_peer=5)) as party:
        halves = [await half_request(party, b"POST / HT") for _ in range(20)]
        for reader, _ in halves[:15]:
            assert await ending(reader) == b""
        assert (await post(party)).status_code == 200
        for _, writer in halves:
            await closed(writer)


@pytest.mark.parametrize("authorization", ["", "Bearer", "bearer x", "Basic eDp5", "Token a.b.c"])
async def test_a_call_without_a_bearer_token_is_unauthorized(open_party: Any, authorization: str):
    async with open_party() as party:
        answer = await post(party, Authorization=authorization)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, -32600)


async def test_the_subject_of_a_token_forbids_other_methods(open_party: Any):
    async with open_party() as party:
        params = {"room_id": "room"}
        assert (await party.call("RoomClose", params, sub="RoomClose"))["result"] == {}
        refused = await party.call("RoomClose", params, sub="connect")
        assert refused["error"]["message"] == "method not allowed by token"


@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("RoomClose", {}, "missing room_id"),
        ("RoomClose", {"room_id": "elsewhere"}, "room not allowed by token"),
        ("RoomClose", {"room_id": "room", "ban_time": -1}, "invalid ban_time"),
        ("RoomClose", {"room_id": "room", "ban_time": True}, "invalid ban_time"),
        ("RoomBanClient", {"room_id": "room"}, "missing user_id"),
        ("RoomUpdate", {"room_id": "room-7", "user_data": "%"}, "invalid user_data"),
        ("RoomSendMessage", {"room_id": "room", "message": [256]}, "invalid message"),
        ("RoomSendMessage", {"room_id": "room", "message": [1] * 2000}, "message is too large"),
    ],
)
async def test_calls_that_make_no_sense_are_refused(open_party: Any, method: str, params: Any, message: str):
    async with open_party(limits=GridLimits(message_bytes=1000)) as party:
        await party.join("alice")
        await party.join("bob", room="room-7")
        assert (await party.call(method, params))["error"]["message"] == message


async def test_calls_for_rooms_that_do_not_exist_succeed_and_do_nothing(open_party: Any):
    async with open_party() as party:
        for method in ("RoomClose", "RoomUpdate", "RoomSendMessage"):
            params = {"room_id": "room", "user_data": [], "message": "aGk="}
            assert (await party.call(method, params))["result"] == {}


async def test_browsers_of_every_origin_may_call(open_party: Any):
    async with open_party() as party, httpx.AsyncClient() as http:
        preflight = await http.options(
            party.grid.gateway_url,
            headers={
                "Origin": "https://game.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == "*"
        assert "POST" in preflight.headers["access-control-allow-methods"]
        answer = await post(party, Origin="https://game.example")
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_other_paths_and_verbs_are_not_there(open_party: Any):
    async with open_party() as party, httpx.AsyncClient() as http:
        assert (await http.post(f"{party.grid.gateway_url}/other")).status_code == 404
        assert (await http.get(party.grid.gateway_url)).status_code == 405


@pytest.mark.parametrize(
    ("settings", "host", "expected"),
    [
        ({"udp": "127.0.0.1:0"}, "example.org:1", "127.0.0.1"),
        ({"udp": "0.0.0.0:0"}, "127.0.0.1:7000", "127.0.0.1"),
        ({"udp": "0.0.0.0:0"}, "unknown.example:7000", "localhost"),
        ({"udp": "[::1]:0"}, "[::1]:7000", "localhost"),
        ({"public_host": "voice.example"}, "127.0.0.1:7000", "voice.example"),
    ],
)
async def test_the_sfus_address_is_one_that_the_client_can_reach(
    open_party: Any, settings: Any, host: str, expected: str
):
    assert GridConfig(**settings)
    async with open_party(**settings) as party:
        answer = await post(party, Host=host)
        assert answer.json()["result"]["address"].rpartition(":")[0] == expected
