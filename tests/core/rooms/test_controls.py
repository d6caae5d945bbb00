"""Settings, places, masks and counters of connections, on a runtime in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError
from odind.core.rooms.events import PeerMoved
from odind.core.space.masks import FULL_MASK, MaskSettings
from odind.core.space.place import ORIGIN, Place, Position
from odind.core.voice.processing import PRESETS, Preset
from tests.core.fakes import House, open_house, turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.core.log.log import Entry
    from odind.core.rooms.events import RoomEvent

HERE = (Position(0, 0.5),)


def datagrams(house: House, user_id: str) -> list[bytes]:
    """Keep what a link sends from now on."""
    sent: list[bytes] = []
    link = house.runtime.link(user_id)
    send = link.send_voice
    link.send_voice = lambda datagram: (sent.append(datagram), send(datagram))[1]  # type: ignore[method-assign]
    return sent


async def test_settings_are_kept_for_the_encoder_to_come_and_put_into_the_one_there_is():
    async with open_house() as house:
        controls, anna = house.controls, await house.join()
        outgoing = house.host.find(anna.connection_id).media.outgoing
        await controls.set_processing(anna.connection_id, PRESETS[Preset.VOICE])
        encoder = outgoing.encoder(48_000, 1)
        assert encoder.processing == PRESETS[Preset.VOICE]  # type: ignore[attr-defined]
        await controls.set_processing(anna.connection_id, PRESETS[Preset.RAW])
        assert encoder.processing == PRESETS[Preset.RAW]  # type: ignore[attr-defined]
        assert controls.settings(anna.connection_id).processing == PRESETS[Preset.RAW]


async def test_playback_reaches_the_encoder_only_while_echoes_are_cancelled():
    async with open_house() as house:
        anna = await house.join()
        outgoing = house.host.find(anna.connection_id).media.outgoing
        encoder = outgoing.encoder(48_000, 1)
        sound = encoder._waiting  # type: ignore[attr-defined]
        outgoing.hear_playback(sound, 48_000, 2)
        assert encoder.playback == []  # type: ignore[attr-defined]


async def test_who_never_had_a_place_says_nothing_of_it():
    async with open_house() as house:
        anna = await house.join()
        sent = datagrams(house, "anna")
        house.host.find(anna.connection_id).media.outgoing.joined()
        assert sent == []


async def test_a_place_is_said_at_once_on_joining_and_after_every_reconnect():
    async with open_house() as house:
        ben = await house.join("ben")
        house.runtime.link("ben").set_channel_masks({0: FULL_MASK})
        anna = await house.join(place=Place().moved(HERE))
        await turns()
        (peer,) = house.rooms.get(ben.connection_id).peers
        assert peer.positions == HERE
        house.runtime.link("anna").lose()
        await turns()
        sent = datagrams(house, "anna")
        await house.controls.set_positions(anna.connection_id, [Position(3)], None)
        house.runtime.link("anna").enter()
        await turns()
        assert len(sent) == 1
        (peer,) = house.rooms.get(ben.connection_id).peers
        assert peer.positions == (*HERE, Position(3))


async def test_a_place_is_said_once_a_second_while_our_voice_does_not_say_it():
    async with open_house() as house:
        anna = await house.join(place=Place().moved(HERE))
        outgoing = house.host.find(anna.connection_id).media.outgoing
        sent = datagrams(house, "anna")
        for _ in range(99):
            outgoing.tick()
        assert len(sent) == 1
        outgoing.send(sent[0])
        for _ in range(49):
            outgoing.tick()
        assert len(sent) == 2


async def test_a_scale_alone_puts_nobody_anywhere():
    async with open_house() as house:
        anna = await house.join(place=Place(0.5))
        sent = datagrams(house, "anna")
        await house.controls.set_positions(anna.connection_id, [], 0.25)
        assert sent == []


async def test_positions_are_told_in_the_hearers_own_units():
    async with open_house() as house:
        controls = house.controls
        ben = await house.join("ben", place=Place(0.5))
        house.runtime.link("ben").set_channel_masks({0: FULL_MASK})
        anna = await house.join()
        await controls.set_positions(anna.connection_id, [Position(0, 20.0)], 0.1)
        await turns()
        (peer,) = house.rooms.get(ben.connection_id).peers
        assert peer.positions == (Position(0, 4.0),)


async def moved(house: House, connection_id: str, work: Callable[[], Awaitable[None]]) -> list[RoomEvent]:
    """Return what watchers are told of movement while `work` goes on."""
    told: list[Entry[RoomEvent]] = []

    async def follow() -> None:
        async with house.watch([connection_id]) as (_, events):
            async for item in events:
                told.append(item)  # noqa: PERF401 - what came before the end is kept

    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(follow())
        await turns()
        await work()
        await turns()
        following.cancel()
    return [one.event for one in told if isinstance(one.event, PeerMoved)]


async def test_movement_is_thinned_out_and_the_last_place_told_even_when_nothing_ticks():
    async with open_house() as house:
        controls = house.controls
        ben, anna = await house.join("ben"), await house.join("anna")
        house.runtime.link("ben").set_channel_masks({0: FULL_MASK})

        async def walk() -> None:
            for step in range(10):
                await controls.set_positions(anna.connection_id, [Position(0, step / 16)], None)
                await turns()
                await house.tick()
            await house.tick(5)
            assert not await house.tick()

        told = await moved(house, ben.connection_id, walk)
        assert [event.positions[0].x * 16 for event in told] == [1, 6, 9]  # type: ignore[union-attr]
        assert {event.user_id for event in told} == {"anna"}  # type: ignore[union-attr]


async def test_masks_reach_the_server_when_somebody_listens_and_again_after_a_reconnect():
    async with open_house() as house:
        controls = house.controls
        ben, anna = await house.join("ben"), await house.join("anna")
        link = house.runtime.link("ben")
        await controls.set_channel_masks(ben.connection_id, 6, {anna.own_peer_id: 2}, reset=False)
        assert not link.hears
        masks = house.host.find(ben.connection_id).media.masks
        masks.listen(wanted=True)
        assert link.masks == {0: 6, anna.own_peer_id: 2}
        link.lose()
        await turns()
        link.masks = {0: 6}
        link.enter()
        await turns()
        assert link.masks == {0: 6, anna.own_peer_id: 2}
        await house.rooms.leave(anna.connection_id)
        await turns()
        assert masks.effective == {0: 6}
        assert controls.settings(ben.connection_id).masks == MaskSettings(6)


async def test_a_mask_is_for_peers_that_are_there():
    async with open_house() as house:
        ben = await house.join("ben")
        with pytest.raises(NotFoundError, match="PEER_NOT_FOUND"):
            await house.controls.set_channel_masks(ben.connection_id, 1, {99: 1}, reset=True)
        assert house.controls.settings(ben.connection_id).masks == MaskSettings()


async def test_clearing_the_last_channel_leads_back_to_the_origin():
    async with open_house() as house:
        controls = house.controls
        anna = await house.join()
        outgoing = house.host.find(anna.connection_id).media.outgoing
        settings = await controls.set_positions(anna.connection_id, [Position(3, 1)], 2.0)
        assert settings.place == outgoing.place == house.rooms.get(anna.connection_id).place
        assert outgoing.place.on_the_wire == (Position(3, 2.0),)
        settings = await controls.clear_positions(anna.connection_id, [3])
        assert settings.place == outgoing.place == house.rooms.get(anna.connection_id).place
        assert outgoing.place.on_the_wire == ORIGIN
        assert outgoing.place.scale == 2.0


async def test_a_lost_link_has_no_counters_of_its_path_and_the_others_stay():
    async with open_house() as house:
        controls = house.controls
        anna = await house.join()
        assert (await controls.statistics(anna.connection_id)).link is not None
        house.runtime.link("anna").lose()
        await turns()
        statistics = await controls.statistics(anna.connection_id)
        assert statistics.link is None
        assert statistics.connection_id == anna.connection_id
