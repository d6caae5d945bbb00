"""HLS outputs: what is heard is written without a hole, and who may read it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import AlreadyExistsError, InvalidArgumentError
from odind.core.hls import work
from odind.core.hls.events import HlsPlayable
from odind.core.hls.plan import HlsPlan
from odind.core.live.cues import Cue
from odind.core.live.job import JobState
from odind.core.rooms.bots import Source
from odind.core.rooms.refusals import worker_lost
from tests.core.fakes import turns
from tests.core.live.ears import pcm
from tests.core.live.test_jobs import granted

from .cinema import KEPT_S

if TYPE_CHECKING:
    from .cinema import Cinema


async def test_what_is_heard_is_written_and_silence_where_slots_are_missing(cinema: Cinema) -> None:
    output = await cinema.started()
    for tick in (1, 2, 5):
        await cinema.ears.hear(tick, anna=tick)
    await cinema.over(output)
    ((began, heard),) = cinema.package(output).timelines
    assert began == cinema.daemon.clock.now()
    assert bytes(heard) == pcm(1) + pcm(2) + pcm(0) * 2 + pcm(5)
    assert cinema.package(output).finished


async def test_after_a_long_absence_a_new_timeline_begins_at_its_own_time(cinema: Cinema) -> None:
    output = await cinema.started()
    await cinema.ears.hear(1, anna=1)
    await cinema.ears.break_off(worker_lost())
    cinema.daemon.clock.advance(30)
    await turns()
    await cinema.ears.hear(1, anna=2)
    await cinema.over(output)
    (first, one), (second, two) = cinema.package(output).timelines
    assert second - first == pytest.approx(30, abs=0.05)
    assert (bytes(one), bytes(two)) == (pcm(1), pcm(2))


async def test_it_is_told_once_that_an_output_is_playable(cinema: Cinema) -> None:
    output = await cinema.started()
    for tick in range(250):
        await cinema.ears.hear(tick, anna=1)
    playable = cinema.outputs.jobs.get(output.job_id)
    assert (playable.playable_at, playable.segments) == (cinema.daemon.clock.now(), 3)
    assert cinema.told() == ["HlsStarted", "HlsChanged", HlsPlayable.__name__]


async def test_an_event_ends_when_it_is_as_long_as_one_may_be(
    cinema: Cinema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "LONGEST_EVENT_S", 1)
    output = await cinema.started(window_s=0.0)
    for tick in range(60):
        await cinema.ears.hear(tick, anna=1)
    await turns(20)
    ended = cinema.outputs.jobs.get(output.job_id)
    assert (ended.state, ended.reason) == (JobState.ENDED, "HLS_EVENT_FULL")
    assert cinema.package(output).finished


async def test_captions_of_the_room_reach_the_output_and_those_of_others_do_not(cinema: Cinema) -> None:
    output = await cinema.started()
    cues = [Cue(room, "anna", "hello", 1.0, 2.0) for room in ("lobby", "hall")]
    for cue in cues:
        cinema.board.post(cue)
    assert cinema.package(output).cues == cues[:1]
    await cinema.over(output)
    cinema.board.post(cues[0])
    assert len(cinema.package(output).cues) == 1


async def test_a_full_disk_fails_the_output_and_the_connection_stays(cinema: Cinema) -> None:
    output = await cinema.started()
    cinema.package(output).full = True
    for tick in range(6):
        await cinema.ears.hear(tick, anna=1)
    await turns(20)
    failed = cinema.outputs.jobs.get(output.job_id)
    assert (failed.state, failed.reason) == (JobState.FAILED, "HLS_UNWRITABLE")
    assert cinema.package(output).closed
    assert cinema.daemon.registry.get(output.connection_id)


async def test_a_name_is_free_again_once_its_output_is_over(cinema: Cinema) -> None:
    output = await cinema.started(name="radio")
    with pytest.raises(AlreadyExistsError, match="HLS_NAME_TAKEN"):
        await cinema.started(name="radio")
    await cinema.over(output)
    assert (await cinema.started(name="radio")).name == "radio"


async def test_what_is_served_under_a_name_is_that_of_its_latest_owner_alone(cinema: Cinema) -> None:
    anna, ben = granted("anna"), granted("ben")
    mine = await cinema.outputs.start(HlsPlan(name="radio"), Source(room_id="lobby"), anna)
    await turns()
    _, ticket, _ = cinema.outputs.sign(mine.job_id, 600.0, anna)
    assert (cinema.outputs.is_seen("radio", anna), cinema.outputs.is_seen("radio", ben)) == (True, False)
    await cinema.over(mine)
    with pytest.raises(AlreadyExistsError, match="HLS_NAME_TAKEN"):
        await cinema.outputs.start(HlsPlan(name="radio"), Source(room_id="lobby"), ben)
    cinema.outputs.jobs.shelf.keep(mine.job_id, erased=True)
    await cinema.outputs.start(HlsPlan(name="radio"), Source(room_id="lobby"), ben)
    assert (cinema.outputs.is_seen("radio", anna), cinema.outputs.is_seen("radio", ben)) == (False, True)
    assert not cinema.outputs.opens(ticket, "radio")


async def test_a_ticket_opens_its_output_alone_and_for_its_time(cinema: Cinema) -> None:
    output = await cinema.started(name="radio")
    name, ticket, until = cinema.outputs.sign(output.job_id, 60.0)
    assert (name, until) == ("radio", int(cinema.daemon.clock.now() + 60))
    assert cinema.outputs.opens(ticket, "radio")
    assert not cinema.outputs.opens(ticket, "tv")
    assert not cinema.outputs.opens(ticket[:-1], "radio")
    cinema.daemon.clock.advance(61)
    assert not cinema.outputs.opens(ticket, "radio")


@pytest.mark.parametrize("lifetime_s", [0.0, 40 * 86_400.0])
async def test_a_ticket_holds_for_a_second_to_a_month(cinema: Cinema, lifetime_s: float) -> None:
    output = await cinema.started()
    with pytest.raises(InvalidArgumentError, match="HLS_LIFETIME_INVALID"):
        cinema.outputs.sign(output.job_id, lifetime_s)


async def test_what_is_over_is_erased_after_its_time(cinema: Cinema) -> None:
    output = await cinema.over(await cinema.started())
    running = await cinema.started()
    async with asyncio.TaskGroup() as tasks:
        sweeping = tasks.create_task(cinema.outputs.sweep())
        await turns()
        assert cinema.press.erased == []
        cinema.daemon.clock.advance(KEPT_S + 60)
        await turns()
        sweeping.cancel()
    assert cinema.press.erased == [output.job_id]
    assert cinema.outputs.jobs.get(output.job_id).erased
    assert not cinema.outputs.jobs.get(running.job_id).erased


@pytest.mark.parametrize(
    ("reason", "plan"),
    [
        ("HLS_NAME_INVALID", {"name": "../up"}),
        ("HLS_NAME_INVALID", {"name": "-"}),
        ("HLS_NAME_INVALID", {"name": "n" * 101}),
        ("HLS_BIT_RATES_INVALID", {"bit_rates": ()}),
        ("HLS_BIT_RATES_INVALID", {"bit_rates": (8_000,)}),
        ("HLS_BIT_RATES_INVALID", {"bit_rates": (48_000, 48_000)}),
        ("HLS_BIT_RATES_INVALID", {"opus_bit_rate": 1_000_000}),
        ("HLS_WINDOW_INVALID", {"window_s": 3.0}),
        ("HLS_WINDOW_INVALID", {"window_s": -1.0}),
    ],
)
def test_a_plan_that_cannot_be_done_is_refused(reason: str, plan: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError, match=reason):
        HlsPlan(**plan)
