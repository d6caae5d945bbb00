"""A daemon that is told to end, and lets its connections end first."""

from __future__ import annotations

import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind.client import S16LE, AudioFormat, DaemonDraining, DaemonStopping, Event
from odind.core.errors import UnavailableError

from .processes import run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import grpc

    from odind.client import Daemon, EventWatch

    from .processes import DaemonProcess

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
PATIENT = {"ODIND_SERVER__DRAIN": "10m"}
ROOMS = "odind.v1.RoomService"


async def watching(client: Daemon) -> AsyncIterator[object]:
    """Begin a watch; what it yields happens to the daemon itself, until the watch ends."""
    watch = client.watch_events()
    await anext(watch)
    return daemons_own(watch)


async def daemons_own(watch: EventWatch) -> AsyncIterator[object]:
    async for item in watch:
        if isinstance(item, Event) and isinstance(item.kind, (DaemonDraining, DaemonStopping)):
            yield item.kind


async def health_of(channel: grpc.aio.Channel, name: str) -> int:
    answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service=name))
    return int(answer.status)


@pytest.mark.parametrize("workers", ["0", "1"])
async def test_sigterm_lets_connections_speak_on_and_the_last_one_that_leaves_ends_the_daemon(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    own = await start_daemon("--workers", workers, environment=PATIENT).ready()
    async with own.connect() as client, own.channel() as channel:
        connection = await client.join_room("room", user_id="anna")
        watch = await watching(client)
        assert await health_of(channel, ROOMS) == SERVING
        async with connection.audio(send=MONO) as stream:
            own.kill(signal.SIGTERM)
            draining = await anext(watch)
            assert isinstance(draining, DaemonDraining)
            with pytest.raises(UnavailableError) as caught:
                await client.join_room("room", user_id="bert")
            assert caught.value.reason == "DRAINING"
            assert 0 < int(caught.value.metadata["retry_after_s"]) <= 600
            await stream.write(bytes(9_600))
            assert (await stream.drain()).samples == 4_800
            assert stream.draining == draining
        assert (await health_of(channel, ROOMS), await health_of(channel, "")) == (NOT_SERVING, SERVING)
        await connection.leave()
        assert (await anext(watch)).reason == "DRAINED"
        assert await anext(watch, None) is None
    assert await own.exit_code() == 0


async def test_a_second_sigterm_stops_a_daemon_that_drains_as_it_stops_any_other(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon(environment=PATIENT).ready()
    async with own.connect() as client:
        await client.join_room("room", user_id="anna")
        watch = await watching(client)
        own.kill(signal.SIGTERM)
        assert isinstance(await anext(watch), DaemonDraining)
        own.kill(signal.SIGTERM)
        assert (await anext(watch)).reason == "SIGNAL"
    assert await own.exit_code() == 0
    assert [event["event"] for event in own.events()][-1] == "daemon.stopped"


async def test_ctrl_c_waits_for_nobody(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon(environment=PATIENT).ready()
    async with own.connect() as client:
        await client.join_room("room", user_id="anna")
        own.kill(signal.SIGINT)
        assert await own.exit_code() == 0


async def test_a_drain_ends_at_its_deadline_with_whoever_is_left(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon().ready()
    async with own.connect() as client:
        await client.join_room("room", user_id="anna")
        watch = await watching(client)
        await client.drain(timedelta(seconds=1))
        assert isinstance(await anext(watch), DaemonDraining)
        assert (await anext(watch)).reason == "DRAIN_DEADLINE"
    assert await own.exit_code() == 0


async def test_odindctl_drains_undoes_and_follows_to_the_end(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon().ready()
    target = ("--target", own.target)
    async with own.connect() as client:
        connection = await client.join_room("room", user_id="anna", linger=timedelta(seconds=1))
        async with client.hold(connection.connection_id):
            await run("odindctl", "drain", "--deadline", "5h", *target)
            assert (await client.info()).HasField("draining")
            assert "draining" in (await run("odindctl", "info", *target)).output
            await run("odindctl", "drain", "--undo", *target)
            assert not (await client.info()).HasField("draining")
        ended = await run("odindctl", "drain", "--follow", *target)
    assert (ended.code, ended.errors) == (0, f"left: {connection.connection_id}\nthe daemon stops\n")
    assert await own.exit_code() == 0
