"""A daemon over several worker processes: spread, one to its callers, and whole again after a loss."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from sound import read_wav

from odind.client import (
    PER_PEER,
    AudioFormat,
    Connection,
    ConnectionLeft,
    Event,
    Json,
    MessageReceived,
    PeerListening,
    StreamAudioConfig,
    connect,
)
from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.v1 import audio_pb2, processing_pb2, rooms_pb2, space_pb2
from tests.http.installed import free_port

from .processes import PATIENCE, DaemonProcess, run
from .sounds import MUSIC, SPEECH
from .tape import Tape, taped
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from odind.client import AudioStream, Daemon

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=audio_pb2.SAMPLE_FORMAT_S16LE)
WORKERS = ("--workers", "2")


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaemonProcess]:
    """A daemon with two workers, shared by all tests that do not end it."""
    started = DaemonProcess(tmp_path_factory.mktemp("workers"), *WORKERS)
    started.wait_until("READY=1")
    yield started
    started.end()


def tone(hertz: float, seconds: float) -> bytes:
    time = np.arange(int(seconds * 48_000)) / 48_000
    return np.rint(8_000 * np.sin(2 * np.pi * hertz * time)).astype("<i2").tobytes()


def pitch(tape: Tape) -> float:
    """The strongest frequency of the last half second."""
    sound = np.frombuffer(b"".join(frame.pcm for frame in tape.heard()[-25:]), "<i2")
    return float(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))).argmax() * 48_000 / len(sound))


def loud(tape: Tape, peer_id: int = 0) -> int:
    """How many frames were no silence."""
    return sum(frame.level_dbfs > -30 for frame in tape.heard(peer_id))


def worker_pids(daemon: DaemonProcess) -> list[int]:
    """The processes that serve as workers now, by number."""
    served = [event for event in daemon.events() if event["event"] == "worker.serving"]
    return [pid for _, pid in sorted({event["worker"]: event["pid"] for event in served}.items())]


def number_of(connection: Connection) -> int:
    """The number of the worker that a connection is on."""
    return int(connection.view.audio_target.removesuffix(".sock")[-1])


@asynccontextmanager
async def four(daemon: DaemonProcess, room: str) -> AsyncIterator[tuple[Daemon, list[Connection]]]:
    """Four connections in one room, two on each worker in turn."""
    async with daemon.connect() as client:
        connections = [await client.join_room(room, user_id=user_id) for user_id in ("a", "b", "c", "d")]
        yield client, connections
        with suppress(NotFoundError, UnavailableError):  # by tests that leave, or end the daemon
            for connection in connections:
                await client.leave_room(connection.connection_id)


def config_of(connection: Connection, **config: Any) -> StreamAudioConfig:
    return StreamAudioConfig(connection_id=connection.connection_id, **config)


@asynccontextmanager
async def attached(client: Daemon, connection: Connection, **config: Any) -> AsyncIterator[AudioStream]:
    """A stream that its worker itself serves."""
    async with client.audio_with(config_of(connection, **config)) as stream:
        yield stream


@asynccontextmanager
async def relayed(client: Daemon, connection: Connection, **config: Any) -> AsyncIterator[AudioStream]:
    """The same by way of the front."""
    async with client.lanes() as lanes:
        yield await lanes.attach(config_of(connection, **config))


@asynccontextmanager
async def hearing(
    client: Daemon, connection: Connection, way: Any = attached, **config: Any
) -> AsyncIterator[Tape]:
    """What is heard on a connection."""
    async with way(client, connection, receive=MONO, **config) as stream, taped(stream) as tape:
        yield tape


async def read_to_its_end(stream: AudioStream) -> None:
    async with asyncio.timeout(PATIENCE):
        async for _frames in stream:
            pass


WAYS = pytest.mark.parametrize("way", [attached, relayed])


async def test_joins_are_spread_and_lists_are_in_the_order_of_joining(daemon: DaemonProcess, room: str):
    async with four(daemon, room) as (client, connections):
        assert [number_of(one) for one in connections] in ([0, 1, 0, 1], [1, 0, 1, 0])
        listed = [one.view.user_id async for one in client.connections(page_size=3)]
        assert listed == ["a", "b", "c", "d"]
        ids = {one.view.own_peer_id for one in connections}
        view = await connections[0].refresh()
        assert {peer.peer_id for peer in view.peers} | {view.own_peer_id} == ids


@WAYS
async def test_connections_of_different_workers_hear_each_other(daemon: DaemonProcess, room: str, way: Any):
    async with (
        four(daemon, room) as (client, (a, b, *_)),
        hearing(client, b, way) as heard,
        way(client, a, send=MONO) as stream,
    ):
        await stream.write(tone(440, 2))
        await heard.until(lambda: loud(heard) >= 40)
        assert abs(pitch(heard) - 440) < 5


async def test_lanes_of_one_call_may_be_on_different_workers(daemon: DaemonProcess, room: str):
    async with daemon.connect() as client, client.lanes() as lanes, AsyncExitStack() as stack:
        talkers = [await client.join_room(f"{room}{number}", user_id="talker") for number in range(2)]
        listeners = [await client.join_room(f"{room}{number}", user_id="listener") for number in range(2)]
        assert len({number_of(one) for one in talkers}) == 2
        ears = [await lanes.attach(config_of(one, receive=MONO)) for one in listeners]
        tapes = [await stack.enter_async_context(taped(stream)) for stream in ears]
        mouths = [await lanes.attach(config_of(one, send=MONO)) for one in talkers]
        for stream, hertz in zip(mouths, (440.0, 880.0), strict=True):
            await stream.write(tone(hertz, 2))
        for tape, hertz in zip(tapes, (440.0, 880.0), strict=True):
            await tape.until(lambda tape=tape: loud(tape) >= 40)
            assert abs(pitch(tape) - hertz) < 5
            sequences = [frame.sequence for frame in tape.heard()]
            assert sequences == list(range(1, len(sequences) + 1))
        await listeners[1].leave()
        await tapes[1].ends()
        await tapes[0].more(20)
        assert [(await stream.drain()).samples for stream in mouths] == [2 * 48_000] * 2
        for one in (*talkers, listeners[0]):
            await one.leave()


async def test_a_mistake_on_one_lane_ends_that_lane_and_the_other_is_spoken(daemon: DaemonProcess, room: str):
    async with (
        four(daemon, room) as (client, (a, b, c, _)),
        hearing(client, c) as heard,
        client.lanes() as lanes,
    ):
        wrong, right = [await lanes.attach(config_of(one, send=MONO)) for one in (b, a)]
        await right.write(tone(660, 2))
        await heard.until(lambda: loud(heard) >= 5)
        await wrong.write(b"odd")
        with pytest.raises(InvalidArgumentError, match="CHUNK_NOT_WHOLE"):
            await wrong.drain()
        assert (await right.drain()).samples == 2 * 48_000
        await heard.until(lambda: loud(heard) >= 80)


async def test_events_of_all_workers_have_one_sequence(daemon: DaemonProcess, room: str):
    async with daemon.connect() as client:
        events = client.watch_events()
        snapshot = await anext(events)
        seen: list[Event] = []

        async def until(kind: type, count: int) -> None:
            while sum(isinstance(event.kind, kind) for event in seen) < count:
                seen.append(await anext(events))

        async with asyncio.timeout(PATIENCE):
            async with four(daemon, room) as (_, connections):
                await connections[1].send_message(b"hello")
                await until(MessageReceived, 3)
            await until(ConnectionLeft, 4)
        events.close()
    numbers = [event.sequence for event in seen]
    assert numbers == list(range(snapshot.sequence + 1, snapshot.sequence + 1 + len(numbers)))
    heard = [event for event in seen if isinstance(event.kind, MessageReceived)]
    assert len(heard) == 3
    assert {event.connection_id for event in heard} == {
        connections[number].connection_id for number in (0, 2, 3)
    }


@pytest.fixture
async def own(start_daemon: Callable[..., DaemonProcess]) -> DaemonProcess:
    """A daemon with two workers, to be hurt."""
    return await start_daemon(*WORKERS).ready()


PLACED = space_pb2.Position(channel=3, x=0.25, y=-0.5, z=0)
GATED = processing_pb2.Processing(
    preset=processing_pb2.PROCESSING_PRESET_RAW, bitrate_bps=48_000, pre_gain_db=-6
)


async def settings_of(client: Daemon, connection: Connection) -> tuple[Any, ...]:
    """All that can be asked of what was set."""
    connection_id = connection.connection_id
    return (
        await client.processing(connection_id),
        await client.space(connection_id),
        await client.update_listening(connection_id),
        (await connection.refresh()).user_data,
        connection.view.created_at,
        connection.view.user_id,
        connection.view.room_id,
    )


async def change_settings(client: Daemon, connection: Connection, peer_id: int) -> None:
    """Set everything that can be set."""
    connection_id = connection.connection_id
    await client.set_processing(connection_id, GATED)
    await client.set_positions(connection_id, [PLACED], scale=0.5)
    await client.set_channel_masks(connection_id, default=0xFF, masks={peer_id: 0x0F})
    await client.update_listening(
        connection_id, peers=[PeerListening(peer_id=peer_id, gain_db=-6.0, muted=False)]
    )
    await connection.update_user_data(Json({"changed": True}))


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
async def test_the_connections_of_a_lost_worker_are_restored_as_they_were(
    own: DaemonProcess, room: str, blow: signal.Signals
):
    async with AsyncExitStack() as stack:
        client, (a, b, c, d) = await stack.enter_async_context(four(own, room))
        undisturbed = await stack.enter_async_context(hearing(client, d, receive_mode=PER_PEER))
        stream = await stack.enter_async_context(attached(client, b, send=MONO))
        await stream.write(tone(440, 15))
        await change_settings(client, c, b.view.own_peer_id)
        before = await settings_of(client, c)
        b_id = b.view.own_peer_id
        await undisturbed.until(lambda: loud(undisturbed, b_id) >= 10)
        watch = await stack.enter_async_context(watching(c))
        direct = await stack.enter_async_context(attached(client, c, receive=MONO))
        relay = await stack.enter_async_context(relayed(client, a, receive=MONO))

        os.kill(worker_pids(own)[number_of(c)], blow)
        for one in (direct, relay):
            with pytest.raises(UnavailableError, match="WORKER_LOST"):
                await read_to_its_end(one)
        assert f"worker {number_of(c)}" in (await watch.sees("reconnecting")).detail
        joined = (await watch.sees("joined")).connection
        assert joined.connection_id == c.connection_id
        assert joined.own_peer_id not in (0, c.view.own_peer_id)

        assert await settings_of(client, c) == before
        async with hearing(client, c, receive_mode=PER_PEER) as again:
            await client.set_channel_masks(c.connection_id, reset=True)
            await again.until(lambda: loud(again, b_id) >= 10)
        frames = undisturbed.heard(b_id)
        assert undisturbed.dropped == 0
        assert {y.sequence - x.sequence for x, y in pairwise(frames)} == {1}
        assert {y.room_sample - x.room_sample for x, y in pairwise(frames)} == {960}
        stats = await client.statistics(d.connection_id)
        assert next(peer for peer in stats.peers if peer.peer_id == b_id).packets_lost == 0
    lost = next(event for event in own.events() if event["event"] == "worker.lost")
    assert ("did not answer" in lost["how"]) == (blow is signal.SIGSTOP)
    assert "SIGKILL" in lost["how"]


STRICT_GRID = {"ODIND_GRID__TIMES__GATEWAY_LEEWAY": "0.1", "ODIND_GRID__TIMES__SFU_LEEWAY": "0.1"}


async def test_a_connection_whose_token_has_expired_is_left_with_the_reason(
    start_daemon: Callable[..., DaemonProcess], room: str
):
    own = await start_daemon(*WORKERS, environment=STRICT_GRID).ready()
    async with own.connect() as client:
        signed = await client.create_token([room], "mortal", lifetime=timedelta(seconds=2))
        mortal = await client.join_room(token=signed.token)
        fine = await client.join_room(room, user_id="fine")
        lucky = await client.join_room(room, user_id="lucky")
        assert number_of(lucky) == number_of(mortal) != number_of(fine)
        await asyncio.sleep(max(0, signed.expires_at.ToDatetime(UTC).timestamp() - time.time()) + 1)
        async with watching(mortal) as seen, watching(lucky) as seen_too:
            os.kill(worker_pids(own)[number_of(mortal)], signal.SIGKILL)
            await seen.sees("reconnecting")
            assert "TOKEN_EXPIRED" in (await seen.sees("left")).detail
            await seen.ends()
            await seen_too.sees("joined")
        assert {one.view.user_id async for one in client.connections()} == {"fine", "lucky"}


async def test_while_a_worker_is_away_its_connections_say_so_and_can_be_left(own: DaemonProcess, room: str):
    async with own.connect() as client:
        gone = await client.join_room(room, user_id="gone")
        async with watching(gone) as seen:
            os.kill(worker_pids(own)[number_of(gone)], signal.SIGKILL)
            await seen.sees("reconnecting")
            assert (await gone.refresh()).state == rooms_pb2.CONNECTION_STATE_RECONNECTING
            with pytest.raises(FailedPreconditionError, match="CONNECTION_NOT_JOINED"):
                await gone.send_message(b"anybody?")
            assert (await client.space(gone.connection_id)).position_scale == 1
            with pytest.raises(UnavailableError, match="WORKER_LOST"):
                await client.set_positions(gone.connection_id, scale=2)
            await gone.leave()
            assert (await seen.sees("left")).detail == "left by us"
        with pytest.raises(NotFoundError):
            await gone.refresh()
        other = await client.join_room(room, user_id="other")  # on the one that is left
        assert number_of(other) != number_of(gone)
        assert [one.connection_id async for one in client.connections()] == [other.connection_id]


async def test_a_worker_that_dies_again_and_again_comes_back_each_time(own: DaemonProcess, room: str):
    async with own.connect() as client:
        phoenix = await client.join_room(room, user_id="phoenix")
        async with watching(phoenix) as seen:
            for _ in range(3):
                os.kill(worker_pids(own)[number_of(phoenix)], signal.SIGKILL)
                await seen.sees("reconnecting")
                await seen.sees("joined")
        await phoenix.leave()


async def test_the_limits_are_those_of_the_whole_daemon(
    start_daemon: Callable[..., DaemonProcess], room: str
):
    limits = {"ODIND_LIMITS__MAX_CONNECTIONS": "3", "ODIND_LIMITS__MAX_AUDIO_STREAMS": "2"}
    own = await start_daemon(*WORKERS, environment=limits).ready()
    async with own.connect() as client, AsyncExitStack() as streams:
        joined = [await client.join_room(room, user_id=str(number)) for number in range(3)]
        with pytest.raises(ResourceExhaustedError, match="TOO_MANY_CONNECTIONS"):
            await client.join_room(room, user_id="3")
        for one in joined[:2]:
            await streams.enter_async_context(client.audio(one.connection_id, receive=MONO))
        for one in joined:
            with pytest.raises(ResourceExhaustedError, match="TOO_MANY_STREAMS"):
                async with client.audio(one.connection_id, receive=MONO):
                    pass
        await streams.aclose()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    async with client.audio(joined[2].connection_id, receive=MONO):
                        break
                except ResourceExhaustedError:
                    await asyncio.sleep(0.02)


async def test_what_one_caller_has_on_all_workers_leaves_the_others_their_share(
    start_daemon: Callable[..., DaemonProcess], room: str, monkeypatch: pytest.MonkeyPatch
):
    limits = {"ODIND_LIMITS__MAX_AUDIO_STREAMS": "6", "ODIND_LIMITS__CALLER_SHARE_PERCENT": "50"}
    tcp = f"127.0.0.1:{free_port()}"
    own = await start_daemon(*WORKERS, "--listen", tcp, environment=limits).ready()
    monkeypatch.setenv("ODIND_COOKIE_FILE", str(own.folder / "state" / "cookie"))
    async with (
        four(own, room) as (greedy, joined),
        connect(tcp) as modest,
        greedy.lanes() as first,
        modest.lanes() as second,
    ):
        assert [number_of(one) for one in joined] == [0, 1, 0, 1]
        for lanes in (first, second):
            for one in joined[:3]:
                await lanes.attach(config_of(one, receive=MONO))
            with pytest.raises(ResourceExhaustedError, match="TOO_MANY_STREAMS") as caught:
                await lanes.attach(config_of(joined[3], receive=MONO))
            assert caught.value.metadata["held"] == ("3" if lanes is first else "6")


# Ends


def running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def gone(pids: list[int]) -> None:
    """Wait until none of these processes runs."""
    async with asyncio.timeout(PATIENCE):
        while any(running(pid) for pid in pids):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def test_a_stop_ends_streams_and_workers_and_leaves_no_file(own: DaemonProcess, room: str):
    pids = worker_pids(own)
    async with four(own, room) as (client, (a, b, *_)), AsyncExitStack() as stack:
        direct = await stack.enter_async_context(attached(client, a, receive=MONO))
        relay = await stack.enter_async_context(relayed(client, b, receive=MONO))
        watch = await stack.enter_async_context(watching(a))
        own.kill(signal.SIGTERM)
        await watch.ends()
        for one in (direct, relay):
            with pytest.raises(UnavailableError, match="DAEMON_STOPPING"):
                await read_to_its_end(one)
        assert await own.exit_code() == 0
    await gone(pids)
    assert list(own.folder.glob("*.sock*")) == []
    assert "Traceback" not in own.log()
    assert not any(event["event"] == "worker.lost" for event in own.events())


async def test_a_second_signal_ends_all_at_once(own: DaemonProcess):
    pids = worker_pids(own)
    async with own.channel() as channel:
        health = health_pb2_grpc.HealthStub(channel)
        watching_health = health.Watch(health_pb2.HealthCheckRequest(service=""))
        await watching_health.read()
        own.kill(signal.SIGTERM)
        await watching_health.read()
        own.kill(signal.SIGTERM)
        assert await own.exit_code() == -signal.SIGTERM
    await gone(pids)


async def test_workers_end_with_a_front_that_is_killed(own: DaemonProcess, room: str):
    pids = worker_pids(own)
    async with own.connect() as client:
        await client.join_room(room, user_id="a")
    own.kill(signal.SIGKILL)
    await own.exit_code()
    await gone(pids)


async def test_signals_to_the_whole_group_are_the_fronts_to_obey(own: DaemonProcess, room: str):
    async with four(own, room) as (client, _):
        for pid in worker_pids(own):
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGINT)
        assert len([one async for one in client.connections()]) == 4
    assert not any(event["event"] == "worker.lost" for event in own.events())


def test_the_native_core_is_loaded_by_workers_alone(daemon: DaemonProcess):
    pids = [daemon.process.pid, *worker_pids(daemon)]
    maps = [Path(f"/proc/{pid}/maps").read_text() for pid in pids]
    assert ["odin_voice" in one for one in maps] == [False, True, True]


async def test_a_worker_that_cannot_start_is_told_in_one_line(tmp_path: Path):
    folder = tmp_path / "odind.sock"
    (tmp_path / "odind-worker-1.sock.control").mkdir()
    ended = await run(
        "odind",
        *("serve", "--socket", str(folder), "--state", str(tmp_path / "state"), *WORKERS),
        *("--listen", "", "--http", ""),
    )
    told = [line for line in ended.errors.splitlines() if line.startswith("odind: ")]
    assert (ended.code, len(told)) == (1, 1), ended.errors
    assert "WORKER_FAILED" in told[0]


@pytest.mark.parametrize("workers", ["-1", "65", "many"])
async def test_a_wrong_number_of_workers_is_a_wrong_configuration(workers: str):
    ended = await run("odind", "config", environment={"ODIND_SERVER__WORKERS": workers})
    assert ended.code == 2
    assert "workers" in ended.errors


# Other ways to the daemon


async def test_odindctl_works_as_ever(daemon: DaemonProcess, room: str, tmp_path: Path):
    async def ctl(*arguments: str) -> str:
        ended = await run("odindctl", *arguments, environment={"ODIND_TARGET": daemon.target})
        assert ended.code == 0, ended.errors
        return ended.output

    speaker = (await ctl("room", "join", room, "--user", "speaker")).strip()
    listener = (await ctl("room", "join", room, "--user", "listener")).strip()
    heard = tmp_path / "heard.wav"
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(
            ctl("audio", "listen", "-c", listener, "--out", str(heard), "--seconds", "4")
        )
        await asyncio.sleep(0.5)
        await ctl("audio", "push", "-c", speaker, str(SPEECH))
        await listening
    samples, _ = read_wav(heard)
    assert np.abs(samples).max() > 0.1
    for connection_id in (speaker, listener):
        await ctl("room", "leave", connection_id)


async def test_devices_are_lines_of_their_connections_worker(daemon: DaemonProcess, room: str):
    async with four(daemon, room) as (client, (a, b, _, d)), hearing(client, d) as heard:
        devices = client.devices
        await a.set_processing(MUSIC)
        watch = aiter(devices.watch())
        await anext(watch)
        lines = [
            await devices.open_capture(a.connection_id, "tone:440"),
            await devices.open_playback(b.connection_id, "null:"),
        ]
        opened = [await anext(watch) for _ in range(2)]
        assert [event.line.line_id for event in opened] == [line.line_id for line in lines]
        assert [line.line_id for line in await devices.list_lines()] == [line.line_id for line in lines]
        await heard.until(lambda: loud(heard) >= 30)
        assert abs(pitch(heard) - 440) < 5
        async for levels in devices.levels([line.line_id for line in lines]):
            if len(levels) == 2:
                break
        await devices.update(lines[0].line_id, muted=True)
        assert (await anext(watch)).line.settings.muted
        await devices.close(lines[0].line_id)
        assert (await anext(watch)).line.line_id == lines[0].line_id
        with pytest.raises(NotFoundError, match="LINE_NOT_FOUND"):
            await devices.close(lines[0].line_id)
        await b.leave()
        assert (await anext(watch)).line.line_id == lines[1].line_id
        assert await devices.list_lines() == []
        await watch.aclose()
