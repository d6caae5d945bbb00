"""Those who reach the grid's QUIC server, most of them without any token."""

from __future__ import annotations

import asyncio
import random
import socket
from collections import Counter
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from tests.grid.raw_client import PATH, raw_client, sfu_token

from .clients import entrance_of
from .tools import all_of

if TYPE_CHECKING:
    from tests.grid.raw_client import RawClient
    from tests.hostile.ground import Target

CLIENTS = 60
NESTED = (b"\xdc\xff\xff" * 340, b"\xdf\x00\x0f\xff\xff\x00" * 180, b"\x91" * 1_000)
HANDSHAKES = 400
DATAGRAMS = 8_000
ROOM = "grid"


async def nested_headers_without_a_token(target: Target) -> str:
    party = await entrance_of(target)
    async with AsyncExitStack() as stack:
        for number in range(CLIENTS):
            raw = await stack.enter_async_context(raw_client(party))
            assert await raw.request() == b"200"
            raw.send(NESTED[number % len(NESTED)])
        await asyncio.sleep(0.5)
    return f"{CLIENTS} clients, 1 kB each"


async def half_open_connections(target: Target) -> str:
    noise = random.Random(3)  # noqa: S311 - meant to be repeatable
    party = await entrance_of(target)
    with _udp() as attacker:
        for number in range(HANDSHAKES):
            ids = b"\x08" + noise.randbytes(8) + b"\x08" + noise.randbytes(8)
            head = b"\xc0\x00\x00\x00\x01" + ids + b"\x00"
            attacker.sendto(head + noise.randbytes(1_200), _address(party))
            if number % 20 == 0:
                await asyncio.sleep(0.01)
        async with raw_client(party) as honest:
            await honest.join(party, "honest", ROOM)
    return f"{HANDSHAKES} forged handshakes, an honest client joined meanwhile"


async def random_datagrams(target: Target) -> str:
    noise = random.Random(2)  # noqa: S311 - meant to be repeatable
    party = await entrance_of(target)
    kinds = (b"\x40", b"\xc0\x00\x00\x00\x01\x08", b"\xc0\x00\x00\x00\x01\xff", b"\xe0", b"")
    with _udp() as attacker:
        for number in range(DATAGRAMS):
            size = noise.choice([0, 1, 5, 20, 1_200, 1_472])
            attacker.sendto(kinds[number % len(kinds)] + noise.randbytes(size), _address(party))
            if number % 100 == 0:
                await asyncio.sleep(0.02)
    return f"{DATAGRAMS} datagrams"


async def the_reconnect_token_of_another(target: Target) -> str:
    party = await entrance_of(target)
    async with raw_client(party) as owner, raw_client(party) as thief:
        assert await owner.request(PATH + b"&uid=owner") == b"200"
        await owner.enter(party, "owner", ROOM)
        stolen = (await owner.sees("NewReconnectToken"))["token"]
        refusal = await _refusal(thief, stolen)
        owner.say("Ping", id=7)
        assert (await owner.sees("Pong"))["id"] == 7
    return f"refused: {refusal}; the owner stays"


async def tokens_with_lone_surrogates(target: Target) -> str:
    party = await entrance_of(target)
    refusals = Counter[str]()
    for claims in ({"user_id": "\ud800"}, {"room": "\udfff"}, {"cid": "\ud800"}, {"tgs": ["\ud800"]}):
        async with raw_client(party) as raw:
            token = sfu_token(party, **({"user_id": "u", "room": ROOM} | claims))
            refusals[await _refusal(raw, token)] += 1
    names = ("uid", "rid", "cid", "tgs")
    return all_of(refusals, *(f"invalid {name} in token" for name in names))


async def _refusal(raw: RawClient, token: str) -> str:
    assert await raw.request(PATH + b"&uid=thief") == b"200"
    raw.say("Room", token=token)
    message: str = (await raw.sees("Rejected"))["message"]
    return message


def _udp() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def _address(party: Any) -> tuple[str, int]:
    host, _, port = party.grid.udp_address.rpartition(":")
    return host, int(port)
