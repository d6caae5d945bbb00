"""Raw clients of the daemon's grid, with a token or without."""

from __future__ import annotations

import asyncio
import base64
import json
import urllib.request
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from odind.tokens.access_key import AccessKey
from tests.grid.raw_client import RawClient, raw_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.hostile.ground import Target


def key_of(target: Target) -> AccessKey:
    """The daemon's access key."""
    return AccessKey.parse((Path(target.state) / "access.key").read_text().strip())


async def entrance_of(target: Target) -> Any:
    """What raw clients need to find the grid and to enter its rooms."""
    return await asyncio.to_thread(_entrance, target)


def _entrance(target: Target) -> Any:
    key = key_of(target)
    answer = post(
        target,
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "Connect", "params": {}}).encode(),
        key.sign(json.dumps({"rid": "any", "uid": "any"})),
    )
    payload = answer["result"]["token"].split(".")[1]
    address = json.loads(base64.urlsafe_b64decode(payload + "=="))["adr"]
    return SimpleNamespace(key=key, grid=SimpleNamespace(udp_address=address))


def post(target: Target, body: bytes, bearer: str) -> Any:
    """Call the gateway as clients do."""
    headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
    request = urllib.request.Request(target.gateway, body, headers)  # noqa: S310 - the daemon's own
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return json.loads(answer.read())


@asynccontextmanager
async def guest(target: Target, room: str, user_id: str) -> AsyncIterator[tuple[RawClient, int]]:
    """A raw client in a room of the daemon's grid, and its peer id."""
    party = await entrance_of(target)
    async with raw_client(party) as raw:
        yield raw, await raw.join(party, user_id, room)
