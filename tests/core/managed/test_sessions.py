"""Sessions: when they begin and end, who was in them, and what is told."""

from __future__ import annotations

import pytest

from odind.core.access.principal import ITSELF
from odind.core.errors import (
    FailedPreconditionError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
)
from odind.core.managed.events import (
    AutoStartFailed,
    ParticipantJoined,
    ParticipantLeft,
    SessionEnded,
    SessionStarted,
    SessionWarning,
)
from odind.core.managed.recorder import SessionRecorder
from odind.core.managed.room import AutoStart, ManagedRoom, RoomSettings
from odind.core.managed.session import EndReason, RoomSession
from odind.core.managed.sessions import SessionFilter
from odind.core.rooms.actions import TakeArrivals
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.events import ConnectionJoined, ConnectionReconnecting
from odind.core.voice.arrivals import PeerArrivals
from odind.core.voice.events import SpeakingStarted, SpeakingStopped
from tests.core.managed.ground import BOT, EVERY, ROOM, open_ground


async def test_a_session_begins_with_the_first_human_and_has_the_bots_that_wait_there():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "dj", BOT)
        assert ground.keeper().session is None
        await ground.wait(5)
        await ground.come(2, "anna")
        (started,) = ground.told(SessionStarted)
        assert started.session.started_at == ground.clock.now()
        assert [(one.user_id, one.bot) for one in ground.session.participants.values()] == [
            ("dj", True),
            ("anna", False),
        ]
        assert [(told.peer_count, told.human_count) for told in ground.told(ParticipantJoined)] == [
            (2, 1)
        ] * 2


async def test_it_ends_when_nobody_has_been_there_for_a_while_and_keeps_the_times_of_all():
    async with open_ground() as ground:
        await ground.create()
        began = ground.clock.now()
        await ground.come(1, "anna")
        await ground.wait(3)
        await ground.go(1)
        await ground.wait(4)
        await ground.come(2, "anna")
        await ground.wait(1)
        await ground.go(2)
        await ground.wait(9)
        (warning,) = ground.told(SessionWarning)
        assert ground.keeper().session is not None
        await ground.wait(1)
        session = await ground.last()
        assert (session.reason, session.ended_at) == (EndReason.EMPTY, began + 18)
        (anna,) = session.participants.values()
        assert [(stay.joined_at - began, (stay.left_at or 0) - began) for stay in anna.stays] == [
            (0, 3),
            (7, 8),
        ]
        assert all(stay.join_seen and stay.leave_seen for stay in anna.stays)
        assert [told.participant.stays[0].peer_id for told in ground.told(ParticipantLeft)] == [1, 2]
        assert (warning.deadline.reason, warning.deadline.ends_at) == (EndReason.EMPTY, began + 18)
        assert len(ground.told(SessionEnded)) == 1


async def test_with_bots_alone_it_goes_on_for_longer():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "dj", BOT)
        await ground.come(2, "anna")
        await ground.go(2)
        await ground.wait(59)
        assert ground.keeper().session is not None
        await ground.wait(1)
        assert (await ground.last()).reason is EndReason.ONLY_BOTS
        assert ground.removed == ["dj"]


async def test_talk_and_overlap_are_counted_by_user():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "anna")
        await ground.come(2, "bert")
        await ground.tell(SpeakingStarted(1, "anna"))
        await ground.wait(4)
        await ground.tell(SpeakingStarted(2, "bert"))
        await ground.wait(2)
        await ground.tell(SpeakingStopped(1, "anna"))
        await ground.wait(1)
        await ground.go(2)
        speech = ground.session.speech
        assert (speech.talk_s, speech.overlap_s) == ({"anna": 6.0, "bert": 3.0}, 2.0)


async def test_packets_that_came_and_that_are_missing_are_counted_by_user_also_of_who_has_left():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "anna")
        await ground.come(2, "bert")
        await ground.go(2)
        ground.host.answers[TakeArrivals] = (PeerArrivals(1, 50, 2), PeerArrivals(2, 7, 0))
        await ground.wait(10)
        ground.host.answers[TakeArrivals] = (PeerArrivals(1, 10, -1),)
        session = await ground.sessions.end(ground.session.session_id)
        counted = {one.user_id: (one.packets, one.packets_lost) for one in session.participants.values()}
        assert counted == {"anna": (60, 1), "bert": (7, 0)}


async def test_one_that_is_ended_by_call_has_everybody_removed_and_those_left_over_begin_no_other():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "anna")
        session = await ground.sessions.end(ground.session.session_id)
        assert (session.reason, session.problem) == (EndReason.CALL, "")
        assert ground.removed == ["anna"]
        await ground.wait(30)
        assert len(ground.told(SessionStarted)) == 1
        await ground.come(2, "bert")
        assert len(ground.told(SessionStarted)) == 2
        assert set(ground.session.participants) == {"anna", "bert"}


async def test_sessions_are_listed_the_latest_first_page_by_page():
    async with open_ground() as ground:
        await ground.create()
        for peer_id in range(1, 4):
            await ground.come(peer_id, "anna")
            await ground.go(peer_id)
            await ground.wait(10)
        first, token = await ground.sessions.page(EVERY, 2, "")
        second, end = await ground.sessions.page(EVERY, 2, token)
        began = [session.started_at for session in (*first, *second)]
        assert (len(first), len(second), end) == (2, 1, "")
        assert began == sorted(began, reverse=True)
        assert await ground.sessions.page(SessionFilter("elsewhere"), 2, "") == ([], "")
        assert await ground.sessions.page(SessionFilter(ROOM, ongoing=True), 2, "") == ([], "")


async def test_the_observer_is_silent_listens_to_who_speaks_and_says_that_it_is_one():
    async with open_ground() as ground:
        await ground.create()
        entry = ground.daemon.registry.find(ground.observer)
        assert ITSELF.owns(entry.connection_id)
        assert entry.settings.attentive
        assert b'"role":"observer"' in bytes(entry.view.user_data)  # type: ignore[arg-type]


async def test_a_room_is_left_once_nobody_may_come_any_more():
    async with open_ground() as ground:
        await ground.create(token=False)
        assert ground.managed.keepers.get(ROOM) is None
        await ground.managed.tokens.create(ROOM, "anna", 60)
        await ground.wait(1)
        assert len(ground.host.connections) == 1
        await ground.wait(60)
        assert not ground.host.connections
        await ground.wait(10)
        assert ground.managed.keepers.get(ROOM) is None


class FakeRecorder(SessionRecorder):
    """Counts recordings, of which one at a time goes on."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.over: set[str] = set()
        self.failure: OdindError | None = None

    async def start(self, room: ManagedRoom, session: RoomSession, connection_id: str) -> str:
        del room, session
        if self.failure:
            raise self.failure
        self.started.append(connection_id)
        return f"r{len(self.started)}"

    async def stop(self, session: RoomSession) -> None:
        self.over.update(session.recording_ids)

    def _goes_on(self, recording_id: str) -> bool:
        return recording_id not in self.over


async def test_a_session_is_recorded_by_the_observer_until_it_ends():
    async with open_ground() as ground:
        recorder = ground.managed.keepers.recorder = FakeRecorder()
        await ground.create(auto_start=(AutoStart.RECORDING,))
        await ground.come(1, "anna")
        assert recorder.started == [ground.observer]
        assert ground.session.recording_ids == ("r1",)
        recorder.over.add("r1")  # with its connection
        await ground.tell(ConnectionReconnecting("lost"))
        await ground.tell(ConnectionJoined(ground.host.connections[ground.observer]))
        await ground.wait(10)
        session = await ground.last()
        assert session.recording_ids == ("r1", "r2")
        assert recorder.over == {"r1", "r2"}


async def test_a_recording_that_does_not_start_is_told_and_the_session_goes_on():
    async with open_ground() as ground:
        recorder = ground.managed.keepers.recorder = FakeRecorder()
        recorder.failure = ResourceExhaustedError("SPOOL_FULL", "the disk is full")
        await ground.create(auto_start=(AutoStart.RECORDING,))
        await ground.come(1, "anna")
        assert [(one.part, one.reason, one.problem) for one in ground.told(AutoStartFailed)] == [
            (AutoStart.RECORDING, "SPOOL_FULL", "the disk is full")
        ]
        assert ground.session.recording_ids == ()


async def test_no_room_can_start_what_is_not_there():
    async with open_ground() as ground:
        for part in (AutoStart.HLS, AutoStart.CAPTIONS, AutoStart.SUMMARY):
            with pytest.raises(FailedPreconditionError) as error:
                await ground.create(auto_start=(part,))
            assert error.value.reason == "AUTO_START_UNIMPLEMENTED"


async def test_many_rooms_are_not_all_joined_at_once():
    async with open_ground() as ground:
        ground.host.hold()
        for number in range(40):
            await ground.rooms.create(f"room-{number}", "", RoomSettings(observe_always=True))
        await ground.wait(0)
        assert len(ground.host.joins) == 16
        ground.host.release()
        await ground.wait(1)
        assert len(ground.host.connections) == 40


async def test_an_observer_that_is_refused_tries_again_and_says_why_it_is_not_there():
    async with open_ground() as ground:
        ground.host.refuse(PermissionDeniedError("ROOM_REFUSED", "you are banned"))
        room = await ground.create(token=False, observe_always=True)
        assert "you are banned" in ground.managed.seen(room).observer_problem
        ground.host.refuse(None)
        await ground.wait(60)
        now = ground.managed.seen(room)
        assert (bool(now.observer_id), now.observer_problem) == (True, "")


async def test_a_room_is_observed_while_a_connection_of_a_caller_is_in_it():
    async with open_ground() as ground:
        await ground.create(token=False)
        caller = await ground.daemon.join("dj", ROOM)
        await ground.wait(1)
        assert len(ground.host.connections) == 2
        await ground.daemon.rooms.leave(caller)
        await ground.wait(1)
        assert not ground.host.connections


async def test_a_room_that_is_deleted_ends_its_session_and_is_left():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "anna")
        await ground.rooms.delete(ROOM)
        await ground.wait(1)
        assert (await ground.last()).reason is EndReason.DELETED
        assert not ground.host.connections
        assert ground.removed == ["anna"]


async def test_a_room_that_is_deactivated_is_joined_by_the_daemon_alone():
    async with open_ground() as ground:
        await ground.create(observe_always=True)
        await ground.come(1, "anna")
        await ground.rooms.deactivate(ROOM)
        with pytest.raises(FailedPreconditionError, match="ROOM_DEACTIVATED"):
            await ground.daemon.join("dj", ROOM)
        await ground.daemon.rooms.join(JoinRequest(ROOM, "watch"), ITSELF)
        await ground.rooms.enable(ROOM)
        await ground.daemon.join("dj", ROOM)
