"""Over TCP, HTTP asks for the cookie; on the unix socket it does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.asyncio.client import connect

from odind.cookie import Cookie
from odind.services.access import CookieAccess

from .bench import ROOMS, Bench, error_info, open_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

COOKIE = "c00kie-_"
LIST = f"/{ROOMS}/ListConnections"
RIGHT = {"authorization": f"Bearer {COOKIE}"}


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Bench]:
    """A bench that asks for a cookie."""
    access = CookieAccess(Cookie(tmp_path, COOKIE))
    async with open_bench(access=access, socket=tmp_path / "http.sock") as bench:
        yield bench


@pytest.mark.parametrize(
    ("headers", "reason"),
    [({}, "COOKIE_MISSING"), ({"authorization": "Bearer other"}, "COOKIE_WRONG")],
    ids=["missing", "wrong"],
)
async def test_without_the_right_cookie_no_call_is_made(guarded: Bench, headers: dict[str, str], reason: str):
    answer = await guarded.http.post(
        f"/{ROOMS}/JoinRoom", json={"roomId": "lobby", "userId": "anna"}, headers=headers
    )
    assert (answer.status_code, error_info(answer.json()).reason) == (403, reason)
    assert not guarded.runtime.links


async def test_with_the_cookie_calls_and_streams_are_served(guarded: Bench):
    assert (await guarded.http.post(LIST, json={}, headers=RIGHT)).status_code == 200


async def test_health_needs_none(guarded: Bench):
    assert (await guarded.http.get("/healthz")).status_code == 200


async def test_the_unix_socket_needs_none(guarded: Bench, tmp_path: Path):
    transport = httpx.AsyncHTTPTransport(uds=str(tmp_path / "http.sock"))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        assert (await http.post(LIST, json={})).status_code == 200
    assert (await guarded.http.post(LIST, json={})).status_code == 403


async def test_a_client_without_an_address_is_not_taken_for_one_on_the_socket(
    guarded: Bench, monkeypatch: pytest.MonkeyPatch
):
    """As one that resets its connection while its request waits to be read."""
    for protocol in ("http.h11_impl", "websockets.websockets_sansio_impl"):
        monkeypatch.setattr(f"uvicorn.protocols.{protocol}.get_remote_addr", lambda _: None)
    assert (await guarded.http.post(LIST, json={})).status_code == 403
    async with connect(f"ws://127.0.0.1:{guarded.port}/v1/events", proxy=None) as socket:
        assert "error" in json.loads(await socket.recv())


@pytest.mark.parametrize("path", ["/v1/events", "/v1/audio"])
async def test_a_websocket_without_it_is_told_why_it_is_closed(guarded: Bench, path: str):
    async with connect(f"ws://127.0.0.1:{guarded.port}{path}", proxy=None) as socket:
        assert json.loads(await socket.recv())["error"]["reason"] == "COOKIE_MISSING"
        await socket.wait_closed()
    assert socket.close_code == 4007


@pytest.mark.parametrize(
    "options",
    [
        {"additional_headers": RIGHT},
        {"subprotocols": ["odind.v1", f"bearer.{COOKIE}"]},
    ],
    ids=["header", "subprotocol"],
)
async def test_a_websocket_names_it_in_a_header_or_as_a_subprotocol(guarded: Bench, options: dict[str, Any]):
    async with connect(f"ws://127.0.0.1:{guarded.port}/v1/events", proxy=None, **options) as socket:
        assert "snapshot" in json.loads(await socket.recv())
        assert socket.subprotocol == ("odind.v1" if "subprotocols" in options else None)
