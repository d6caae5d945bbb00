"""Live jobs in a fleet: another member goes on with them under their ids, and never two at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError
from odind.core.fleet.holdings import Holdings
from odind.core.live.job import JobState
from odind.core.log.memory import MemoryStore
from odind.core.rooms.bots import Source
from tests.core.fakes import turns
from tests.core.live.ears import pcm
from tests.core.live.jobs import Tape, open_studio, recorded

from .fakes import FakeMirror

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from tests.core.live.jobs import Studio

GONE = "the member one of the fleet is gone"


def member(mirror: FakeMirror, most: int = 10) -> AbstractAsyncContextManager[Studio]:
    return open_studio(MemoryStore(lasting=True), most, mirror=mirror)


def holdings(studio: Studio) -> Holdings:
    return Holdings(studio.daemon.plane, [studio.jobs])


async def begun(studio: Studio) -> Tape:
    """A job that has heard something."""
    tape = await studio.jobs.start(Tape(label="mine"), Source(await studio.daemon.join()))
    await turns()
    await studio.ears.hear(1, anna=5)
    return studio.jobs.get(tape.job_id)


async def test_a_job_goes_on_where_its_connection_does() -> None:
    mirror = FakeMirror()
    async with member(mirror) as one, member(FakeMirror()) as two:
        tape = await begun(one)
        other = await begun(two)
        two.jobs.stop(other.job_id)
        await recorded(two, other.job_id)
        holdings(two).take_over(mirror.left_behind(), GONE)
        await turns(20)
        two.daemon.clock.advance(1.0)  # the pause before it listens again
        await turns(20)
        await two.ears.hear(1, anna=7)
        assert two.heard[tape.job_id] == [pcm(7)]
        here = two.jobs.get(tape.job_id)
        assert (here.state, here.label, here.created_at) == (JobState.ACTIVE, "mine", tape.created_at)
        assert [job.job_id for job in two.jobs.shelf] == [other.job_id, tape.job_id]
        two.jobs.stop(tape.job_id)
        assert (await recorded(two, tape.job_id)).state is JobState.ENDED


async def test_what_is_over_goes_nowhere() -> None:
    mirror = FakeMirror()
    async with member(mirror) as one:
        tape = await begun(one)
        assert ("tapes", tape.job_id) in mirror.holdings
        one.jobs.stop(tape.job_id)
        await recorded(one, tape.job_id)
        assert ("tapes", tape.job_id) not in mirror.holdings


async def test_a_job_whose_connection_does_not_come_back_is_over() -> None:
    mirror = FakeMirror()
    async with member(mirror) as one, member(FakeMirror()) as two:
        tape = await begun(one)
        jobs = [holding for holding in mirror.left_behind() if holding.kind == "tapes"]
        holdings(two).take_over(jobs, GONE)
        over = two.jobs.get(tape.job_id)
        assert (over.state, over.reason) == (JobState.ENDED, "DAEMON_RESTARTED")
        assert GONE in over.detail


async def test_a_job_that_finds_no_room_fails_and_says_why() -> None:
    mirror = FakeMirror()
    async with member(mirror) as one, member(FakeMirror(), most=1) as two:
        tape = await begun(one)
        await begun(two)
        holdings(two).take_over(mirror.left_behind(), GONE)
        over = two.jobs.get(tape.job_id)
        assert (over.state, over.reason) == (JobState.FAILED, "TOO_MANY_LIVE_JOBS")


async def test_a_fenced_member_stops_its_jobs_and_goes_on_with_those_that_nobody_took() -> None:
    async with member(FakeMirror()) as one:
        tape = await begun(one)
        await holdings(one).fence()
        await turns(20)
        assert one.jobs.get(tape.job_id).state is JobState.AWAY
        assert list(one.around.census.running.values()) == [0]
        holdings(one).resume()
        await turns(20)
        await one.ears.hear(1, anna=7)
        assert one.jobs.get(tape.job_id).state is JobState.ACTIVE
        assert one.heard[tape.job_id] == [pcm(5), pcm(7)]


async def test_a_job_that_another_member_has_is_forgotten_and_its_end_told() -> None:
    mirror, put_away = FakeMirror(), []
    async with member(mirror) as one:
        tape = await begun(one)

        async def discard(job: Tape) -> None:
            put_away.append(job.job_id)

        one.jobs.discard = discard
        places = list(mirror.holdings)
        await holdings(one).give_up(places)
        await turns(20)
        assert one.told()[-1] == ("ended", JobState.ENDED, "TAKEN_OVER")
        assert put_away == [tape.job_id]
        with pytest.raises(NotFoundError):
            one.jobs.get(tape.job_id)
