"""Players of a daemon that is killed go on near where they were."""

from __future__ import annotations

import copy

import pytest

from odind.core.log.memory import MemoryStore
from odind.core.players.settings import Item, LaneSettings, PlayerPositions, PlayerSettings
from odind.core.players.source import SoundSource, SourceKind
from odind.core.rooms.noted import PlayerMoved, PlayerNoted
from odind.core.timing.tick import RATE_HZ
from tests.core.fakes import Daemon, open_daemon

SONG = Item("p-song", source=SoundSource(SourceKind.FILE, "song.mp3"))


def playing(position_s: int = 0) -> PlayerNoted:
    return PlayerNoted(PlayerSettings(music=LaneSettings(items=(SONG,), position=position_s * RATE_HZ)))


def at(position_s: int) -> PlayerMoved:
    return PlayerMoved(PlayerPositions(SONG.item_id, position_s * RATE_HZ, "", 0))


async def goes_on_at(store: MemoryStore, daemon: Daemon, connection_id: str) -> float:
    """Return where the music goes on if the daemon is killed at this moment, in seconds."""
    await daemon.scribe.stored()
    async with open_daemon(store=copy.deepcopy(store)) as later:
        return later.controls.settings(connection_id).player.music.position / RATE_HZ


@pytest.mark.parametrize(("played_s", "found_s"), [(3, 0), (5, 5), (63, 60)])
async def test_a_player_goes_on_at_most_five_seconds_before_where_it_was(played_s: int, found_s: int):
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna")
        daemon.host.tell(anna, playing())
        for second in range(1, played_s + 1):
            daemon.host.tell(anna, at(second))
        assert await goes_on_at(store, daemon, anna) == found_s


async def test_a_place_that_was_noted_before_a_seek_does_not_undo_it():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna, bert = await daemon.join("anna"), await daemon.join("bert")
        for name in (anna, bert):
            daemon.host.tell(name, playing())
        for second in range(1, 9):
            daemon.host.tell(anna, at(100 + second))
            daemon.host.tell(bert, at(second))
        daemon.host.tell(anna, playing(7))
        for second in range(9, 12):
            daemon.host.tell(bert, at(second))
        assert await goes_on_at(store, daemon, anna) == 7
        assert await goes_on_at(store, daemon, bert) == 9


async def test_nothing_is_left_of_the_place_of_a_connection_that_was_left():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join("anna")
        daemon.host.tell(anna, playing())
        for second in range(1, 6):
            daemon.host.tell(anna, at(second))
        await daemon.scribe.stored()
        kept = {one.collection for one in (await copy.deepcopy(store).open()).documents}
        assert kept == {"connections", "player_places"}
        await daemon.rooms.leave(anna)
        await daemon.scribe.stored()
        assert (await copy.deepcopy(store).open()).documents == ()
