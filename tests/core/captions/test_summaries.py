"""Summaries: short ones, long ones, and none where there is no model."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.captions.events import SummaryEnded
from odind.core.captions.segment import Segment
from odind.core.captions.summaries import Summaries
from odind.core.captions.summary import (
    DEFAULT_PROMPT,
    MAX_PARTS,
    PART_CHARACTERS,
    Summary,
    SummaryState,
    parts_of,
    summarize,
)
from odind.core.captions.transcript import Transcript, TranscriptEnding, TranscriptState
from odind.core.errors import FailedPreconditionError, OdindError, ResourceExhaustedError, UnavailableError
from tests.core.fakes import turns

from .fakes import FakeEngine, tone
from .stage import Stage, open_stage

if TYPE_CHECKING:
    from odind.core.captions.ports import Writer


class FakeWriter:
    """Says how long what it got was; `raises` is raised instead."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.raises: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def write(self, instruction: str, text: str) -> str:
        self.asked.append((instruction, text))
        await self.open.wait()
        if self.raises:
            raise self.raises
        return f"{len(text)} characters"


def talk(stage: Stage, *texts: str) -> str:
    """Let there be a transcript of what anna has said."""
    book = stage.captions.book
    book.add(Transcript("t1", "fake", 0.0, room_id="lobby"))
    for number, text in enumerate(texts, 1):
        book.write("t1", Segment(number, "anna", number * 48_000, number * 48_000 + 1, text))
    book.end("t1", TranscriptEnding(TranscriptState.ENDED))
    return "t1"


def made(stage: Stage, writer: Writer | None) -> Summaries:
    return Summaries(stage.live._around, stage.captions, writer)


async def test_a_short_talk_is_summarized_at_once_as_its_caller_asks():
    writer = FakeWriter()
    async with open_stage(FakeEngine()) as stage:
        summaries, transcript_id = made(stage, writer), talk(stage, "Good morning.", "Goodbye.")
        assert summaries.start(transcript_id, "Who?").state is SummaryState.RUNNING
        await turns(20)
        found = summaries.get(transcript_id)
        told = [event for _, event in stage.daemon.told() if isinstance(event, SummaryEnded)]
    ((instruction, text),) = writer.asked
    assert (instruction, text.splitlines()) == (
        "Who?",
        ["[00:00:01.000] anna: Good morning.", "[00:00:02.000] anna: Goodbye."],
    )
    assert (found.state, found.text) == (SummaryState.READY, f"{len(text)} characters")
    assert told == [SummaryEnded(found)]


async def test_captions_that_want_a_summary_begin_it_with_their_complete_transcript():
    writer = FakeWriter()
    async with open_stage(FakeEngine(), writer=writer) as stage:
        job = await stage.start(summary_prompt="Who?")
        await stage.hear(3, anna=[(1, tone(1, 440))])
        await stage.over(job)
        await turns(20)
        found = stage.summaries.get(job.transcript_id)
    ((instruction, text),) = writer.asked
    assert (instruction, found.prompt, found.state) == ("Who?", "Who?", SummaryState.READY)
    assert text.endswith("anna: 440 hertz\n")


async def test_a_long_talk_is_summarized_by_its_parts():
    writer = FakeWriter()
    text = "".join(f"{number}: something was said\n" for number in range(2_000))
    assert await summarize(text, "", writer)
    parts, (last_instruction, notes) = writer.asked[:-1], writer.asked[-1]
    assert "".join(part for _, part in parts) == text
    assert all(len(part) <= PART_CHARACTERS and part.endswith("\n") for _, part in parts)
    assert all(instruction.endswith(DEFAULT_PROMPT) for instruction, _ in writer.asked)
    assert last_instruction.startswith("These are notes")
    assert notes.count("characters") == len(parts) == 3


async def test_more_than_can_be_told_is_refused():
    with pytest.raises(ResourceExhaustedError, match="can be summarized"):
        await summarize("x" * (MAX_PARTS * PART_CHARACTERS + 1), "", FakeWriter())


def test_a_line_that_is_longer_than_a_part_is_cut():
    assert list(map(len, parts_of("x" * (PART_CHARACTERS + 5)))) == [PART_CHARACTERS, 5]


async def test_without_a_model_nothing_is_made_up():
    async with open_stage(FakeEngine()) as stage:
        found = made(stage, None).start(talk(stage, "Good morning."), "")
    assert (found.state, found.text) == (SummaryState.NO_ENGINE, "")


async def test_where_nothing_was_said_no_model_is_asked():
    writer = FakeWriter()
    async with open_stage(FakeEngine()) as stage:
        summaries, transcript_id = made(stage, writer), talk(stage)
        summaries.start(transcript_id, "")
        await turns(20)
        assert (summaries.get(transcript_id).state, summaries.get(transcript_id).text) == (
            SummaryState.READY,
            "",
        )
    assert writer.asked == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (UnavailableError("SUMMARY_ENGINE_AWAY", "it is away"), "SUMMARY_ENGINE_AWAY"),
        (ZeroDivisionError(), "SUMMARY_BUG"),
    ],
)
async def test_what_fails_says_why_and_can_be_asked_for_again(error: Exception, reason: str):
    writer = FakeWriter()
    writer.raises = error
    async with open_stage(FakeEngine()) as stage:
        summaries, transcript_id = made(stage, writer), talk(stage, "Good morning.")
        summaries.start(transcript_id, "")
        await turns(20)
        failed = summaries.get(transcript_id)
        writer.raises = None
        summaries.start(transcript_id, "")
        await turns(20)
        assert summaries.get(transcript_id).state is SummaryState.READY
    assert (failed.state, failed.reason) == (SummaryState.FAILED, reason)
    assert len(stage.bugs) == (not isinstance(error, OdindError))


async def test_one_summary_is_written_at_a_time_and_the_next_daemon_gives_it_up():
    writer = FakeWriter()
    writer.open.clear()
    async with open_stage(FakeEngine()) as stage:
        summaries, transcript_id = made(stage, writer), talk(stage, "Good morning.")
        summaries.start(transcript_id, "")
        with pytest.raises(FailedPreconditionError, match="wait for its end"):
            summaries.start(transcript_id, "")
        again = made(stage, writer)
        again.recall()
        assert again.get(transcript_id).reason == "SUMMARY_INTERRUPTED"


async def test_the_summary_of_a_forgotten_transcript_is_forgotten():
    async with open_stage(FakeEngine()) as stage:
        summaries = made(stage, None)
        summaries.start(talk(stage, "Good morning."), "")
        stage.captions.delete("t1")
        summaries.recall()
        assert stage.daemon.scribe.shelf("summaries", Summary).get("t1") is None
