"""What a member holds is had by another one as a daemon has it that was started again."""

from __future__ import annotations

from odind.core.access.principal import ITSELF
from odind.core.fleet.holdings import Holdings
from odind.core.log.memory import MemoryStore
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.events import ConnectionLeft, ConnectionReconnecting
from odind.core.timing.tick import RATE_HZ
from tests.core.fakes import open_daemon, turns
from tests.core.rooms.test_player_places import at, playing

from .fakes import FakeMirror

GONE = "the member one of the fleet is gone"


async def test_a_connection_goes_on_under_its_id_and_its_player_near_its_place() -> None:
    mirror = FakeMirror()
    async with open_daemon(store=MemoryStore(lasting=True), mirror=mirror) as one:
        anna = await one.join("anna")
        one.host.tell(anna, playing())
        for second in range(1, 64):
            one.host.tell(anna, at(second))
        left_behind = mirror.left_behind()
    async with open_daemon(store=MemoryStore(lasting=True), mirror=FakeMirror()) as two:
        Holdings(two.plane).take_over(left_behind, GONE)
        await turns(20)
        assert two.rooms.get(anna).user_id == "anna"
        assert two.controls.settings(anna).player.music.position == 60 * RATE_HZ
        (told,) = [event for _, event in two.told() if isinstance(event, ConnectionReconnecting)]
        assert told.detail == GONE


async def test_the_daemons_own_connections_and_what_is_over_are_nobodys() -> None:
    mirror = FakeMirror()
    async with open_daemon(store=MemoryStore(lasting=True), mirror=mirror) as one:
        await one.rooms.join(JoinRequest(room_id="lobby", user_id="observer"), ITSELF)
        await one.rooms.leave(await one.join("anna"))
        assert not mirror.holdings


async def test_what_a_daemon_had_before_it_entered_a_fleet_comes_back_and_is_shared() -> None:
    mirror, store = FakeMirror(), MemoryStore(lasting=True)
    async with open_daemon(store=store) as alone:
        joined = await alone.join()
    async with open_daemon(store=store, mirror=mirror) as member:
        assert [entry.connection_id for entry in member.registry.named(())] == [joined]
        assert ("connections", joined) in mirror.holdings
    async with open_daemon(store=store, mirror=FakeMirror()) as again:
        assert not again.registry.named(())


async def test_after_a_restart_the_mirror_alone_says_what_comes_back() -> None:
    mirror, store = FakeMirror(), MemoryStore(lasting=True)
    async with open_daemon(store=store, mirror=mirror) as one:
        anna, bert = await one.join("anna"), await one.join("bert")
        await one.scribe.stored()
        left_behind = [holding for holding in mirror.left_behind() if holding.id == anna]
    async with open_daemon(store=store, mirror=mirror) as again:
        assert again.registry.get(anna) is None
        Holdings(again.plane).take_over(left_behind, "the daemon was started again")
        await turns(20)
        assert again.registry.get(anna)
        assert again.registry.get(bert) is None


async def test_what_another_member_has_is_ended_and_left() -> None:
    mirror = FakeMirror()
    async with open_daemon(store=MemoryStore(lasting=True), mirror=mirror) as one:
        anna, bert = await one.join("anna"), await one.join("bert")
        await Holdings(one.plane).give_up([place for place in mirror.holdings if place.id == anna])
        assert one.registry.get(anna) is None
        assert one.registry.get(bert)
        (left,) = [event for _, event in one.told() if isinstance(event, ConnectionLeft)]
        assert left.reason == "TAKEN_OVER"
