"""What attackers have at hand: channels and stubs, refusals to look at, many things at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from odind.client import connect
from odind.sockets import grpc_target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

    from odind.client import Daemon
    from tests.hostile.ground import Target

OURS = (grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL)
"""Codes that only a defect of the daemon's can have."""


@asynccontextmanager
async def daemon_of(target: Target) -> AsyncIterator[Daemon]:
    """A client on the unix socket."""
    async with connect(f"unix:{target.socket}") as daemon:
        yield daemon


@asynccontextmanager
async def channel_of(target: Target) -> AsyncIterator[grpc.aio.Channel]:
    """A bare channel on the unix socket."""
    options = (("grpc.use_local_subchannel_pool", 1),)
    async with grpc.aio.insecure_channel(grpc_target(f"unix:{target.socket}"), options=options) as channel:
        yield channel


def cookie(target: Target) -> str:
    """What whoever may read the state folder can present."""
    return (Path(target.state) / "cookie").read_text().strip()


def reason_of(error: grpc.aio.AioRpcError) -> str:
    """The reason of a failed call, or gRPC's own code; asserts that it is no defect of the daemon's."""
    assert error.code() not in OURS, f"{error.code()}: {error.details()}"
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    for detail in status.details if status else ():
        detail.Unpack(info)
    return info.reason or str(error.code().name)


async def outcome(call: Awaitable[Any]) -> str:
    """OK, or the reason for which a call was refused."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return reason_of(error)
    return "OK"


async def at_once(number: int, works: Iterable[Callable[[], Awaitable[str]]]) -> Counter[str]:
    """Do works, so many at a time, and count their outcomes."""
    waiting, outcomes = iter(works), Counter[str]()

    async def work() -> None:
        for one in waiting:
            outcomes[await one()] += 1

    async with asyncio.TaskGroup() as tasks:
        for _ in range(number):
            tasks.create_task(work())
    return outcomes


def told(outcomes: Counter[str]) -> str:
    """Outcomes in one line."""
    return ", ".join(f"{count} {name}" for name, count in outcomes.most_common())


def all_of(outcomes: Counter[str], *allowed: str) -> str:
    """Outcomes in one line; any other than these is an assertion that fails."""
    assert not set(outcomes) - set(allowed), told(outcomes)
    return told(outcomes)


def damaged(seed: bytes, noise: Any) -> bytes:
    """Bytes with some of them replaced, taken out or put in; `noise` is a random.Random."""
    data = bytearray(seed)
    for _ in range(noise.randrange(1, 5)):
        at = noise.randrange(len(data) + 1)
        data[at : at + noise.randrange(4)] = noise.randbytes(noise.randrange(6))
    return bytes(data)


def chunks(data: bytes, size: int) -> Sequence[bytes]:
    """Cut bytes into pieces."""
    return [data[start : start + size] for start in range(0, len(data), size)]
