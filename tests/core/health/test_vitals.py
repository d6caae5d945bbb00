"""What the daemon finds when it looks at itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.health.checks import CheckState
from odind.core.health.vitals import LOOK_S
from odind.core.log.refusals import store_unavailable
from odind.core.rooms.actions import ReadCounters
from odind.core.values.statistics import HostCounters, HostTotals
from tests.core.fakes import Daemon, open_daemon, turns

if TYPE_CHECKING:
    from odind.core.health.checks import Check, Health


def set_ticks(daemon: Daemon, ticks: int, late: int = 0, skipped: int = 0) -> None:
    for host in daemon.hosts:
        totals = HostTotals(ticks=ticks, ticks_late=late, ticks_skipped=skipped)
        host.answers[ReadCounters] = HostCounters("b", totals)


def check_of(health: Health, name: str) -> Check:
    (found,) = (check for check in health.checks if check.name == name)
    return found


async def test_before_the_first_look_the_daemon_is_starting():
    async with open_daemon() as daemon:
        assert daemon.plane.vitals.health.failing == ("start",)


async def test_a_daemon_that_does_its_work_is_ready():
    async with open_daemon() as daemon:
        set_ticks(daemon, 1_000)
        health = await daemon.plane.vitals.look()
        assert [check.name for check in health.checks] == ["gateway", "processes", "ticks", "store", "joins"]
        assert health.ready
        assert all(check.state is CheckState.OK and not check.advice for check in health.checks)


async def test_late_ticks_count_since_the_last_look():
    async with open_daemon() as daemon:
        look = daemon.plane.vitals.look
        set_ticks(daemon, 1_000, late=900)
        assert (await look()).ready
        set_ticks(daemon, 1_250, late=949)
        assert (await look()).ready
        set_ticks(daemon, 1_500, late=1_000)
        assert (await look()).failing == ("ticks",)
        set_ticks(daemon, 1_750, late=1_000)
        assert (await look()).ready


async def test_a_tick_that_is_left_out_fails_and_a_few_late_ones_after_a_rest_do_not():
    async with open_daemon() as daemon:
        look = daemon.plane.vitals.look
        set_ticks(daemon, 0)
        await look()
        set_ticks(daemon, 10, late=5)
        assert (await look()).ready
        set_ticks(daemon, 11, late=5, skipped=60)
        assert "60 left out" in check_of(await look(), "ticks").detail


async def test_a_lost_worker_is_worth_a_look_and_the_last_one_is_a_failure():
    async with open_daemon(hosts=2) as daemon:
        set_ticks(daemon, 0)
        daemon.hosts[0].die()
        health = await daemon.plane.vitals.look()
        assert (health.ready, check_of(health, "processes").state) == (True, CheckState.WARNING)
        daemon.hosts[1].die()
        health = await daemon.plane.vitals.look()
        assert health.failing == ("processes",)
        assert check_of(health, "processes").advice


async def test_it_looks_every_few_seconds_and_ends_with_the_daemon():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        set_ticks(daemon, 0)
        told: list[bool] = []

        async def tell(health: Health) -> None:
            told.append(health.ready)

        running = tasks.create_task(daemon.plane.vitals.run(tell))
        await turns(20)
        assert told == [True]
        daemon.host.die()
        daemon.clock.advance(LOOK_S)
        await turns(20)
        assert told == [True, False]
        daemon.plane.stop()
        await running


async def test_a_store_that_fails_is_told_until_it_works_again():
    async with open_daemon() as daemon:
        set_ticks(daemon, 0)
        daemon.plane.scribe.failure = store_unavailable("the disk is full")
        check = check_of(await daemon.plane.vitals.look(), "store")
        assert (check.state, "the disk is full" in check.detail) == (CheckState.FAILED, True)
        daemon.plane.scribe.failure = None
        assert (await daemon.plane.vitals.look()).ready


async def test_a_daemon_that_drains_is_not_ready_and_says_why():
    async with open_daemon() as daemon:
        await daemon.join()
        set_ticks(daemon, 1_000)
        await daemon.plane.drain.begin(None)
        check = check_of(await daemon.plane.vitals.look(), "joins")
        assert (check.state, check.detail) == (CheckState.FAILED, "the daemon drains")
        await daemon.plane.drain.undo()
        assert check_of(await daemon.plane.vitals.look(), "joins").state is CheckState.OK
