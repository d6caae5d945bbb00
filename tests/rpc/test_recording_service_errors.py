"""Every error of RecordingService."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.log.refusals import store_unavailable
from odind.core.rooms.events import ConnectionReconnecting
from odind.v1 import recordings_pb2 as pb
from odind.v1.recordings_pb2_grpc import RecordingServiceStub

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

CASES = Cases("RecordingService")
RINGS = {"SetCaptureRing": {"length": {"seconds": 1}}, "SaveClip": {}}


def ask(bench: Bench, rpc: str, /, **fields: Any) -> Any:
    request = getattr(pb, f"{rpc}Request")(**fields)
    return getattr(RecordingServiceStub(bench.channel), rpc)(request)


async def started(bench: Bench, **fields: Any) -> str:
    answer = await ask(bench, "StartRecording", connection_id=await bench.join_id(), **fields)
    return str(answer.recording.recording_id)


async def is_away(bench: Bench, connection_id: str, refused: str) -> None:
    entry = bench.plane.registry.find(connection_id)
    entry.away, entry.refused = True, refused


@CASES.add("StartRecording", "INVALID_ARGUMENT", "NOTICE_INVALID", "longest_s")
async def a_notice_that_is_a_file(bench: Bench) -> None:
    await started(bench, notice={"file": "jingle.ogg"})


# What names a recording


def of_every_recording(rpc: str) -> None:
    @CASES.add(rpc, "NOT_FOUND", "RECORDING_NOT_FOUND", "recording_id")
    async def a_recording_that_there_is_not(bench: Bench) -> None:
        await ask(bench, rpc, recording_id="r-none")


for _rpc in ("GetRecording", "StopRecording", "PauseRecording", "ResumeRecording"):
    of_every_recording(_rpc)


def of_every_running(rpc: str) -> None:
    @CASES.add(rpc, "FAILED_PRECONDITION", "RECORDING_OVER", "recording_id", "state")
    async def a_recording_that_ends(bench: Bench) -> None:
        recording_id = await started(bench)
        await ask(bench, "StopRecording", recording_id=recording_id)
        await ask(bench, rpc, recording_id=recording_id)


for _rpc in ("StopRecording", "PauseRecording", "ResumeRecording"):
    of_every_running(_rpc)


@CASES.add("PauseRecording", "FAILED_PRECONDITION", "RECORDING_PAUSED", "recording_id")
async def a_pause_in_a_pause(bench: Bench) -> None:
    recording_id = await started(bench)
    for _ in range(2):
        await ask(bench, "PauseRecording", recording_id=recording_id)


@CASES.add("ResumeRecording", "FAILED_PRECONDITION", "RECORDING_NOT_PAUSED", "recording_id", "state")
async def no_pause_to_end(bench: Bench) -> None:
    await ask(bench, "ResumeRecording", recording_id=await started(bench))


@CASES.add("ListRecordings", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListRecordings", page_token="next")  # noqa: S106


# What needs the connection's process


def where_the_process_is_needed(rpc: str, call: Callable[[Bench, str], Awaitable[object]]) -> None:
    """Note what happens while a connection has no process; `call` gets the connection."""

    @CASES.add(rpc, "UNAVAILABLE", "WORKER_LOST")
    async def a_lost_process(bench: Bench) -> None:
        connection_id = await bench.join_id()
        await is_away(bench, connection_id, "")
        await call(bench, connection_id)

    @CASES.add(rpc, "UNAVAILABLE", "CONNECTION_LOST", "connection_id", "detail")
    async def a_refused_reconnect(bench: Bench) -> None:
        connection_id = await bench.join_id()
        await is_away(bench, connection_id, "refused")
        await call(bench, connection_id)

    @CASES.add(rpc, "UNAVAILABLE", "DAEMON_STOPPING")
    async def a_daemon_that_stops(bench: Bench) -> None:
        connection_id = await bench.join_id()
        bench.plane.registry.stop()
        await call(bench, connection_id)


async def start(bench: Bench, connection_id: str) -> None:
    await ask(bench, "StartRecording", connection_id=connection_id)


def on_ring(rpc: str) -> Callable[[Bench, str], Awaitable[object]]:
    return lambda bench, connection_id: ask(bench, rpc, connection_id=connection_id, **RINGS[rpc])


where_the_process_is_needed("StartRecording", start)
for _rpc in RINGS:
    where_the_process_is_needed(_rpc, on_ring(_rpc))


def while_it_runs(rpc: str) -> None:
    """Note what happens to a running recording without its connection's process."""
    before = "PauseRecording" if rpc == "ResumeRecording" else "GetRecording"

    async def begun(bench: Bench) -> tuple[str, str]:
        recording_id = await started(bench)
        await ask(bench, before, recording_id=recording_id)
        return recording_id, bench.plane.recordings.shelf.find(recording_id).connection_id

    @CASES.add(rpc, "UNAVAILABLE", "WORKER_LOST")
    async def a_process_lost_meanwhile(bench: Bench) -> None:
        recording_id, connection_id = await begun(bench)
        await is_away(bench, connection_id, "")
        await ask(bench, rpc, recording_id=recording_id)

    @CASES.add(rpc, "UNAVAILABLE", "CONNECTION_LOST", "connection_id", "detail")
    async def a_reconnect_refused_meanwhile(bench: Bench) -> None:
        recording_id, connection_id = await begun(bench)
        await is_away(bench, connection_id, "refused")
        await ask(bench, rpc, recording_id=recording_id)

    @CASES.add(rpc, "UNAVAILABLE", "DAEMON_STOPPING")
    async def a_daemon_that_stops_meanwhile(bench: Bench) -> None:
        recording_id, _ = await begun(bench)
        bench.plane.registry.stop()
        await ask(bench, rpc, recording_id=recording_id)


for _rpc in ("PauseRecording", "ResumeRecording"):
    while_it_runs(_rpc)


# What begins one


@CASES.add("StartRecording", "INVALID_ARGUMENT", "SOURCE_INVALID")
async def nothing_to_record(bench: Bench) -> None:
    await ask(bench, "StartRecording")


@CASES.add("StartRecording", "INVALID_ARGUMENT", "RECORDING_LIMIT_INVALID")
async def a_length_below_0(bench: Bench) -> None:
    await started(bench, max_duration={"seconds": -1})


@CASES.add("StartRecording", "NOT_FOUND", "OUTPUT_NOT_FOUND", "name", "known")
async def an_output_that_there_is_not(bench: Bench) -> None:
    await started(bench, outputs=["nowhere"])


def of_every_beginning(rpc: str) -> None:  # noqa: C901 - a case each
    async def begin(bench: Bench, **fields: Any) -> Any:
        if "connection_id" not in fields:
            fields["connection_id"] = await bench.join_id()
        return await ask(bench, rpc, **fields)

    @CASES.add(rpc, "INVALID_ARGUMENT", "LAYOUT_UNKNOWN")
    async def a_layout_that_there_is_not(bench: Bench) -> None:
        await begin(bench, layout=99)

    @CASES.add(rpc, "INVALID_ARGUMENT", "ENCODING_INVALID", "layout", "encoding")
    async def packets_that_would_be_mixed(bench: Bench) -> None:
        more = {"encoding": pb.RECORDING_ENCODING_OPUS} if rpc == "StartRecording" else {}
        await begin(bench, layout=pb.RECORDING_LAYOUT_DUAL, **more)

    @CASES.add(rpc, "INVALID_ARGUMENT", "METADATA_TOO_LARGE", "size", "limit")
    async def much_metadata(bench: Bench) -> None:
        await begin(bench, metadata={"key": "v" * 16_384})

    @CASES.add(rpc, "INVALID_ARGUMENT", "RECORDING_NAME_INVALID", "name", "most", "longest", "known")
    async def a_name_that_leads_elsewhere(bench: Bench) -> None:
        await begin(bench, name="../elsewhere")

    @CASES.add(rpc, "INVALID_ARGUMENT", "REQUEST_ID_INVALID", "limit")
    async def a_request_id_that_is_too_long(bench: Bench) -> None:
        await begin(bench, request_id="r" * 1_000)

    @CASES.add(rpc, "INVALID_ARGUMENT", "REQUEST_ID_REUSED", "request_id")
    async def another_request_with_an_id(bench: Bench) -> None:
        connection_id = await bench.join_id()
        await ask(bench, "SetCaptureRing", connection_id=connection_id, length={"seconds": 1})
        try:
            await begin(bench, connection_id=connection_id, request_id="1", name="a")
        except grpc.aio.AioRpcError as error:  # answers of calls that failed are not kept
            await bench.plane.answers.once("1", str(error.details()).encode(), _nothing)
        await begin(bench, connection_id=connection_id, request_id="1", name="b")

    @CASES.add(rpc, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def an_answer_that_cannot_be_kept(bench: Bench) -> None:
        connection_id = await bench.join_id()
        bench.plane.scribe.failure = store_unavailable("the disk is full")
        await begin(bench, connection_id=connection_id, request_id="1")

    @CASES.add(rpc, "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
    async def a_connection_that_there_is_not(bench: Bench) -> None:
        await begin(bench, connection_id="c-none")

    @CASES.add(rpc, "ALREADY_EXISTS", "RECORDING_NAME_TAKEN", "name")
    async def a_name_that_is_taken(bench: Bench) -> None:
        await started(bench, name="talk")
        await begin(bench, name="talk")

    @CASES.add(rpc, "FAILED_PRECONDITION", "CONNECTION_NOT_JOINED", "connection_id", "state")
    async def a_connection_that_is_not_there_now(bench: Bench) -> None:
        connection_id = await bench.join_id()
        bench.plane.registry.find(connection_id).state.apply(ConnectionReconnecting("lost"))
        await begin(bench, connection_id=connection_id)

    @CASES.add(rpc, "FAILED_PRECONDITION", "RECORDINGS_OFF")
    async def no_folder(bench: Bench) -> None:
        bench.plane.recordings._vault = None
        await begin(bench)

    @CASES.add(rpc, "FAILED_PRECONDITION", "RECORDINGS_UNWRITABLE", "folder", "problem")
    async def a_file_in_the_place_of_the_folder(bench: Bench) -> None:
        Path(bench.plane.recordings._vault._root).touch()  # type: ignore[union-attr] # noqa: ASYNC240
        await begin(bench)

    @CASES.add(rpc, "RESOURCE_EXHAUSTED", "TOO_MANY_RECORDINGS", "limit")
    async def one_too_many(bench: Bench) -> None:
        for number in range(2):
            await started(bench, name=f"talk {number}")
        await begin(bench)


async def _nothing() -> bytes:
    return b""


for _rpc in ("StartRecording", "SaveClip"):
    of_every_beginning(_rpc)


# Rings


@CASES.add("SaveClip", "FAILED_PRECONDITION", "CAPTURE_RING_OFF")
async def a_clip_of_nothing(bench: Bench) -> None:
    await ask(bench, "SaveClip", connection_id=await bench.join_id())


@CASES.add("SaveClip", "INVALID_ARGUMENT", "CAPTURE_RING_INVALID", "length", "longest")
async def a_clip_without_length(bench: Bench) -> None:
    await ask(bench, "SaveClip", connection_id=await bench.join_id(), last={"seconds": 0})


@CASES.add("SetCaptureRing", "INVALID_ARGUMENT", "CAPTURE_RING_INVALID", "length", "longest")
async def a_ring_of_an_hour(bench: Bench) -> None:
    await ask(bench, "SetCaptureRing", connection_id=await bench.join_id(), length={"seconds": 3_600})


@CASES.add("SetCaptureRing", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_ring_of_nobody(bench: Bench) -> None:
    await ask(bench, "SetCaptureRing", connection_id="c-none", length={"seconds": 1})


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_recording_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
