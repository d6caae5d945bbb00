"""One gateway before three grids: real clients meet in rooms that live on different ones."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from odin_voice import OdinConnectionPool

from odind.grid import Grid, GridConfig
from odind.grid.front import run_front
from odind.grid.rendezvous import server_of
from odind.tokens.access_key import AccessKey

from .clients import PATIENCE, QUICK, Client
from .test_stand_alone import started

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.grid.server import RunningGrid

ROOMS = [f"room {number}" for number in range(6)]


class Fleet:
    """Three grids behind a front, and clients."""

    def __init__(
        self, grids: list[RunningGrid], front: str, key: AccessKey, tasks: asyncio.TaskGroup
    ) -> None:
        self.grids, self.front, self.key = grids, front, key
        self.pool = OdinConnectionPool()
        self._clients: list[Client] = []
        self._tasks = tasks

    async def join(self, user_id: str, room: str) -> Client:
        token = self.key.sign(json.dumps({"rid": room, "uid": user_id}))
        client = Client(self.pool.join_room(self.front, token), self._tasks)
        self._clients.append(client)
        async with asyncio.timeout(PATIENCE):
            await client.room.joined()
        return client

    def grid_of(self, room: str) -> RunningGrid:
        name = server_of(room, [grid.gateway_url for grid in self.grids])
        return next(grid for grid in self.grids if grid.gateway_url == name)

    async def call(self, method: str, room: str | list[str], **params: Any) -> httpx.Response:
        token = self.key.sign(json.dumps({"rid": room, "uid": "server"}))
        message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.post(self.front, json=message, headers={"Authorization": f"Bearer {token}"})

    async def end(self) -> None:
        for client in self._clients:
            client.room.close()
            client.stop_reading()
        await asyncio.sleep(0.02)  # a leave needs a moment to be sent before the pool's thread goes
        self.pool.shutdown()


@pytest.fixture
async def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fleet]:
    """Three grids with authorities of their own, all of which the clients trust."""
    key, config = AccessKey.generate(), GridConfig(times=QUICK)
    async with contextlib.AsyncExitStack() as stack:
        grids = [
            await stack.enter_async_context(Grid(config, tmp_path / name, [key])) for name in ("a", "b", "c")
        ]
        trusted = tmp_path / "trusted.pem"
        trusted.write_text("".join(grid.ca_file.read_text() for grid in grids))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        front = await stack.enter_async_context(run_front(config, [grid.gateway_url for grid in grids]))
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        fleet = Fleet(grids, front, key, tasks)
        yield fleet
        await fleet.end()


async def test_those_who_join_a_room_meet_on_its_grid_and_hear_each_other(fleet: Fleet):
    used: set[str] = set()
    for room in ROOMS:
        anna, bob = await fleet.join("anna", room), await fleet.join("bob", room)
        anna.speak(3)
        await bob.hears(anna.peer_id, 3)
        grid = fleet.grid_of(room)
        assert room in {one.room_id for one in grid.rooms}
        used.add(grid.gateway_url)
    assert len(used) > 1
    assert sum(len(grid.rooms) for grid in fleet.grids) == len(ROOMS)


async def test_a_server_controls_a_room_through_the_front(fleet: Fleet):
    anna = await fleet.join("anna", ROOMS[0])
    answer = await fleet.call("RoomBanClient", ROOMS[0], room_id=ROOMS[0], user_id="anna")
    assert answer.json() == {"jsonrpc": "2.0", "id": 7, "result": {}}
    await anna.becomes("closed")


async def test_a_refusal_is_that_of_the_rooms_grid(fleet: Fleet):
    answer = await fleet.call("RoomClose", ROOMS[0], room_id="another")
    assert answer.status_code == 403
    assert answer.json()["error"]["message"] == "room not allowed by token"


async def test_a_token_for_rooms_on_different_grids_is_refused(fleet: Fleet):
    other = next(room for room in ROOMS if fleet.grid_of(room) is not fleet.grid_of(ROOMS[0]))
    answer = await fleet.call("Connect", [ROOMS[0], other])
    assert answer.status_code == 400
    assert "one token for each" in answer.json()["error"]["message"]


async def test_a_grid_that_is_away_is_named(fleet: Fleet):
    async with run_front(GridConfig(), ["http://127.0.0.1:9"]) as front:
        fleet.front = front
        answer = await fleet.call("Connect", ROOMS[0])
    assert answer.status_code == 502
    assert "http://127.0.0.1:9" in answer.json()["error"]["message"]


async def test_what_is_no_token_is_refused_before_any_grid_is_asked(fleet: Fleet):
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(fleet.front, json={}, headers={"Authorization": "Bearer none"})
    assert answer.status_code == 401


@pytest.mark.parametrize("grids", [["nowhere"], ["http://a", "http://a/"]])
async def test_a_front_needs_the_urls_of_different_gateways(grids: list[str]):
    async with started("-m", "odind", "grid", "front", *grids) as front:
        assert await front.end() == 2
