"""How daemons and clients end, and that nobody else is hurt by it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind.client import PER_PEER, S16LE, AudioFormat, AudioStream, Connection
from odind.core.errors import AlreadyExistsError, UnavailableError
from odind.v1 import rooms_pb2

from .processes import PATIENCE, DaemonProcess, children, clean_environment
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

TALKER = Path(__file__).with_name("talker.py")
MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
NOISE = np.random.default_rng(5).integers(-6_000, 6_000, 4_800, np.int16).tobytes()
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


QUICK_TO_MISS = {"ODIND_GRID__TIMES__IDLE_TIMEOUT": "2", "ODIND_GRID__TIMES__PING_INTERVAL": "0.5"}


async def second_daemon(
    daemon: DaemonProcess, start_daemon: Callable[..., DaemonProcess], *arguments: str
) -> DaemonProcess:
    """A daemon that uses the grid of the shared one."""
    async with daemon.connect() as client:
        grid = (await client.info()).grid
    return await start_daemon(
        *("--gateway", grid.gateway),
        *("--access-key-file", str(daemon.folder / "state/access.key")),
        *arguments,
        environment={"SSL_CERT_FILE": grid.ca_file},
    ).ready()


async def start_talker(daemon: DaemonProcess, room: str, user_id: str) -> tuple[Any, str]:
    """Start a process that talks until it is killed; return it and its connection's id."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(TALKER), daemon.target, room, user_id),
        env=clean_environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        line = await process.stdout.readline()
    return process, json.loads(line)["connection_id"]


async def hear(stream: AudioStream, user_ids: set[str]) -> None:
    """Listen until exactly these have been heard for fifty ticks on end."""
    agreeing = 0
    async with asyncio.timeout(PATIENCE):
        async for frames in stream:
            heard = {frame.user_id for frame in frames.frames}
            agreeing = agreeing + 1 if heard == user_ids else 0
            if agreeing == 50:
                return


async def test_a_client_killed_while_it_speaks_hurts_nobody(daemon: DaemonProcess, room: str) -> None:
    doomed, doomed_id = await start_talker(daemon, room, "doomed")
    steady, steady_id = await start_talker(daemon, room, "steady")
    async with daemon.connect() as client:
        listener = await client.join_room(room, user_id="listener")
        async with listener.audio(receive=MONO, mode=PER_PEER) as stream:
            await hear(stream, {"doomed", "steady"})
            doomed.kill()
            await doomed.wait()
            await hear(stream, {"steady"})
        async with speaking_again(await client.connection(doomed_id)) as stream:
            await stream.write(NOISE)
            assert (await stream.drain()).samples == len(NOISE) // 2
        steady.kill()
        await steady.wait()
        for connection_id in (doomed_id, steady_id, listener.connection_id):
            await client.leave_room(connection_id)


@asynccontextmanager
async def speaking_again(connection: Connection) -> AsyncIterator[AudioStream]:
    """Attach a sender as soon as the daemon has noticed that the one before is gone."""
    async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE):
        while True:
            try:
                stream = await stack.enter_async_context(connection.audio(send=MONO))
                break
            except AlreadyExistsError:
                await asyncio.sleep(0.05)
        yield stream


async def test_sigterm_leaves_all_rooms_and_exits_with_0(
    daemon: DaemonProcess, start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    second = await second_daemon(daemon, start_daemon)
    async with daemon.connect() as here, second.connect() as there:
        stays = await here.join_room(room, user_id="stays")
        async with watching(stays) as seen:
            goes = await there.join_room(room, user_id="goes")
            joined = await seen.sees("peer_joined")
            async with watching(goes) as seen_there, goes.audio(send=MONO, receive=MONO) as stream:
                second.kill(signal.SIGTERM)
                await seen_there.ends()
                with pytest.raises(UnavailableError) as caught:
                    async for _item in stream:
                        pass
            left = await seen.sees("peer_left")
        assert caught.value.reason == "DAEMON_STOPPING"
        assert left.peer == joined.peer
        assert await second.exit_code() == 0
        assert not second.socket.exists()
        await stays.leave()
    assert [event["event"] for event in second.events()][-1] == "daemon.stopped"
    assert "Traceback" not in second.log()


async def test_a_daemon_that_is_killed_is_missed_by_its_peers_in_time(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    first = await start_daemon(name="first", environment=QUICK_TO_MISS).ready()
    second = await second_daemon(first, start_daemon)
    async with first.connect() as here, second.connect() as there:
        stays = await here.join_room(room, user_id="stays")
        async with watching(stays) as seen:
            await there.join_room(room, user_id="goes")
            await seen.sees("peer_joined")
            second.kill(signal.SIGKILL)
            await second.exit_code()
            assert (await seen.sees("peer_left")).peer.user_id == "goes"
        await stays.leave()


async def test_health_says_that_the_daemon_stops_and_a_second_signal_ends_it_at_once(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon().ready()
    async with own.channel() as channel:
        health = health_pb2_grpc.HealthStub(channel)
        # an open call holds the daemon back for its grace period, in which the second signal comes
        watching_health = health.Watch(health_pb2.HealthCheckRequest(service=""))
        await watching_health.read()
        own.kill(signal.SIGTERM)
        assert (await watching_health.read()).status == NOT_SERVING
        own.kill(signal.SIGTERM)
        assert await own.exit_code() == -signal.SIGTERM


async def test_ctrl_c_ends_the_daemon_as_sigterm_does(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon().ready()
    own.kill(signal.SIGINT)
    assert await own.exit_code() == 0


async def test_a_terminal_that_closes_stops_a_daemon_and_its_workers_as_sigterm_does(
    daemon: DaemonProcess, start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    second = await second_daemon(daemon, start_daemon, "--workers", "1")
    async with daemon.connect() as here, second.connect() as there:
        stays = await here.join_room(room, user_id="stays")
        async with watching(stays) as seen:
            await there.join_room(room, user_id="goes")
            await seen.sees("peer_joined")
            # the kernel tells the whole group, and the shell its job once more
            for pid in (second.process.pid, *children(second.process.pid)):
                os.kill(pid, signal.SIGHUP)
            second.kill(signal.SIGHUP)
            await seen.sees("peer_left")
        await stays.leave()
    assert await second.exit_code() == 0
    assert [event["event"] for event in second.events()][-1] == "daemon.stopped"
    assert "Traceback" not in second.log()


async def test_nohup_keeps_a_daemon_running_when_its_terminal_closes(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = start_daemon(starter=("nohup",))
    await own.ready()
    own.kill(signal.SIGHUP)
    async with own.connect() as client:
        assert (await client.info()).version


@pytest.mark.parametrize("workers", ["0", "1"])
async def test_signals_without_a_meaning_stop_nothing(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    own = await start_daemon("--workers", workers).ready()
    async with own.connect() as client:
        connection = await client.join_room("room", user_id="anna")
        os.kill(own.process.pid, signal.SIGUSR1)
        for pid in children(own.process.pid):
            os.kill(pid, signal.SIGUSR1)
            os.kill(pid, signal.SIGUSR2)
        await connection.update_user_data(b"still here")
        assert (await connection.refresh()).state == rooms_pb2.CONNECTION_STATE_JOINED
    ignored = [event["signal"] for event in own.events() if event["event"] == "signal.ignored"]
    assert ignored == ["SIGUSR1"]
    own.kill(signal.SIGTERM)
    assert await own.exit_code() == 0


async def test_a_peer_that_leaves_is_seen(daemon: DaemonProcess, room: str) -> None:
    async with daemon.connect() as client:
        stays = await client.join_room(room, user_id="stays")
        goes = await client.join_room(room, user_id="goes", user_data=b"last")
        async with watching(stays) as seen:
            await goes.leave()
            left = (await seen.sees("peer_left")).peer
        assert (left.user_id, left.user_data.data) == ("goes", b"last")
        assert not (await stays.refresh()).peers
        await stays.leave()


async def test_a_socket_left_behind_is_replaced(start_daemon: Callable[..., DaemonProcess]) -> None:
    first = await start_daemon(name="same").ready()
    first.kill(signal.SIGKILL)
    await first.exit_code()
    assert first.socket.is_socket()
    second = await start_daemon(name="same").ready()
    async with second.connect() as client:
        await client.info()
