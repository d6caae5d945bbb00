"""Captions of a room: who says what and when, while it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.captions.ports import Heard
from odind.core.captions.transcript import TranscriptCounts, TranscriptState
from odind.core.errors import FailedPreconditionError, UnavailableError
from odind.core.live.job import JobState
from odind.core.log.memory import MemoryStore
from odind.core.rooms.actions import SendMessage
from odind.core.rooms.events import Peer, PeerLeft
from odind.core.rooms.peer_data import RoomsPeerData, written
from odind.core.rooms.refusals import worker_lost
from tests.core.fakes import turns

from .fakes import FakeEngine, tone
from .stage import open_stage

if TYPE_CHECKING:
    from odind.core.captions.segment import Segment
    from odind.core.live.cues import Cue

LOW, HIGH = tone(2, 440), tone(2, 880)
AWAY = UnavailableError("CAPTION_ENGINE_AWAY", "it is away")


def lines(segments: list[Segment]) -> list[tuple[str, str, float]]:
    """Who said what and when, to half a second."""
    ordered = sorted(segments, key=lambda one: one.start_sample)
    return [(one.speaker, one.text, round(one.start_s * 2) / 2) for one in ordered if one.final]


async def test_voices_at_the_same_time_are_understood_each_by_itself():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start("en", "odind")
        assert job.state is JobState.STARTING
        await stage.hear(8, anna=[(1, LOW), (5, HIGH)], bob=[(2, HIGH)])
        assert stage.live.jobs.get(job.job_id).state is JobState.ACTIVE
        transcript = await stage.over(job)
        segments, _ = await stage.captions.segments(job.transcript_id, 0, "")

    assert lines(segments) == [
        ("anna", "440 hertz", 1.0),
        ("bob", "880 hertz", 2.0),
        ("anna", "880 hertz", 5.0),
    ]
    assert {one.speaker: one.peer_id for one in segments} == {"anna": 1, "bob": 2}
    assert (transcript.state, transcript.counts) == (TranscriptState.ENDED, TranscriptCounts(segments=3))
    assert "<v bob>880 hertz" in stage.shelves.files[f"{job.transcript_id}.vtt"]
    assert stage.bugs == []


async def test_only_chosen_users_are_heard():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start(user_ids=("bob",))
        await stage.hear(5, anna=[(1, LOW)], bob=[(1, HIGH)])
        await stage.over(job)
    assert lines(stage.spoken()) == [("bob", "880 hertz", 1.0)]


async def test_what_the_connection_itself_says_is_captioned_when_it_is_asked_for():
    async with open_stage(FakeEngine()) as stage:
        await stage.start(own_voice=True)
        await stage.start()
    assert [one.own_voice for one in stage.ears.receptions] == [True, False]


async def test_who_is_speaking_when_captions_end_is_understood():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start()
        await stage.hear(2.5, anna=[(1, LOW)])
        assert stage.spoken() == []
        await stage.over(job)
    assert lines(stage.spoken()) == [("anna", "440 hertz", 1.0)]


async def test_what_is_being_said_is_told_before_its_end():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start(interim=True)
        await stage.hear(7, anna=[(0, tone(5))])
        segments, _ = await stage.captions.segments(job.transcript_id, 0, "")
    told = stage.spoken()
    assert [(one.number, one.revision, one.final) for one in told] == [
        (1, 1, False),
        (1, 2, False),
        (1, 3, True),
    ]
    assert [one.end_s - one.start_s for one in told] == sorted(one.end_s - one.start_s for one in told)
    assert segments == told[-1:]


async def test_captions_go_into_the_room_as_chat_and_to_those_who_show_cues():
    cues: list[Cue] = []
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start(chat=True)
        with stage.board.listening("lobby", cues.append):
            await stage.hear(4, anna=[(1, LOW)])
            transcript = await stage.over(job)
        sent = [one.message for one in stage.daemon.host.performed if isinstance(one, SendMessage)]
    (cue,) = cues
    assert (cue.speaker, cue.text) == ("anna", "440 hertz")
    assert cue.began_at - (transcript.started_at or 0) == pytest.approx(1.0, abs=0.3)
    assert sent == [b'{"kind":"message","payload":"anna: 440 hertz"}']


async def test_a_peer_of_odin_rooms_is_shown_by_the_name_in_its_data_and_named_by_its_id():
    cues: list[Cue] = []
    shown = RoomsPeerData(user_id="anna", name="Anna <A>")
    async with open_stage(FakeEngine()) as stage:
        stage.daemon.host.peers = (Peer(1, "anna", written(shown)), Peer(2, "bob", b'{"userId":"bob"}'))
        job = await stage.start(chat=True)
        with stage.board.listening("lobby", cues.append):
            await stage.hear(8, anna=[(1, LOW)], bob=[(4, HIGH)])
        await stage.over(job)
        sent = [one.message for one in stage.daemon.host.performed if isinstance(one, SendMessage)]
    assert [(one.speaker, one.name) for one in stage.spoken()] == [("anna", "Anna <A>"), ("bob", "")]
    assert [one.speaker for one in cues] == ["Anna <A>", "bob"]
    assert b"Anna <A>: 440 hertz" in sent[0]
    assert "<v Anna &lt;A&gt;>440 hertz" in stage.shelves.files[f"{job.transcript_id}.vtt"]


async def test_who_has_left_before_being_understood_is_called_as_before():
    async with open_stage(FakeEngine()) as stage:
        stage.daemon.host.peers = (Peer(1, "anna", written(RoomsPeerData(user_id="anna", name="Anna"))),)
        job = await stage.start()
        await stage.hear(2.5, anna=[(1, LOW)])
        stage.daemon.registry.note(job.connection_id, PeerLeft(stage.daemon.host.peers[0]))
        await stage.over(job)
    assert [one.name for one in stage.spoken()] == ["Anna"]


async def test_a_transcript_knows_the_session_of_its_room_also_one_that_began_later():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start()
        await stage.hear(4, anna=[(1, LOW)])
        assert stage.captions.find(job.transcript_id).session_id == ""
        stage.sessions["lobby"] = "s1"
        await stage.hear(4, anna=[(1, LOW)])
        stage.sessions["lobby"] = "s2"
        transcript = await stage.over(job)
    assert transcript.session_id == "s1"


async def test_an_engine_that_is_away_is_told_of_and_captions_go_on():
    engine = FakeEngine()
    engine.says = [AWAY, AWAY, AWAY, Heard("again")]
    async with open_stage(engine) as stage:
        job = await stage.start()
        await stage.hear(10, anna=[(0, LOW)])
        failing = stage.captions.find(job.transcript_id)
        await stage.hear(4, anna=[(0, LOW)])
        transcript = await stage.over(job)
    assert (failing.state, failing.reason) == (TranscriptState.RUNNING, "CAPTION_ENGINE_AWAY")
    assert (transcript.state, transcript.reason) == (TranscriptState.ENDED, "")
    assert transcript.counts == TranscriptCounts(segments=1, failed=1)


async def test_an_engine_that_hangs_costs_only_what_it_was_asked():
    engine = FakeEngine()
    engine.open.clear()
    async with open_stage(engine, depth=2) as stage:
        job = await stage.start()
        await stage.hear(12, anna=[(0, LOW), (4, LOW), (8, LOW)])
        behind = stage.captions.find(job.transcript_id)
        stage.live.jobs.stop(job.job_id)
        for _ in range(40):
            await turns(20)
            stage.clock.advance(1)
        ended = stage.live.jobs.get(job.job_id)
        transcript = stage.captions.find(job.transcript_id)
    assert (behind.reason, behind.counts.dropped) == ("CAPTIONS_BEHIND", 1)
    assert ended.state is JobState.ENDED
    assert (transcript.state, transcript.counts) == (
        TranscriptState.ENDED,
        TranscriptCounts(dropped=1, failed=2),
    )


async def test_the_clock_of_a_transcript_goes_on_while_a_worker_is_lost():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start()
        await stage.hear(4, anna=[(0.5, LOW)])
        await stage.ears.break_off(worker_lost())
        stage.clock.advance(6)
        await turns(20)
        stage.tick = 0
        await stage.hear(4, anna=[(1, HIGH)])
        await stage.over(job)
    assert lines(stage.spoken()) == [("anna", "440 hertz", 0.5), ("anna", "880 hertz", 11.0)]


async def test_the_next_daemon_goes_on_with_captions_and_their_transcript():
    store = MemoryStore(lasting=True)
    async with open_stage(FakeEngine(), store) as stage:
        job = await stage.start()
        await stage.hear(4, anna=[(0.5, LOW)])
    async with open_stage(FakeEngine(), store) as stage:
        await turns(20)
        await stage.hear(4, anna=[(1, HIGH)])
        transcript = await stage.over(job)
        segments, _ = await stage.captions.segments(job.transcript_id, 0, "")
    assert [(one.speaker, one.text) for one in segments] == [("anna", "440 hertz"), ("anna", "880 hertz")]
    assert transcript.counts.segments == 2


async def test_a_transcript_that_captions_write_ends_with_them_alone():
    async with open_stage(FakeEngine()) as stage:
        job = await stage.start()
        await stage.hear(1)
        with pytest.raises(FailedPreconditionError, match="stop those"):
            await stage.captions.stop(job.transcript_id)


async def test_a_room_that_says_nothing_costs_no_engine():
    engine = FakeEngine()
    async with open_stage(engine) as stage:
        job = await stage.start()
        await stage.hear(60, anna=[])
        transcript = await stage.over(job)
    assert engine.heard == []
    assert transcript.counts == TranscriptCounts()
