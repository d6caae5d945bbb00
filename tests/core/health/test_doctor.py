"""What the doctor puts together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.errors import FailedPreconditionError
from odind.core.health.checks import CheckState, ok
from odind.core.health.path import PathReport, ProbePath
from odind.core.rooms.actions import ReadCounters
from odind.core.values.statistics import HostCounters, HostTotals
from tests.core.fakes import Daemon, open_daemon, open_house, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.health.checks import Check


def answering(daemon: Daemon) -> Daemon:
    daemon.host.answers[ReadCounters] = HostCounters("b", HostTotals())
    daemon.host.answers[ProbePath] = PathReport(0.05, heard=True, delay_s=0.1, loss=0.0)
    return daemon


async def test_it_looks_at_everything_and_probes_only_when_asked():
    async with open_daemon() as daemon:
        answering(daemon)
        names = [check.name for check in await daemon.plane.doctor.diagnose(probe=False)]
        assert names == ["gateway", "processes", "ticks", "store", "joins", "key", "devices"]
        probed = await daemon.plane.doctor.diagnose(probe=True)
        assert [check.name for check in probed] == [*names, "path"]
        assert all(check.state is CheckState.OK for check in probed)


async def test_a_missing_key_and_missing_devices_are_for_a_person_to_read():
    async with open_house(key=False) as house:
        house.sound.break_down(FailedPreconditionError("NO_SOUND", "there is no sound server"))
        found = {check.name: check for check in await house.plane.doctor.diagnose(probe=False)}
        assert found["key"].state is CheckState.WARNING
        assert (found["devices"].state, found["devices"].detail) == (
            CheckState.WARNING,
            "there is no sound server",
        )
        assert found["devices"].advice


async def test_an_examiner_that_hangs_is_told_and_hides_no_other():
    async def hangs() -> Sequence[Check]:
        await asyncio.Event().wait()
        return ()

    async def looks() -> Sequence[Check]:
        return (ok("disk", "free"),)

    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        answering(daemon).plane.doctor.examiners = (hangs, looks)
        asking = tasks.create_task(daemon.plane.doctor.diagnose(probe=False))
        await turns(30)
        daemon.clock.advance(10)
        found = {check.name: check.state for check in await asking}
    assert (found["examination"], found["disk"]) == (CheckState.FAILED, CheckState.OK)
