"""HTTP over TLS: Connect, WebSockets and events, with and without a client's certificate."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.asyncio.client import connect

from odind.clock import SystemClock
from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.services.access import CookieAccess
from odind.services.turnstile import Turnstile
from odind.tls.contexts import ServerContexts
from odind.tls.keeper import Keeper
from tests.rpc.bench import PATIENCE, HandClock, open_inside
from tests.tls.folders import Keys, make_keys

from .bench import ROOMS, error_info

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

COOKIE = "c00kie-_"
LIST = f"/{ROOMS}/ListConnections"
RIGHT = {"authorization": f"Bearer {COOKIE}"}


class Secured:
    """A server with an address for everybody and one for clients with certificates."""

    def __init__(self, keys: Keys, keeper: Keeper, server: HttpServer) -> None:
        self.keys = keys
        self.keeper = keeper
        self.everybody = server.bind("127.0.0.1:0", ServerContexts(keeper))
        self.known = server.bind("127.0.0.1:0", ServerContexts(keeper, mutual=True))

    def context(self, client: str = "") -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.keys.ca)
        if client:
            context.load_cert_chain(self.keys.folder / f"{client}.pem", self.keys.folder / f"{client}.key")
        return context

    def http(self, port: int, client: str = "") -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"https://localhost:{port}",
            verify=self.context(client),
            trust_env=False,
            timeout=PATIENCE,
        )


@pytest.fixture
async def secured(tmp_path: Path) -> AsyncIterator[Secured]:
    keys, clock = make_keys(tmp_path / "keys"), HandClock()
    keeper = Keeper(keys.config(), SystemClock())
    async with open_inside(clock, Limits()) as inside:
        server = HttpServer(
            inside.services,
            Admittance(),
            CookieAccess(Cookie(tmp_path, COOKIE)),
            turnstile=Turnstile(Limits(), clock),
            health=lambda: inside.plane.vitals.health,
        )
        one = Secured(keys, keeper, server)
        async with server:
            yield one
            inside.stop()


async def test_calls_are_served_with_the_cookie(secured: Secured):
    async with secured.http(secured.everybody) as http:
        assert (await http.post(LIST, json={}, headers=RIGHT)).status_code == 200
        refused = await http.post(LIST, json={})
    assert (refused.status_code, error_info(refused.json()).reason) == (403, "COOKIE_MISSING")


async def test_a_clients_certificate_stands_for_the_cookie(secured: Secured):
    async with secured.http(secured.known, "alice") as http:
        assert (await http.post(LIST, json={})).status_code == 200


@pytest.mark.parametrize("path", ["/v1/events", "/v1/audio"])
async def test_websockets_are_known_by_their_certificate(secured: Secured, path: str):
    url = f"wss://localhost:{secured.known}{path}"
    async with connect(url, proxy=None, ssl=secured.context("alice")) as websocket:
        if path == "/v1/audio":
            await websocket.send(json.dumps({"connectionId": "nobody"}))
        answer: dict[str, Any] = json.loads(await asyncio.wait_for(websocket.recv(), PATIENCE))
    assert "snapshot" in answer or answer["error"]["reason"] == "DIRECTION_MISSING"


async def test_the_event_stream_is_known_by_its_certificate(secured: Secured):
    async with (
        secured.http(secured.known, "alice") as http,
        http.stream("GET", "/v1/events") as answer,
    ):
        assert answer.status_code == 200


async def test_without_a_certificate_there_is_no_handshake(secured: Secured):
    async with secured.http(secured.known) as http:
        with pytest.raises(httpx.TransportError):
            await http.post(LIST, json={}, headers=RIGHT)


@pytest.mark.parametrize(("origin", "status"), [("https", 200), ("http", 403)])
async def test_only_pages_of_this_very_address_are_its_own(secured: Secured, origin: str, status: int):
    headers = {**RIGHT, "origin": f"{origin}://localhost:{secured.everybody}"}
    async with secured.http(secured.everybody) as http:
        assert (await http.post(LIST, json={}, headers=headers)).status_code == status


def shown(port: int, context: ssl.SSLContext) -> tuple[bytes | None, str | None]:
    """The certificate and the version that a new connection is served with."""
    with (
        socket.create_connection(("127.0.0.1", port), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as tls,
    ):
        return tls.getpeercert(binary_form=True), tls.version()


async def test_a_new_certificate_is_served_while_an_old_connection_goes_on(secured: Secured):
    async with secured.http(secured.everybody) as http:
        assert (await http.post(LIST, json={}, headers=RIGHT)).status_code == 200
        before, version = await asyncio.to_thread(shown, secured.everybody, secured.context())
        secured.keys.renew()
        secured.keeper.look()
        after, _ = await asyncio.to_thread(shown, secured.everybody, secured.context())
        assert (await http.post(LIST, json={}, headers=RIGHT)).status_code == 200
    assert before != after
    assert version == "TLSv1.3"


async def test_older_versions_are_not_agreed_on(secured: Secured):
    context = secured.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, OSError)):
        await asyncio.to_thread(shown, secured.everybody, context)


async def test_who_connects_and_says_nothing_keeps_nobody_out(secured: Secured):
    """More silent connections than one peer may have: the oldest give way to the newest."""
    silent = []
    try:
        for _ in range(1_050):
            _, writer = await asyncio.wait_for(
                asyncio.open_connection("127.0.0.1", secured.everybody), PATIENCE
            )
            silent.append(writer)
        async with secured.http(secured.everybody) as http:
            assert (await http.post(LIST, json={}, headers=RIGHT)).status_code == 200
    finally:
        for writer in silent:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def test_what_is_no_tls_is_closed_and_no_more(secured: Secured):
    reader, writer = await asyncio.open_connection("127.0.0.1", secured.everybody)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    with suppress(ConnectionError):
        assert b"HTTP" not in await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    async with secured.http(secured.everybody) as http:
        assert (await http.post(LIST, json={}, headers=RIGHT)).status_code == 200
