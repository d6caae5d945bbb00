"""Every error of DeviceService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask

from odind.core.bounds.limits import Limits
from odind.core.errors import FailedPreconditionError, OdindError, UnavailableError
from odind.v1 import devices_pb2

from .bench import MONO, Bench, open_bench
from .cases import BUDGET, Case, Cases, check
from .repeating import add_repetitions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from odind.core.devices.ports import DeviceStopped

CASES = Cases("DeviceService")
NUL = "file:x\0.wav"
HERE = devices_pb2.LineSettings
LACKING: tuple[OdindError, ...] = (
    FailedPreconditionError("SOUND_LIBRARY_MISSING", "install it"),
    FailedPreconditionError("SOUND_SERVER_MISSING", "start it"),
    UnavailableError("SOUND_SYSTEM_STUCK", "the sound system does not answer: {detail}", detail="late"),
)


async def capture(bench: Bench, device_id: str = "", **fields: Any) -> devices_pb2.Line:
    settings = HERE(device_id=device_id, gain_db=fields.pop("gain_db", 0.0))
    connection_id = fields.pop("connection_id", None) or await bench.join_id()
    request = devices_pb2.OpenCaptureRequest(connection_id=connection_id, settings=settings, **fields)
    return (await bench.ask_devices.OpenCapture(request)).line


async def update(bench: Bench, *paths: str, **settings: Any) -> None:
    line = await capture(bench, "null:")
    await bench.ask_devices.UpdateLine(
        devices_pb2.UpdateLineRequest(
            line_id=line.line_id, settings=HERE(**settings), update_mask=FieldMask(paths=paths)
        )
    )


async def try_out(bench: Bench, playback: str = "null:", recording: str = "null:") -> None:
    await bench.ask_devices.TestDevices(
        devices_pb2.TestDevicesRequest(playback_device_id=playback, capture_device_id=recording)
    )


async def move(bench: Bench, device_id: str = "default") -> None:
    await update(bench, "device_id", device_id=device_id)


async def levels(bench: Bench, *line_ids: str, interval: Duration | None = None) -> None:
    call = bench.ask_devices.WatchLevels(devices_pb2.WatchLevelsRequest(line_ids=line_ids, interval=interval))
    async for _ in call:
        return


def named(name: str, provoke: Callable[[Bench], Awaitable[object]]) -> Callable[[Bench], Awaitable[object]]:
    provoke.__name__ = name
    return provoke


def add_lacks(rpc: str, call: Callable[[Bench], Awaitable[object]]) -> None:
    """What every call that needs a real device can run into."""
    for problem in LACKING:

        async def lacking(bench: Bench, problem: OdindError = problem) -> None:
            bench.sound.break_down(problem)
            await call(bench)

        code = "UNAVAILABLE" if isinstance(problem, UnavailableError) else "FAILED_PRECONDITION"
        CASES.add(rpc, code, problem.reason, *problem.metadata)(named("lacking", lacking))

    async def no_default(bench: Bench) -> None:
        bench.sound.set_defaults(default_input="", default_output="")
        await call(bench)

    CASES.add(rpc, "FAILED_PRECONDITION", "NO_DEFAULT_DEVICE", "direction")(no_default)


add_lacks("OpenCapture", capture)
add_lacks("UpdateLine", move)
add_lacks("TestDevices", lambda bench: try_out(bench, "default"))


def add_wrong_ids(rpc: str, call: Callable[[Bench, str], Awaitable[object]]) -> None:
    """What an id can say wrong."""
    for code, reason, device_id, metadata in (
        ("INVALID_ARGUMENT", "DEVICE_ID_INVALID", "null:x", ("device_id",)),
        ("INVALID_ARGUMENT", "DEVICE_DIRECTION_WRONG", "fake:box", ("device_id", "direction")),
        ("INVALID_ARGUMENT", "FREQUENCY_INVALID", "tone:0", ("frequency", "high")),
        ("INVALID_ARGUMENT", "FILE_NAME_INVALID", "file:../x.wav", ("name", "folder")),
        ("INVALID_ARGUMENT", "FILE_NAME_INVALID", NUL, ("name", "folder")),
        ("NOT_FOUND", "DEVICE_NOT_FOUND", "fake:none", ("device_id",)),
        ("UNAVAILABLE", "FILE_UNUSABLE", "file:missing.wav", ("path", "detail")),
    ):

        async def wrong(bench: Bench, device_id: str = device_id) -> None:
            await call(bench, device_id)

        CASES.add(rpc, code, reason, *metadata)(named(f"id_{device_id}", wrong))


add_wrong_ids("OpenCapture", capture)
add_wrong_ids("TestDevices", lambda bench, device_id: try_out(bench, recording=device_id))


@CASES.add("UpdateLine", "INVALID_ARGUMENT", "DEVICE_DIRECTION_WRONG", "device_id", "direction")
async def a_speaker_to_record(bench: Bench) -> None:
    await move(bench, "fake:box")


@CASES.add("UpdateLine", "NOT_FOUND", "DEVICE_NOT_FOUND", "device_id")
async def a_device_that_is_not_there(bench: Bench) -> None:
    await move(bench, "fake:none")


@CASES.add("UpdateLine", "INVALID_ARGUMENT", "UPDATE_MASK_INVALID", "path", "known")
async def a_path_that_is_no_setting(bench: Bench) -> None:
    await update(bench, "loudness")


@CASES.add("UpdateLine", "INVALID_ARGUMENT", "GAIN_INVALID", "gain", "low", "high")
async def a_gain_of_a_rocket(bench: Bench) -> None:
    await update(bench, "gain_db", gain_db=90)


@CASES.add("UpdateLine", "NOT_FOUND", "LINE_NOT_FOUND", "line_id")
async def a_line_to_change_that_is_not_there(bench: Bench) -> None:
    await bench.ask_devices.UpdateLine(devices_pb2.UpdateLineRequest(line_id="l-none"))


@CASES.add("CloseLine", "NOT_FOUND", "LINE_NOT_FOUND", "line_id")
async def a_line_to_close_that_is_not_there(bench: Bench) -> None:
    await bench.ask_devices.CloseLine(devices_pb2.CloseLineRequest(line_id="l-none"))


@CASES.add("WatchLevels", "NOT_FOUND", "LINE_NOT_FOUND", "line_id")
async def levels_of_nothing(bench: Bench) -> None:
    await levels(bench, "l-none")


@CASES.add("WatchLevels", "INVALID_ARGUMENT", "INTERVAL_INVALID", "interval", "low", "high")
async def levels_all_the_time(bench: Bench) -> None:
    await levels(bench, interval=Duration(nanos=1_000_000))


@CASES.add("OpenCapture", "INVALID_ARGUMENT", "GAIN_INVALID", "gain", "low", "high")
async def too_much_gain(bench: Bench) -> None:
    await capture(bench, gain_db=41)


def add_formats() -> None:
    for reason, wrong in (
        ("CHANNELS_INVALID", {"channels": 3}),
        ("SAMPLE_RATE_INVALID", {"sample_rate_hz": 7_999}),
        ("BLOCK_INVALID", {"block_ms": 61}),
        ("BUFFER_INVALID", {"buffer_ms": 501}),
    ):

        async def shaped(bench: Bench, wrong: dict[str, int] = wrong) -> None:
            await capture(bench, format=devices_pb2.LineFormat(**wrong))

        CASES.add("OpenCapture", "INVALID_ARGUMENT", reason, "value", "what", "low", "high")(shaped)


add_formats()


@CASES.add("OpenCapture", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_connection_that_is_not_there(bench: Bench) -> None:
    await capture(bench, connection_id="c-none")


@CASES.add("OpenCapture", "ALREADY_EXISTS", "SENDER_EXISTS")
async def a_microphone_beside_a_lane_that_speaks_alone(bench: Bench) -> None:
    connection_id = await bench.join_id()
    stream = await bench.attached(connection_id, send=MONO, exclusive=True)
    try:
        await capture(bench, "null:", connection_id=connection_id)
    finally:
        stream.cancel()


@CASES.add(
    "OpenCapture", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1)
)
async def one_line_more_than_allowed(bench: Bench) -> None:
    await capture(bench)
    await capture(bench)


@CASES.add("OpenCapture", "UNAVAILABLE", "DEVICE_OPEN_FAILED", "device_id")
async def a_device_that_is_held(bench: Bench) -> None:
    bench.sound.refuse(UnavailableError("DEVICE_OPEN_FAILED", "{device_id} is busy", device_id="fake:mic"))
    await capture(bench)


@CASES.add("OpenCapture", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_line_while_the_daemon_stops(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.stop()
    await capture(bench, connection_id=connection_id)


@CASES.add("TestDevices", "UNAVAILABLE", "DEVICE_OPEN_FAILED", "device_id")
async def a_trial_of_a_device_that_is_held(bench: Bench) -> None:
    bench.sound.refuse(UnavailableError("DEVICE_OPEN_FAILED", "{device_id} is busy", device_id="fake:mic"))
    await try_out(bench)


@CASES.add("TestDevices", "UNAVAILABLE", "DEVICE_LOST", "detail")
async def a_device_that_goes_in_the_midst_of_its_trial(bench: Bench) -> None:
    opened = bench.sound.open

    async def open_and_lose(spec: Any, stopped: Callable[[DeviceStopped], None]) -> Any:
        device = await opened(spec, stopped)
        device.lose("it was unplugged")
        return device

    bench.sound.open = open_and_lose  # type: ignore[method-assign]
    await try_out(bench)


async def capture_once(bench: Bench, request_id: str, user_id: str) -> None:
    connection_id = await bench.join_id(user_id)
    await capture(bench, "null:", connection_id=connection_id, request_id=request_id)


add_repetitions(CASES, "OpenCapture", capture_once)


@CASES.add("OpenPlayback", "ALREADY_EXISTS", "FILE_EXISTS", "path")
async def a_recording_in_the_place_of_an_earlier_one(bench: Bench) -> None:
    request = devices_pb2.OpenPlaybackRequest(
        connection_id=await bench.join_id(), settings=HERE(device_id="file:twice.wav")
    )
    for _ in range(2):
        await bench.ask_devices.OpenPlayback(request)


@CASES.add("TestDevices", "ALREADY_EXISTS", "FILE_EXISTS", "path")
async def a_trial_in_the_place_of_a_recording(bench: Bench) -> None:
    bench.sound.files.joinpath("twice.wav").write_bytes(b"precious")
    await try_out(bench, playback="file:twice.wav")


@CASES.add("WatchDevices", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1))
async def one_watcher_more_than_allowed(bench: Bench) -> None:
    calls = [bench.ask_devices.WatchDevices(devices_pb2.WatchDevicesRequest()) for _ in range(2)]
    for call in calls:
        await call.read()


@CASES.add("WatchLevels", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=9))
async def levels_at_shorter_intervals_than_allowed(bench: Bench) -> None:
    interval = Duration(nanos=20_000_000)
    await bench.ask_devices.WatchLevels(devices_pb2.WatchLevelsRequest(interval=interval)).read()


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_comes_with_its_reason_and_every_variable(tmp_path: Path, case: Case) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as failure:
            await case.provoke(bench)
        check(failure.value, case)
