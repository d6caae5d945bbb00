"""The drain: no more joins, all else goes on, and the end comes with the last connection or in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.rooms.actions import TellCalls
from odind.core.rooms.events import LEFT_BY_US
from odind.core.sound.format import AudioFormat
from odind.core.values.daemon import DAEMON, DaemonDraining, DaemonReady, DaemonStopping
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.core.voice.notices import LaneStarted
from tests.core.fakes import Daemon, House, notices_of, open_daemon, open_house, turns

if TYPE_CHECKING:
    from odind.core.voice.call import AudioCall

SOON = 60.0


def daemons_own(daemon: Daemon | House) -> list[object]:
    """What the log tells of the daemon itself."""
    log = daemon.plane.log
    entries = [log.entry(number) for number in range(log.oldest, log.last + 1)]
    return [entry.event for entry in entries if entry.subject == DAEMON]


async def test_a_join_is_refused_while_what_is_there_goes_on():
    async with open_daemon() as daemon:
        connection_id = await daemon.join("anna")
        await daemon.plane.drain.begin(None)
        with pytest.raises(UnavailableError) as caught:
            await daemon.join("bert")
        assert (caught.value.reason, caught.value.metadata) == ("DRAINING", {})
        await daemon.rooms.update_user_data(connection_id, b"here")
        assert daemon.rooms.get(connection_id).user_id == "anna"
        assert not daemon.plane.drain.over.is_set()


async def test_who_is_refused_learns_in_how_many_seconds_the_daemon_has_stopped():
    async with open_daemon() as daemon:
        await daemon.join("anna")
        await daemon.plane.drain.begin(SOON)
        daemon.clock.advance(20.5)
        with pytest.raises(UnavailableError) as caught:
            await daemon.join("bert")
        assert caught.value.metadata == {"retry_after_s": "40"}


async def test_the_drain_is_over_with_the_last_connection():
    async with open_daemon() as daemon:
        first, second = await daemon.join("anna"), await daemon.join("bert")
        drain = daemon.plane.drain
        await drain.begin(SOON)
        await daemon.rooms.leave(first)
        assert not drain.over.is_set()
        daemon.host.tell(second, LEFT_BY_US)
        assert drain.over.is_set()
        assert drain.outcome == "DRAINED"
        daemon.clock.advance(SOON)
        assert drain.outcome == "DRAINED"


async def test_the_drain_is_over_at_its_deadline_whoever_is_left():
    async with open_daemon() as daemon:
        await daemon.join("anna")
        drain = daemon.plane.drain
        await drain.begin(SOON)
        daemon.clock.advance(SOON - 0.001)
        assert not drain.over.is_set()
        daemon.clock.advance(0.001)
        assert (drain.over.is_set(), drain.outcome) == (True, "DRAIN_DEADLINE")


async def test_an_empty_daemon_is_drained_at_once():
    async with open_daemon() as daemon:
        await daemon.plane.drain.begin(None)
        assert daemon.plane.drain.over.is_set()


async def test_a_join_that_is_under_way_is_waited_for():
    async with open_daemon() as daemon:
        daemon.host.hold()
        joining = daemon.plane._tasks.create_task(daemon.join("anna"))
        await turns()
        draining = daemon.plane._tasks.create_task(daemon.plane.drain.begin(None))
        await turns()
        daemon.host.release()
        await draining
        connection_id = await joining
        assert not daemon.plane.drain.over.is_set()
        await daemon.rooms.leave(connection_id)
        assert daemon.plane.drain.over.is_set()


async def test_a_second_drain_replaces_the_deadline():
    async with open_daemon() as daemon:
        await daemon.join("anna")
        drain = daemon.plane.drain
        await drain.begin(SOON)
        await drain.begin(2 * SOON)
        daemon.clock.advance(SOON)
        assert not drain.over.is_set()
        await drain.begin(None)
        daemon.clock.advance(10 * SOON)
        assert not drain.over.is_set()


async def test_undone_it_is_as_if_there_had_been_no_drain():
    async with open_daemon() as daemon:
        connection_id = await daemon.join("anna")
        drain = daemon.plane.drain
        await drain.begin(SOON)
        await drain.undo()
        await daemon.join("bert")
        await daemon.rooms.leave(connection_id)
        daemon.clock.advance(2 * SOON)
        assert not drain.over.is_set()


async def test_the_log_tells_of_the_daemon_itself_each_change_once():
    async with open_daemon() as daemon:
        await daemon.join("anna")
        drain = daemon.plane.drain
        drain.ready()
        await drain.undo()
        draining = await drain.begin(SOON)
        await drain.undo()
        drain.stopping("SIGNAL")
        assert draining == DaemonDraining(daemon.clock.now() + SOON)
        assert daemons_own(daemon) == [DaemonReady(), draining, DaemonReady(), DaemonStopping("SIGNAL")]


async def test_a_drain_that_is_over_says_itself_why_the_daemon_stops():
    async with open_daemon() as daemon:
        await daemon.plane.drain.begin(None)
        daemon.plane.drain.stopping("SIGNAL")
        assert daemons_own(daemon)[-1] == DaemonStopping("DRAINED")


async def test_watches_of_all_connections_see_it_and_those_of_one_do_not():
    async with open_house() as house:
        view = await house.join("anna")
        async with house.watch() as (_, everything), house.watch([view.connection_id]) as (_, one):
            await house.plane.drain.begin(None)
            await house.rooms.update_user_data(view.connection_id, b"changed")
            assert isinstance((await anext(everything)).event, DaemonDraining)
            assert (await anext(one)).subject == view.connection_id


@pytest.mark.parametrize("seconds", [0.0, 0.9, -1.0, 30 * 86_400 + 1.0])
async def test_a_deadline_out_of_bounds_is_refused_and_changes_nothing(seconds: float):
    async with open_daemon() as daemon:
        with pytest.raises(InvalidArgumentError) as caught:
            await daemon.plane.drain.begin(seconds)
        assert caught.value.reason == "DEADLINE_INVALID"
        await daemon.join("anna")


async def test_a_drain_that_is_over_cannot_be_undone_nor_begun_again():
    async with open_daemon() as daemon:
        drain = daemon.plane.drain
        await drain.begin(None)
        for change in (drain.undo(), drain.begin(None)):
            with pytest.raises(UnavailableError) as caught:
                await change
            assert caught.value.reason == "DAEMON_STOPPING"


# What audio calls are told


def hear(call: AudioCall, connection_id: str) -> None:
    reception = Reception(AudioFormat(48_000, 1), ReceiveMode.MIX, 20, 1, frozenset())
    call.attach(LaneConfig(connection_id, None, SendBuffer(1_000), reception))


async def test_an_open_call_is_told_once_whatever_its_lanes():
    async with open_house() as house:
        one, two = await house.join("anna"), await house.join("bert")
        with house.host.audio_call() as call:
            hear(call, one.connection_id)
            hear(call, two.connection_id)
            draining = await house.plane.drain.begin(SOON)
            assert notices_of(call) == [(0, draining)]
            await house.plane.drain.undo()
            assert notices_of(call) == [(0, DaemonReady())]


async def test_a_new_call_is_told_after_its_first_lane_has_started():
    async with open_house() as house:
        view = await house.join("anna")
        draining = await house.plane.drain.begin(None)
        with house.host.audio_call() as call:
            hear(call, view.connection_id)
            hear(call, view.connection_id)
            told = [item.notice for item in call.outbox._notices]
        assert [type(notice) for notice in told] == [LaneStarted, DaemonDraining, LaneStarted]
        assert told[1] == draining


async def test_a_call_whose_first_lane_comes_after_the_drain_was_undone_is_told_that():
    async with open_house() as house:
        view = await house.join("anna")
        with house.host.audio_call() as call:
            await house.plane.drain.begin(None)
            await house.plane.drain.undo()
            hear(call, view.connection_id)
            assert notices_of(call) == [(0, DaemonReady())]


async def test_a_process_that_begins_again_learns_of_the_drain():
    async with open_daemon() as daemon:
        await daemon.join("anna")
        daemon.host.die()
        draining = await daemon.plane.drain.begin(None)
        assert not daemon.host.performed
        daemon.host.revive()
        await daemon.plane.begun(daemon.host)
        assert daemon.host.performed == [TellCalls(draining)]


async def test_a_process_that_is_lost_while_it_learns_of_it_is_left_to_the_next():
    async with open_daemon() as daemon:
        await daemon.join("anna")
        daemon.host.die()
        await daemon.plane.drain.begin(None)
        await daemon.plane.begun(daemon.host)
        assert not daemon.plane.drain.over.is_set()
