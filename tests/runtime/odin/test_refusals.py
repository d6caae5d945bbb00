"""The official core against gateways that refuse, are not there, or are none: each names its cause."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.devices.lookout import Lookout
from odind.core.errors import OdindError
from odind.core.plane import ControlPlane
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.local import LocalHost
from odind.core.tokens.tokens import Tokens
from odind.daemon import OdinKeyring
from odind.devices.fake import FakeSoundSystem
from odind.grid import Grid, GridConfig, GridLimits
from odind.metronome import Metronome
from odind.runtime.odin import OdinRuntime
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.rooms.rooms import Rooms


@pytest.fixture
async def runtime() -> AsyncIterator[OdinRuntime]:
    """The official core."""
    async with OdinRuntime() as started:
        yield started


@pytest.fixture
def key() -> AccessKey:
    """The key that signs all tokens."""
    return AccessKey.generate()


async def refusal(
    runtime: OdinRuntime,
    key: AccessKey,
    gateway: str,
    token: str | None = None,
    join_timeout_ms: int = 30_000,
) -> OdindError:
    """Try to join through a gateway and return what the caller is told."""
    tokens = Tokens(OdinKeyring(), key, SystemClock().now)
    limits = Limits(join_timeout_ms=join_timeout_ms)
    request = JoinRequest("room", "me", token) if token is None else JoinRequest(token=token)
    async with open_rooms(runtime, tokens, limits, gateway) as rooms:
        with pytest.raises(OdindError) as caught:
            await rooms.join(request)
    return caught.value


@asynccontextmanager
async def open_rooms(
    runtime: OdinRuntime, tokens: Tokens, limits: Limits, gateway: str
) -> AsyncIterator[Rooms]:
    """Give the use cases of rooms on the real runtime."""
    async with (
        LocalHost(runtime, limits, Metronome()) as host,
        Lookout(FakeSoundSystem()) as lookout,
        ControlPlane([host], lookout, tokens, limits, gateway, clock=SystemClock()) as plane,
    ):
        yield plane.rooms


@asynccontextmanager
async def http_server(answer: bytes | None) -> AsyncIterator[str]:
    """Answer every request with these bytes, a body or all of it, or never; give the URL."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        if answer is None:
            await over.wait()
        elif answer.startswith(b"HTTP/"):
            writer.write(answer)
        else:
            head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            writer.write(head % len(answer) + answer)
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        try:
            yield f"http://{host}:{port}"
        finally:
            over.set()


async def closed_port() -> int:
    """A port that nobody listens on."""
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as server:
        return int(server.sockets[0].getsockname()[1])


async def test_a_gateway_where_nobody_listens(runtime: OdinRuntime, key: AccessKey) -> None:
    port = await closed_port()
    error = await refusal(runtime, key, f"http://127.0.0.1:{port}")
    assert error.reason == "GATEWAY_UNREACHABLE"
    assert error.metadata["detail"] == f"127.0.0.1:{port}: Connection refused"


async def test_a_gateway_whose_name_is_not_known(runtime: OdinRuntime, key: AccessKey) -> None:
    error = await refusal(runtime, key, "https://gateway.invalid")
    assert error.reason == "GATEWAY_UNREACHABLE"
    assert error.metadata["detail"] == "the name gateway.invalid is not known"


async def test_a_gateway_that_speaks_no_tls(runtime: OdinRuntime, key: AccessKey) -> None:
    async with http_server(b"") as url:
        error = await refusal(runtime, key, url.replace("http:", "https:"))
    assert error.reason == "GATEWAY_UNREACHABLE"
    assert "no secure connection" in error.metadata["detail"]


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>It works!</html>",
        b"{}",
        b"",
        b'{"jsonrpc":"2.0","id":1,"result":{"token":"not a token"}}',
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    ],
)
async def test_a_server_that_is_no_gateway(runtime: OdinRuntime, key: AccessKey, answer: bytes) -> None:
    async with http_server(answer) as url:
        error = await refusal(runtime, key, url)
    assert error.reason == "GATEWAY_ANSWER_INVALID"


async def test_a_gateway_that_refuses_in_its_own_words(runtime: OdinRuntime, key: AccessKey) -> None:
    answer = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32600, "message": "come back on Monday"}}
    async with http_server(json.dumps(answer).encode()) as url:
        error = await refusal(runtime, key, url)
    assert (error.reason, error.metadata["detail"]) == ("TOKEN_REFUSED", "come back on Monday")


@pytest.mark.parametrize("words", ["connection pool is closed", "Too many open files (os error 24)"])
async def test_a_gateway_that_refuses_in_the_words_of_a_broken_runtime_stops_no_daemon(
    runtime: OdinRuntime, key: AccessKey, words: str
) -> None:
    answer = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32600, "message": words}}
    async with http_server(json.dumps(answer).encode()) as url:
        for _ in range(4):
            error = await refusal(runtime, key, url)
            assert (error.reason, error.metadata["detail"]) == ("TOKEN_REFUSED", words)
    assert not runtime.failed.is_set()


async def test_a_gateway_that_refuses_in_ten_million_words(runtime: OdinRuntime, key: AccessKey) -> None:
    answer = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32600, "message": "no " * 3_000_000}}
    async with http_server(json.dumps(answer).encode()) as url:
        error = await refusal(runtime, key, url)
    assert error.reason == "TOKEN_REFUSED"
    assert len(str(error)) < 500


async def test_a_gateway_that_never_ends_its_answer_is_hung_up_on_in_time(
    runtime: OdinRuntime, key: AccessKey
) -> None:
    hung_up = asyncio.Event()

    async def endless(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b" " * 10_000)
                await writer.drain()
                await asyncio.sleep(0.01)
        hung_up.set()

    async with await asyncio.start_server(endless, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        error = await refusal(runtime, key, f"http://127.0.0.1:{port}", join_timeout_ms=300)
        assert error.reason == "JOIN_TIMEOUT"
        async with asyncio.timeout(20):
            await hung_up.wait()


async def test_a_gateway_that_never_answers_is_not_waited_for_for_ever(
    runtime: OdinRuntime, key: AccessKey
) -> None:
    async with http_server(None) as url:
        error = await refusal(runtime, key, url, join_timeout_ms=100)
    assert error.reason == "JOIN_TIMEOUT"
    assert error.metadata == {"limit": "100", "gateway": url}


async def test_a_token_that_has_expired(
    runtime: OdinRuntime, key: AccessKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = key.sign(json.dumps({"rid": "room", "uid": "me", "exp": 1_000_000_000}))
    async with Grid(GridConfig(), tmp_path, [key]) as grid:
        monkeypatch.setenv("SSL_CERT_FILE", str(grid.ca_file))
        error = await refusal(runtime, key, grid.gateway_url, token)
    assert error.reason == "TOKEN_EXPIRED"


async def test_a_room_that_is_full(
    runtime: OdinRuntime, key: AccessKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SystemClock()
    config = GridConfig(limits=GridLimits(max_peers_per_room=1))
    async with Grid(config, tmp_path, [key]) as grid:
        monkeypatch.setenv("SSL_CERT_FILE", str(grid.ca_file))
        tokens = Tokens(OdinKeyring(), key, clock.now)
        async with open_rooms(runtime, tokens, Limits(), grid.gateway_url) as rooms:
            await rooms.join(JoinRequest("room", "first"))
            error = await refusal(runtime, key, grid.gateway_url)
    assert error.reason == "ROOM_REFUSED"
    assert "full" in error.metadata["detail"]


async def test_a_server_whose_certificate_is_not_trusted(
    runtime: OdinRuntime, key: AccessKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Grid(GridConfig(), tmp_path / "other", [key]) as other:
        stranger = other.ca_file
    monkeypatch.setenv("SSL_CERT_FILE", str(stranger))
    async with Grid(GridConfig(), tmp_path / "grid", [key]) as grid:
        error = await refusal(runtime, key, grid.gateway_url)
    assert error.reason == "CERTIFICATE_UNTRUSTED"


async def test_an_address_that_the_core_cannot_read(runtime: OdinRuntime, key: AccessKey) -> None:
    error = await refusal(runtime, key, "http://exa%mple")
    assert error.reason in ("GATEWAY_INVALID", "GATEWAY_UNREACHABLE")
