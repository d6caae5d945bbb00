"""Connections that are left when no call holds them: which calls do, and what the loss of a process means."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import InvalidArgumentError, NotFoundError, OdindError, ResourceExhaustedError
from odind.core.rooms.attendance import Attendance, AudioAttended
from odind.core.rooms.events import (
    CALLER_GONE,
    LEFT_BY_US,
    ConnectionHeld,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionReleased,
    ConnectionState,
)
from odind.core.rooms.holder import OnLost
from odind.core.rooms.holding import MAX_HOLDERS
from odind.core.rooms.watching import Wanted
from odind.core.sound.format import AudioFormat
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.core.voice.processing import Processing
from tests.core.fakes import Daemon, House, open_daemon, open_house, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def pass_time(house: House | Daemon, seconds: float) -> None:
    await turns()
    house.clock.advance(seconds)
    await turns()


def names(house: House | Daemon) -> list[str]:
    return [view.user_id for view in house.rooms.list_page(0, "")[0]]


async def test_a_connection_that_no_call_holds_is_left_and_the_event_says_why():
    async with open_house() as house:
        stays, goes = await house.join("anna"), await house.join("bert", linger_s=10.0)
        assert (stays.linger_s, house.rooms.get(goes.connection_id).linger_s) == (None, 10.0)
        async with house.watch() as (_, events):
            await pass_time(house, 9.9)
            assert names(house) == ["anna", "bert"]
            await pass_time(house, 0.1)
            seen = [await anext(events) for _ in range(2)]
        assert (goes.connection_id, CALLER_GONE) in [(entry.subject, entry.event) for entry in seen]
        assert names(house) == ["anna"]
        assert [link.user_id for link in house.runtime.links] == ["anna"]
        await pass_time(house, 1e6)
        assert names(house) == ["anna"]


@asynccontextmanager
async def holding(house: House | Daemon, *connection_ids: str) -> AsyncIterator[None]:
    """Hold connections as HoldConnections does."""
    async with aclosing(house.plane.holding.hold(connection_ids)) as held:
        await anext(held)
        yield


@asynccontextmanager
async def watching(house: House, connection_id: str) -> AsyncIterator[None]:
    async with house.watch([connection_id]):
        yield


@asynccontextmanager
async def watching_after_an_event(house: House, connection_id: str) -> AsyncIterator[None]:
    async with aclosing(house.watches.watch(Wanted((connection_id,), 0))) as items:
        await anext(items)
        yield


@asynccontextmanager
async def listening(house: House, connection_id: str) -> AsyncIterator[None]:
    with house.host.audio_call() as call:
        call.attach(LaneConfig(connection_id, None, SendBuffer(), Reception(AudioFormat(), ReceiveMode.MIX)))
        yield


@asynccontextmanager
async def having_listened(house: House, connection_id: str) -> AsyncIterator[None]:
    """Have a call whose lane on the connection is over, and another lane is not."""
    other = await house.join("other")
    with house.host.audio_call() as call:
        for name in (connection_id, other.connection_id):
            call.attach(LaneConfig(name, None, SendBuffer(), Reception(AudioFormat(), ReceiveMode.MIX)))
        call.fail(0, InvalidArgumentError("CHUNK_NOT_WHOLE", "odd"))
        yield


CALLS = [holding, watching, watching_after_an_event, listening, having_listened]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
async def test_a_call_that_names_the_connection_holds_it_until_it_ends(call: Any):
    async with open_house() as house:
        view = await house.join(linger_s=10.0)
        async with call(house, view.connection_id):
            await pass_time(house, 1_000)
            assert "anna" in names(house)
        await pass_time(house, 9)
        assert "anna" in names(house)
        await pass_time(house, 1)
        assert "anna" not in names(house)


async def test_two_audio_calls_hold_until_the_second_ends():
    async with open_house() as house:
        view = await house.join(linger_s=10.0)
        async with listening(house, view.connection_id):
            async with listening(house, view.connection_id):
                pass
            await pass_time(house, 1_000)
        assert names(house) == ["anna"]
        await pass_time(house, 10)
        assert names(house) == []


async def test_a_watch_of_all_and_a_lane_that_was_refused_hold_nothing():
    async with open_house(max_audio_streams=0) as house:
        view = await house.join(linger_s=10.0)
        async with house.watch():
            with house.host.audio_call() as call, pytest.raises(ResourceExhaustedError):
                call.attach(
                    LaneConfig(
                        view.connection_id, None, SendBuffer(), Reception(AudioFormat(), ReceiveMode.MIX)
                    )
                )
            await pass_time(house, 10)
        assert names(house) == []


async def test_a_join_under_way_is_not_left():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(house.join(linger_s=10.0))
        await pass_time(house, 14)
        house.runtime.links[0].enter()
        await turns()
        assert joining.result().state is ConnectionState.JOINED


async def test_leaving_in_the_moment_of_the_expiry_is_no_failure():
    async with open_house() as house:
        view = await house.join(linger_s=10.0)
        house.clock.advance(10)
        await house.rooms.leave(view.connection_id)
        await turns()
        log = house.plane.log
        left = [log.entry(n).event for n in range(1, log.last + 1)]
        assert [event for event in left if isinstance(event, ConnectionLeft)] == [LEFT_BY_US]


# Holding


async def test_a_hold_ends_when_the_last_of_its_connections_is_left():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        views = [await house.join(name, linger_s=10.0) for name in ("anna", "bert")]
        held = house.plane.holding.hold([view.connection_id for view in views])
        await anext(held)
        ending = tasks.create_task(_end_of(held))
        await pass_time(house, 1_000)
        await house.rooms.leave(views[0].connection_id)
        await turns()
        assert not ending.done()
        await house.rooms.leave(views[1].connection_id)
        await turns()
        assert ending.done()


async def test_a_hold_ends_when_the_daemon_stops():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        view = await house.join()
        held = house.plane.holding.hold([view.connection_id])
        await anext(held)
        ending = tasks.create_task(_end_of(held))
        await turns()
        house.stop()
        await turns()
        assert ending.done()


async def _end_of(held: AsyncIterator[None]) -> None:
    with pytest.raises(StopAsyncIteration):
        await anext(held)


async def test_a_stopping_daemon_leaves_no_connection_for_its_callers_sake():
    async with open_house() as house:
        await house.join(linger_s=10.0)
        house.stop()
        await pass_time(house, 100)
        assert names(house) == ["anna"]


async def test_what_cannot_be_held_is_refused():
    async with open_house() as house:
        view = await house.join()
        for connection_ids, kind, reason in (
            ([], InvalidArgumentError, "CONNECTION_IDS_MISSING"),
            ([view.connection_id, "c0"], NotFoundError, "CONNECTION_NOT_FOUND"),
        ):
            with pytest.raises(kind) as caught:
                await anext(house.plane.holding.hold(connection_ids))
            assert caught.value.reason == reason
        holds = [house.plane.holding.hold([view.connection_id] * 3) for _ in range(MAX_HOLDERS)]
        for held in holds:
            await anext(held)
        with pytest.raises(ResourceExhaustedError, match="TOO_MANY_HOLDERS"):
            await anext(house.plane.holding.hold([view.connection_id]))
        await holds[0].aclose()
        async with holding(house, view.connection_id):
            pass
        for held in holds:
            await held.aclose()


@pytest.mark.parametrize("linger_s", [0.0, 0.999, -1.0, 86_401.0, 1e18])
async def test_a_time_that_is_too_short_or_too_long_is_refused(linger_s: float):
    async with open_house() as house:
        with pytest.raises(OdindError) as caught:
            await house.join(linger_s=linger_s)
        assert caught.value.reason == "LINGER_INVALID"
        assert names(house) == []


# Processes that are lost


@asynccontextmanager
async def restored(daemon: Daemon) -> AsyncIterator[None]:
    """Lose the first host, and have its connections again at the end of the block."""
    daemon.host.die()
    yield
    daemon.host.revive()
    await daemon.plane.restorer.restore(daemon.host)


async def test_a_call_of_the_control_plane_holds_through_the_loss_of_a_process():
    async with open_daemon() as daemon:
        anna = await daemon.join(linger_s=10.0)
        async with holding(daemon, anna):
            async with restored(daemon):
                await pass_time(daemon, 100)
            await pass_time(daemon, 100)
            assert daemon.rooms.get(anna).linger_s == 10.0
        await pass_time(daemon, 10)
        assert names(daemon) == []
        assert daemon.told()[-1] == (anna, CALLER_GONE)
        assert daemon.host.connections == {}


async def test_time_stands_still_while_a_connection_is_restored():
    async with open_daemon() as daemon:
        await daemon.join(linger_s=10.0)
        await pass_time(daemon, 9)
        async with restored(daemon):
            await pass_time(daemon, 100)
        await pass_time(daemon, 9)
        assert names(daemon) == ["anna"]
        await pass_time(daemon, 1)
        assert names(daemon) == []


async def test_audio_that_does_not_come_back_after_the_loss_of_its_process_holds_no_more():
    async with open_daemon() as daemon:
        anna = await daemon.join(linger_s=10.0)
        daemon.host.tell(anna, AudioAttended(attended=True))
        async with restored(daemon):
            pass
        await pass_time(daemon, 10)
        assert names(daemon) == []


async def test_a_host_tells_of_the_first_audio_call_and_of_the_end_of_the_last():
    async with open_house() as house:
        told: list[tuple[str, bool]] = []
        attendance = Attendance(lambda name, event: told.append((name, event.attended)))
        with house.host.audio_call() as one, house.host.audio_call() as two:
            for name, call in (("c1", one), ("c1", one), ("c2", one), ("c1", two)):
                attendance.note(name, call)
            assert told == [("c1", True), ("c2", True)]
            told.clear()
            attendance.end(one)
            assert told == [("c2", False)]
            attendance.end(two)
            attendance.end(two)
        assert told == [("c2", False), ("c1", False)]


async def test_audio_that_was_lost_with_its_process_has_the_whole_time_to_come_back():
    async with open_daemon() as daemon:
        anna = await daemon.join(linger_s=10.0)
        daemon.host.tell(anna, AudioAttended(attended=True))
        async with restored(daemon):
            await pass_time(daemon, 100)
            assert names(daemon) == ["anna"]
        await pass_time(daemon, 9)
        daemon.host.tell(anna, AudioAttended(attended=True))
        await pass_time(daemon, 100)
        assert names(daemon) == ["anna"]
        daemon.host.tell(anna, AudioAttended(attended=False))
        await pass_time(daemon, 10)
        assert names(daemon) == []
        kinds = [type(event) for _, event in daemon.told()]
        assert kinds == [
            ConnectionJoined,
            ConnectionHeld,
            ConnectionReleased,
            ConnectionReconnecting,
            ConnectionJoined,
            ConnectionHeld,
            ConnectionReleased,
            ConnectionLeft,
        ]


async def test_a_process_that_is_lost_while_it_leaves_does_not_bring_the_connection_back():
    async with open_daemon() as daemon:
        anna = await daemon.join(linger_s=10.0)
        daemon.host.hold()
        await pass_time(daemon, 10)
        async with restored(daemon):
            await turns()
        assert daemon.told()[-1] == (anna, CALLER_GONE)
        assert len(daemon.host.joins) == 1


# What becomes of them meanwhile


async def silent(house: House, connection_id: str) -> bool:
    await turns()
    return house.host.find(connection_id).media.outgoing.muted


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
async def test_a_connection_joined_with_mute_is_silent_exactly_while_no_call_holds_it(call: Any):
    async with open_house() as house:
        anna = (await house.join(linger_s=10.0, on_lost=OnLost.MUTE)).connection_id
        assert await silent(house, anna)
        async with call(house, anna):
            assert not await silent(house, anna)
            await house.controls.set_processing(anna, Processing(pre_gain_db=-3))
            assert not await silent(house, anna)
        assert await silent(house, anna)
        await house.controls.set_processing(anna, Processing())
        assert await silent(house, anna)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
async def test_a_connection_joined_with_leave_is_left_with_the_last_call(call: Any):
    async with open_house() as house:
        anna = (await house.join(linger_s=86_400.0, on_lost=OnLost.LEAVE)).connection_id
        async with call(house, anna):
            await turns()
        await turns()
        assert "anna" not in names(house)


async def test_a_connection_that_nobody_holds_comes_back_silent_and_one_that_is_held_does_not():
    async with open_daemon() as daemon:
        anna = await daemon.join("anna", linger_s=10.0, on_lost=OnLost.MUTE)
        bert = await daemon.join("bert", linger_s=10.0, on_lost=OnLost.MUTE)
        assert [settings.silenced for _, _, settings in daemon.host.joins] == [True, True]
        async with holding(daemon, anna, bert):
            await turns()
            async with restored(daemon), holding(daemon, bert):
                await turns()
            assert [settings.silenced for _, _, settings in daemon.host.joins[2:]] == [False, False]
            daemon.host.die()
        await turns()
        daemon.host.revive()
        await daemon.plane.restorer.restore(daemon.host)
        assert [settings.silenced for _, _, settings in daemon.host.joins[4:]] == [True, True]
        await turns()
        assert [settings.silenced for settings in daemon.host.applied[-2:]] == [True, True]


async def test_a_watch_that_cannot_begin_is_no_call_that_has_ended():
    async with open_house(event_buffer=1) as house:
        anna = (await house.join("anna", linger_s=10.0, on_lost=OnLost.LEAVE)).connection_id
        await house.join("bert")
        with pytest.raises(NotFoundError, match="EVENTS_EXPIRED"):
            await anext(house.watches.watch(Wanted((anna,), 0)))
        await turns()
        assert names(house) == ["anna", "bert"]
