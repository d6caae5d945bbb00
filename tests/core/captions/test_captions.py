"""The use cases, over a control plane in memory."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from odind.clock import FakeClock
from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import Verb
from odind.core.archive.downloads import Download
from odind.core.archive.shelf import RecordingShelf
from odind.core.bounds.limits import Limits
from odind.core.captions import book
from odind.core.captions.captions import Captions
from odind.core.captions.events import CaptionSpoken, TranscriptChanged, TranscriptEnded, TranscriptStarted
from odind.core.captions.exports import ExportFormat
from odind.core.captions.line import EngineLine
from odind.core.captions.ports import Heard
from odind.core.captions.transcript import TranscriptCounts, TranscriptState, TranscriptTerms
from odind.core.errors import FailedPreconditionError, NotFoundError, OdindError, UnavailableError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.core.players.library import SoundLibrary, SoundLimits
from odind.core.players.ports import SoundFailure
from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.core.recordings.events import RecordingEnded
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from tests.core.players.shelves import FakeShelf

from .fakes import FakeEngine, FakeShelves, FakeSources, frames, settle, silence, tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.captions.transcript import Transcript

TERMS = TranscriptTerms("en", "odind")
OWNER = Principal("", Grant(frozenset(Verb)))


class FakeDownloads:
    """Has one piece of every file; `failure` is raised instead."""

    failure: OdindError | None = None

    async def open(self, recording_id: str, file: str) -> Download:  # noqa: ARG002 - as of the real ones
        if self.failure:
            raise self.failure

        async def pieces() -> AsyncIterator[bytes]:
            yield file.encode()

        return Download(Artifact(file, ArtifactKind.TRACK, ArtifactState.READY, 0.0), 0, len(file), pieces())


class FakeRecordings:
    """Finds recordings on a shelf."""

    def __init__(self, shelf: RecordingShelf) -> None:
        self.shelf = shelf
        self.get = shelf.whole


@dataclass
class Ground:
    """Captions, and what is around them."""

    clock: FakeClock = field(default_factory=FakeClock)
    engine: FakeEngine = field(default_factory=FakeEngine)
    sources: FakeSources = field(default_factory=FakeSources)
    shelves: FakeShelves = field(default_factory=FakeShelves)
    downloads: FakeDownloads = field(default_factory=FakeDownloads)
    bugs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scribe = Scribe(new_log(self.clock, Limits()), MemoryStore(), self.clock)
        self.library = SoundLibrary(FakeShelf(), SoundLimits(), self.clock)
        self.recordings = FakeRecordings(RecordingShelf(self.scribe))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Captions]:
        line = EngineLine(self.engine, self.clock)
        async with Captions(
            self.scribe,
            line,
            self.sources,
            self.shelves,
            recordings=self.recordings,  # type: ignore[arg-type] # all that they are asked for
            downloads=self.downloads,  # type: ignore[arg-type] # the same
            library=self.library,
            clock=self.clock,
            bugs=lambda transcript_id, _bug: self.bugs.append(transcript_id),
            max_running=2,
        ) as captions:
            captions.interrupt()
            yield captions

    async def sound(self, *sounds: object) -> str:
        """Upload a sound, and return its id."""

        async def pieces() -> AsyncIterator[bytes]:
            yield b"a sound"

        kept = await self.library.put("talk", pieces(), OWNER)
        self.sources.samples[kept.sound_id] = frames(*sounds)  # type: ignore[arg-type] # tones
        return kept.sound_id

    def recording(self, *artifacts: Artifact, state: CaptureState = CaptureState.ENDED) -> str:
        """Keep a recording with files, and return its id."""
        made = Recording("r1", "c1", "lobby", RecordingPlan(), "/all/talk", state, 0.0, started_at=100.0)
        self.recordings.shelf.add(replace(made, artifacts=artifacts, samples=48_000), RecordingEnded)
        return made.recording_id

    async def over(self, captions: Captions, transcript: Transcript) -> Transcript:
        """Let the clock go on until a transcript is over."""
        for _ in range(1_000):
            if captions.find(transcript.transcript_id).state.over:
                return captions.find(transcript.transcript_id)
            await settle()
            self.clock.advance(0.5)
        raise AssertionError(captions.find(transcript.transcript_id))

    def told(self) -> list[object]:
        """Every event of transcripts."""
        kinds = (TranscriptStarted, TranscriptChanged, TranscriptEnded, CaptionSpoken)
        return [one.event for one in self.scribe.log._ring if isinstance(one.event, kinds)]


def track(user_id: str) -> Artifact:
    return Artifact(f"{user_id}.opus", ArtifactKind.TRACK, ArtifactState.READY, 0.0, 10, user_id=user_id)


async def test_a_sound_becomes_segments_events_and_files():
    ground = Ground()
    async with ground.opened() as captions:
        sound_id = await ground.sound(silence(1), tone(2, 440), silence(1), tone(1, 880), silence(1))
        begun = captions.transcribe_sound(sound_id, TERMS)
        ended = await ground.over(captions, begun)
        segments, token = await captions.segments(begun.transcript_id, 0, "")

    assert [(one.number, one.text, one.language) for one in segments] == [
        (1, "440 hertz", "en"),
        (2, "880 hertz", "en"),
    ]
    assert [one.start_s for one in segments] == pytest.approx([0.8, 3.8], abs=0.03)
    assert token == ""
    assert (ended.state, ended.progress, ended.counts) == (
        TranscriptState.ENDED,
        1.0,
        TranscriptCounts(segments=2),
    )
    assert ended.files == tuple(f"{begun.transcript_id}.{one.value}" for one in ExportFormat)
    assert "880 hertz" in ground.shelves.files[f"{begun.transcript_id}.vtt"]
    assert ground.engine.heard[0].vocabulary == "odind"
    told = ground.told()
    assert isinstance(told[0], TranscriptStarted)
    assert [one.segment.text for one in told if isinstance(one, CaptionSpoken)] == ["440 hertz", "880 hertz"]
    assert any(isinstance(one, TranscriptChanged) and 0.2 < one.transcript.progress < 0.8 for one in told)
    assert told[-1] == TranscriptEnded(ended)
    assert all(sound.closed for sound in ground.sources.opened)


async def test_the_tracks_of_a_recording_name_who_speaks():
    ground = Ground()
    ground.sources.samples["file"] = frames(tone(1), silence(1))
    async with ground.opened() as captions:
        mix = Artifact("mix.flac", ArtifactKind.MIX, ArtifactState.READY, 0.0)
        recording_id = ground.recording(track("anna"), mix, track("bob"))
        ended = await ground.over(captions, await captions.transcribe_recording(recording_id, TERMS))
        segments, _ = await captions.segments(ended.transcript_id, 0, "")

    assert [one.speaker for one in segments] == ["anna", "bob"]
    assert (ended.room_id, ended.started_at) == ("lobby", 100.0)


async def test_the_tracks_of_one_file_name_who_speaks():
    ground = Ground()
    ground.sources.samples["file"] = frames(tone(1, 440), silence(1))
    ground.sources.samples["file 1"] = frames(silence(1), tone(1, 880))
    together = Artifact(
        "multitrack.mka",
        ArtifactKind.MULTITRACK,
        ArtifactState.READY,
        0.0,
        track_user_ids=("anna", "bob"),
    )
    async with ground.opened() as captions:
        recording_id = ground.recording(together)
        ended = await ground.over(captions, await captions.transcribe_recording(recording_id, TERMS))
        segments, _ = await captions.segments(ended.transcript_id, 0, "")

    assert [(one.speaker, one.text) for one in segments] == [("anna", "440 hertz"), ("bob", "880 hertz")]
    assert ended.progress == 1.0


async def test_a_recording_of_everybody_in_one_file_is_heard_as_it_is():
    ground = Ground()
    ground.sources.samples["file"] = frames(tone(1), silence(1))
    async with ground.opened() as captions:
        recording_id = ground.recording(Artifact("mix.flac", ArtifactKind.MIX, ArtifactState.READY, 0.0))
        ended = await ground.over(captions, await captions.transcribe_recording(recording_id, TERMS))
        assert ended.counts.segments == 1


async def test_a_recording_that_runs_has_no_sound_yet():
    ground = Ground()
    async with ground.opened() as captions:
        recording_id = ground.recording(track("anna"), state=CaptureState.ACTIVE)
        with pytest.raises(FailedPreconditionError, match="no file of sound"):
            await captions.transcribe_recording(recording_id, TERMS)


async def test_phantoms_are_left_out_and_counted():
    ground = Ground()
    ground.engine.says = [Heard("Thanks for watching!", no_speech=0.9), Heard("")]
    async with ground.opened() as captions:
        sound_id = await ground.sound(*[tone(1), silence(1)] * 3)
        ended = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
    assert ended.counts == TranscriptCounts(segments=1, suppressed=1)


async def test_an_engine_that_stays_away_fails_a_transcript_with_what_it_had():
    ground, away = Ground(), UnavailableError("CAPTION_ENGINE_AWAY", "it is away")
    ground.engine.says = [Heard("hello"), away, away, away]
    async with ground.opened() as captions:
        sound_id = await ground.sound(*[tone(1), silence(1)] * 3)
        ended = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
        text = await captions.export(ended.transcript_id, ExportFormat.TEXT)
    assert (ended.state, ended.reason) == (TranscriptState.FAILED, "CAPTION_ENGINE_AWAY")
    assert 0 < ended.progress < 1
    assert text == "[00:00:00.000] hello\n"


async def test_bytes_that_are_no_sound_fail_a_transcript():
    ground = Ground()
    async with ground.opened() as captions:
        sound_id = await ground.sound(tone(1))
        ground.sources.failures[sound_id] = SoundFailure("SOUND_UNREADABLE", "it is a picture")
        ended = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
    assert (ended.state, ended.reason) == (TranscriptState.FAILED, "SOUND_UNREADABLE")


async def test_a_file_that_is_gone_fails_a_transcript():
    ground = Ground()
    ground.downloads.failure = NotFoundError("FILE_NOT_HERE", "it is gone")
    async with ground.opened() as captions:
        recording_id = ground.recording(track("anna"))
        ended = await ground.over(captions, await captions.transcribe_recording(recording_id, TERMS))
    assert (ended.state, ended.reason) == (TranscriptState.FAILED, "FILE_NOT_HERE")


async def test_a_folder_that_cannot_be_written_fails_a_transcript_whose_segments_are_kept():
    ground = Ground()
    ground.shelves.failure = UnavailableError("TRANSCRIPTS_UNWRITABLE", "the disk is full")
    async with ground.opened() as captions:
        ended = await ground.over(captions, captions.transcribe_sound(await ground.sound(tone(1)), TERMS))
        assert len((await captions.segments(ended.transcript_id, 0, ""))[0]) == 1
    assert (ended.state, ended.reason) == (TranscriptState.FAILED, "TRANSCRIPTS_UNWRITABLE")


async def test_a_bug_fails_one_transcript_and_no_more():
    ground = Ground()
    async with ground.opened() as captions:
        sound_id = await ground.sound(tone(1))
        ground.sources.samples[sound_id] = None  # type: ignore[assignment] # what should never happen
        ground.sources.open = None  # type: ignore[assignment,method-assign] # the same
        ended = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
    assert (ended.state, ended.reason) == (TranscriptState.FAILED, "TRANSCRIPT_BUG")
    assert ground.bugs == [ended.transcript_id]


async def test_who_stops_a_transcript_need_not_wait_for_the_engine():
    ground = Ground()
    async with ground.opened() as captions:
        sound_id = await ground.sound(*[tone(1), silence(1)] * 2)
        ground.engine.open.clear()
        begun = captions.transcribe_sound(sound_id, TERMS)
        await settle()
        stopped = await captions.stop(begun.transcript_id)
        with pytest.raises(FailedPreconditionError, match="is ended"):
            await captions.stop(begun.transcript_id)
        captions.delete(begun.transcript_id)
        await settle()
        with pytest.raises(NotFoundError):
            captions.find(begun.transcript_id)
    assert (stopped.state, stopped.reason) == (TranscriptState.ENDED, "TRANSCRIPT_STOPPED")
    assert ground.shelves.files == {}


async def test_what_the_daemon_had_not_finished_is_over_with_the_next_one():
    ground = Ground()
    ground.engine.open.clear()
    async with ground.opened() as captions:
        begun = captions.transcribe_sound(await ground.sound(tone(1)), TERMS)
        await settle()
    async with ground.opened() as captions:
        found = captions.find(begun.transcript_id)
    assert (found.state, found.reason) == (TranscriptState.FAILED, "TRANSCRIPT_INTERRUPTED")


async def test_others_see_neither_a_transcript_nor_its_text():
    ground = Ground()
    stranger = Principal("k1", Grant(frozenset({Verb.TRANSCRIBE}), ("*",)))
    async with ground.opened() as captions:
        ended = await ground.over(captions, captions.transcribe_sound(await ground.sound(tone(1)), TERMS))
        assert captions.page(0, "", stranger) == ([], "")
        for call in (captions.find, captions.delete):
            with pytest.raises(NotFoundError):
                call(ended.transcript_id, stranger)
        with pytest.raises(NotFoundError):
            await captions.segments(ended.transcript_id, 0, "", stranger)


async def test_the_oldest_makes_way_with_its_files(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(book, "MOST_OVER", 1)
    ground = Ground()
    async with ground.opened() as captions:
        sound_id = await ground.sound(tone(1))
        first = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
        second = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
        await settle()
        assert [one.transcript_id for one in captions.page(0, "")[0]] == [second.transcript_id]
    assert not any(name.startswith(first.transcript_id) for name in ground.shelves.files)


async def test_many_segments_come_back_in_pages():
    ground = Ground()
    async with ground.opened() as captions:
        sound_id = await ground.sound(*[tone(0.4), silence(0.8)] * 40)
        ended = await ground.over(captions, captions.transcribe_sound(sound_id, TERMS))
        first, token = await captions.segments(ended.transcript_id, 30, "")
        rest, end = await captions.segments(ended.transcript_id, 30, token)
    assert [one.number for one in (*first, *rest)] == list(range(1, 41))
    assert end == ""
    assert ended.pages == 3


async def test_what_ends_with_the_daemon_leaves_nothing_behind():
    ground = Ground()
    ground.engine.open.clear()
    async with ground.opened() as captions:
        captions.transcribe_sound(await ground.sound(tone(1)), TERMS)
        await asyncio.sleep(0)
    assert all(sound.closed for sound in ground.sources.opened)
