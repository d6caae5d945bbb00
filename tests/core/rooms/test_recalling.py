"""Connections that outlive the daemon: what comes back after a stop or a crash, and what does not."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import PermissionDeniedError, UnavailableError
from odind.core.log.memory import MemoryStore
from odind.core.rooms.cipher import Password, RoomsDefault
from odind.core.rooms.events import (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    Peer,
    PeerJoined,
)
from odind.core.rooms.holder import HolderKind, OnLost
from odind.core.space.place import Position
from odind.core.values.payload import Json
from odind.core.voice.processing import Processing
from odind.tokens.access_key import AccessKey
from tests.core.fakes import Daemon, FakeHost, open_daemon, open_house, turns

from .test_lingering import holding, names, pass_time

if TYPE_CHECKING:
    from collections.abc import Sequence

STOPPED = ConnectionLeft("the daemon stopped", "DAEMON_STOPPING")


async def crashed(store: MemoryStore, daemon: Daemon) -> MemoryStore:
    """Return the store of a daemon that is killed at this moment, once it has written."""
    await daemon.scribe.stored()
    return copy.deepcopy(store)


async def back() -> None:
    """Let the daemon have its connections back."""
    await turns(20)


class Refusing(FakeHost):
    """A host whose joins fail from the start."""

    error: Any = UnavailableError("GATEWAY_UNREACHABLE", "nobody answers")

    def __init__(self) -> None:
        super().__init__()
        self.refuse(self.error)


class Banning(Refusing):
    error = PermissionDeniedError("ROOM_REFUSED", "you are banned")


class Sleeping(FakeHost):
    """A host whose process is still starting, as those of workers are."""

    def __init__(self) -> None:
        super().__init__()
        self.serving = False


async def test_a_connection_comes_back_under_its_id_with_its_settings_after_a_crash():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna", user_data=b"first")
        await daemon.rooms.update_user_data(anna, Json("[2]"))
        await daemon.controls.set_processing(anna, Processing(pre_gain_db=-3))
        await daemon.controls.set_positions(anna, [Position(1, 1.0, 2.0, 3.0)], 2.0)
        await daemon.controls.set_channel_masks(anna, 6, {}, reset=False)
        await daemon.controls.update_listening(anna, deafened=True, peers={})
        before, set_before = daemon.rooms.get(anna), daemon.controls.settings(anna)
        left_behind = await crashed(store, daemon)
    async with open_daemon(store=left_behind) as daemon:
        away = daemon.rooms.get(anna)
        assert (away.state, away.own_peer_id) == (ConnectionState.RECONNECTING, 0)
        await back()
        now = daemon.rooms.get(anna)
        assert now.state is ConnectionState.JOINED
        for kept in ("connection_id", "room_id", "user_id", "gateway", "created_at"):
            assert getattr(now, kept) == getattr(before, kept)
        assert (now.user_data, now.place) == (Json("[2]"), set_before.place)
        assert daemon.controls.settings(anna) == set_before
        ((view, spec, settings),) = daemon.host.joins
        assert (view.connection_id, spec.user_data, settings) == (anna, Json("[2]"), set_before)
        assert spec.renewable
        kinds = [type(event) for subject, event in daemon.told() if subject == anna]
        assert kinds == [ConnectionReconnecting, ConnectionJoined]


async def test_connections_come_back_after_a_clean_stop_unless_they_were_left():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna, bert = await daemon.join("anna"), await daemon.join("bert")
        await daemon.rooms.leave(bert)
        daemon.plane.stop()
        daemon.host.tell(anna, STOPPED)
        assert type(daemon.told()[-1][1]) is ConnectionReconnecting
    async with open_daemon(store=store) as daemon:
        await back()
        assert names(daemon) == ["anna"]
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED


async def test_one_that_was_left_never_comes_back_however_soon_the_daemon_is_killed():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna")
        await daemon.scribe.stored()
        await daemon.rooms.leave(anna)
        left_behind = copy.deepcopy(store)
    async with open_daemon(store=left_behind) as daemon:
        assert names(daemon) == []


async def test_without_restore_each_ends_with_an_event_that_says_so():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna")
        left_behind = await crashed(store, daemon)
    async with open_daemon(store=left_behind, restore=False) as daemon:
        assert names(daemon) == []
        subject, event = daemon.told()[-1]
        assert (subject, event.reason) == (anna, "NOT_RESTORED")
        await daemon.join("bert")
        daemon.host.tell(await daemon.join("carl"), STOPPED)
        assert daemon.told()[-1][1] == STOPPED
    async with open_daemon(store=left_behind, restore=True) as daemon:
        await back()
        assert names(daemon) == ["bert"]


async def test_one_with_a_token_of_its_callers_ends_and_the_token_is_nowhere_in_the_store():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        token = AccessKey.generate().sign(json.dumps({"rid": "lobby", "uid": "anna"}))
        anna = await daemon.join(None, "", token=token)  # type: ignore[arg-type] # the token says who
        left_behind = await crashed(store, daemon)
    assert token not in repr(left_behind._documents)
    async with open_daemon(store=left_behind) as daemon:
        await back()
        assert (names(daemon), daemon.host.joins) == ([], [])
        subject, event = daemon.told()[-1]
        assert (subject, event.reason) == (anna, "TOKEN_NOT_KEPT")


async def test_one_with_a_password_of_its_callers_ends_rather_than_speak_for_all_to_hear():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna", cipher=Password("secret"))
        await daemon.join("bert", cipher=RoomsDefault())
        left_behind = await crashed(store, daemon)
    assert "secret" not in repr([vars(one.value) for one in left_behind._documents.values()])
    async with open_daemon(store=left_behind) as daemon:
        await back()
        assert names(daemon) == ["bert"]
        ((_, spec, _),) = daemon.host.joins
        assert spec.password == "lobby"  # noqa: S105 - the room's id
        ended = [(name, event) for name, event in daemon.told() if isinstance(event, ConnectionLeft)]
        assert [(name, event.reason) for name, event in ended] == [(anna, "PASSWORD_NOT_KEPT")]


@pytest.mark.parametrize(
    ("asked", "hosts", "limits", "reason"),
    [
        ({}, Banning, {}, "ROOM_REFUSED"),
        ({"user_data": b"12345"}, FakeHost, {"max_user_data_bytes": 4}, "USER_DATA_TOO_LARGE"),
        ({}, FakeHost, {"max_connections": 0}, "TOO_MANY_CONNECTIONS"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_one_that_is_refused_ends_with_the_reason(
    asked: dict[str, Any], hosts: type[FakeHost], limits: dict[str, int], reason: str
):
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna", **asked)
        left_behind = await crashed(store, daemon)
    async with open_daemon(store=left_behind, kind=hosts, **limits) as daemon:
        await back()
        assert names(daemon) == []
        assert [event.reason for _, event in daemon.told() if isinstance(event, ConnectionLeft)] == [reason]
        left_behind = await crashed(left_behind, daemon)
    async with open_daemon(store=left_behind) as daemon:
        assert names(daemon) == []
        assert anna not in [subject for subject, _ in daemon.told()]


async def test_a_gateway_that_is_away_for_an_hour_is_asked_until_it_answers():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna")
        left_behind = await crashed(store, daemon)
    async with open_daemon(store=left_behind, kind=Refusing) as daemon:
        for _ in range(360):
            await pass_time(daemon, 10)
        assert daemon.rooms.get(anna).state is ConnectionState.RECONNECTING
        assert 120 <= len(daemon.host.joins) <= 140
        daemon.host.refuse(None)
        await pass_time(daemon, 30)
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED


async def test_a_lease_begins_anew_and_its_holder_is_remembered():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna", linger_s=10.0, on_lost=OnLost.MUTE)
        async with holding(daemon, anna):
            pass
        with daemon.registry.held([anna], HolderKind.HOLD):
            held = daemon.plane.holding.hold([anna], "bot")
            await anext(held)
            left_behind = await crashed(store, daemon)
            await held.aclose()
    async with open_daemon(store=left_behind, kind=Refusing) as daemon:
        await pass_time(daemon, 1_000)
        assert names(daemon) == ["anna"]
        daemon.host.refuse(None)
        await pass_time(daemon, 30)
        view = daemon.rooms.get(anna)
        assert (view.state, view.linger_s, view.on_lost) == (ConnectionState.JOINED, 10.0, OnLost.MUTE)
        assert daemon.host.joins[-1][2].silenced
        adopting = daemon.plane.holding.adopt([], "bot", "bot")
        assert await anext(adopting) == [anna]
        await adopting.aclose()
        await pass_time(daemon, 9)
        assert names(daemon) == ["anna"]
        await pass_time(daemon, 1)
        assert names(daemon) == []


async def _with_settings_for(peers: Sequence[Peer]) -> tuple[str, MemoryStore]:
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna")
        for peer in peers:
            daemon.host.tell(anna, PeerJoined(peer))
            await daemon.controls.update_listening(anna, deafened=None, peers={peer.peer_id: {"muted": True}})
            await daemon.controls.set_channel_masks(anna, None, {peer.peer_id: 1}, reset=False)
        return anna, await crashed(store, daemon)


async def test_what_was_set_for_a_peer_holds_for_that_peer_and_not_for_another_of_its_number():
    anna, left_behind = await _with_settings_for([Peer(7, "bert"), Peer(8, "carl"), Peer(9, "dora")])

    class Hosts(FakeHost):
        def __init__(self) -> None:
            super().__init__()
            self.peers = (Peer(7, "bert"), Peer(8, "somebody else"))

    async with open_daemon(store=left_behind, kind=Hosts) as daemon:
        await back()
        settings = daemon.controls.settings(anna)
        assert [set(settings.masks.peers), set(settings.listening.peers)] == [{7}, {7}]
        assert daemon.host.joins[0][2].listening.peers == {}
        assert set(daemon.host.applied[-1].listening.peers) == {7}


async def test_connections_are_divided_among_workers_and_restored_as_these_begin():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        for number in range(5):
            await daemon.join(f"user {number}")
        left_behind = await crashed(store, daemon)
    async with open_daemon(2, store=left_behind, kind=Sleeping) as daemon:
        await back()
        assert names(daemon) == [f"user {number}" for number in range(5)]
        for host in daemon.hosts:
            host.revive()
            await daemon.plane.restorer.restore(host)
        assert sorted(len(host.connections) for host in daemon.hosts) == [2, 3]


async def test_the_rooms_of_a_daemon_that_stops_are_those_of_the_next_one():
    store = MemoryStore(lasting=True)
    async with open_house(store=store) as house:
        anna = await house.join("anna")
    async with open_house(store=store) as house:
        await turns(20)
        (view,) = house.rooms.list_page(0, "")[0]
        assert (view.connection_id, view.state) == (anna.connection_id, ConnectionState.JOINED)
        assert [link.user_id for link in house.runtime.links] == ["anna"]
