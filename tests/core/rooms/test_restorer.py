"""The connections of a lost process come back in the next one, with everything that was set."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import (
    InvalidArgumentError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.players.events import BargeInEnded, BargeInStarted
from odind.core.players.settings import LaneKind
from odind.core.rooms.cause import Cause, cause_of
from odind.core.rooms.events import (
    LEFT_BY_US,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    Peer,
)
from odind.core.rooms.gateways import Gateway
from odind.core.space.masks import MaskSettings
from odind.core.space.place import Place, Position
from odind.core.values.payload import Json
from odind.core.voice.barge_in import BargeInOutcome
from odind.core.voice.events import SpeakingStarted, SpeakingStopped
from odind.core.voice.hearing import Listening
from odind.core.voice.processing import PRESETS, Preset
from tests.core.fakes import Daemon, open_daemon, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BERT, CARL = Peer(1, "bert"), Peer(2, "carl")
GONE = UnavailableError("GATEWAY_UNREACHABLE", "no answer")


@asynccontextmanager
async def restoring(daemon: Daemon) -> AsyncIterator[asyncio.Task[None]]:
    """Revive the first host, and restore its connections meanwhile."""
    daemon.host.revive()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(daemon.plane.restorer.restore(daemon.host))
        await turns()
        yield task


def states(daemon: Daemon) -> list[ConnectionState]:
    return [view.state for view in daemon.rooms.list_page(0, "")[0]]


async def test_a_connection_comes_back_with_everything_that_was_set():
    async with open_daemon() as daemon:
        daemon.host.peers = (BERT, CARL)
        anna = await daemon.join(user_data=b"old", place=Place(2.0))
        await daemon.rooms.update_user_data(anna, Json("1"))
        await daemon.controls.set_processing(anna, PRESETS[Preset.VOICE])
        await daemon.controls.set_positions(anna, [Position(3, 1.0)], None)
        await daemon.controls.set_channel_masks(anna, 5, {1: 1, 2: 2}, reset=False)
        await daemon.controls.update_listening(anna, deafened=True, peers={1: {"muted": True}})
        wanted = daemon.controls.settings(anna)
        before = daemon.rooms.get(anna)
        daemon.host.die()
        async with restoring(daemon):
            pass
        view, spec, settings = daemon.host.joins[-1]
        assert settings == wanted == daemon.controls.settings(anna)
        assert (settings.masks.peers, settings.listening.deafened) == ({1: 1, 2: 2}, True)
        assert (view.connection_id, view.state, view.peers) == (anna, ConnectionState.JOINING, ())
        assert (view.place, spec.user_data) == (settings.place, settings.user_data)
        after = daemon.rooms.get(anna)
        assert (after.state, after.peers) == (ConnectionState.JOINED, (BERT, CARL))
        assert (after.created_at, after.room_id, after.user_id) == (before.created_at, "lobby", "anna")


async def test_watchers_see_a_reconnect():
    async with open_daemon() as daemon:
        daemon.host.peers = (BERT,)
        anna = await daemon.join()
        daemon.host.die("worker 0 crashed")
        lost = daemon.rooms.get(anna)
        assert (lost.state, lost.own_peer_id, lost.peers) == (ConnectionState.RECONNECTING, 0, ())
        async with restoring(daemon):
            pass
        assert [event for _, event in daemon.told()[1:]] == [
            ConnectionReconnecting("worker 0 crashed"),
            ConnectionJoined(daemon.rooms.get(anna)),
        ]


async def test_our_own_speech_ends_with_the_process():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.tell(anna, SpeakingStarted(0, ""))
        daemon.host.die()
        assert [event for _, event in daemon.told()[2:]] == [
            SpeakingStopped(0, ""),
            ConnectionReconnecting("it crashed"),
        ]


async def test_a_barge_in_that_waits_for_its_answer_is_overtaken_when_the_process_is_lost():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        for lane in (LaneKind.MUSIC, LaneKind.ANNOUNCEMENT):
            daemon.host.tell(anna, BargeInStarted(lane, "p-1", 2.0, 7, "bert"))
        daemon.host.tell(anna, BargeInEnded(LaneKind.MUSIC, BargeInOutcome.REJECTED))
        daemon.host.die()
        assert [event for _, event in daemon.told()[-2:]] == [
            BargeInEnded(LaneKind.ANNOUNCEMENT, BargeInOutcome.OVERTAKEN),
            ConnectionReconnecting("it crashed"),
        ]


async def test_what_was_set_for_peers_that_went_meanwhile_is_forgotten():
    async with open_daemon() as daemon:
        daemon.host.peers = (BERT, CARL)
        anna = await daemon.join()
        await daemon.controls.set_channel_masks(anna, None, {1: 1, 2: 2}, reset=False)
        await daemon.controls.update_listening(anna, deafened=None, peers={1: {"muted": True}})
        daemon.host.die()
        daemon.host.peers = (CARL,)
        async with restoring(daemon):
            pass
        settings = daemon.controls.settings(anna)
        assert (settings.masks, settings.listening) == (MaskSettings(peers={2: 2}), Listening())


async def test_a_fresh_token_is_made_where_the_daemon_makes_them():
    async with open_daemon() as daemon:
        await daemon.join()
        daemon.clock.advance(3_600)
        daemon.host.die()
        async with restoring(daemon):
            pass
        first, second = (spec.token for _, spec, _ in daemon.host.joins)
        assert first != second


async def test_attempts_are_made_with_growing_pauses_until_one_succeeds():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.refuse(GONE)
        async with restoring(daemon) as task:
            for attempts, pause_s in enumerate([0.5, 1, 2, 4, 8, 16, 30, 30], 2):
                assert len(daemon.host.joins) == attempts
                daemon.clock.advance(pause_s - 0.1)
                await turns()
                assert len(daemon.host.joins) == attempts
                daemon.clock.advance(0.1)
                await turns()
            assert states(daemon) == [ConnectionState.RECONNECTING]
            daemon.host.refuse(None)
            daemon.clock.advance(30)
            await turns()
            assert task.done()
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED
        assert ConnectionLeft not in [type(event) for _, event in daemon.told()]


async def test_a_rejoin_without_an_answer_is_given_up_and_tried_again():
    async with open_daemon(join_timeout_ms=15_000) as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.hold()
        async with restoring(daemon):
            daemon.clock.advance(14.9)
            await turns()
            daemon.clock.advance(0.1)
            await turns()
            assert states(daemon) == [ConnectionState.RECONNECTING]
            daemon.clock.advance(0.5)
            await turns()
            assert len(daemon.host.joins) == 3
            daemon.host.release()
            await turns()
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED


@pytest.mark.parametrize(
    "refusal",
    [
        PermissionDeniedError("TOKEN_REFUSED", "the gateway refuses the token"),
        InvalidArgumentError("ROOM_NOT_IN_TOKEN", "the token does not open the room"),
        UnavailableError("DISMISSED", "the join was ended: kicked"),
    ],
)
async def test_a_refusal_ends_the_connection_in_its_own_words(refusal: OdindError):
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.refuse(refusal)
        async with restoring(daemon):
            daemon.clock.advance(0.5)
        assert daemon.told()[-1] == (
            anna,
            ConnectionLeft(str(refusal), refusal.reason, cause=cause_of(refusal)),
        )
        assert (states(daemon), len(daemon.host.joins)) == ([], 2)


async def test_who_was_left_meanwhile_does_not_come_back():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        await daemon.rooms.leave(anna)
        assert daemon.told()[-1] == (anna, LEFT_BY_US)
        async with restoring(daemon):
            pass
        assert len(daemon.host.joins) == 1


async def test_who_is_left_between_two_attempts_is_not_tried_again():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.refuse(GONE)
        async with restoring(daemon):
            await daemon.rooms.leave(anna)
            daemon.host.refuse(None)
            daemon.clock.advance(0.5)
        assert (states(daemon), len(daemon.host.joins)) == ([], 2)


async def test_who_is_left_in_the_midst_of_a_rejoin_leaves_the_room_again():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.hold()
        async with restoring(daemon):
            await daemon.rooms.leave(anna)
            daemon.host.release()
            await turns()
        assert daemon.host.connections == {}
        assert states(daemon) == []
        assert [event for _, event in daemon.told()].count(LEFT_BY_US) == 1


async def test_a_process_that_is_lost_again_in_the_midst_leaves_all_to_the_next():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.hold()
        async with restoring(daemon) as task:
            daemon.host.die()
            await turns()
            assert task.done()
        assert states(daemon) == [ConnectionState.RECONNECTING]
        async with restoring(daemon):
            pass
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED


async def test_a_join_under_way_on_a_lost_process_fails():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        daemon.host.hold()
        joining = tasks.create_task(_error_of(daemon))
        await turns()
        (view,) = daemon.rooms.list_page(0, "")[0]
        daemon.host.die()
        await turns()
        assert view.state is ConnectionState.JOINING
        assert joining.result().reason == "WORKER_LOST"
        assert daemon.told() == [
            (view.connection_id, ConnectionLeft("it crashed", "WORKER_LOST", cause=Cause.CONNECTION_LOST))
        ]
        async with restoring(daemon):
            pass
        assert len(daemon.host.joins) == 1


async def _error_of(daemon: Daemon) -> OdindError:
    with pytest.raises(OdindError) as caught:
        await daemon.join()
    return caught.value


async def test_only_some_are_restored_at_once():
    async with open_daemon() as daemon:
        for number in range(20):
            await daemon.join(f"user {number}")
        daemon.host.die()
        daemon.host.hold()
        async with restoring(daemon):
            assert len(daemon.host.joins) == 20 + 16
            daemon.host.release()
            await turns()
            assert len(daemon.host.joins) == 20 + 20
        assert states(daemon) == [ConnectionState.JOINED] * 20


async def test_connections_of_other_processes_are_left_alone():
    async with open_daemon(hosts=2) as daemon:
        await daemon.join("anna")
        await daemon.join("bert")
        daemon.host.die()
        assert states(daemon) == [ConnectionState.RECONNECTING, ConnectionState.JOINED]
        async with restoring(daemon):
            pass
        assert states(daemon) == [ConnectionState.JOINED] * 2
        assert [len(host.joins) for host in daemon.hosts] == [2, 1]


async def test_nothing_can_be_set_while_a_connection_is_away_and_its_settings_can_be_read():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        await daemon.controls.set_positions(anna, [Position(0, 1.0)], None)
        wanted = daemon.controls.settings(anna)
        daemon.host.die()
        daemon.host.revive()
        with pytest.raises(UnavailableError, match="WORKER_LOST"):
            await daemon.controls.set_positions(anna, [Position(0, 2.0)], None)
        assert daemon.controls.settings(anna) == wanted
        assert daemon.host.applied == [wanted]


async def test_a_gateway_that_is_away_delays_nobody_on_another():
    gateways = {"away": Gateway("away.example"), "here": Gateway("here.example")}
    async with open_daemon(named_gateways=gateways) as daemon:
        for number in range(40):
            await daemon.join(f"a{number}", gateway="away")
        here = await daemon.join("anna", gateway="here")
        daemon.host.die()
        daemon.host.hold("away.example")
        async with restoring(daemon):
            assert daemon.rooms.get(here).state is ConnectionState.JOINED
            assert states(daemon).count(ConnectionState.JOINED) == 1
            daemon.host.release()
        assert states(daemon).count(ConnectionState.JOINED) == 41


async def test_a_token_service_that_is_busy_is_asked_again():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.die()
        daemon.host.refuse(ResourceExhaustedError("TOKEN_SERVICE_BUSY", "later"))
        async with restoring(daemon):
            assert daemon.rooms.get(anna).state is ConnectionState.RECONNECTING
            daemon.host.refuse(None)
            daemon.clock.advance(60)
            await turns()
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED
