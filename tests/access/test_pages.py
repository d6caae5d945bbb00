"""Pages from elsewhere, whose origin is allowed: they can do nothing without a session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
from websockets.asyncio.client import connect, unix_connect

from odind.core.access.principal import OWNER

from .ground import COOKIE, PAGE, ROOM, Ground, open_ground

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LIST = "/odind.v1.RoomService/ListConnections"
JOIN = "/odind.v1.RoomService/JoinRoom"


@pytest.fixture(params=[False, True], ids=["cookie", "open"])
async def ground(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path, loopback_open=request.param) as opened:
        yield opened


def session(ground: Ground, ttl: float = 60) -> str:
    return ground.plane.sessions.create(ROOM, "anna", frozenset(), ttl, OWNER).text


def reason(answer: httpx.Response) -> str:
    return str(answer.json()["details"][0]["debug"]["reason"])


async def test_without_one_nothing_is_done(ground: Ground) -> None:
    headers = {"origin": PAGE}
    called = await ground.client.post(LIST, json={}, headers=headers)
    watched = await ground.client.get("/v1/events", headers=headers)
    assert [reason(one) for one in (called, watched)] == ["COOKIE_MISSING"] * 2
    assert {one.status_code for one in (called, watched)} == {403}


@pytest.mark.usefixtures("ground")
async def test_the_unix_socket_makes_no_page_the_owner(tmp_path: Path) -> None:
    """A proxy may lead pages there."""
    transport = httpx.AsyncHTTPTransport(uds=str(tmp_path / "http.sock"))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        assert reason(await http.post(LIST, json={}, headers={"origin": PAGE})) == "COOKIE_MISSING"
        assert (await http.post(LIST, json={})).status_code == 200
    async with unix_connect(
        str(tmp_path / "http.sock"), "ws://localhost/v1/events", additional_headers={"origin": PAGE}
    ) as socket:
        assert json.loads(await socket.recv())["error"]["reason"] == "COOKIE_MISSING"


async def test_with_one_a_page_is_its_user_in_its_room_and_sees_no_other(ground: Ground) -> None:
    headers = {"origin": PAGE, "authorization": f"Bearer {session(ground)}"}
    for room, user, expected in (
        ("hall", "anna", "ROOM_NOT_GRANTED"),
        (ROOM, "ben", "USER_NOT_GRANTED"),
    ):
        answer = await ground.client.post(JOIN, json={"roomId": room, "userId": user}, headers=headers)
        assert reason(answer) == expected
    answer = await ground.client.post(JOIN, json={"roomId": ROOM, "userId": "anna"}, headers=headers)
    assert answer.headers["access-control-allow-origin"] == PAGE
    mine = answer.json()["connection"]["connectionId"]
    again = {**headers, "authorization": f"Bearer {session(ground)}"}
    listed = (await ground.client.post(LIST, json={}, headers=again)).json()["connections"]
    assert [one["connectionId"] for one in listed] == [mine]
    drain = await ground.client.post("/odind.v1.ServerService/Drain", json={}, headers=headers)
    assert reason(drain) == "VERB_NOT_GRANTED"


async def test_a_websocket_takes_one_as_its_subprotocol_and_only_one(ground: Ground) -> None:
    url = f"ws://127.0.0.1:{ground.client.base_url.port}/v1/events"
    offered = ["odind.v1", f"bearer.{session(ground)}"]
    async with connect(url, proxy=None, origin=PAGE, subprotocols=offered) as socket:  # type: ignore[arg-type]
        assert "snapshot" in json.loads(await socket.recv())
    offered.append(f"bearer.{COOKIE}")
    async with connect(url, proxy=None, origin=PAGE, subprotocols=offered) as socket:  # type: ignore[arg-type]
        assert json.loads(await socket.recv())["error"]["reason"] == "CREDENTIALS_AMBIGUOUS"


@pytest.mark.parametrize(
    "query", ["?access_token=x", "?a=1&api_key=x", "?next=odk_game_x", "?s=ods_x", "?s=ODK%5fx", "?bearer=x"]
)
async def test_a_credential_in_the_url_is_refused_even_beside_a_right_one(ground: Ground, query: str) -> None:
    headers = {"authorization": f"Bearer {COOKIE}"}
    answer = await ground.client.post(LIST + query, json={}, headers=headers)
    assert (answer.status_code, reason(answer)) == (403, "CREDENTIAL_IN_URL")


async def test_two_authorizations_are_refused_even_if_both_are_right(ground: Ground) -> None:
    right = ("authorization", f"Bearer {COOKIE}")
    answer = await ground.client.post(LIST, json={}, headers=[right, right])
    assert reason(answer) == "CREDENTIALS_AMBIGUOUS"
    call = ground.channel.unary_unary(LIST)
    with pytest.raises(Exception, match="several credentials"):
        await call(b"", metadata=(right, right))
