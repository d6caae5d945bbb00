"""A chirp from one throw-away peer to another, on rooms in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import PermissionDeniedError
from odind.core.health.checks import CheckState
from odind.core.health.path import PathProbe, PathReport, ProbePath
from tests.core.fakes import House, open_daemon, open_house, turns

if TYPE_CHECKING:
    from odind.core.health.checks import Check


async def probed(house: House) -> Check:
    """Probe while ticks run."""
    PathProbe(house.host, house.clock)
    async with asyncio.TaskGroup() as tasks:
        probing = tasks.create_task(house.plane.prober.probe())
        while not probing.done():
            await house.tick()
    return probing.result()


async def test_the_second_peer_hears_the_first_and_when():
    async with open_house() as house:
        check = await probed(house)
        report = house.plane.prober.report
        assert report
        assert (check.state, report.heard, report.loss) == (CheckState.OK, True, 0.0)
        assert 0 <= report.delay_s < 0.1
        assert "heard after" in check.detail


async def test_callers_see_nothing_of_it_and_nothing_is_left():
    async with open_house() as house:
        before = house.plane.log.last
        await probed(house)
        assert house.plane.log.last == before
        assert len(house.plane.registry) == 0
        assert house.host.connections() == ()
        await turns()
        assert house.runtime.links == []
        assert house.host.streams == 0


async def test_a_peer_that_is_not_heard_is_a_failure():
    async with open_daemon() as daemon:
        daemon.host.answers[ProbePath] = PathReport(0.05, heard=False, delay_s=0.0, loss=1.0)
        check = await daemon.plane.prober.probe()
    assert (check.state, "did not hear" in check.detail) == (CheckState.FAILED, True)


@pytest.mark.parametrize(
    ("delay_s", "loss", "state"),
    [
        (0.1, 0.0, CheckState.OK),
        (0.1, 0.02, CheckState.OK),
        (0.1, 0.05, CheckState.WARNING),
        (0.9, 0.0, CheckState.WARNING),
    ],
)
async def test_loss_and_delay_are_worth_a_look(delay_s: float, loss: float, state: CheckState):
    async with open_daemon() as daemon:
        daemon.host.answers[ProbePath] = PathReport(0.05, heard=True, delay_s=delay_s, loss=loss)
        assert (await daemon.plane.prober.probe()).state is state


async def test_a_join_that_fails_is_told_by_its_reason_and_leaves_nothing():
    async with open_house() as house:
        house.runtime.refuse_joins(PermissionDeniedError("TOKEN_REFUSED", "no"))
        check = await probed(house)
        assert (check.state, "TOKEN_REFUSED" in check.detail) == (CheckState.FAILED, True)
        assert house.plane.prober.report is None
        assert house.host.connections() == ()


async def test_without_a_key_nothing_can_be_probed():
    async with open_house(key=False) as house:
        check = await house.plane.prober.probe()
        assert "NO_ACCESS_KEY" in check.detail


async def test_a_host_whose_ticks_stand_still_is_given_up():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        PathProbe(house.host, house.clock)
        probing = tasks.create_task(house.plane.prober.probe())
        await turns(30)
        house.clock.advance(10)
        assert "PROBE_SILENT" in (await probing).detail


async def test_by_the_clock_the_latest_probe_is_a_check_of_the_daemons_health():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        daemon.host.answers[ProbePath] = PathReport(0.05, heard=True, delay_s=0.1, loss=0.0)
        running = tasks.create_task(daemon.plane.prober.run(60))
        await turns(10)
        assert daemon.plane.prober.standing
        assert daemon.plane.prober.standing.state is CheckState.OK
        daemon.host.answers[ProbePath] = PathReport(0.05, heard=False, delay_s=0.0, loss=1.0)
        daemon.clock.advance(60)
        await turns(10)
        assert daemon.plane.prober.standing.state is CheckState.FAILED
        assert sum(isinstance(one, ProbePath) for one in daemon.host.performed) == 2
        daemon.plane.stop()
        await running


async def test_a_lost_worker_is_told():
    async with open_daemon() as daemon:
        daemon.host.die()
        check = await daemon.plane.prober.probe()
        assert "WORKER_LOST" in check.detail
