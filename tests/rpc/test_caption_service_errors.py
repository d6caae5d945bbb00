"""Every error of CaptionService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.captions.job import CaptionJob
from odind.core.captions.summary import Summary
from odind.core.captions.transcript import Transcript, TranscriptState
from odind.core.live.job import JobState
from odind.core.log.refusals import store_unavailable
from odind.core.recordings.events import RecordingEnded
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from odind.v1 import captions_pb2, live_pb2, sounds_pb2
from odind.v1.captions_pb2_grpc import CaptionServiceStub

from .bench import Bench, open_bench, until
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("CaptionService")


def ask(bench: Bench, rpc: str, /, **fields: Any) -> Any:
    request = getattr(captions_pb2, f"{rpc}Request")(**fields)
    return getattr(CaptionServiceStub(bench.channel), rpc)(request)


async def sound(bench: Bench) -> str:
    """Upload a sound."""
    config = sounds_pb2.PutSoundRequest(config=sounds_pb2.PutSoundConfig(name="talk"))
    requests = iter([config, sounds_pb2.PutSoundRequest(data=b"talk")])
    return (await bench.ask_sounds.PutSound(requests)).sound.sound_id


def running(bench: Bench) -> str:
    """Let a transcript be written that nobody writes."""
    return bench.captions.book.add(Transcript("t1", "fake", 0.0)).transcript_id


def turn_off(bench: Bench) -> None:
    bench.captions._line = None


@CASES.add("TranscribeFile", "INVALID_ARGUMENT", "TRANSCRIPT_SOURCE_INVALID")
async def two_sources(bench: Bench) -> None:
    await ask(bench, "TranscribeFile", recording_id="r1", sound_id="a1")


@CASES.add("TranscribeFile", "INVALID_ARGUMENT", "LANGUAGE_INVALID", "language")
async def a_language_in_words(bench: Bench) -> None:
    await ask(bench, "TranscribeFile", sound_id="a1", language="English, please")


@CASES.add("TranscribeFile", "INVALID_ARGUMENT", "VOCABULARY_TOO_LONG", "size", "most")
async def a_whole_dictionary(bench: Bench) -> None:
    await ask(bench, "TranscribeFile", sound_id="a1", vocabulary="ü" * 1_025)


@CASES.add("TranscribeFile", "INVALID_ARGUMENT", "REQUEST_ID_INVALID", "limit")
async def a_request_id_that_is_too_long(bench: Bench) -> None:
    await ask(bench, "TranscribeFile", sound_id="a1", request_id="x" * 1_000)


@CASES.add("TranscribeFile", "INVALID_ARGUMENT", "REQUEST_ID_REUSED", "request_id")
async def a_request_id_of_something_else(bench: Bench) -> None:
    sound_id = await sound(bench)
    await ask(bench, "TranscribeFile", sound_id=sound_id, request_id="one")
    await ask(bench, "TranscribeFile", sound_id=sound_id, language="en", request_id="one")


@CASES.add("TranscribeFile", "NOT_FOUND", "RECORDING_NOT_FOUND", "recording_id")
async def a_recording_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "TranscribeFile", recording_id="r1")


@CASES.add("TranscribeFile", "NOT_FOUND", "SOUND_NOT_FOUND", "sound_id")
async def a_sound_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "TranscribeFile", sound_id="a1")


@CASES.add("TranscribeFile", "FAILED_PRECONDITION", "CAPTIONS_OFF")
async def a_daemon_without_an_engine(bench: Bench) -> None:
    turn_off(bench)
    await ask(bench, "TranscribeFile", sound_id=await sound(bench))


@CASES.add("TranscribeFile", "FAILED_PRECONDITION", "RECORDING_HAS_NO_SOUND", "recording_id")
async def a_recording_that_runs(bench: Bench) -> None:
    made = Recording("r1", "c1", "lobby", RecordingPlan(), "/all/talk", CaptureState.ACTIVE, 0.0)
    bench.plane.recordings.shelf.add(made, RecordingEnded)
    await ask(bench, "TranscribeFile", recording_id="r1")


@CASES.add("TranscribeFile", "RESOURCE_EXHAUSTED", "TOO_MANY_TRANSCRIPTS", "limit")
async def one_too_many(bench: Bench) -> None:
    for number in range(2):
        bench.captions.book.add(Transcript(f"t{number}", "fake", 0.0))
    await ask(bench, "TranscribeFile", sound_id=await sound(bench))


@CASES.add("TranscribeFile", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_store_that_fails(bench: Bench) -> None:
    bench.plane.scribe.failure = store_unavailable("the disk is full")
    await ask(bench, "TranscribeFile", sound_id=await sound(bench), request_id="one")


_OF_TRANSCRIPTS = (
    *("StopTranscript", "GetTranscript", "ListSegments", "ExportTranscript", "DeleteTranscript"),
    *("Summarize", "GetSummary"),
)
for _rpc in _OF_TRANSCRIPTS:

    @CASES.add(_rpc, "NOT_FOUND", "TRANSCRIPT_NOT_FOUND", "transcript_id")
    async def a_transcript_that_there_is_not(bench: Bench, rpc: str = _rpc) -> None:
        await ask(bench, rpc, transcript_id="t1")


async def started(bench: Bench, **fields: Any) -> str:
    """Caption a connection."""
    source = {} if "room_id" in fields else {"connection_id": await bench.join_id()}
    return str((await ask(bench, "StartCaptions", **{**source, **fields})).captions.job.job_id)


@CASES.add("StartCaptions", "INVALID_ARGUMENT", "SOURCE_INVALID")
async def neither_a_connection_nor_a_room(bench: Bench) -> None:
    await ask(bench, "StartCaptions")


@CASES.add("StartCaptions", "INVALID_ARGUMENT", "LANGUAGE_INVALID", "language")
async def captions_in_a_language_in_words(bench: Bench) -> None:
    await started(bench, language="English, please")


@CASES.add("StartCaptions", "INVALID_ARGUMENT", "VOCABULARY_TOO_LONG", "size", "most")
async def captions_with_a_whole_dictionary(bench: Bench) -> None:
    await started(bench, vocabulary="ü" * 1_025)


@CASES.add("StartCaptions", "INVALID_ARGUMENT", "REQUEST_ID_INVALID", "limit")
async def captions_with_a_request_id_that_is_too_long(bench: Bench) -> None:
    await started(bench, request_id="x" * 1_000)


@CASES.add("StartCaptions", "INVALID_ARGUMENT", "REQUEST_ID_REUSED", "request_id")
async def captions_with_a_request_id_of_something_else(bench: Bench) -> None:
    await started(bench, request_id="one")
    await started(bench, language="en", request_id="one")


@CASES.add("StartCaptions", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_connection_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "StartCaptions", connection_id="c1")


@CASES.add("StartCaptions", "FAILED_PRECONDITION", "CAPTIONS_OFF")
async def captions_without_an_engine(bench: Bench) -> None:
    turn_off(bench)
    await started(bench)


@CASES.add("StartCaptions", "RESOURCE_EXHAUSTED", "TOO_MANY_LIVE_JOBS", "kind", "limit", "setting")
async def more_captions_than_may_run(bench: Bench) -> None:
    for _ in range(2):
        await started(bench)


@CASES.add("StartCaptions", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def captions_while_the_store_fails(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.plane.scribe.failure = store_unavailable("the disk is full")
    await ask(bench, "StartCaptions", connection_id=connection_id, request_id="one")


for _rpc in ("StopCaptions", "GetCaptions"):

    @CASES.add(_rpc, "NOT_FOUND", "LIVE_JOB_NOT_FOUND", "kind", "job_id")
    async def captions_that_there_are_not(bench: Bench, rpc: str = _rpc) -> None:
        await ask(bench, rpc, captions_id="q1")

    @CASES.add(_rpc, "FAILED_PRECONDITION", "LIVE_JOB_AMBIGUOUS", "kind", "prefix")
    async def the_beginning_of_two_ids(bench: Bench, rpc: str = _rpc) -> None:
        for number in range(2):
            bench.live_captions.jobs.shelf.add(CaptionJob(f"q{number}", "c1", "lobby", JobState.ENDED))
        await ask(bench, rpc, captions_id="q")


@CASES.add("StopCaptions", "FAILED_PRECONDITION", "LIVE_JOB_OVER", "kind", "job_id", "state")
async def captions_that_are_stopped_twice(bench: Bench) -> None:
    captions_id = await started(bench)
    for _ in range(2):
        await ask(bench, "StopCaptions", captions_id=captions_id)


@CASES.add("ListCaptions", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_of_captions_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListCaptions", page_token="next")  # noqa: S106 - no secret


@CASES.add("StopTranscript", "FAILED_PRECONDITION", "TRANSCRIPT_LIVE", "transcript_id")
async def a_transcript_that_captions_write(bench: Bench) -> None:
    bench.captions.book.add(Transcript("t1", "fake", 0.0, connection_id="c1"))
    await ask(bench, "StopTranscript", transcript_id="t1")


@CASES.add("StopTranscript", "FAILED_PRECONDITION", "TRANSCRIPT_OVER", "transcript_id", "state")
async def a_transcript_that_nobody_writes(bench: Bench) -> None:
    await ask(bench, "StopTranscript", transcript_id=running(bench))


@CASES.add("DeleteTranscript", "FAILED_PRECONDITION", "TRANSCRIPT_RUNNING", "transcript_id")
async def a_transcript_that_is_being_written(bench: Bench) -> None:
    await ask(bench, "DeleteTranscript", transcript_id=running(bench))


@CASES.add("ListTranscripts", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_of_transcripts_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListTranscripts", page_token="next")  # noqa: S106 - no secret


@CASES.add("ListSegments", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_of_segments_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListSegments", transcript_id=running(bench), page_token="next")  # noqa: S106 - the same


for _rpc in ("ListSegments", "ExportTranscript"):

    @CASES.add(_rpc, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def segments_that_cannot_be_read(bench: Bench, rpc: str = _rpc) -> None:
        async def fail(_keys: object) -> None:
            raise store_unavailable("the disk is gone")

        bench.captions.book._pages.get = fail  # type: ignore[method-assign,assignment] # a store that fails
        await ask(bench, rpc, transcript_id=running(bench))


@CASES.add("ExportTranscript", "INVALID_ARGUMENT", "TRANSCRIPT_FORMAT_UNKNOWN", "number")
async def a_format_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ExportTranscript", transcript_id=running(bench), format=99)


def over(bench: Bench) -> str:
    """Let there be a transcript that is over."""
    made = Transcript("t2", "fake", 0.0, state=TranscriptState.ENDED)
    return bench.captions.book.add(made).transcript_id


@CASES.add("Summarize", "INVALID_ARGUMENT", "PROMPT_TOO_LONG", "size", "most")
async def a_prompt_that_is_too_long(bench: Bench) -> None:
    await ask(bench, "Summarize", transcript_id=over(bench), prompt="x" * 8_193)


@CASES.add("Summarize", "FAILED_PRECONDITION", "TRANSCRIPT_RUNNING", "transcript_id")
async def the_summary_of_what_is_being_said(bench: Bench) -> None:
    await ask(bench, "Summarize", transcript_id=running(bench))


@CASES.add("Summarize", "FAILED_PRECONDITION", "SUMMARY_RUNNING", "transcript_id")
async def a_summary_that_is_being_written(bench: Bench) -> None:
    transcript_id = over(bench)
    bench.plane.scribe.shelf("summaries", Summary).put(transcript_id, Summary(transcript_id, "", 0.0))
    await ask(bench, "Summarize", transcript_id=transcript_id)


@CASES.add("GetSummary", "NOT_FOUND", "SUMMARY_NOT_FOUND", "transcript_id")
async def a_summary_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "GetSummary", transcript_id=over(bench))


@CASES.add("GetCaptionEngine", "FAILED_PRECONDITION", "CAPTIONS_OFF")
async def an_engine_that_there_is_not(bench: Bench) -> None:
    turn_off(bench)
    await ask(bench, "GetCaptionEngine")


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_every_error_reaches_its_caller(case: Case, tmp_path: Path):
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await case.provoke(bench)
    check(raised.value, case)


async def test_captions_are_listed_and_end_with_a_transcript(bench: Bench):
    captions_id = await started(bench, language="en", user_ids=["bob"], chat=True)
    async with bench.ticking():
        await until(lambda: bench.live_captions.jobs.get(captions_id).state is JobState.ACTIVE)
    (listed,) = (await ask(bench, "ListCaptions", states=[live_pb2.LIVE_STATE_ACTIVE])).captions
    stopped = (await ask(bench, "StopCaptions", captions_id=captions_id)).captions
    await until(lambda: bench.live_captions.jobs.get(captions_id).state.over)
    ended = (await ask(bench, "GetCaptions", captions_id=captions_id)).captions
    transcript = (await ask(bench, "GetTranscript", transcript_id=ended.transcript_id)).transcript
    assert (listed.language, list(listed.user_ids), listed.chat, listed.interim) == (
        "en",
        ["bob"],
        True,
        False,
    )
    assert (stopped.job.state, ended.job.state) == (live_pb2.LIVE_STATE_ENDING, live_pb2.LIVE_STATE_ENDED)
    assert transcript.state == captions_pb2.TRANSCRIPT_STATE_ENDED
    assert len(transcript.files) == 4


async def test_without_a_model_a_summary_says_so(bench: Bench):
    transcript_id = over(bench)
    asked = (await ask(bench, "Summarize", transcript_id=transcript_id, prompt="Who?")).summary
    kept = (await ask(bench, "GetSummary", transcript_id=transcript_id)).summary
    assert asked == kept
    assert (kept.state, kept.text, kept.prompt) == (captions_pb2.SUMMARY_STATE_NO_ENGINE, "", "Who?")


async def test_a_sound_is_transcribed_by_calls_alone(bench: Bench):
    begun = (await ask(bench, "TranscribeFile", sound_id=await sound(bench))).transcript
    listed = (await ask(bench, "ListTranscripts")).transcripts
    engine = await ask(bench, "GetCaptionEngine")
    assert [one.transcript_id for one in listed] == [begun.transcript_id]
    assert (begun.engine, engine.engine) == ("fake", "fake")
