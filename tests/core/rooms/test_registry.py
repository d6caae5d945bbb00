"""All connections, whoever holds them: where they go, what is set on them, and what hosts tell of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import NotFoundError, OdindError, UnavailableError
from odind.core.rooms.actions import ReadStatistics, SendMessage
from odind.core.rooms.events import (
    GIVEN_UP,
    LEFT_BY_US,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionState,
    ConnectionView,
    Peer,
    PeerJoined,
    PeerLeft,
)
from odind.core.rooms.watching import Wanted
from odind.core.space.masks import MaskSettings
from odind.core.space.place import Position
from odind.core.voice.hearing import Listening, PeerHearing
from tests.core.fakes import FakeHost, open_daemon, turns

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from odind.core.rooms.ports import JoinSpec
    from odind.core.rooms.settings import ConnectionSettings

BERT, CARL = Peer(1, "bert"), Peer(2, "carl")
STRANGER = ConnectionView("c0", "lobby", "us", "", "gateway", ConnectionState.JOINED, 7, b"", (), 0.0)


async def error_of(work: Coroutine[Any, Any, object]) -> OdindError:
    with pytest.raises(OdindError) as caught:
        await work
    return caught.value


# Which host


async def test_a_join_goes_where_there_are_fewest_connections_then_streams():
    async with open_daemon(hosts=3) as daemon:
        first, second, third = daemon.hosts
        first.streams, second.streams, third.streams = 5, 1, 3
        for name in "abcd":
            await daemon.join(name)
        assert [[join[0].user_id for join in host.joins] for host in daemon.hosts] == [
            ["c"],
            ["a", "d"],
            ["b"],
        ]


async def test_a_join_under_way_counts_and_a_host_that_is_gone_is_passed_over():
    async with open_daemon(hosts=2) as daemon, asyncio.TaskGroup() as tasks:
        first, second = daemon.hosts
        first.hold()
        tasks.create_task(daemon.join("anna"))
        await turns()
        await daemon.join("bert")
        first.release()
        await turns()
        second.die()
        await daemon.join("carl")
        assert [len(first.joins), len(second.joins)] == [2, 1]


async def test_without_any_process_a_join_is_refused():
    async with open_daemon(hosts=2) as daemon:
        for host in daemon.hosts:
            host.die()
        assert (await error_of(daemon.join())).reason == "WORKER_LOST"
        assert daemon.told() == []


async def test_the_view_says_where_the_audio_is():
    async with open_daemon() as daemon:
        daemon.host.audio_target, daemon.host.audio_socket = "unix:grpc", "unix:audio"
        view = daemon.rooms.get(await daemon.join())
        assert (view.audio_target, view.audio_socket) == ("unix:grpc", "unix:audio")


async def test_actions_go_to_the_host_that_holds_the_connection():
    async with open_daemon(hosts=2) as daemon:
        await daemon.join("anna")
        bert = await daemon.join("bert")
        await daemon.rooms.send_message(bert, b"hi", [])
        assert [host.performed for host in daemon.hosts] == [[], [SendMessage(bert, (), b"hi")]]


async def test_counters_are_those_of_all_hosts_oldest_connection_first():
    async with open_daemon(hosts=3) as daemon:
        names = [await daemon.join(name) for name in "abc"]
        for host in daemon.hosts:
            host.answers[ReadStatistics] = tuple(
                _Counters(connection_id) for connection_id in reversed(host.connections)
            )
        watch = daemon.controls.watch_statistics([], 1.0)
        assert await anext(watch) == (daemon.clock.now(), tuple(map(_Counters, names)))
        daemon.hosts[1].die()
        async with asyncio.TaskGroup() as tasks:
            following = tasks.create_task(anext(watch))
            await turns()
            daemon.clock.advance(1.0)
        assert following.result() == (daemon.clock.now(), (_Counters(names[0]), _Counters(names[2])))
        await watch.aclose()


@dataclass(frozen=True)
class _Counters:
    """Counters of which only the name matters."""

    connection_id: str


# What is set


async def test_changes_of_one_connection_queue_up_and_none_undoes_another():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.hold()
        changes = [
            daemon.rooms.update_user_data(anna, b"new"),
            daemon.controls.set_positions(anna, [Position(0, 1.0)], None),
            daemon.controls.set_positions(anna, [Position(1, 2.0)], 0.5),
            daemon.controls.set_channel_masks(anna, 3, {}, reset=False),
            daemon.controls.update_listening(anna, deafened=True, peers={}),
        ]
        for change in changes:
            tasks.create_task(change)
        await turns()
        assert daemon.controls.settings(anna).user_data == b""
        daemon.host.release()
        await turns(10)
        settings = daemon.controls.settings(anna)
        assert settings.user_data == b"new"
        assert settings.place.positions == (Position(0, 1.0), Position(1, 2.0))
        assert (settings.masks, settings.listening) == (MaskSettings(3), Listening(deafened=True))
        assert len(daemon.host.applied) == len(changes)
        assert daemon.host.applied[-1] == settings
        assert daemon.host.applied[0] == replace(
            settings, place=daemon.host.joins[0][2].place, masks=MaskSettings(), listening=Listening()
        )


async def test_changes_of_two_connections_do_not_wait_for_each_other():
    async with open_daemon(hosts=2) as daemon, asyncio.TaskGroup() as tasks:
        anna, bert = await daemon.join("anna"), await daemon.join("bert")
        daemon.host.hold()
        waiting = tasks.create_task(daemon.rooms.update_user_data(anna, b"1"))
        await turns()
        await daemon.rooms.update_user_data(bert, b"2")
        assert not waiting.done()
        daemon.host.release()


async def test_a_change_that_fails_is_not_set_and_lets_the_next_one_go():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.hold()
        failing = tasks.create_task(error_of(daemon.controls.set_positions(anna, [Position(0, 1.0)], None)))
        queued = tasks.create_task(error_of(daemon.rooms.update_user_data(anna, b"new")))
        await turns()
        daemon.host.die()
        await turns()
        assert [failing.result().reason, queued.result().reason] == ["WORKER_LOST"] * 2
        assert daemon.controls.settings(anna) == daemon.host.joins[0][2]


async def test_a_change_that_is_cancelled_lets_the_next_one_go():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.hold()
        cancelled = tasks.create_task(daemon.rooms.update_user_data(anna, b"1"))
        queued = tasks.create_task(daemon.rooms.update_user_data(anna, b"2"))
        await turns()
        cancelled.cancel()
        await turns()
        daemon.host.release()
        await queued
        assert daemon.controls.settings(anna).user_data == b"2"
        assert [settings.user_data for settings in daemon.host.applied] == [b"2"]


async def test_a_change_that_waits_for_one_that_is_left_is_told_that_it_is_gone():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.hold()
        first = tasks.create_task(error_of(daemon.rooms.update_user_data(anna, b"1")))
        second = tasks.create_task(error_of(daemon.rooms.update_user_data(anna, b"2")))
        await turns()
        del daemon.host.connections[anna]
        daemon.host.tell(anna, ConnectionLeft("kicked", "DISMISSED"))
        daemon.host.release()
        await turns()
        assert [first.result().reason, second.result().reason] == ["CONNECTION_NOT_FOUND"] * 2


async def test_what_was_set_for_a_peer_is_forgotten_when_it_leaves():
    async with open_daemon() as daemon:
        daemon.host.peers = (BERT, CARL)
        anna = await daemon.join()
        await daemon.controls.set_channel_masks(anna, None, {1: 1, 2: 2}, reset=False)
        await daemon.controls.update_listening(anna, deafened=None, peers={1: {"muted": True}})
        daemon.host.tell(anna, PeerLeft(BERT))
        settings = daemon.controls.settings(anna)
        assert (settings.masks, settings.listening) == (MaskSettings(peers={2: 2}), Listening())


async def test_what_is_set_for_a_peer_that_leaves_in_this_moment_is_not_kept():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        daemon.host.peers = (BERT, CARL)
        anna = await daemon.join()
        daemon.host.hold()
        peers = {1: {"muted": True}, 2: {"gain_db": -6.0}}
        change = tasks.create_task(daemon.controls.update_listening(anna, deafened=None, peers=peers))
        await turns()
        daemon.host.tell(anna, PeerLeft(BERT))
        daemon.host.release()
        listening = await change
        assert listening == Listening(peers={2: PeerHearing(-6.0)})
        assert daemon.controls.settings(anna).listening == listening


# What hosts tell


async def test_events_reach_the_log_in_the_order_in_which_they_happened():
    async with open_daemon(hosts=2) as daemon:
        anna, bert = await daemon.join("anna"), await daemon.join("bert")
        daemon.hosts[0].tell(anna, PeerJoined(CARL))
        daemon.hosts[1].tell(bert, PeerJoined(CARL))
        await daemon.rooms.leave(anna)
        assert daemon.told()[2:] == [
            (anna, PeerJoined(CARL, 1, 1)),
            (bert, PeerJoined(CARL, 1, 1)),
            (anna, LEFT_BY_US),
        ]
        assert daemon.rooms.get(bert).peers == (CARL,)


async def test_a_join_that_nobody_waits_for_any_more_is_left():
    async with open_daemon() as daemon:
        orphan = replace(STRANGER, connection_id="c-orphan")
        daemon.host.connections["c-orphan"] = orphan
        daemon.host.tell("c-orphan", ConnectionJoined(orphan))
        await turns()
        assert daemon.host.connections == {}
        assert daemon.told() == []


async def test_a_join_that_timed_out_and_then_came_about_is_left():
    async with open_daemon(join_timeout_ms=1_000) as daemon, asyncio.TaskGroup() as tasks:
        daemon.host.hold()
        joining = tasks.create_task(error_of(daemon.join()))
        await turns()
        view = daemon.host.joins[0][0]
        daemon.clock.advance(1)
        await turns()
        assert joining.result().reason == "JOIN_TIMEOUT"
        daemon.host.release()
        daemon.host.connections[view.connection_id] = view
        daemon.host.tell(view.connection_id, ConnectionJoined(replace(view, state=ConnectionState.JOINED)))
        await turns()
        assert daemon.host.connections == {}
        assert daemon.told() == [(view.connection_id, GIVEN_UP)]


class LateHost(FakeHost):
    """A host whose answer to a join is still on its way when the room has told of it."""

    async def join(self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings) -> None:
        await super().join(view, spec, settings)
        await asyncio.Event().wait()


async def test_a_join_that_is_given_up_as_it_comes_about_is_left():
    async with open_daemon(kind=LateHost) as daemon, asyncio.TaskGroup() as tasks:
        joining = tasks.create_task(daemon.join())
        await turns()
        assert len(daemon.host.connections) == 1
        joining.cancel()
        await turns()
        assert daemon.host.connections == {}
        assert [event for _, event in daemon.told()[1:]] == [GIVEN_UP]


async def test_an_orphan_that_is_gone_already_or_whose_host_is_gone_is_no_problem():
    async with open_daemon() as daemon:
        daemon.host.tell("c0", ConnectionJoined(STRANGER))
        await turns()
        daemon.host.tell("c0", ConnectionJoined(STRANGER))
        daemon.host.die()
        await turns()


async def test_of_a_connection_on_another_host_nothing_is_believed():
    async with open_daemon(hosts=2) as daemon:
        anna = await daemon.join("anna")
        before, told = daemon.rooms.get(anna), daemon.told()
        daemon.hosts[1].tell(anna, PeerJoined(BERT))
        daemon.hosts[1].tell(anna, ConnectionLeft("kicked", "DISMISSED"))
        daemon.hosts[1].tell("c-unknown", PeerJoined(BERT))
        assert (daemon.rooms.get(anna), daemon.told()) == (before, told)


async def test_leaving_on_a_process_that_is_lost_in_this_moment_is_leaving():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.hold()
        leaving = tasks.create_task(daemon.rooms.leave(anna))
        await turns()
        daemon.host.die()
        await leaving
        assert daemon.told()[-1] == (anna, LEFT_BY_US)
        assert daemon.rooms.list_page(0, "") == ([], "")


# Waiting for a connection to come back


async def test_whoever_waits_for_a_connection_goes_on_once_it_is_back():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        assert await daemon.registry.present(anna) is daemon.host
        daemon.host.die()
        waiting = tasks.create_task(daemon.registry.present(anna))
        await turns()
        assert not waiting.done()
        daemon.host.revive()
        await daemon.plane.restorer.restore(daemon.host)
        assert await waiting is daemon.host


async def test_whoever_waits_for_a_connection_learns_that_it_does_not_come_back():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.die()
        waiting = tasks.create_task(error_of(daemon.registry.present(anna)))
        await turns()
        await daemon.rooms.leave(anna)
        assert isinstance(await waiting, NotFoundError)


async def test_whoever_waits_for_a_connection_learns_that_the_daemon_stops():
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        anna = await daemon.join()
        daemon.host.die()
        waiting = tasks.create_task(error_of(daemon.registry.present(anna)))
        await turns()
        daemon.plane.stop()
        await turns()
        assert waiting.done()
        assert waiting.result().reason == "DAEMON_STOPPING"


# The end


async def test_what_needs_a_host_is_refused_while_the_daemon_stops_and_what_does_not_is_answered():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.plane.stop()
        for call in (
            daemon.join(),
            daemon.rooms.update_user_data(anna, b""),
            daemon.rooms.send_message(anna, b"", []),
            daemon.controls.set_positions(anna, [], None),
            daemon.controls.statistics(anna),
            daemon.plane.capacities.capacity(),
        ):
            error = await error_of(call)
            assert isinstance(error, UnavailableError)
            assert error.reason == "DAEMON_STOPPING"
        assert daemon.rooms.get(anna).connection_id == anna
        assert daemon.controls.settings(anna) == daemon.host.joins[0][2]


async def test_stopping_ends_what_watches():
    async with open_daemon() as daemon:
        await daemon.join()
        watch, counters = daemon.watches.watch(Wanted(())), daemon.controls.watch_statistics([], 60.0)
        await anext(watch)
        daemon.host.answers[ReadStatistics] = ()
        await anext(counters)
        daemon.plane.stop()
        assert [item async for item in watch] == []
        assert [item async for item in counters] == []
