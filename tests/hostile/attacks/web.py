"""Those who reach the daemon's HTTP face: web pages, and programs that are no browsers."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from .calls import ENDING, methods
from .sockets import open_connections
from .tools import all_of, at_once, cookie, damaged, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.hostile.ground import Target

CALLS = 400
HALF_REQUESTS = 1_100
WEBSOCKETS = 60
AT_ONCE = 8
INFO = "/odind.v1.ServerService/GetInfo"
JOIN = json.dumps({"roomId": "web", "userId": "u", "userData": {"json": "[1]"}}).encode()
BODIES = (
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"roomId":"\\ud800","userId":"\\udfff"}',
    b'{"roomId":"r","userId":"u","userData":{"json":"\\ud800"}}',
    b'{"positionScale":"NaN","roomId":"r"}',
    b"9" * 10_000,
    b"\xff\xfe",
    b"null",
    b"",
    b"x" * 5_000_000,
)


def _client(target: Target) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://{target.http}", trust_env=False, timeout=30)


def _allowed(target: Target) -> dict[str, str]:
    return {"authorization": f"Bearer {cookie(target)}"}


async def foreign_pages_and_hosts(target: Target) -> str:
    allowed, port = _allowed(target), target.http.rpartition(":")[2]
    tries: tuple[Mapping[str, str], ...] = (
        {},
        {"authorization": "Bearer guessed"},
        allowed | {"host": "evil.example"},
        allowed | {"host": f"127.0.0.1.evil.example:{port}"},
        allowed | {"host": "2130706433"},
        allowed | {"origin": "http://evil.example"},
        allowed | {"origin": "null"},
        allowed | {"origin": f"https://127.0.0.1:{port}"},
        allowed | {"origin": "http://127.0.0.1:1"},
    )
    async with _client(target) as http:

        async def ask(number: int) -> str:
            answer = await http.post(INFO, json={}, headers=tries[number % len(tries)])
            assert answer.status_code == 403, (answer.status_code, tries[number % len(tries)])
            return str(answer.status_code)

        outcomes = await at_once(AT_ONCE, (partial(ask, number) for number in range(CALLS)))
    return all_of(outcomes, "403")


async def half_requests(target: Target) -> str:
    host, _, port = target.http.rpartition(":")
    async with AsyncExitStack() as stack:
        half = f"POST {INFO} HTTP/1.1\r\nhost: {target.http}\r\ncontent-".encode()
        await open_connections(stack, (host, int(port)), HALF_REQUESTS, half)
        async with _client(target) as http:
            assert (await http.get("/healthz")).status_code == 200
            assert (await http.post(INFO, json={}, headers=_allowed(target))).status_code == 200
    return f"{HALF_REQUESTS} half requests, an honest caller was served meanwhile"


async def malformed_bodies(target: Target) -> str:
    noise = random.Random(6)  # noqa: S311 - meant to be repeatable
    kinds = ("json", "proto", "connect+json", "connect+proto", "grpc-web+proto", "xml")
    known = [method for method in methods() if not method.client_streaming and method.name not in ENDING]
    async with _client(target) as http:

        async def ask(number: int) -> str:
            method = known[number % len(known)]
            path = f"/{method.containing_service.full_name}/{method.name}"
            body = BODIES[number // 3 % len(BODIES)] if number % 3 else damaged(JOIN, noise)
            headers = _allowed(target) | {"content-type": f"application/{kinds[number % len(kinds)]}"}
            with suppress(httpx.TransportError, TimeoutError):
                async with (
                    asyncio.timeout(1),
                    http.stream("POST", path, content=body, headers=headers) as answer,
                ):
                    assert answer.status_code < 500, (answer.status_code, path, body[:50])
                    return str(answer.status_code)
            return "no answer"

        outcomes = await at_once(AT_ONCE, (partial(ask, number) for number in range(CALLS)))
    return told(outcomes)


async def malformed_websockets(target: Target) -> str:
    noise = random.Random(7)  # noqa: S311 - meant to be repeatable
    first = (
        b"\xff",
        "{",
        "[]",
        '{"connectionId":"c\\ud800"}',
        "x" * 2_000_000,
        bytes(3_000_000),
        "null",
        "9" * 9_000,
    )
    outcomes = Counter[str]()

    async def speak(number: int) -> str:
        path = ("/v1/audio?prefix=lane", "/v1/audio", "/v1/events?connection_ids=nobody")[number % 3]
        said: Any = first[number % len(first)] if number % 2 else noise.randbytes(noise.randrange(500))
        options: Any = {"proxy": None, "additional_headers": _allowed(target)}
        try:
            async with asyncio.timeout(2), connect(f"ws://{target.http}{path}", **options) as socket:
                await socket.send(said)
                await socket.recv()
                await socket.wait_closed()
                assert socket.close_code not in (1011, 4013), socket.close_reason
                return str(socket.close_code)
        except (WebSocketException, OSError, TimeoutError) as error:
            return type(error).__name__

    outcomes = await at_once(AT_ONCE, (partial(speak, number) for number in range(WEBSOCKETS)))
    return told(outcomes)
