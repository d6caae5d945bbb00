"""Audio sockets over TLS: for callers who show what they would show over gRPC."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import pytest

from odind.clock import SystemClock
from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.door import listener
from odind.door.listener import AudioDoor
from odind.framing import framed
from odind.services.access import CookieAccess
from odind.services.turnstile import Turnstile
from odind.tls.contexts import ServerContexts
from odind.tls.keeper import Keeper
from odind.v1 import audio_pb2
from tests.rpc.bench import MONO, PATIENCE, HandClock, config_of, open_inside
from tests.rpc.door import DoorCaller
from tests.tls.folders import make_keys

from .test_bounds import outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

COOKIE = "c00kie-_"


class Secured:
    """An audio socket on a port that speaks TLS."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        self.port = port
        self._trust = trust
        self._writers: list[asyncio.StreamWriter] = []

    async def call(self, bearer: str) -> tuple[str, str]:
        """Ask to speak on a connection that is not there, and return code and reason of the answer."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, ssl=self._trust, server_hostname="localhost"
        )
        writer.write(framed(audio_pb2.AudioSocketHello(bearer=bearer).SerializeToString()))
        writer.write(framed(config_of("nobody", send=MONO).SerializeToString()))
        async with asyncio.timeout(PATIENCE):
            return await outcome(DoorCaller(reader, writer))

    async def say(self, data: bytes) -> asyncio.StreamReader:
        """Send bytes that need not be TLS, and return what is to read."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writers.append(writer)
        writer.write(data)
        return reader

    def hang_up(self) -> None:
        """Close what `say` has opened."""
        for writer in self._writers:
            writer.transport.abort()


@pytest.fixture
async def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Secured]:
    monkeypatch.setattr(listener, "_HANDSHAKES_PER_PEER", 2)
    keys, clock = make_keys(tmp_path / "keys"), HandClock()
    access = CookieAccess(Cookie(tmp_path, COOKIE))
    async with open_inside(clock, Limits()) as inside:
        door = AudioDoor(inside.services, access, turnstile=Turnstile(Limits(), clock))
        port = door.bind_tcp("127.0.0.1:0", ServerContexts(Keeper(keys.config(), SystemClock())))
        async with door:
            one = Secured(port, ssl.create_default_context(cafile=keys.ca))
            yield one
            inside.stop()
        one.hang_up()


async def test_who_shows_the_cookie_is_served(secured: Secured):
    assert await secured.call(COOKIE) == ("NOT_FOUND", "CONNECTION_NOT_FOUND")


@pytest.mark.parametrize(("bearer", "reason"), [("", "COOKIE_MISSING"), ("guessed", "COOKIE_WRONG")])
async def test_others_are_told_what_they_lack(secured: Secured, bearer: str, reason: str):
    assert await secured.call(bearer) == ("PERMISSION_DENIED", reason)


async def test_plain_bytes_are_no_handshake(secured: Secured):
    reader = await secured.say(framed(b"") * 100)
    async with asyncio.timeout(PATIENCE):
        await reader.read()
    assert reader.at_eof()
    assert await secured.call("") == ("PERMISSION_DENIED", "COOKIE_MISSING")


async def test_handshakes_that_never_end_give_way_to_those_that_do(secured: Secured):
    oldest, *_ = [await secured.say(b"") for _ in range(3)]
    async with asyncio.timeout(PATIENCE):
        assert await oldest.read() == b""
    assert await secured.call("") == ("PERMISSION_DENIED", "COOKIE_MISSING")
