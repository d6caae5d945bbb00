"""What one caller takes over gRPC, another one can still have."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.core.bounds.limits import Limits
from odind.rpc.listener import RpcServer
from odind.services.turnstile import Turnstile
from odind.v1 import rooms_pb2, statistics_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from odind.v1.statistics_pb2_grpc import StatisticsServiceStub

from .bench import HandClock, open_bench, open_inside
from .cases import error_info

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

FOUR = Limits(max_watchers=4, max_audio_streams=4, waiting_calls=2)
OWN_CONNECTION = (("grpc.use_local_subchannel_pool", 1),)


class Callers:
    """Opens connections to one server over TCP."""

    def __init__(self, port: int, stack: AsyncExitStack) -> None:
        self._target = f"127.0.0.1:{port}"
        self._stack = stack

    async def connect(self) -> Any:
        """Be another caller."""
        return await self._stack.enter_async_context(
            grpc.aio.insecure_channel(self._target, options=OWN_CONNECTION)
        )


@pytest.fixture
async def callers() -> AsyncIterator[Callers]:
    """A server for callers that have a connection each."""
    clock = HandClock()
    async with open_inside(clock, FOUR) as inside, AsyncExitStack() as stack:
        server = RpcServer(inside.services, turnstile=Turnstile(FOUR, clock))
        port = server.bind_tcp("127.0.0.1:0")
        async with server:
            yield Callers(port, stack)
            await stack.aclose()
            inside.stop()


async def watched(channel: Any, **how: Any) -> Any:
    """Begin a watch; it has begun when this returns."""
    watch = StatisticsServiceStub(channel).WatchStatistics(statistics_pb2.WatchStatisticsRequest(**how))
    await watch.read()
    return watch


async def refusal_of(call: Any) -> tuple[str, str]:
    """Return the reason of a call that is refused, and whose budget it exceeds."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    info = error_info(caught.value)
    return info.reason, info.metadata.get("whose", "")


async def test_one_caller_with_as_many_watches_as_it_may_have_leaves_some_to_another(callers: Callers):
    greedy, modest = await callers.connect(), await callers.connect()
    watches = [await watched(greedy) for _ in range(3)]
    assert await refusal_of(watched(greedy)) == ("TOO_MANY_WATCHERS", "one caller")
    watches.append(await watched(modest))
    assert await refusal_of(watched(modest)) == ("TOO_MANY_WATCHERS", "all callers together")
    watches[0].cancel()
    async with asyncio.timeout(10):
        while True:
            try:
                watches.append(await watched(modest))
                break
            except grpc.aio.AioRpcError:
                continue
    for watch in watches:
        watch.cancel()


async def test_a_watch_at_a_short_interval_counts_as_several(callers: Callers):
    greedy, modest = await callers.connect(), await callers.connect()
    often = await watched(greedy, interval=Duration(nanos=100_000_000))
    assert await refusal_of(watched(greedy, interval=Duration(nanos=100_000_000))) == (
        "TOO_MANY_WATCHERS",
        "one caller",
    )
    seldom = await watched(greedy)
    (await watched(modest)).cancel()
    often.cancel()
    seldom.cancel()


async def test_silent_calls_in_any_number_keep_no_other_call_out(callers: Callers):
    silent, honest = await callers.connect(), await callers.connect()
    calls = [AudioServiceStub(silent).StreamAudio() for _ in range(100)]
    for _ in range(20):
        await RoomServiceStub(honest).ListConnections(rooms_pb2.ListConnectionsRequest())
    assert {await refusal_of(call.read()) for call in calls[:10]} == {("FIRST_MESSAGE_LATE", "")}
    for call in calls:
        call.cancel()


async def test_requests_that_are_answered_may_have_so_many_bytes_at_a_time(tmp_path: Path):
    async with open_bench(tmp_path, limits=Limits(request_bytes=1_000)) as bench:
        connection_id = await bench.join_id()
        request = rooms_pb2.SendMessageRequest(connection_id=connection_id)
        request.message.data = b"x" * 2_000
        assert await refusal_of(bench.ask_rooms.SendMessage(request)) == (
            "TOO_MANY_REQUESTS",
            "all callers together",
        )
        request.message.data = b"x" * 500
        await bench.ask_rooms.SendMessage(request)
