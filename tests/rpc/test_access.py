"""Over TCP, gRPC asks for the cookie, which the client finds by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind.client import connect
from odind.clock import SystemClock
from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError
from odind.rpc.listener import RpcServer
from odind.services.access import CookieAccess
from odind.services.catalog import catalog_of
from odind.services.turnstile import Turnstile
from odind.sockets import grpc_target
from odind.v1 import audio_pb2, rooms_pb2, server_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.services.calls import Call

COOKIE = "c00kie-_"


class Servicer:
    """Answers one call of every kind."""

    async def GetInfo(  # noqa: N802 - as the proto has it
        self, _request: server_pb2.GetInfoRequest, _call: Call
    ) -> server_pb2.GetInfoResponse:
        return server_pb2.GetInfoResponse(version="1.2.3")

    async def WatchEvents(self, _request: rooms_pb2.WatchEventsRequest, call: Call) -> None:  # noqa: N802
        await call.write(rooms_pb2.WatchEventsResponse(snapshot=rooms_pb2.Snapshot()))

    async def StreamAudio(  # noqa: N802
        self, requests: AsyncIterator[audio_pb2.StreamAudioRequest], call: Call
    ) -> None:
        async for _ in requests:
            await call.write(audio_pb2.StreamAudioResponse(started=audio_pb2.StreamAudioStarted()))

    def __getattr__(self, name: str) -> None:
        """Have no other call."""


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """A server that asks for the cookie, on TCP and on a socket."""
    services = catalog_of(dict.fromkeys(("ServerService", "RoomService", "AudioService"), Servicer()))
    server = RpcServer(
        services,
        access=CookieAccess(Cookie(tmp_path, COOKIE)),
        turnstile=Turnstile(Limits(), SystemClock()),
    )
    server.bind_socket(tmp_path / "odind.sock")
    bound = server.bind_tcp("127.0.0.1:0")
    async with server:
        yield bound


@pytest.fixture
def cookie_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the client is told of, not there yet."""
    file = tmp_path / "mine"
    monkeypatch.setenv("ODIND_COOKIE_FILE", str(file))
    return file


@pytest.mark.usefixtures("cookie_file")
async def test_without_the_cookie_no_call_is_made_and_the_next_step_is_named(port: int) -> None:
    async with connect(f"127.0.0.1:{port}") as daemon:
        with pytest.raises(PermissionDeniedError, match="odindctl cookie") as refused:
            await daemon.info()
        with pytest.raises(PermissionDeniedError):
            await anext(daemon.watch_events())
    assert refused.value.reason == "COOKIE_MISSING"


async def test_the_client_reads_it_for_calls_of_every_kind(port: int, cookie_file: Path) -> None:
    cookie_file.write_text(f"{COOKIE}\n")  # noqa: ASYNC240 - a test may touch a file
    async with connect(f"127.0.0.1:{port}") as daemon:
        assert (await daemon.info()).version == "1.2.3"
        assert await anext(daemon.watch_events()) == rooms_pb2.Snapshot()
        call = daemon._audio.StreamAudio()
        await call.write(audio_pb2.StreamAudioRequest())
        assert (await call.read()).HasField("started")
        await call.done_writing()


async def test_a_cookie_of_yesterday_is_refused(port: int, cookie_file: Path) -> None:
    cookie_file.write_text("of yesterday")  # noqa: ASYNC240 - a test may touch a file
    async with connect(f"localhost:{port}") as daemon:
        with pytest.raises(PermissionDeniedError, match="COOKIE_WRONG"):
            await daemon.info()


@pytest.mark.usefixtures("port", "cookie_file")
async def test_the_socket_needs_none(tmp_path: Path) -> None:
    async with connect(f"unix:{tmp_path}/odind.sock") as daemon:
        assert (await daemon.info()).version == "1.2.3"


async def test_health_needs_none(port: int) -> None:
    async with grpc.aio.insecure_channel(grpc_target(f"127.0.0.1:{port}")) as channel:
        answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
    assert answer.status == health_pb2.HealthCheckResponse.SERVING
