"""What is said in one turn of the loop goes together; audio goes over the audio socket where there is one."""

from __future__ import annotations

import socket
from collections import deque
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.client import Daemon, connect
from odind.client.socket_wire import SocketWire
from odind.client.wires import together
from odind.core.access.principal import OWNER
from odind.core.errors import NotFoundError, UnavailableError
from odind.v1 import audio_pb2
from tests.rpc.bench import MONO, Bench, config_of, open_bench
from tests.workers.bench import open_front_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.access.principal import Principal
    from odind.services.access import Caller

LANES = st.integers(0, 3)
CHUNKS = st.builds(
    lambda lane, size: audio_pb2.StreamAudioRequest(lane=lane, chunk=audio_pb2.AudioChunk(pcm=bytes(size))),
    LANES,
    st.sampled_from([2, 1_920, 200_000]),
)
OTHERS = st.builds(
    lambda lane, name: audio_pb2.StreamAudioRequest(lane=lane, mark=audio_pb2.Mark(name=name)),
    LANES,
    st.text(max_size=3),
)


def apart(request: audio_pb2.StreamAudioRequest) -> list[audio_pb2.StreamAudioRequest]:
    """The same as requests of one chunk each."""
    parts = request.chunks.chunks
    return [audio_pb2.StreamAudioRequest(lane=one.lane, chunk=one.chunk) for one in parts] or [request]


@given(st.lists(st.one_of(CHUNKS, OTHERS), max_size=30))
def test_what_goes_together_says_the_same_in_the_same_order(requests: list[audio_pb2.StreamAudioRequest]):
    sent = list(together(deque(requests)))
    assert [one for request in sent for one in apart(request)] == requests
    assert all(request.ByteSize() < 600_000 for request in sent)


def test_chunks_of_one_turn_are_one_message():
    chunks = [audio_pb2.StreamAudioRequest(lane=n, chunk=audio_pb2.AudioChunk(pcm=b"\0\0")) for n in range(9)]
    (message,) = together(deque(chunks))
    assert [one.lane for one in message.chunks.chunks] == list(range(9))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A daemon with an audio socket."""
    async with open_bench(tmp_path, door=True) as opened:
        yield opened


@pytest.fixture
async def client(bench: Bench, tmp_path: Path) -> AsyncIterator[Daemon]:
    """A client of it."""
    del bench
    async with connect(f"unix:{tmp_path}/odind.sock") as daemon:
        yield daemon


async def test_sound_goes_over_the_audio_socket(bench: Bench, client: Daemon):
    said = bytes(range(1, 241)) * 8 * 20
    talker, listener = await bench.join_id("talker"), await bench.join_id("listener")
    async with client.listen(listener, MONO) as heard, client.speak(talker, MONO) as speaker:
        assert len(bench.door._connections) == 2
        await speaker.write(said)
        async with bench.ticking():
            mark = await speaker.mark("said")
            assert (await speaker.drain()).samples == len(said) // 2
            assert (await mark).position == len(said) // 2
            sound = b""
            while len(sound) < len(said):
                sound += b"".join(frame.pcm for frame in (await anext(heard)).frames if any(frame.pcm))
    assert sound == said


async def test_lanes_share_one_audio_socket(bench: Bench, client: Daemon):
    ids = [await bench.join_id(user, user) for user in ("one", "two")]
    async with client.lanes() as lanes, bench.ticking():
        streams = [await lanes.attach(config_of(one, send=MONO).config) for one in ids]
        for stream in streams:
            await stream.write(bytes(9_600))
        assert [(await stream.drain()).samples for stream in streams] == [4_800, 4_800]
        assert len(bench.door._connections) == 1


async def test_a_stream_that_is_over_has_let_go_of_its_connection(bench: Bench, client: Daemon):
    connection_id = await bench.join_id()
    for _ in range(20):
        async with client.speak(connection_id, MONO) as speaker:
            await speaker.write(bytes(96_000))
    assert not bench.host._connections[connection_id].media._lanes


async def test_an_error_of_the_daemon_is_raised_as_over_grpc(bench: Bench, client: Daemon):
    del bench
    with pytest.raises(NotFoundError, match="no connection c0123") as caught:
        async with client.listen("c0123"):
            pass
    assert (caught.value.reason, caught.value.metadata) == (
        "CONNECTION_NOT_FOUND",
        {"connection_id": "c0123"},
    )


async def test_a_connection_that_is_left_ends_iterations(bench: Bench, client: Daemon):
    connection_id = await bench.join_id()
    async with client.listen(connection_id) as heard:
        await client.leave_room(connection_id)
        assert [frames async for frames in heard] == []


async def test_a_daemon_that_is_lost_is_told(bench: Bench, client: Daemon):
    async with client.listen(await bench.join_id()) as heard:
        for task in tuple(bench.door._connections):
            task.cancel()
        with pytest.raises(UnavailableError, match="DAEMON_UNREACHABLE"):
            await anext(heard)


async def test_without_an_audio_socket_sound_goes_over_grpc(bench: Bench, client: Daemon, tmp_path: Path):
    (tmp_path / "odind.audio").unlink()
    async with client.listen(await bench.join_id()) as heard:
        assert heard.started.receive == MONO
        assert not bench.door._connections


async def test_a_dead_audio_socket_is_passed_over(bench: Bench, client: Daemon, tmp_path: Path):
    (tmp_path / "odind.audio").unlink()
    with pytest.raises(OSError, match="refused"):
        await SocketWire.dial(str(left_behind(tmp_path / "odind.audio")))
    async with client.listen(await bench.join_id()) as heard:
        assert heard.started.receive == MONO


def left_behind(path: Path) -> Path:
    """A socket that nobody serves any more."""
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    return path


async def test_the_audio_socket_is_shown_the_same_credential(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shown: list[tuple[str, str]] = []

    def admit(caller: Caller, _rpc: str) -> Principal:
        shown.append((caller.face, caller.bearer))
        return OWNER

    monkeypatch.setattr(bench.access, "admit", admit)
    async with connect(f"unix:{tmp_path}/odind.sock", api_key="odk_mine") as daemon, daemon.lanes() as lanes:
        await lanes.attach(config_of(await bench.join_id(), receive=MONO).config)
    assert ("door", "odk_mine") in shown


async def test_a_connection_of_a_worker_is_heard_at_the_workers_audio_socket(tmp_path: Path):
    async with open_front_bench(tmp_path) as bench, connect(f"unix:{tmp_path}/odind.sock") as daemon:
        joined = await bench.join()
        number = bench.worker_of(joined.connection_id)
        async with daemon.listen(joined.connection_id, MONO):
            assert joined.audio_socket == f"unix:{tmp_path}/audio-{number}.audio"
            assert len(bench.inner[number].door._connections) == 1
