"""Rules that end sessions: each with its reason, a warning before it, and over restarts."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from odind.core.errors import FailedPreconditionError
from odind.core.log.memory import MemoryStore
from odind.core.managed.events import ManagedRoomDeactivated, SessionEnded, SessionWarning
from odind.core.managed.room import AfterSession, CloseRules, SilenceRule
from odind.core.managed.session import EndReason
from odind.core.rooms.events import Peer
from odind.core.voice.events import SpeakingStarted, SpeakingStopped
from tests.core.fakes import FakeHost
from tests.core.managed.ground import Ground, open_ground

SILENCE = CloseRules(silence=SilenceRule(10, 20))
REFUSED = FailedPreconditionError("GATEWAY_UNSUPPORTED", "no such method")


class Returning(FakeHost):
    """A host in whose rooms somebody already is."""

    here: tuple[Peer, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.peers = self.here


@pytest.mark.parametrize(
    ("rules", "reason", "after_s"),
    [
        ({"duration_s": 30}, EndReason.DURATION, 30),
        ({"max_uptime_s": 40}, EndReason.MAX_UPTIME, 40),
        ({"silence": SilenceRule(10, 20)}, EndReason.SILENCE, 30),
        ({"silence": SilenceRule(10, 1)}, EndReason.SILENCE, 11),
    ],
)
async def test_each_rule_warns_ends_the_session_and_names_its_reason(
    rules: dict[str, Any], reason: EndReason, after_s: int
):
    async with open_ground() as ground:
        await ground.create(close=CloseRules(**rules))
        await ground.come(1, "anna")
        await ground.wait(after_s - 1)
        assert ground.keeper().session is not None
        assert [one.deadline.reason for one in ground.told(SessionWarning)] == [reason]
        await ground.wait(1)
        (ended,) = ground.told(SessionEnded)
        assert (ended.session.reason, ended.session.ended_at) == (reason, ground.clock.now())
        assert ground.removed == ["anna"]
        room = ground.rooms.find("lobby")
        assert room.enabled is (reason is not EndReason.MAX_UPTIME)


async def test_a_session_lasts_eight_hours_at_most_and_warns_a_minute_before():
    async with open_ground() as ground:
        await ground.create()
        await ground.come(1, "anna")
        for _ in range(479):
            ground.clock.advance(60)
            await ground.wait(0)
        (warning,) = ground.told(SessionWarning)
        assert warning.deadline.ends_at == ground.clock.now() + 60
        await ground.wait(60)
        assert (await ground.last()).reason is EndReason.DURATION


async def test_silence_counts_from_the_last_word_and_not_while_somebody_speaks():
    async with open_ground() as ground:
        await ground.create(close=SILENCE)
        await ground.come(1, "anna")
        await ground.tell(SpeakingStarted(1, "anna"))
        await ground.wait(60)
        assert ground.keeper().session is not None
        await ground.tell(SpeakingStopped(1, "anna"))
        await ground.wait(9)
        assert ground.keeper().session is not None
        await ground.wait(1)
        assert (await ground.last()).reason is EndReason.SILENCE


async def test_a_room_for_one_session_is_deactivated_with_its_end():
    async with open_ground() as ground:
        await ground.create(close=CloseRules(AfterSession.IS_DEACTIVATED, empty_s=2))
        await ground.come(1, "anna")
        await ground.go(1)
        await ground.wait(2)
        assert not ground.rooms.find("lobby").enabled
        assert len(ground.told(ManagedRoomDeactivated)) == 1
        await ground.come(2, "bert")
        assert ground.removed == ["bert"]
        assert len(ground.told(SessionEnded)) == 1


async def test_what_the_gateway_cannot_remove_is_told_with_the_session():
    async with open_ground() as ground:
        await ground.create(close=CloseRules(duration_s=5))
        await ground.come(1, "anna")
        ground.gateway.failure = REFUSED
        await ground.wait(5)
        assert "no such method" in (await ground.last()).problem


async def killed(store: MemoryStore, ground: Ground) -> MemoryStore:
    """Return what a daemon leaves behind that is killed now."""
    await ground.daemon.scribe.stored()
    return copy.deepcopy(store)


async def test_a_session_survives_the_daemon_and_tells_what_is_not_known():
    store = MemoryStore(lasting=True)
    async with open_ground(store) as ground:
        await ground.create()
        await ground.come(1, "anna")
        await ground.come(2, "bert")
        await ground.wait(25)
        session_id, began, seen_at = (
            ground.session.session_id,
            ground.session.started_at,
            ground.session.seen_at,
        )
        left = await killed(store, ground)
    assert seen_at == began + 20
    Returning.here = (Peer(1, "anna"), Peer(3, "carl"))
    async with open_ground(left, kind=Returning) as ground:
        session = ground.session
        assert (session.session_id, session.started_at) == (session_id, began)
        (gap,) = session.gaps
        assert (gap.began_at, gap.ended_at) == (seen_at, ground.clock.now())
        (anna,), (bert,), (carl,) = (session.participants[name].stays for name in ("anna", "bert", "carl"))
        assert (anna.left_at, anna.join_seen) == (None, True)
        assert (bert.left_at, bert.leave_seen) == (seen_at, False)
        assert (carl.joined_at, carl.join_seen) == (ground.clock.now(), False)


async def test_a_rule_that_fell_due_while_the_daemon_was_away_ends_the_session_when_it_is_back():
    store = MemoryStore(lasting=True)
    async with open_ground(store) as ground:
        await ground.create(close=CloseRules(duration_s=100))
        await ground.come(1, "anna")
        left = await killed(store, ground)
        gone_at = ground.clock.now()
    Returning.here = (Peer(1, "anna"),)
    async with open_ground(left, kind=Returning, later_s=500) as ground:
        await ground.wait(1)
        session = await ground.last()
        assert session.reason is EndReason.DURATION
        assert session.ended_at is not None
        assert session.ended_at >= gone_at + 500
