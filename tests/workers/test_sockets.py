"""Sockets through a front, whose connections are on two workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc

from odind.v1 import sockets_pb2 as pb

if TYPE_CHECKING:
    from .bench import FrontBench

FINISH = pb.StreamSocketRequest(finish=pb.FinishSocket())


async def opened(bench: FrontBench, connection_id: str, **config: Any) -> Any:
    call = bench.ask_sockets.StreamSocket()
    wanted = pb.StreamSocketConfig(connection_id=connection_id, **config)
    await call.write(pb.StreamSocketRequest(config=wanted))
    assert (await call.read()).WhichOneof("kind") == "opened"
    return call


async def two_ends(bench: FrontBench) -> tuple[Any, Any, list[str]]:
    one, two = await bench.join("one"), await bench.join("two")
    ids = [one.connection_id, two.connection_id]
    assert {bench.worker_of(name) for name in ids} == {0, 1}
    listening = bench.ask_sockets.ListenSockets(pb.ListenSocketsRequest(connection_id=ids[1]))
    assert (await listening.read()).WhichOneof("kind") == "listening"
    caller = await opened(bench, ids[0], open=pb.OpenSocket(peer_id=two.own_peer_id, label=7))
    await caller.write(pb.StreamSocketRequest(data=b"question"))
    offer = (await listening.read()).opened
    assert (offer.user_id, offer.label) == ("one", 7)
    called = await opened(bench, ids[1], accept=offer.socket_id)
    listening.cancel()
    return caller, called, ids


async def kinds(call: Any) -> list[str]:
    """What comes to the end of a call, but for credit."""
    found = []
    while (response := await call.read()) is not grpc.aio.EOF:
        if response.WhichOneof("kind") != "credit":
            found.append(response)
    return found


async def test_bytes_go_both_ways_between_workers_and_the_end_has_its_reason(bench: FrontBench):
    caller, called, _ = await two_ends(bench)
    async with bench.ticking():
        await called.write(pb.StreamSocketRequest(data=b"answer"))
        for call in (caller, called):
            await call.write(FINISH)
        for call, data in ((caller, b"answer"), (called, b"question")):
            first, finished, last = await kinds(call)
            assert first.data == data
            assert finished.WhichOneof("kind") == "peer_finished"
            assert last.ended.reason == pb.SOCKET_END_REASON_FINISHED
            assert await call.code() is grpc.StatusCode.OK


async def test_a_lost_worker_ends_the_socket_by_a_message(bench: FrontBench):
    caller, _, ids = await two_ends(bench)
    bench.crash(bench.worker_of(ids[0]))
    (last,) = await kinds(caller)
    assert last.ended.reason == pb.SOCKET_END_REASON_CONNECTION_LOST
    assert await caller.code() is grpc.StatusCode.OK
