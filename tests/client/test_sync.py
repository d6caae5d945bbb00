"""The client without an event loop: what it returns and raises, how long it waits, and what stays behind."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from grpc_health.v1.health_pb2 import HealthCheckResponse

from odind import client
from odind.client import Event, MessageReceived, Snapshot, StreamAudioConfig, sync
from odind.client.devices import Devices
from odind.core.errors import FailedPreconditionError, InvalidArgumentError, NotFoundError, UnavailableError
from odind.v1 import audio_pb2, players_pb2, rooms_pb2, server_pb2
from odind.v1.rooms_pb2 import WatchEventsResponse
from tests.cli.conversation import Ear, Mouth
from tests.files.full_disk import room_for

from .test_audio import FORMAT, loop_back
from .test_playing import RATE, SOUND, save

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from .scripted_daemon import Context, ScriptedDaemon

VIEW = rooms_pb2.Connection(connection_id="c-1", room_id="lobby")
JOINED = rooms_pb2.JoinRoomResponse(connection=VIEW)


@pytest.fixture(autouse=True)
async def no_thread_is_left() -> AsyncIterator[None]:
    """Fail a test after which a thread of the client still runs."""
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name == "odind-client"] == []


async def in_a_script(work: Callable[[sync.Daemon], Any], target: str, limit: float = 30) -> Any:
    """Run a program without an event loop, beside the scripted daemon."""

    def program() -> Any:
        with sync.connect(target, timeout=limit) as daemon:
            return work(daemon)

    return await asyncio.to_thread(program)


async def hold(_request: Any, _context: Context) -> AsyncIterator[Any]:
    yield rooms_pb2.HoldConnectionsResponse()
    await asyncio.Event().wait()


async def one_event(_request: Any, _context: Context) -> AsyncIterator[WatchEventsResponse]:
    yield WatchEventsResponse(snapshot=Snapshot(connections=[VIEW]))
    await asyncio.sleep(0.5)
    yield WatchEventsResponse(event=rooms_pb2.Event(sequence=1, message_received=MessageReceived()))


async def start_every_lane(requests: Any, _context: Context) -> AsyncIterator[audio_pb2.StreamAudioResponse]:
    async for request in requests:
        started = audio_pb2.StreamAudioStarted(room_sample=request.lane)
        yield audio_pb2.StreamAudioResponse(lane=request.lane, started=started)


@pytest.mark.parametrize(
    ("original", "face"),
    [
        (client.Daemon, sync.Daemon),
        (client.Connection, sync.Connection),
        (client.AudioStream, sync.AudioStream),
        (client.AudioLanes, sync.AudioLanes),
        (Devices, sync.Devices),
    ],
)
def test_every_method_has_its_like(original: type, face: type):
    inner = {"aclose", "begin", "on_message", "on_response", "on_end"}
    names = {name for name in dir(original) if not name.startswith("_")} - inner
    assert {name for name in names if not hasattr(face, name)} == set()


async def test_answers_and_errors_are_those_of_the_asyncio_client(script: ScriptedDaemon):
    script.answer("GetInfo", server_pb2.GetInfoResponse(version="1.2"))
    script.fail("GetConnection", grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "no c-2")
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[VIEW]))

    def work(daemon: sync.Daemon) -> None:
        assert daemon.target == script.target
        assert daemon.info().version == "1.2"
        assert daemon.devices.list_lines() == []
        assert [found.view.room_id for found in daemon.connections()] == ["lobby"]
        with pytest.raises(NotFoundError, match="no c-2"):
            daemon.connection("c-2")

    await in_a_script(work, script.target)


async def test_a_joined_room_is_left_at_the_end_of_the_block(script: ScriptedDaemon):
    script.answer("JoinRoom", JOINED)
    script.stream("HoldConnections", hold)

    def work(daemon: sync.Daemon) -> None:
        with pytest.raises(ZeroDivisionError), daemon.join("lobby", user_id="bot") as room:  # noqa: PT012 - the block is tested
            assert room.connection_id == "c-1"
            assert not script.requests["LeaveRoom"]
            raise ZeroDivisionError
        assert daemon.join_room("lobby", user_id="bot").view == VIEW

    await in_a_script(work, script.target)
    assert [request.connection_id for request in script.requests["LeaveRoom"]] == ["c-1"]


async def test_a_block_that_cannot_be_entered_says_why(script: ScriptedDaemon):
    script.fail("JoinRoom", grpc.StatusCode.NOT_FOUND, "GATEWAY_UNKNOWN", "no gateway")

    def work(daemon: sync.Daemon) -> None:
        with pytest.raises(NotFoundError, match="no gateway"), daemon.join("lobby", user_id="bot"):
            pass

    await in_a_script(work, script.target)


async def test_events_are_iterated_and_a_time_out_loses_none(script: ScriptedDaemon):
    script.stream("WatchEvents", one_event)

    def work(daemon: sync.Daemon) -> None:
        with daemon.watch_events("c-1") as events:
            assert isinstance(next(events), Snapshot)
            with pytest.raises(TimeoutError):
                events.next(timeout=0.05)
            assert [item.sequence for item in events if isinstance(item, Event)] == [1]
            with pytest.raises(StopIteration):
                next(events)

    await in_a_script(work, script.target)


async def test_a_watch_is_closed_while_nothing_happens(script: ScriptedDaemon):
    ended = asyncio.Event()

    async def quiet(_request: Any, _context: Context) -> AsyncIterator[WatchEventsResponse]:
        try:
            await asyncio.Event().wait()
            yield WatchEventsResponse()
        finally:
            ended.set()

    script.stream("WatchEvents", quiet)

    def work(daemon: sync.Daemon) -> None:
        with daemon.watch_events() as events, pytest.raises(TimeoutError):
            events.next(timeout=0.1)
        assert daemon.info()

    await in_a_script(work, script.target)
    await ended.wait()


async def test_audio_is_written_marked_and_read(script: ScriptedDaemon):
    script.stream("StreamAudio", loop_back)

    def work(daemon: sync.Daemon) -> list[bytes]:
        with daemon.audio("c-1", send=FORMAT, receive=FORMAT) as stream:
            assert stream.started.send == FORMAT
            stream.write(b"\x01\x02" * 10)
            first = next(stream).frames[0].pcm
            with pytest.raises(TimeoutError):
                stream.next(timeout=0.05)
            stream.write(b"\x03\x04" * 5)
            assert stream.drain().samples == 15
            return [first, *(heard.frames[0].pcm for heard in stream)]

    assert await in_a_script(work, script.target) == [b"\x01\x02" * 10, b"\x03\x04" * 5]


async def test_one_call_carries_several_lanes(script: ScriptedDaemon):
    script.stream("StreamAudio", start_every_lane)

    def work(daemon: sync.Daemon) -> list[float]:
        with daemon.lanes() as lanes:
            streams = [lanes.attach(StreamAudioConfig(connection_id=name)) for name in ("c-1", "c-2")]
            return [stream.started.room_sample for stream in streams]

    assert await in_a_script(work, script.target) == [0, 1]


async def test_a_script_waits_until_the_daemon_serves(script: ScriptedDaemon, tmp_path: Path):
    script.answer("Check", HealthCheckResponse(status=HealthCheckResponse.SERVING))
    assert await asyncio.to_thread(sync.wait_until_serving, script.target, seconds=10) == script.target
    with pytest.raises(UnavailableError, match="DAEMON_UNREACHABLE"):
        await asyncio.to_thread(sync.wait_until_serving, f"unix:{tmp_path}/nobody", seconds=0)


async def test_a_mark_is_waited_for(script: ScriptedDaemon):
    async def reach(requests: Any, _context: Context) -> AsyncIterator[audio_pb2.StreamAudioResponse]:
        async for request in requests:
            if request.HasField("config"):
                yield audio_pb2.StreamAudioResponse(started=audio_pb2.StreamAudioStarted())
            else:
                reached = audio_pb2.MarkReached(name=request.mark.name, position=7)
                yield audio_pb2.StreamAudioResponse(mark_reached=reached)

    script.stream("StreamAudio", reach)

    def work(daemon: sync.Daemon) -> int:
        with daemon.speak("c-1") as speaker:
            return speaker.mark("here").wait().position

    assert await in_a_script(work, script.target) == 7


async def test_a_stream_gets_louder_gives_way_and_is_told_what_was_decided(script: ScriptedDaemon):
    rule = client.BargeIn(duck_db=6.0)
    asked: list[Any] = []

    async def give_way(requests: Any, _context: Context) -> AsyncIterator[audio_pb2.StreamAudioResponse]:
        async for request in requests:
            asked.append(request)
            if request.HasField("config"):
                yield audio_pb2.StreamAudioResponse(started=audio_pb2.StreamAudioStarted())
            elif request.HasField("set_gain"):
                began = audio_pb2.StreamBargeInStarted(user_id="anna", queued_samples=7)
                yield audio_pb2.StreamAudioResponse(barge_in_started=began)
            else:
                dropped = audio_pb2.StreamBargeInEnded(
                    outcome=players_pb2.BARGE_IN_OUTCOME_CONFIRMED, dropped_samples=7
                )
                yield audio_pb2.StreamAudioResponse(barge_in_ended=dropped)

    script.stream("StreamAudio", give_way)

    def work(daemon: sync.Daemon) -> list[int]:
        with daemon.speak("c-1", barge_in=rule, gain_db=-3.0) as speaker:
            speaker.set_gain(-6.0)
            assert speaker.barge_in().user_id == "anna"
            assert speaker.barge_in().user_id == "anna"  # until it is decided
            decisions = [speaker.answer_barge_in(confirm=confirm) for confirm in (True, False)]
            return [decided.dropped_samples for decided in decisions]

    assert await in_a_script(work, script.target) == [7, 7]  # the second answer comes too late
    config, gain, answer = asked
    assert (config.config.barge_in, config.config.gain_db) == (rule, -3.0)
    assert (gain.set_gain.gain_db, answer.answer_barge_in.confirm) == (-6.0, True)


async def test_files_are_played_and_recorded(script: ScriptedDaemon, tmp_path: Path):
    save(tmp_path / "in.wav", SOUND)
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=VIEW))
    ear, mouth = Ear(), Mouth([[audio_pb2.AudioFrame(pcm=bytes(960))]])

    def work(daemon: sync.Daemon) -> None:
        script.stream("StreamAudio", ear.listen)
        room = daemon.connection("c-1")
        assert room.play(tmp_path / "in.wav") == 2.0
        script.stream("StreamAudio", mouth.speak)
        assert room.record(tmp_path / "out.wav", seconds=0.01).samples == 480
        with room.recording(tmp_path / "other.wav") as recording:
            assert recording.tracks[0].path == tmp_path / "other.wav"

    await in_a_script(work, script.target)
    assert len(ear.pcm) == 4 * 2 * RATE


async def test_an_error_inside_a_recording_is_raised_at_the_end_of_its_block(
    script: ScriptedDaemon, tmp_path: Path
):
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=VIEW))
    frames = [audio_pb2.AudioFrame(room_sample=at, pcm=bytes(960)) for at in range(0, 24_000, 480)]
    script.stream("StreamAudio", Mouth([frames]).speak)

    def work(daemon: sync.Daemon) -> None:
        room = daemon.connection("c-1")
        with (  # noqa: PT012 - the block is what is tested
            pytest.raises(InvalidArgumentError, match="ends early"),
            room.recording(tmp_path / "talk.wav") as recording,
        ):
            while recording.samples < 9_600:
                time.sleep(0.01)

    with room_for(20_001):
        await in_a_script(work, script.target)


async def test_the_time_out_bounds_every_wait_and_cancels_it(script: ScriptedDaemon):
    cancelled = asyncio.Event()

    async def never(_request: Any, _context: Context) -> Any:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    script.answer_with("GetInfo", never)

    def work(daemon: sync.Daemon) -> None:
        with pytest.raises(TimeoutError, match=r"longer than 0\.1 s"):
            daemon.info()

    await in_a_script(work, script.target, limit=0.1)
    await cancelled.wait()


async def test_closing_ends_what_others_wait_for_and_everything_afterwards_is_refused(script: ScriptedDaemon):
    async def never(_request: Any, _context: Context) -> AsyncIterator[WatchEventsResponse]:
        yield WatchEventsResponse(snapshot=Snapshot())
        await asyncio.Event().wait()

    script.stream("WatchEvents", never)
    daemon = await asyncio.to_thread(sync.connect, script.target)
    events = await asyncio.to_thread(daemon.watch_events)
    await asyncio.to_thread(next, events)
    waiting = asyncio.get_running_loop().run_in_executor(None, events.next)
    await asyncio.sleep(0.1)  # until it waits

    await asyncio.to_thread(daemon.close)

    with pytest.raises((FailedPreconditionError, grpc.aio.AioRpcError)):
        await waiting
    daemon.close()
    for call in (daemon.info, events.next, daemon.watch_events):
        with pytest.raises(FailedPreconditionError, match="CLIENT_CLOSED"):
            call()


PROGRAM = """
import sys
from odind.client import sync
daemon = sync.connect(sys.argv[1])
room = daemon.connection("c-1")
print("there", flush=True)
try:
    room.play(sys.argv[2])
except KeyboardInterrupt:
    print(room.refresh().room_id, flush=True)
"""


async def test_ctrl_c_ends_what_is_played_and_the_client_goes_on_until_the_program_ends(
    script: ScriptedDaemon, tmp_path: Path
):
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=VIEW))
    ear, ended = Ear(), asyncio.Event()
    ear.patient = True  # it never drains

    async def listen(requests: Any, context: Context) -> AsyncIterator[audio_pb2.StreamAudioResponse]:
        try:
            async for response in ear.listen(requests, context):
                yield response
        finally:
            ended.set()

    script.stream("StreamAudio", listen)
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, script.target, save(tmp_path / "in.wav", SOUND)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await ear.hearing.wait()

    program.send_signal(signal.SIGINT)
    await ended.wait()
    stdout, stderr = await program.communicate()

    assert (program.returncode, stdout, stderr) == (0, b"there\nlobby\n", b"")


async def test_neither_client_loads_more_than_it_needs():
    program = (
        "import sys, odind.client.sync\n"
        "print(sorted({'av', 'numpy', 'odin_voice', 'click', 'uvicorn', 'starlette'} & set(sys.modules)))"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE
    )
    assert (await process.communicate())[0] == b"[]\n"


def test_a_target_that_is_none_begins_no_thread():
    with pytest.raises(InvalidArgumentError):
        sync.connect("no target")
