"""Pushes: what is heard arrives, and a destination that fails is tried again."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.core.live.job import JobState
from odind.core.log.memory import MemoryStore
from odind.core.push.address import Codec
from odind.core.push.plan import PushPlan, PushSecrets
from odind.core.push.push import (
    PUSH_EVENTS,
    Link,
    PushChanged,
    PushFailed,
    PushStarted,
    PushStarting,
    PushStopped,
    PushStopping,
)
from odind.core.push.pushing import CONNECT_S, STALL_S
from odind.core.rooms.bots import Source
from tests.core.fakes import Daemon, open_daemon, turns
from tests.core.live.ears import pcm

from .carrier import Booth, open_booth

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.push.push import Push

PLAN = PushPlan("icecast://radio.example/mount", Codec.MP3, give_up_after_s=100)
SECRETS = PushSecrets("planted-key")
AWAY = UnavailableError("HOST_UNREACHABLE", "the host does not answer")
REFUSED = PermissionDeniedError("PUSH_REFUSED", "the host refuses the stream")


class Stage(Booth):
    """What a test plays on."""

    daemon: Daemon
    ticks = 0

    async def added(self, plan: PushPlan = PLAN) -> str:
        connection_id = await self.daemon.join()
        push = await self.pushes.add(plan, SECRETS, Source(connection_id))
        await turns()
        return push.job_id

    async def hear(self, slots: int) -> None:
        for _ in range(slots):
            self.ticks += 1
            await self.ears.hear(self.ticks, anna=self.ticks)
        await turns(20)

    async def passes(self, seconds: float) -> None:
        self.daemon.clock.advance(seconds)
        await turns(20)

    def now(self, push_id: str) -> Push:
        return self.pushes.as_it_is(self.pushes.jobs.get(push_id))

    def told(self) -> list[type]:
        events = (event for _, event in self.daemon.told())
        return [type(event) for event in events if isinstance(event, PUSH_EVENTS)]


@asynccontextmanager
async def stage_of(store: MemoryStore | None = None, **more: Any) -> AsyncIterator[Stage]:
    async with open_daemon(store=store, **more) as daemon, open_booth(daemon.plane, daemon.clock) as booth:
        booth.__class__ = Stage
        booth.daemon = daemon  # type: ignore[attr-defined]
        yield booth  # type: ignore[misc]
        daemon.plane.stop()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with stage_of() as opened:
        yield opened


async def test_what_is_heard_is_sent_in_pieces_of_100_ms_and_the_rest_at_the_end(stage: Stage):
    push_id = await stage.added()
    await stage.hear(7)
    assert stage.carrier.sent == [b"".join(map(pcm, range(1, 6)))]
    assert stage.now(push_id).link is Link.STREAMING
    stage.pushes.jobs.stop(push_id)
    await turns(20)
    assert stage.carrier.sent[1:] == [pcm(6) + pcm(7)]
    assert (stage.carrier.finished, stage.carrier.open) == (1, 0)
    assert stage.now(push_id).state is JobState.ENDED
    assert stage.told() == [PushStarting, PushChanged, PushStarted, PushChanged, PushStopping, PushStopped]


@pytest.mark.parametrize("chosen", [{"user_ids": ("anna",)}, {"peer_ids": (1,)}])
async def test_only_chosen_peers_are_sent(stage: Stage, chosen: dict[str, Any]):
    push_id = await stage.added(replace(PLAN, **chosen))
    for tick in range(1, 6):
        await stage.ears.hear(tick, anna=tick, bob=1_000)
    await turns(20)
    assert stage.carrier.sent == [b"".join(map(pcm, range(1, 6)))]
    assert stage.now(push_id).plan.user_ids == chosen.get("user_ids", ())


async def test_what_the_connection_itself_says_is_asked_for(stage: Stage):
    for own_voice in (True, False):
        await stage.added(replace(PLAN, own_voice=own_voice))
    assert [one.own_voice for one in stage.ears.receptions] == [True, False]


async def test_several_destinations_hear_one_room_and_are_removed_one_by_one(stage: Stage):
    connection_id = await stage.daemon.join()
    one, other = [await stage.pushes.add(PLAN, SECRETS, Source(connection_id)) for _ in range(2)]
    await turns(20)
    assert stage.carrier.open == 2
    stage.pushes.jobs.stop(one.job_id)
    await turns(20)
    assert (stage.carrier.open, stage.now(other.job_id).link) == (1, Link.STREAMING)


async def test_no_event_and_no_list_has_a_secret(stage: Stage):
    push_id = await stage.added()
    await stage.hear(5)
    assert stage.carrier.came[0][1].stream_key == "planted-key"
    assert "planted-key" not in repr([*stage.daemon.told(), stage.now(push_id), stage.carrier.came])


async def test_a_refused_key_fails_at_once(stage: Stage):
    stage.carrier.refusals = [REFUSED]
    push_id = await stage.added()
    await turns(20)
    push = stage.now(push_id)
    assert (push.state, push.reason, push.attempts) == (JobState.FAILED, "PUSH_REFUSED", 1)
    assert stage.told()[-1] is PushFailed


@pytest.mark.parametrize(
    "error",
    [
        InvalidArgumentError("ADDRESS_REFUSED", "the host has no public address"),
        FailedPreconditionError("CERTIFICATE_UNTRUSTED", "the certificate is not trusted"),
    ],
)
async def test_what_no_other_attempt_mends_fails_at_once(stage: Stage, error: Any):
    stage.carrier.refusals = [AWAY, error]
    push_id = await stage.added()
    await stage.passes(1)
    assert stage.now(push_id).reason == error.reason


async def test_a_destination_that_is_away_is_tried_again_until_it_takes_sound(stage: Stage):
    stage.carrier.refusals = [AWAY, AWAY]
    push_id = await stage.added()
    push = stage.now(push_id)
    assert (push.link, push.trouble, push.state) == (Link.WAITING, "HOST_UNREACHABLE", JobState.STARTING)
    await stage.passes(1)
    assert len(stage.carrier.came) == 2
    await stage.passes(2)
    push = stage.now(push_id)
    assert (push.link, push.trouble, push.attempts) == (Link.STREAMING, "", 3)
    assert stage.census.failures == {"pushes": 2}


async def test_it_is_given_up_when_it_was_away_for_too_long(stage: Stage):
    stage.carrier.refusals = [AWAY] * 100
    push_id = await stage.added()
    for _ in range(13):
        await stage.passes(10)
    assert (stage.now(push_id).state, stage.now(push_id).reason) == (JobState.FAILED, "HOST_UNREACHABLE")


async def test_a_destination_that_took_sound_may_refuse_us_twice_after_a_loss(stage: Stage):
    push_id = await stage.added()
    stage.carrier.refusals = [REFUSED, REFUSED, None, REFUSED, REFUSED, REFUSED]
    for _ in range(2):
        stage.carrier.breaks = AWAY
        await stage.hear(5)
        for _ in range(5):
            await stage.passes(30)
    assert (stage.now(push_id).state, stage.now(push_id).reason) == (JobState.FAILED, "PUSH_REFUSED")
    assert not stage.carrier.refusals


async def test_a_destination_that_never_answers_is_left_and_tried_again(stage: Stage):
    stage.carrier.hangs = True
    push_id = await stage.added()
    await stage.passes(CONNECT_S)
    assert stage.now(push_id).trouble == "PUSH_STALLED"
    stage.carrier.hangs = False
    await stage.passes(1)
    assert stage.now(push_id).link is Link.STREAMING


async def test_a_destination_that_takes_nothing_is_left_and_what_it_missed_is_dropped(stage: Stage):
    push_id = await stage.added()
    stage.carrier.stalls = True
    await stage.hear(5)
    await stage.hear(600)  # more than a feed holds
    await stage.passes(STALL_S)
    push = stage.now(push_id)
    assert (push.link, push.trouble) == (Link.WAITING, "PUSH_STALLED")
    assert stage.carrier.open == 0
    stage.carrier.stalls = False
    await stage.passes(1)
    await stage.hear(5)
    push = stage.now(push_id)
    assert (push.link, push.dropped_slots) == (Link.STREAMING, 595)
    assert stage.carrier.sent[0].startswith(pcm(601))


async def test_a_push_that_waits_is_removed_at_once(stage: Stage):
    stage.carrier.refusals = [AWAY]
    push_id = await stage.added()
    stage.pushes.jobs.stop(push_id)
    await turns(20)
    assert (stage.now(push_id).state, stage.now(push_id).reason) == (JobState.ENDED, "")


async def test_the_next_daemon_goes_on_with_the_key_and_forgets_it_with_the_end():
    store = MemoryStore(lasting=True)
    async with stage_of(store) as first:
        push_id = await first.added()
        await first.hear(5)
    async with stage_of(store) as second:
        second.pushes.recall()
        await turns(20)
        assert second.carrier.came == [(PLAN, SECRETS)]
        assert second.carrier.came[0][1].stream_key == "planted-key"
        second.pushes.jobs.stop(push_id)
        await turns(20)
        assert second.pushes._secrets.get(push_id) is None
        assert second.now(push_id).state is JobState.ENDED


async def test_a_push_whose_connection_does_not_come_back_leaves_no_key_behind():
    store = MemoryStore(lasting=True)
    async with stage_of(store) as first:
        push_id = await first.added()
    async with stage_of(store, restore=False) as second:
        second.pushes.recall()
        assert second.pushes._secrets.get(push_id) is None
        assert second.now(push_id).reason == "DAEMON_RESTARTED"
