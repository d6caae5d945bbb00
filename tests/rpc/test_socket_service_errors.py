"""Every error of SocketService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.core.sockets.sockets import MAX_SOCKETS
from odind.v1 import sockets_pb2 as pb

from .bench import Bench, open_bench
from .cases import BUDGET, Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("SocketService")
NOBODY = "c-none"


async def read_all(call: Any) -> None:
    while await call.read() is not grpc.aio.EOF:
        pass
    await call.wait_for_connection()


async def listen(bench: Bench, connection_id: str) -> Any:
    call = bench.ask_sockets.ListenSockets(pb.ListenSocketsRequest(connection_id=connection_id))
    await call.read()
    return call


async def stream(bench: Bench, *requests: pb.StreamSocketRequest) -> Any:
    call = bench.ask_sockets.StreamSocket()
    for request in requests:
        await call.write(request)
    return call


def config(connection_id: str, **fields: Any) -> pb.StreamSocketRequest:
    return pb.StreamSocketRequest(config=pb.StreamSocketConfig(connection_id=connection_id, **fields))


async def two(bench: Bench, **options: Any) -> pb.StreamSocketRequest:
    """Join twice, and return the config of a socket from one to the other."""
    connection_id, other = await bench.join_id("one"), await bench.join("two")
    return config(connection_id, open=pb.OpenSocket(peer_id=other.own_peer_id, **options))


DATA = pb.StreamSocketRequest(data=b"data")


@CASES.add("ListenSockets", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_listener_on_nothing(bench: Bench) -> None:
    await listen(bench, NOBODY)


@CASES.add(
    "ListenSockets", "RESOURCE_EXHAUSTED", "BUFFERS_EXHAUSTED", *BUDGET, limits=Limits(buffer_bytes=1_000_000)
)
async def a_listener_without_room(bench: Bench) -> None:
    await listen(bench, await bench.join_id())


@CASES.add("ListenSockets", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1))
async def one_listener_too_many(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await listen(bench, connection_id)
    await listen(bench, connection_id)
    first.cancel()


@CASES.add("ListenSockets", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_listener_while_the_daemon_stops(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.stop()
    await listen(bench, connection_id)


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def data_first(bench: Bench) -> None:
    await read_all(await stream(bench, DATA))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def no_message_at_all(bench: Bench) -> None:
    call = await stream(bench)
    await call.done_writing()
    await read_all(call)


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "REQUEST_EMPTY")
async def an_empty_message_later(bench: Bench) -> None:
    await read_all(await stream(bench, await two(bench), pb.StreamSocketRequest()))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_CONFIG_INVALID", "problem")
async def a_config_of_no_socket(bench: Bench) -> None:
    await read_all(await stream(bench, config(await bench.join_id())))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_CONFIG_INVALID", "problem")
async def a_buffer_that_is_too_small(bench: Bench) -> None:
    wanted = await two(bench)
    wanted.config.receive_buffer_bytes = 1_023
    await read_all(await stream(bench, wanted))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_OPTIONS_INVALID", "setting", "value", "low", "high")
async def a_negative_priority(bench: Bench) -> None:
    await read_all(await stream(bench, await two(bench, unreliable=True, priority=-1)))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_OPTIONS_INVALID", "setting", "value", "low", "high")
async def a_label_that_is_too_large(bench: Bench) -> None:
    await read_all(await stream(bench, await two(bench, label=2**31)))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_DATA_INVALID", "size", "limit")
async def an_empty_message_to_the_peer(bench: Bench) -> None:
    await read_all(await stream(bench, await two(bench), pb.StreamSocketRequest(data=b"")))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_DATA_INVALID", "size", "limit")
async def a_message_that_is_too_long(bench: Bench) -> None:
    long = pb.StreamSocketRequest(data=bytes(524_289))
    await read_all(await stream(bench, await two(bench), long))


@CASES.add("StreamSocket", "INVALID_ARGUMENT", "SOCKET_FINISHED")
async def data_after_the_end(bench: Bench) -> None:
    finish = pb.StreamSocketRequest(finish=pb.FinishSocket())
    await read_all(await stream(bench, await two(bench), finish, DATA))


@CASES.add("StreamSocket", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_socket_of_nothing(bench: Bench) -> None:
    await read_all(await stream(bench, config(NOBODY, open=pb.OpenSocket(peer_id=1))))


@CASES.add("StreamSocket", "NOT_FOUND", "PEER_NOT_FOUND", "peer_id", "connection_id")
async def a_socket_to_nobody(bench: Bench) -> None:
    await read_all(await stream(bench, config(await bench.join_id(), open=pb.OpenSocket(peer_id=4_711))))


@CASES.add("StreamSocket", "NOT_FOUND", "SOCKET_NOT_FOUND", "socket_id")
async def a_socket_that_nobody_has_opened(bench: Bench) -> None:
    await read_all(await stream(bench, config(await bench.join_id(), accept="socket-1")))


@CASES.add("StreamSocket", "RESOURCE_EXHAUSTED", "TOO_MANY_SOCKETS", "limit")
async def one_socket_too_many(bench: Bench) -> None:
    wanted = await two(bench)
    wanted.config.receive_buffer_bytes = 1_024
    for _ in range(MAX_SOCKETS):
        await (await stream(bench, wanted)).read()
    await read_all(await stream(bench, wanted))


@CASES.add(
    "StreamSocket", "RESOURCE_EXHAUSTED", "BUFFERS_EXHAUSTED", *BUDGET, limits=Limits(buffer_bytes=1_000_000)
)
async def a_socket_without_room(bench: Bench) -> None:
    await read_all(await stream(bench, await two(bench)))


@CASES.add(
    "StreamSocket", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1)
)
async def one_call_too_many(bench: Bench) -> None:
    wanted = await two(bench)
    await (await stream(bench, wanted)).read()
    await read_all(await stream(bench, wanted))


@CASES.add("StreamSocket", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_socket_while_the_daemon_stops(bench: Bench) -> None:
    wanted = await two(bench)
    bench.stop()
    await read_all(await stream(bench, wanted))


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_socket_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
