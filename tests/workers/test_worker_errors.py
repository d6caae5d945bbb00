"""The errors that only a daemon with workers has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from odind.v1 import rooms_pb2, sockets_pb2
from tests.rpc.bench import MONO
from tests.rpc.cases import Case, Cases, check

from .bench import FrontBench, open_front_bench, until

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = Cases("RoomService")
AUDIO = Cases("AudioService")
SOCKETS = Cases("SocketService")


@ROOMS.add("JoinRoom", "UNAVAILABLE", "WORKER_LOST")  # type: ignore[arg-type] # a bench with workers
async def a_join_whose_worker_dies(bench: FrontBench) -> None:
    bench.runtime.hold_joins()
    joining = bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="room", user_id="me"))
    await until(lambda: bench.runtime.links)
    for number in bench.inner:
        bench.crash(number)
    await joining


@AUDIO.add("StreamAudio", "UNAVAILABLE", "WORKER_LOST")  # type: ignore[arg-type] # as above
async def a_stream_whose_worker_dies(bench: FrontBench) -> None:
    connection_id = await bench.join_id()
    call = await bench.attached(connection_id, receive=MONO)
    bench.crash(bench.worker_of(connection_id))
    await call.read()


@SOCKETS.add("ListenSockets", "UNAVAILABLE", "WORKER_LOST")  # type: ignore[arg-type] # as above
async def a_listener_whose_worker_dies(bench: FrontBench) -> None:
    connection_id = await bench.join_id()
    call = bench.ask_sockets.ListenSockets(sockets_pb2.ListenSocketsRequest(connection_id=connection_id))
    await call.read()
    bench.crash(bench.worker_of(connection_id))
    await call.read()


@pytest.mark.parametrize("case", [*ROOMS, *AUDIO, *SOCKETS], ids=str)
async def test_an_error_of_a_daemon_with_workers_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_front_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
