"""Callers with a grant have rates, over every face, and the owner has none."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import grpc
import httpx
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from odind.clock import FakeClock
from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import ALL
from odind.core.bounds.limits import Limits
from odind.core.health.checks import Health
from odind.daemon.granted import GrantedAccess
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.rpc.listener import RpcServer
from odind.services.catalog import catalog_of
from odind.services.turnstile import Turnstile
from odind.v1 import rooms_pb2, server_pb2
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from odind.v1.server_pb2_grpc import ServerServiceStub

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from odind.services.calls import Call

LIMITS = Limits(
    caller_calls_per_second=50,
    caller_joins_per_minute=1,
    caller_messages_per_second=2,
    caller_bytes_per_second=2_000,
)
INFO = "/odind.v1.ServerService/GetInfo"


class Servicer:
    """Answers at once."""

    async def GetInfo(self, _request: Any, _call: Call) -> server_pb2.GetInfoResponse:  # noqa: N802
        return server_pb2.GetInfoResponse()

    async def JoinRoom(self, _request: Any, _call: Call) -> rooms_pb2.JoinRoomResponse:  # noqa: N802
        return rooms_pb2.JoinRoomResponse()

    async def SendMessage(self, _request: Any, _call: Call) -> rooms_pb2.SendMessageResponse:  # noqa: N802
        return rooms_pb2.SendMessageResponse()

    def __getattr__(self, name: str) -> None:
        """Have no other call."""


class Served:
    """Servers that share a turnstile, one for each caller."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self.clock = FakeClock()
        self._turnstile = Turnstile(LIMITS, self.clock)
        self._stack = stack
        self._services = catalog_of(
            dict.fromkeys(("ServerService", "RoomService", "AudioService", "RecordingService"), Servicer())
        )

    async def channel(self, principal: Principal) -> grpc.aio.Channel:
        """Calls of a principal over gRPC."""
        access = GrantedAccess(principal)
        server = RpcServer(self._services, access=access, turnstile=self._turnstile)
        port = server.bind_tcp("127.0.0.1:0")
        await self._stack.enter_async_context(server)
        return await self._stack.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{port}"))

    async def http(self, principal: Principal) -> httpx.AsyncClient:
        """Calls of a principal over HTTP."""
        server = HttpServer(
            self._services,
            Admittance(),
            GrantedAccess(principal),
            turnstile=self._turnstile,
            health=lambda: Health(()),
        )
        port = server.bind("127.0.0.1:0")
        await self._stack.enter_async_context(server)
        client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
        return await self._stack.enter_async_context(client)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with AsyncExitStack() as stack:
        yield Served(stack)


def known(name: str) -> Principal:
    return Principal(name, Grant(ALL))


def check_refusal(error: Any) -> None:
    """Check that an error says why, and when to try again."""
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    status = rpc_status.from_call(error)
    assert status
    assert [detail.Unpack(info) or detail.Unpack(retry) for detail in status.details] == [True, True]
    assert (error.code().name, info.reason) == ("RESOURCE_EXHAUSTED", "RATE_EXCEEDED")
    assert retry.retry_delay.seconds >= 1


async def passed(call: Callable[[], Awaitable[object]], count: int) -> int:
    """How many of so many calls were served; the others must say when to try again."""
    served = 0
    for _ in range(count):
        try:
            await call()
        except grpc.aio.AioRpcError as error:
            check_refusal(error)
        else:
            served += 1
    return served


async def test_one_caller_has_so_many_calls_and_others_have_theirs(served: Served) -> None:
    one = ServerServiceStub(await served.channel(known("k1")))
    other = ServerServiceStub(await served.channel(known("k2")))
    assert await passed(lambda: one.GetInfo(server_pb2.GetInfoRequest()), 120) == 100
    assert await passed(lambda: other.GetInfo(server_pb2.GetInfoRequest()), 100) == 100
    served.clock.advance(1)
    assert await passed(lambda: one.GetInfo(server_pb2.GetInfoRequest()), 60) == 50


async def test_joins_and_messages_have_rates_of_their_own(served: Served) -> None:
    rooms = RoomServiceStub(await served.channel(known("k1")))
    assert await passed(lambda: rooms.JoinRoom(rooms_pb2.JoinRoomRequest()), 5) == 2
    assert await passed(lambda: rooms.SendMessage(rooms_pb2.SendMessageRequest()), 10) == 4
    served.clock.advance(60)
    assert await passed(lambda: rooms.JoinRoom(rooms_pb2.JoinRoomRequest()), 5) == 1


async def test_bytes_are_counted_before_they_are_read(served: Served) -> None:
    server = ServerServiceStub(await served.channel(known("k1")))
    large = server_pb2.GetInfoRequest.FromString(b"\xfa\x3e\xa0\x06" + bytes(800))  # an unknown field
    assert await passed(lambda: server.GetInfo(large), 10) == 4


async def test_the_owner_has_none(served: Served) -> None:
    rooms = RoomServiceStub(await served.channel(OWNER))
    assert await passed(lambda: rooms.JoinRoom(rooms_pb2.JoinRoomRequest()), 150) == 150


async def test_http_counts_for_the_same_caller_and_says_when_to_come_again(served: Served) -> None:
    http, rpc = await served.http(known("k1")), ServerServiceStub(await served.channel(known("k1")))
    assert await passed(lambda: rpc.GetInfo(server_pb2.GetInfoRequest()), 100) == 100
    refused = await http.post(INFO, json={})
    assert refused.status_code == 429
    assert "RATE_EXCEEDED" in refused.text
    assert int(refused.headers.get("retry-after", "1")) >= 1
