"""What goes on in the rooms of a member that dies goes on with another one, and can be asked for anywhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from odind.client.messages import CaptureState, LiveState, Placement

from .members import PATIENCE, clients_of
from .test_members import listed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .members import Fleet

ACTIVE = LiveState.LIVE_STATE_ACTIVE
CAPTURED = CaptureState.CAPTURE_STATE_ACTIVE
ENDED = CaptureState.CAPTURE_STATE_ENDED
NAMES = ("one", "two")


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so, whichever member it is asked of."""
    async with asyncio.timeout(PATIENCE):
        while not await done():  # noqa: ASYNC110 - of many members
            await asyncio.sleep(0.05)


async def test_a_live_job_goes_on_with_another_member(fleet: Fleet) -> None:
    members = [await fleet.start(name).ready() for name in NAMES]
    async with clients_of(*members) as (one, two):
        await listed(one, set(NAMES))
        there = await one.join_room("lobby", user_id="anna", placement=Placement(member="two"))
        job = (await one.hls.start(there.connection_id)).job.job_id

        async def is_heard() -> bool:
            return (await one.hls.get(job)).job.state == ACTIVE

        await until(is_heard)
        assert [output.job.job_id for output in await two.hls.list()] == [job]
        fleet.members["two"].kill()
        await fleet.members["two"].exit_code()

        async def is_here_again() -> bool:
            return [(found.job.job_id, found.job.state) for found in await one.hls.list()] == [(job, ACTIVE)]

        await until(is_here_again)
        assert (await one.hls.get(job)).job.connection_id == there.connection_id
        await one.hls.stop(job)


async def test_a_recording_goes_on_in_another_one(fleet: Fleet) -> None:
    members = [await fleet.start(name).ready() for name in NAMES]
    async with clients_of(*members) as (one, _):
        await listed(one, set(NAMES))
        there = await one.join_room("lobby", user_id="anna", placement=Placement(member="two"))
        first = await one.recordings.start(there.connection_id)
        assert (await one.recordings.get(first.recording_id)).connection_id == there.connection_id
        fleet.members["two"].kill()
        await fleet.members["two"].exit_code()

        async def goes_on() -> bool:
            return [(found.continues, found.state) for found in await one.recordings.list()] == [
                (first.recording_id, CAPTURED)
            ]

        await until(goes_on)
        (second,) = await one.recordings.list()
        assert second.continues_after.ToTimedelta() > timedelta()
        again = await fleet.start("two").ready()
        async with clients_of(again) as (two,):

            async def is_complete() -> bool:
                return (await two.recordings.get(first.recording_id)).state == ENDED

            await until(is_complete)
            await listed(two, set(NAMES))
            assert (await two.recordings.get(second.recording_id)).state == CAPTURED
