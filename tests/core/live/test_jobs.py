"""Live jobs: they begin, go on through what happens to their connections, and end for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import Verb
from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.live.job import JobState
from odind.core.log.memory import MemoryStore
from odind.core.rooms.bots import USER_DATA, Source
from odind.core.rooms.refusals import worker_lost
from tests.core.fakes import turns

from .ears import pcm
from .jobs import Studio, Tape, open_studio, recorded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    async with open_studio() as opened:
        yield opened


async def started(studio: Studio, room_id: str = "lobby") -> Tape:
    """A tape of a connection, which is in that room."""
    connection_id = await studio.daemon.join(room_id=room_id)
    tape = await studio.jobs.start(Tape(label="mine"), Source(connection_id))
    await turns()
    return tape


def granted(name: str) -> Principal:
    return Principal(name, Grant(frozenset({Verb.RECORD, Verb.JOIN}), ("*",), ("*",)), key_id=name)


async def test_a_job_is_active_once_it_hears_and_ended_once_it_is_stopped(studio: Studio) -> None:
    tape = await started(studio)
    assert (tape.state, tape.label, tape.started_at) == (JobState.STARTING, "mine", None)
    await studio.ears.hear(1, anna=5)
    assert studio.jobs.get(tape.job_id).state is JobState.ACTIVE
    assert studio.jobs.stop(tape.job_id).state is JobState.ENDING
    over = await recorded(studio, tape.job_id)
    assert (over.state, over.reason, over.ended_at) == (JobState.ENDED, "", studio.daemon.clock.now())
    assert studio.heard[tape.job_id] == [pcm(5)]
    assert studio.told() == [
        ("started", JobState.STARTING),
        ("changed", JobState.STARTING, JobState.ACTIVE),
        ("changed", JobState.ACTIVE, JobState.ENDING),
        ("ended", JobState.ENDED, ""),
    ]


async def test_those_that_run_are_counted_by_kind(studio: Studio) -> None:
    one, two = await started(studio), await started(studio, "hall")
    assert list(studio.around.census.running.values()) == [2]
    studio.jobs.stop(one.job_id)
    await recorded(studio, one.job_id)
    studio.raises = ZeroDivisionError()
    await studio.ears.hear(0, anna=1)
    await recorded(studio, two.job_id)
    assert list(studio.around.census.running.values()) == [0]


async def test_for_a_room_the_daemon_joins_as_a_bot_and_leaves_with_the_end(studio: Studio) -> None:
    tape = await studio.jobs.start(Tape(), Source(room_id="hall"))
    (view, _, settings) = studio.daemon.host.joins[0]
    assert (tape.joined, tape.room_id, view.user_id) == (True, "hall", "recorder")
    assert settings.user_data == USER_DATA
    await turns()
    studio.jobs.stop(tape.job_id)
    await recorded(studio, tape.job_id)
    assert studio.daemon.registry.get(tape.connection_id) is None


async def test_a_job_is_away_while_its_connection_is_and_then_goes_on(studio: Studio) -> None:
    tape = await started(studio)
    await studio.ears.hear(1, anna=5)
    await studio.ears.break_off(worker_lost())
    assert studio.jobs.get(tape.job_id).state is JobState.AWAY
    studio.daemon.clock.advance(1.0)
    await turns()
    await studio.ears.hear(1, anna=6)
    assert studio.jobs.get(tape.job_id).state is JobState.ACTIVE
    assert studio.heard[tape.job_id] == [pcm(5), pcm(6)]


async def test_a_job_ends_with_its_connection(studio: Studio) -> None:
    tape = await started(studio)
    await studio.daemon.rooms.leave(tape.connection_id)
    await studio.ears.break_off(worker_lost())
    over = await recorded(studio, tape.job_id)
    assert (over.state, over.reason) == (JobState.ENDED, "CONNECTION_LEFT")


async def test_an_error_of_its_work_fails_a_job_with_its_reason(studio: Studio) -> None:
    studio.raises = UnavailableError("DISK_FULL", "no space is left")
    tape = await started(studio)
    await studio.ears.hear(1, anna=5)
    over = await recorded(studio, tape.job_id)
    assert (over.state, over.reason, over.detail) == (JobState.FAILED, "DISK_FULL", "no space is left")


async def test_a_bug_fails_its_job_alone_and_is_written_down(studio: Studio) -> None:
    studio.raises = ZeroDivisionError("a bug")
    tape = await started(studio)
    await studio.ears.hear(1, anna=5)
    over = await recorded(studio, tape.job_id)
    assert (over.state, over.reason) == (JobState.FAILED, "LIVE_JOB_BUG")
    assert studio.bugs == [(tape.job_id, studio.raises)]


async def test_a_job_that_does_not_finish_is_given_up(studio: Studio) -> None:
    studio.hangs = True
    tape = await started(studio)
    studio.jobs.stop(tape.job_id)
    await turns()
    studio.daemon.clock.advance(61)
    over = await recorded(studio, tape.job_id)
    assert (over.state, over.reason) == (JobState.FAILED, "LIVE_JOB_STUCK")


async def test_a_job_that_is_over_cannot_be_stopped(studio: Studio) -> None:
    tape = await started(studio)
    studio.jobs.stop(tape.job_id)
    with pytest.raises(FailedPreconditionError, match="LIVE_JOB_OVER"):
        studio.jobs.stop(tape.job_id)


async def test_no_more_jobs_run_at_once_than_the_setting_allows() -> None:
    async with open_studio(most=1) as studio:
        await started(studio)
        with pytest.raises(ResourceExhaustedError, match=r"tapes\.max_running"):
            await started(studio)


async def test_a_job_needs_a_connection_or_a_room(studio: Studio) -> None:
    with pytest.raises(InvalidArgumentError, match="SOURCE_INVALID"):
        Source("c1", "lobby")
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        await studio.jobs.start(Tape(), Source("c1"))


async def test_the_beginning_of_an_id_is_enough_where_it_is_no_others(studio: Studio) -> None:
    first, second = await started(studio), await started(studio)
    assert studio.jobs.get(first.job_id[:8]) == first
    with pytest.raises(FailedPreconditionError, match="LIVE_JOB_AMBIGUOUS"):
        studio.jobs.get("t")
    with pytest.raises(NotFoundError, match="LIVE_JOB_NOT_FOUND"):
        studio.jobs.get("")
    assert [job.job_id for job in studio.jobs.page(0, "")[0]] == [first.job_id, second.job_id]


async def test_a_page_has_the_jobs_of_rooms_connections_and_states(studio: Studio) -> None:
    here, there = await started(studio), await started(studio, "elsewhere")
    studio.jobs.stop(there.job_id)
    await recorded(studio, there.job_id)

    def ids(**chosen: object) -> list[str]:
        return [job.job_id for job in studio.jobs.page(0, "", **chosen)[0]]  # type: ignore[arg-type]

    assert ids(room_ids=["lobby"]) == ids(connection_ids=[here.connection_id]) == [here.job_id]
    assert ids(states=[JobState.ENDED]) == [there.job_id]


async def test_jobs_of_others_are_not_found(studio: Studio) -> None:
    anna, ben = granted("anna"), granted("ben")
    tape = await studio.jobs.start(Tape(), Source(room_id="lobby"), anna)
    assert studio.jobs.get(tape.job_id, anna) == tape
    assert studio.jobs.page(0, "", ben) == ([], "")
    with pytest.raises(NotFoundError, match="LIVE_JOB_NOT_FOUND"):
        studio.jobs.stop(tape.job_id, ben)


async def test_the_next_daemon_goes_on_with_a_job_whose_connection_comes_back() -> None:
    store = MemoryStore(lasting=True)
    async with open_studio(store) as studio:
        tape = await started(studio)
        await studio.ears.hear(1, anna=5)
    async with open_studio(store) as studio:
        studio.jobs.recall()
        await turns()
        await studio.ears.hear(1, anna=6)
        again = studio.jobs.get(tape.job_id)
        assert (again.state, again.label) == (JobState.ACTIVE, "mine")
        assert studio.heard[tape.job_id] == [pcm(6)]


async def test_a_job_whose_connection_does_not_come_back_has_ended() -> None:
    store = MemoryStore(lasting=True)
    async with open_studio(store) as studio:
        tape = await started(studio)
    async with open_studio(store, restore=False) as studio:
        studio.jobs.recall()
        over = studio.jobs.get(tape.job_id)
        assert (over.state, over.reason) == (JobState.ENDED, "DAEMON_RESTARTED")
