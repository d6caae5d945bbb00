"""The files of recordings over plain HTTP."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from odind.core.outputs.output import Output, Outputs
from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.core.recordings.events import RecordingEnded
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from tests.core.archive.test_files import SOUND, FakeDisk
from tests.core.outputs.fakes import FakeBucket

if TYPE_CHECKING:
    import httpx

    from .bench import Bench

ETAG = f'"{hashlib.sha256(SOUND).hexdigest()}"'


def kept(
    bench: Bench,
    state: CaptureState = CaptureState.ENDED,
    outputs: tuple[str, ...] = (),
    locations: tuple[str, ...] = (),
) -> FakeDisk:
    """Let the daemon have a recording of one file."""
    disk = FakeDisk()
    bench.plane.downloads._outputs, bench.plane.downloads._vault = Outputs(spool=disk), disk
    sound = Artifact(
        *("mix.flac", ArtifactKind.MIX, ArtifactState.READY, 0.0, len(SOUND), ETAG.strip('"')),
        locations=locations,
    )
    plan = RecordingPlan(outputs=outputs)
    recording = Recording("r1", "c1", "lobby", plan, "/all/talk", state, 0.0, artifacts=(sound,), name="talk")
    bench.plane.recordings.shelf.add(recording, RecordingEnded)
    return disk


async def asked(bench: Bench, file: str = "mix.flac", method: str = "GET", **headers: str) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return await bench.http.request(method, f"/v1/recordings/r1/{file}", headers=given)


async def test_the_whole_file_comes_with_its_length_and_its_checksum(bench: Bench):
    kept(bench)
    answer = await asked(bench)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert (answer.headers["content-type"], answer.headers["etag"]) == ("audio/flac", ETAG)
    assert (answer.headers["accept-ranges"], answer.headers["content-length"]) == ("bytes", str(len(SOUND)))


async def test_a_part_comes_alone(bench: Bench):
    kept(bench)
    answer = await asked(bench, range="bytes=300000-300099")
    assert (answer.status_code, answer.content) == (206, SOUND[300_000:300_100])
    assert answer.headers["content-range"] == f"bytes 300000-300099/{len(SOUND)}"
    assert (await asked(bench, range="bytes=-7")).content == SOUND[-7:]


async def test_a_part_of_another_file_is_not_mixed_with_this_one(bench: Bench):
    kept(bench)
    assert (await asked(bench, range="bytes=5-9", if_range=ETAG)).status_code == 206
    answer = await asked(bench, range="bytes=5-9", if_range='"of yesterday"')
    assert (answer.status_code, answer.content) == (200, SOUND)


async def test_what_the_client_has_does_not_come_again(bench: Bench):
    kept(bench)
    answer = await asked(bench, if_none_match=f'"other", {ETAG}')
    assert (answer.status_code, answer.content) == (304, b"")


async def test_head_says_how_long_it_is(bench: Bench):
    kept(bench)
    answer = await asked(bench, method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(SOUND))


async def test_a_range_behind_the_end_is_refused_with_the_length(bench: Bench):
    kept(bench)
    answer = await asked(bench, range="bytes=9999999-")
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(SOUND)}")


async def test_a_growing_file_has_no_checksum_and_no_known_length(bench: Bench):
    disk = kept(bench, CaptureState.ACTIVE)
    disk.files["/all/talk/mix.flac.part"] = b"some sound"
    answer = await asked(bench, "mix.flac.part", range="bytes=5-")
    assert (answer.status_code, answer.content) == (206, b"sound")
    assert answer.headers["content-range"] == "bytes 5-9/*"
    assert "etag" not in answer.headers


async def test_what_is_not_there_has_its_reason(bench: Bench):
    disk = kept(bench)
    for file, status, reason in (("mix.wav", 404, "ARTIFACT_NOT_FOUND"), ("mix.flac", 404, "FILE_NOT_HERE")):
        disk.files.clear()
        answer = await asked(bench, file)
        assert answer.status_code == status
        assert answer.json()["details"][0]["debug"]["reason"] == reason
    answer = await bench.http.get("/v1/recordings/r2/mix.flac")
    assert answer.json()["details"][0]["debug"]["reason"] == "RECORDING_NOT_FOUND"


async def test_a_file_that_has_left_this_machine_comes_from_its_output_in_parts_too(bench: Bench):
    bucket = FakeBucket()
    bucket.content, bucket.files = SOUND, {"talk/mix.flac": "/all/talk/mix.flac"}
    disk = kept(bench, outputs=("archive",), locations=("s3://takes/talk/mix.flac",))
    disk.files.clear()
    bench.plane.downloads._outputs = Outputs({"archive": Output(bucket, 60.0)}, disk)
    assert (await asked(bench)).content == SOUND
    answer = await asked(bench, range="bytes=300000-300099")
    assert (answer.status_code, answer.content) == (206, SOUND[300_000:300_100])
