"""SpaceService against the official core and a grid: who hears whom, and who is told where whom is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from odind.client import Event, PeerMoved, messages
from odind.core.errors import InvalidArgumentError, NotFoundError

from .household import PATIENCE, Household, listening, say, tone

if TYPE_CHECKING:
    from odind.client import Connection

FULL = 2**64 - 1


def at(x: float, y: float = 0.0, z: float = 0.0, channel: int = 0) -> messages.Position:
    return messages.Position(channel=channel, x=x, y=y, z=z)


async def is_heard(household: Household, speaker: Connection, hearer: Connection) -> bool:
    """Whether 0.3 s of a tone arrive."""
    async with listening(hearer):
        await household.knows_what_was_asked(hearer, speaker)
        await say(speaker, tone(0.3))
        await household.knows_what_was_asked(speaker, hearer)
        received = (await household.daemon.statistics(hearer.connection_id)).voice_received
    assert received == 0 or received > 10
    return received > 0


@pytest.mark.parametrize(
    ("scale", "distance", "heard"),
    [(1.0, 1.0, True), (1.0, 1.1, False), (0.05, 19.0, True), (0.05, 21.0, False), (10.0, 0.2, False)],
)
async def test_voice_reaches_one_unit_after_scaling(
    household: Household, scale: float, distance: float, *, heard: bool
):
    speaker = await household.join("speaker", position_scale=scale, positions=[at(distance)])
    hearer = await household.join("hearer", position_scale=scale, positions=[at(0)])
    assert await is_heard(household, speaker, hearer) is heard


async def test_a_connection_can_walk_away_and_come_back_while_it_speaks(household: Household):
    speaker = await household.join("speaker", positions=[at(0)])
    hearer = await household.join("hearer", positions=[at(0)])
    who = speaker.view.own_peer_id
    async with listening(hearer) as ear, asyncio.TaskGroup() as tasks:
        speaking = tasks.create_task(say(speaker, tone(15)))
        await ear.until(lambda: len(ear.of(who)) > 4_800)
        await household.daemon.set_positions(speaker.connection_id, [at(5)])
        await household.falls_silent(hearer)
        await household.daemon.set_positions(speaker.connection_id, [at(0.5)])
        before = len(ear.of(who))
        await ear.until(lambda: len(ear.of(who)) > before + 4_800)
        speaking.cancel()


@pytest.mark.parametrize(
    ("default", "of_the_speaker", "heard"),
    [
        (None, None, True),
        (1 << 3, None, True),
        (1 << 4, None, False),
        (0, None, False),
        (None, 0, False),
        (0, 1 << 3, True),
    ],
)
async def test_masks_choose_who_is_heard(
    household: Household, default: int | None, of_the_speaker: int | None, *, heard: bool
):
    speaker = await household.join("speaker", positions=[at(0, channel=3)])
    hearer = await household.join("hearer")
    masks = {} if of_the_speaker is None else {speaker.view.own_peer_id: of_the_speaker}
    space = await household.daemon.set_channel_masks(hearer.connection_id, default=default, masks=masks)
    assert space.default_mask == (FULL if default is None else default)
    assert [(one.peer_id, one.mask) for one in space.masks] == list(masks.items())
    assert await is_heard(household, speaker, hearer) is heard


async def test_masks_and_deafness_meet(household: Household):
    speaker, hearer = await household.join("speaker"), await household.join("hearer")
    masks = household.host.find(hearer.connection_id).media.masks
    async with listening(hearer):
        await household.daemon.set_channel_masks(hearer.connection_id, masks={speaker.view.own_peer_id: 6})
        assert masks.effective == {0: FULL, speaker.view.own_peer_id: 6}
        await household.daemon.update_listening(hearer.connection_id, deafened=True)
        assert masks.effective == {0: 0}
        paused = messages.PeerListening(peer_id=speaker.view.own_peer_id, paused=True)
        await household.daemon.update_listening(hearer.connection_id, deafened=False, peers=[paused])
        assert masks.effective == {0: FULL, speaker.view.own_peer_id: 0}
    async with asyncio.timeout(PATIENCE):
        while masks.effective != {0: 0}:  # noqa: ASYNC110 - core has no event for it
            await asyncio.sleep(0.01)


async def test_places_are_set_cleared_and_told(household: Household):
    connection = (await household.join("anna")).connection_id
    daemon = household.daemon
    space = await daemon.set_positions(connection, [at(1, channel=3), at(2, channel=1)], scale=0.5)
    assert [(one.channel, one.x) for one in space.positions] == [(1, 2), (3, 1)]
    assert space.position_scale == 0.5
    assert space == await daemon.space(connection)
    assert [one.channel for one in (await daemon.clear_positions(connection, [1])).positions] == [3]
    assert not (await daemon.clear_positions(connection)).positions


async def test_what_is_wrong_is_refused(household: Household):
    connection = (await household.join("anna")).connection_id
    daemon = household.daemon
    for positions, scale, reason in (
        ([at(float("nan"))], None, "POSITION_INVALID"),
        ([at(0, channel=64)], None, "CHANNEL_INVALID"),
        ([at(0, channel=channel) for channel in range(13)], None, "TOO_MANY_POSITIONS"),
        ([], 0.0, "POSITION_SCALE_INVALID"),
    ):
        with pytest.raises(InvalidArgumentError) as caught:
            await daemon.set_positions(connection, positions, scale=scale)
        assert caught.value.reason == reason
        with pytest.raises(InvalidArgumentError) as caught:
            await household.join("ben", positions=positions, position_scale=scale)
        assert caught.value.reason == reason
    with pytest.raises(NotFoundError, match="PEER_NOT_FOUND"):
        await daemon.set_channel_masks(connection, masks={99: 1})
    for call in (daemon.space, daemon.set_positions, daemon.clear_positions, daemon.set_channel_masks):
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
            await call("c-none")  # type: ignore[operator]


async def test_peers_that_move_are_reported_ten_times_a_second_and_at_last_always(
    household: Household,
):
    speaker = await household.join("speaker", position_scale=0.25)
    hearer = await household.join("hearer", position_scale=0.25)
    who = speaker.view.own_peer_id
    watch = household.daemon.watch_events(hearer.connection_id)
    await anext(watch)
    moved: list[PeerMoved] = []
    times: list[datetime] = []

    async def follow(last_x: float) -> None:
        async for item in watch:
            if isinstance(item, Event) and isinstance(item.kind, PeerMoved):
                moved.append(item.kind)
                times.append(item.time)
                if item.kind.positions[0].x == last_x:
                    return

    async with listening(hearer) as ear, asyncio.TaskGroup() as tasks:
        speaking = tasks.create_task(say(speaker, tone(15)))
        await ear.until(lambda: bool(len(ear.of(who))))
        following = tasks.create_task(follow(12.5))
        for step in range(51):
            await household.daemon.set_positions(speaker.connection_id, [at(float(step) / 4)])
            await asyncio.sleep(0.02)  # as a game would, fifty times a second
        async with asyncio.timeout(PATIENCE):
            await following
        speaking.cancel()
    watch.close()
    assert {(one.peer_id, one.user_id) for one in moved} == {(who, "speaker")}
    places = [one.positions[0].x for one in moved]
    assert places == sorted(places)
    assert 5 <= len(moved) <= (times[-1] - times[0]) / timedelta(milliseconds=100) + 2
    peer = next(one for one in (await hearer.refresh()).peers if one.peer_id == who)
    assert peer.positions[0].x == moved[-1].positions[0].x
