"""Callers who guess keys and sessions, with a right one of each to start from."""

from __future__ import annotations

import random
import string
from functools import partial
from typing import TYPE_CHECKING

import grpc
import httpx

from odind.v1 import rooms_pb2
from odind.v1.rooms_pb2_grpc import RoomServiceStub

from .tools import all_of, at_once, daemon_of, outcome

if TYPE_CHECKING:
    from collections import Counter

    from tests.hostile.ground import Target

GUESSES = 3_000
AT_ONCE = 10
LIST = "/odind.v1.RoomService/ListConnections"
LETTERS = string.ascii_letters + string.digits + "_-. "
REFUSALS = ("COOKIE_MISSING", "COOKIE_WRONG", "KEY_WRONG", "SESSION_WRONG")


async def guessed_keys_and_sessions(target: Target) -> str:
    async with daemon_of(target) as owner:
        key = await owner.access.create_key(["read"])
        session = await owner.access.create_session("guessing", "anna")
        right = (key.text, session.text)
        try:
            outcomes = await _guess(target, right)
        finally:
            await owner.access.revoke_key(key.key.key_id)
    return all_of(outcomes, *REFUSALS)


async def _guess(target: Target, right: tuple[str, ...]) -> Counter[str]:
    chance = random.Random(8)  # noqa: S311 - meant to be repeatable
    async with (
        grpc.aio.insecure_channel(target.tcp) as channel,
        httpx.AsyncClient(base_url=f"http://{target.http}", trust_env=False) as http,
    ):
        rooms = RoomServiceStub(channel)

        async def over_grpc(bearer: str) -> str:
            metadata = (("authorization", f"Bearer {bearer}"),)
            return await outcome(rooms.ListConnections(rooms_pb2.ListConnectionsRequest(), metadata=metadata))

        async def over_http(bearer: str) -> str:
            answer = await http.post(LIST, json={}, headers={"authorization": f"Bearer {bearer}"})
            return str(answer.json()["details"][0]["debug"]["reason"]) if answer.is_error else "OK"

        guesses = (_damaged(chance.choice(right), chance) for _ in range(GUESSES))
        wrong = [guess for guess in guesses if guess.strip() not in right]
        ways = (over_grpc, over_http)
        return await at_once(AT_ONCE, (partial(ways[at % 2], guess) for at, guess in enumerate(wrong)))


def _damaged(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(LETTERS) + text[at + chance.randrange(3) :]
