"""Those who reach the grid's gateway over HTTPS."""

from __future__ import annotations

import json
import random
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from .clients import entrance_of, key_of
from .sockets import open_connections
from .tools import at_once, damaged, told

if TYPE_CHECKING:
    from tests.hostile.ground import Target

CALLS = 300
HALF_REQUESTS = 700
AT_ONCE = 8
CALL = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "Connect", "params": {}}).encode()
BODIES = (
    b'{"jsonrpc":"2.0","id":NaN,"method":"Connect"}',
    b'{"jsonrpc":"2.0","id":1e999,"method":"Connect"}',
    b'{"jsonrpc":"2.0","id":"\\ud800","method":"Connect"}',
    b'{"jsonrpc":"2.0","id":1,"method":"\\ud800"}',
    b'{"jsonrpc":"2.0","id":1,"method":"RoomSendMessage","params":{"room_id":"\\ud800","message":[256]}}',
    b'{"jsonrpc":"2.0","id":1,"method":"RoomBanClient","params":{"room_id":"any","user_id":"\\ud800"}}',
    b"[" * 60_000,
    b'{"a":' * 60_000,
    b"9" * 10_000,
    b"\xff\xfe\x00",
    b"x" * 3_000_000,
    b"",
)


async def malformed_calls_of_the_gateway(target: Target) -> str:
    noise = random.Random(5)  # noqa: S311 - meant to be repeatable
    token = key_of(target).sign(json.dumps({"rid": "any", "uid": "any"}))
    tokens = (
        token,
        token[:-4],
        "a.b.c",
        "",
        "é\xff",
        key_of(target).sign('{"rid":"\\ud800","uid":"\\ud800"}'),
    )
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:

        async def call(number: int) -> str:
            body = BODIES[number // 2 % len(BODIES)] if number % 2 else damaged(CALL, noise)
            bearer = tokens[number % len(tokens)].encode("latin-1")
            try:
                answer = await http.post(
                    target.gateway, content=body, headers={b"authorization": b"Bearer " + bearer}
                )
            except httpx.TransportError as error:  # the server closed while we still wrote
                return type(error).__name__
            assert answer.status_code < 500, answer.text
            return str(answer.status_code)

        outcomes = await at_once(AT_ONCE, (partial(call, number) for number in range(CALLS)))
    return told(outcomes)


async def half_requests_to_the_gateway(target: Target) -> str:
    at = urlsplit(target.gateway)
    async with AsyncExitStack() as stack:
        await open_connections(
            stack,
            (at.hostname, at.port),
            HALF_REQUESTS,
            b"POST / HTTP/1.1\r\nhost: x\r\nauthor",
        )
        await entrance_of(target)
    return f"{HALF_REQUESTS} half requests, an honest client was served meanwhile"
