"""What begins with a session by itself: recordings, HLS, captions and summaries; and what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.access.grant import FULL
from odind.core.access.principal import Principal
from odind.core.captions.events import CaptionsEnded, CaptionsStarted, SummaryEnded
from odind.core.captions.summary import MAX_PROMPT_BYTES, SummaryState
from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    OdindError,
    ResourceExhaustedError,
)
from odind.core.hls.events import HlsEnded, HlsStarted
from odind.core.live.job import JobState
from odind.core.log.memory import MemoryStore
from odind.core.managed.events import AutoStartFailed, SessionEnded
from odind.core.managed.room import AutoStart, RoomSettings
from odind.core.rooms.events import ConnectionJoined, ConnectionReconnecting, Peer
from tests.core.fakes import turns
from tests.core.managed.ground import ROOM, open_ground
from tests.core.managed.test_rules import Returning, killed

if TYPE_CHECKING:
    from odind.core.managed.session import RoomSession
    from odind.core.managed.starters import Starter
    from tests.core.managed.ground import Ground


class FakeStarter:
    """Counts what was started, of which one at a time goes on."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.over: set[str] = set()
        self.failure: OdindError | None = None

    async def start(
        self, _settings: RoomSettings, _session: RoomSession, connection_id: str, _by: Principal
    ) -> str:
        if self.failure:
            raise self.failure
        self.started.append(connection_id)
        return f"r{len(self.started)}"

    async def stop(self, started_id: str) -> object:
        return self.over.add(started_id)

    def goes_on(self, started_id: str) -> bool:
        return started_id not in self.over


def recording_of(ground: Ground) -> FakeStarter:
    """Have a fake record sessions."""
    starters: dict[AutoStart, Starter] = ground.managed.keepers.beginnings.starters
    fake = starters[AutoStart.RECORDING] = FakeStarter()
    return fake


async def reconnect(ground: Ground) -> None:
    """Have the observer lose its connection for a moment."""
    await ground.tell(ConnectionReconnecting("lost"))
    await ground.tell(ConnectionJoined(ground.host.connections[ground.observer]))


async def test_a_session_is_recorded_by_the_observer_until_it_ends():
    async with open_ground() as ground:
        recording = recording_of(ground)
        await ground.create(auto_start=(AutoStart.RECORDING,))
        await ground.come(1, "anna")
        assert recording.started == [ground.observer]
        assert ground.session.recording_ids == ("r1",)
        recording.over.add("r1")  # with its connection
        await reconnect(ground)
        await ground.wait(10)
        session = await ground.last()
        assert session.recording_ids == ("r1", "r2")
        assert recording.over == {"r1", "r2"}


@pytest.mark.parametrize("part", [AutoStart.RECORDING, AutoStart.HLS, AutoStart.CAPTIONS])
async def test_what_does_not_start_is_told_and_the_session_goes_on(part: AutoStart):
    async with open_ground() as ground:
        fake = ground.managed.keepers.beginnings.starters[part] = FakeStarter()
        fake.failure = ResourceExhaustedError("SPOOL_FULL", "the disk is full")
        await ground.create(auto_start=(part,))
        await ground.come(1, "anna")
        assert [(one.part, one.reason, one.problem) for one in ground.told(AutoStartFailed)] == [
            (part, "SPOOL_FULL", "the disk is full")
        ]
        assert ground.session.started(part) == ()


async def test_a_session_is_served_over_hls_with_captions_until_it_ends():
    async with open_ground() as ground:
        await ground.create(auto_start=(AutoStart.HLS, AutoStart.CAPTIONS))
        await ground.come(1, "anna")
        (hls,), (captions,) = ground.told(HlsStarted), ground.told(CaptionsStarted)
        assert ground.session.hls_ids == (hls.output.job_id,)
        assert hls.output.session_id == captions.captions.session_id == ground.session.session_id
        assert ground.session.caption_ids == (captions.captions.job_id,)
        assert {hls.output.connection_id, captions.captions.connection_id} == {ground.observer}
        assert hls.output.plan.captions
        assert captions.captions.plan.summary_prompt is None
        await reconnect(ground)
        assert len(ground.told(HlsStarted)) == 1
        await ground.go(1)
        await ground.wait(12)
        assert ground.told(SessionEnded)
        ended = [*ground.told(HlsEnded), *ground.told(CaptionsEnded)]
        states = [one.output.state if isinstance(one, HlsEnded) else one.captions.state for one in ended]
        assert states == [JobState.ENDED] * 2
        assert ground.told(SummaryEnded) == []
        transcript = ground.stage.captions.find(captions.captions.transcript_id)
        assert transcript.session_id == (await ground.last()).session_id


async def test_hls_without_captions_has_no_subtitles():
    async with open_ground() as ground:
        await ground.create(auto_start=(AutoStart.HLS,))
        await ground.come(1, "anna")
        (hls,) = ground.told(HlsStarted)
        assert not hls.output.plan.captions
        assert ground.session.caption_ids == ()


async def test_what_a_caller_stopped_does_not_begin_again_while_the_room_stays_in_sight():
    async with open_ground() as ground:
        await ground.create(auto_start=(AutoStart.HLS,))
        await ground.come(1, "anna")
        ground.managed.outlets.hls.jobs.stop(ground.session.hls_ids[0])
        await ground.come(2, "bob")
        assert len(ground.told(HlsStarted)) == 1


async def test_a_summary_is_begun_from_the_captions_when_the_session_is_over():
    async with open_ground() as ground:
        await ground.create(auto_start=(AutoStart.SUMMARY,), summary_prompt="who is to do what")
        await ground.come(1, "anna")
        (captions,) = ground.told(CaptionsStarted)
        await ground.go(1)
        await ground.wait(12)
        (told,) = ground.told(SummaryEnded)
        assert told.summary.transcript_id == captions.captions.transcript_id
        assert (told.summary.prompt, told.summary.state) == ("who is to do what", SummaryState.NO_ENGINE)


async def test_what_begins_belongs_to_who_made_the_room():
    maker, other = Principal("maker", FULL), Principal("other", FULL)
    async with open_ground() as ground:
        settings = RoomSettings(auto_start=(AutoStart.HLS, AutoStart.CAPTIONS))
        await ground.rooms.create(ROOM, "", settings, maker)
        await ground.managed.tokens.create(ROOM, "anybody", 86_400, maker)
        await turns(20)
        await ground.come(1, "anna")
        started = (*ground.session.hls_ids, *ground.session.caption_ids)
        assert [(maker.owns(one), other.owns(one)) for one in started] == [(True, False)] * 2


async def test_after_the_death_of_the_daemon_one_output_of_the_session_runs():
    store = MemoryStore(lasting=True)
    async with open_ground(store) as ground:
        await ground.create(auto_start=(AutoStart.HLS,))
        await ground.come(1, "anna")
        before = ground.session.hls_ids
        left = await killed(store, ground)
    Returning.here = (Peer(1, "anna"),)
    async with open_ground(left, kind=Returning) as ground:
        assert ground.session.hls_ids[:1] == before
        (running,) = ground.managed.outlets.hls.jobs.shelf.running()
        assert running.job_id == ground.session.hls_ids[-1]


async def test_a_daemon_without_an_engine_refuses_captions_and_summaries_at_creation():
    async with open_ground(engine=False) as ground:
        for part in (AutoStart.CAPTIONS, AutoStart.SUMMARY):
            with pytest.raises(FailedPreconditionError) as error:
                await ground.create(auto_start=(part,))
            assert error.value.reason == "AUTO_START_UNIMPLEMENTED"


async def test_a_prompt_that_is_too_long_is_refused_at_creation():
    async with open_ground() as ground:
        with pytest.raises(InvalidArgumentError) as error:
            await ground.create(summary_prompt="x" * (MAX_PROMPT_BYTES + 1))
        assert error.value.reason == "ROOM_SETTINGS_INVALID"
