"""Every error of RecordingService about files: on their way, downloaded, erased."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.errors import FailedPreconditionError, OdindError
from odind.core.log.refusals import store_unavailable
from odind.core.outputs.output import Output, Outputs
from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.core.recordings.events import RecordingEnded
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from odind.outputs.failures import denied, no_bucket, no_folder, unavailable
from odind.outputs.spool import FolderSpool
from odind.sealing.keys import SealingKeys, damaged
from odind.v1 import recordings_pb2 as pb
from odind.v1.recordings_pb2_grpc import RecordingServiceStub
from tests.core.archive.test_files import FakeDisk
from tests.core.outputs.fakes import FakeBucket

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASES = Cases("RecordingService")
FILE = "mix.flac"


async def ask(bench: Bench, rpc: str, /, **fields: Any) -> None:
    request = getattr(pb, f"{rpc}Request")(recording_id="r1", **fields)
    call = getattr(RecordingServiceStub(bench.channel), rpc)(request)
    await (anext(aiter(call)) if rpc == "DownloadArtifact" else call)


def kept(bench: Bench, bucket: FakeBucket | None = None, **changes: Any) -> FakeDisk:
    """Let the daemon have a recording with one file, and one output."""
    plane, disk = bench.plane, FakeDisk()
    outputs = Outputs({"archive": Output(bucket or FakeBucket(), 60.0)}, disk)
    plane.uploads.outputs = plane.downloads._outputs = plane.addresses._outputs = outputs
    plane.downloads._vault = plane.erasure._vault = disk
    sound = Artifact(FILE, ArtifactKind.MIX, ArtifactState.READY, 0.0, 512_000)
    recording = Recording(
        *("r1", "c1", "lobby", RecordingPlan(outputs=("archive",)), "/all/talk", CaptureState.ENDED, 0.0),
        artifacts=(sound,),
        name="talk",
    )
    plane.recordings.shelf.add(replace(recording, **changes), RecordingEnded)
    return disk


def has_left(bench: Bench, bucket: FakeBucket | None = None) -> None:
    """Let the daemon have a recording whose file is at its output alone."""
    gone = Artifact(FILE, ArtifactKind.MIX, ArtifactState.READY, 0.0, 5, locations=("s3://takes/a",))
    kept(bench, bucket, artifacts=(gone,)).files.clear()


for _rpc in ("DeleteRecording", "UploadRecording", "DownloadArtifact", "SignArtifact"):

    @CASES.add(_rpc, "NOT_FOUND", "RECORDING_NOT_FOUND", "recording_id")
    async def a_recording_that_there_is_not(bench: Bench, rpc: str = _rpc) -> None:
        await ask(bench, rpc)


for _rpc in ("UploadRecording", "DownloadArtifact", "SignArtifact"):

    @CASES.add(_rpc, "FAILED_PRECONDITION", "RECORDING_DELETED", "recording_id", "who")
    async def a_tombstone(bench: Bench, rpc: str = _rpc) -> None:
        kept(bench, deleted_at=1.0, deleted_by="owner")
        await ask(bench, rpc)


@CASES.add("DeleteRecording", "FAILED_PRECONDITION", "RECORDING_RUNNING", "recording_id", "state")
async def a_recording_that_runs(bench: Bench) -> None:
    kept(bench, state=CaptureState.ACTIVE)
    await ask(bench, "DeleteRecording")


@CASES.add("DeleteRecording", "FAILED_PRECONDITION", "RECORDINGS_UNWRITABLE", "folder", "problem")
async def a_folder_that_cannot_be_erased(bench: Bench) -> None:
    kept(bench).error = FailedPreconditionError(
        "RECORDINGS_UNWRITABLE", "{folder}: {problem}", folder="/all/talk", problem="read-only"
    )
    await ask(bench, "DeleteRecording")


def of_outputs(code: str, error: OdindError) -> None:
    @CASES.add("DeleteRecording", code, error.reason, *error.metadata)
    async def an_output_that_fails(bench: Bench) -> None:
        bucket = FakeBucket()
        bucket.error = error
        kept(bench, bucket)
        await ask(bench, "DeleteRecording")

    @CASES.add("DownloadArtifact", code, error.reason, *error.metadata)
    async def an_output_that_has_it_and_fails(bench: Bench) -> None:
        bucket = FakeBucket()
        bucket.error = error
        has_left(bench, bucket)
        await ask(bench, "DownloadArtifact", file=FILE)

    if error.reason == "FOLDER_NOT_FOUND":
        return

    @CASES.add("SignArtifact", code, error.reason, *error.metadata)
    async def a_bucket_that_has_it_and_fails(bench: Bench) -> None:
        bucket = FakeBucket()
        bucket.error = error
        has_left(bench, bucket)
        await ask(bench, "SignArtifact", file=FILE)


def raised(work: Callable[[], object]) -> OdindError:
    """Return what is raised."""
    with pytest.raises(OdindError) as caught:
        work()
    return caught.value


of_outputs("UNAVAILABLE", unavailable("s3://takes/a", "no route"))
of_outputs("NOT_FOUND", no_bucket("takes"))
of_outputs("NOT_FOUND", no_folder("/mnt/nas"))
of_outputs("PERMISSION_DENIED", denied("s3://takes/a", "AccessDenied"))


for _rpc in ("DownloadArtifact", "SignArtifact"):

    @CASES.add(_rpc, "NOT_FOUND", "ARTIFACT_NOT_FOUND", "recording_id", "file", "files")
    async def a_file_that_it_has_not(bench: Bench, rpc: str = _rpc) -> None:
        kept(bench)
        await ask(bench, rpc, file="../../etc/passwd")

    @CASES.add(_rpc, "NOT_FOUND", "OBJECT_NOT_FOUND", "place")
    async def a_file_that_its_output_has_lost(bench: Bench, rpc: str = _rpc) -> None:
        has_left(bench)
        await ask(bench, rpc, file=FILE)


@CASES.add("SignArtifact", "INVALID_ARGUMENT", "URL_LIFETIME_INVALID", "lifetime", "most")
async def an_address_for_longer_than_s3_allows(bench: Bench) -> None:
    kept(bench)
    await ask(bench, "SignArtifact", file=FILE, lifetime={"seconds": 604_801})


@CASES.add("SignArtifact", "FAILED_PRECONDITION", "ARTIFACT_NOT_IN_BUCKET", "file", "state")
async def a_file_that_is_still_here(bench: Bench) -> None:
    kept(bench)
    await ask(bench, "SignArtifact", file=FILE)


@CASES.add("DownloadArtifact", "INVALID_ARGUMENT", "RANGE_INVALID", "size_bytes")
async def an_offset_behind_the_end(bench: Bench) -> None:
    kept(bench)
    await ask(bench, "DownloadArtifact", file=FILE, offset=512_001)


@CASES.add("DownloadArtifact", "FAILED_PRECONDITION", "RECORDINGS_OFF")
async def a_daemon_without_a_folder(bench: Bench) -> None:
    kept(bench)
    bench.plane.downloads._vault = None
    await ask(bench, "DownloadArtifact", file=FILE)


@CASES.add("DownloadArtifact", "FAILED_PRECONDITION", "ARTIFACT_STORED_ELSEWHERE", "file", "locations")
async def a_file_that_has_left(bench: Bench) -> None:
    has_left(bench)
    bench.plane.downloads._outputs.named.clear()  # type: ignore[attr-defined]
    await ask(bench, "DownloadArtifact", file=FILE)


for _rpc in (
    *("GetRecording", "DeleteRecording", "UploadRecording", "DownloadArtifact", "SignArtifact"),
    "ListRecordings",
):

    @CASES.add(_rpc, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def what_is_in_the_store_alone(bench: Bench, rpc: str = _rpc) -> None:
        kept(bench)
        bench.plane.recordings.shelf._archive._kept.clear()
        bench.plane.scribe._store.failure = store_unavailable("it is full")  # type: ignore[attr-defined]
        if rpc == "ListRecordings":
            await RecordingServiceStub(bench.channel).ListRecordings(pb.ListRecordingsRequest())
        await ask(bench, rpc)


@CASES.add("DownloadArtifact", "NOT_FOUND", "FILE_NOT_HERE", "file")
async def a_file_that_somebody_has_deleted(bench: Bench) -> None:
    kept(bench, folder="/nowhere")
    bench.plane.downloads._outputs = Outputs(spool=FolderSpool(SealingKeys(())))
    await ask(bench, "DownloadArtifact", file=FILE)


@CASES.add("DownloadArtifact", "UNAVAILABLE", "SPOOL_UNAVAILABLE", "file", "problem")
async def a_file_that_cannot_be_read(bench: Bench) -> None:
    kept(
        bench,
        folder="/proc/self",
        artifacts=(Artifact("mem", ArtifactKind.MIX, ArtifactState.READY, 0.0, 5),),
    )
    bench.plane.downloads._outputs = Outputs(spool=FolderSpool(SealingKeys(())))
    await ask(bench, "DownloadArtifact", file="mem")


def of_sealed_files(error: OdindError) -> None:
    @CASES.add("DownloadArtifact", error.code, error.reason, *error.metadata)
    async def a_sealed_file_that_does_not_open(bench: Bench) -> None:
        async def read(_file: str, _offset: int, _count: int) -> bytes:
            raise error

        kept(bench).read = read  # type: ignore[method-assign]
        await ask(bench, "DownloadArtifact", file=FILE)


of_sealed_files(damaged("chunk 0"))
of_sealed_files(raised(lambda: SealingKeys(()).unwrap(b"a key id", b"")))


@CASES.add("StartRecording", "RESOURCE_EXHAUSTED", "SPOOL_FULL", "bytes")
async def a_spool_that_is_full(bench: Bench) -> None:
    kept(bench)
    request = pb.StartRecordingRequest(connection_id=await bench.join_id(), outputs=["archive"])
    bench.plane.recordings._vault = FakeDisk()
    await RecordingServiceStub(bench.channel).StartRecording(request)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_files_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
