"""Sessions: when they begin and end, who was in them, and what is told."""

from __future__ import annotations

from odind.core.access.principal import ITSELF
from odind.core.managed.events import (
    ParticipantJoined,
    ParticipantLeft,
    SessionEnded,
    SessionStarted,
    SessionWarning,
)
from odind.core.managed.session import EndReason
from odind.core.managed.sessions import SessionFilter
from odind.core.rooms.actions import TakeArrivals
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
