"""A connection that is seen in ODIN Rooms keeps what it tells of its mutes true."""

from __future__ import annotations

import json
from typing import Any

import pytest

from odind.core.devices.events import LineChanged, LineClosed, LineOpened
from odind.core.devices.ports import Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.devices.standing import LineState, LineView
from odind.core.errors import InvalidArgumentError
from odind.core.log.memory import MemoryStore
from odind.core.rooms.events import ConnectionState
from odind.core.rooms.holder import OnLost
from odind.core.rooms.peer_data import RoomsPeer, RoomsPeerData
from tests.core.fakes import Daemon, open_daemon, turns

from .test_lingering import holding
from .test_recalling import back, crashed

SEEN = RoomsPeer(RoomsPeerData(name="Anna"))


def mutes(daemon: Daemon, **more: Any) -> tuple[bool, bool]:
    """What is told of input and output now: by the latest settings, or by the latest join."""
    sent = daemon.host.applied[-1] if daemon.host.applied else daemon.host.joins[-1][2]
    data = json.loads(bytes(sent.user_data))
    assert {"name": "Anna"}.items() <= (data | more).items()
    return data["inputMuted"], data["outputMuted"]


def line(connection_id: str, line_id: str = "l1", *, muted: bool = False, playback: bool = False) -> LineView:
    direction = Direction.PLAYBACK if playback else Direction.CAPTURE
    shape = LineShape(direction, connection_id)
    return LineView(line_id, shape, LineSettings(muted=muted), LineState.RUNNING, "null:")


async def tell(daemon: Daemon, event: Any) -> None:
    daemon.plane.happened(daemon.host, event.line.line_id, event)
    await turns()


async def test_a_join_tells_the_defaults_and_the_user():
    async with open_daemon() as daemon:
        await daemon.join("anna", rooms_peer=RoomsPeer())
        view, spec, settings = daemon.host.joins[0]
        data = json.loads(bytes(spec.user_data))
        assert (data["userId"], data["name"], data["role"]) == ("anna", "anna", "Guest")
        assert view.user_data == spec.user_data == settings.user_data


async def test_who_is_deafened_is_shown_so_until_it_hears_again():
    async with open_daemon() as daemon:
        anna = await daemon.join(rooms_peer=SEEN)
        assert mutes(daemon) == (False, False)
        await daemon.controls.update_listening(anna, deafened=True, peers={})
        assert mutes(daemon) == (False, True)
        await daemon.controls.update_listening(anna, deafened=False, peers={})
        assert mutes(daemon) == (False, False)


async def test_lines_count_when_all_of_a_direction_are_muted():
    async with open_daemon() as daemon:
        anna = await daemon.join(rooms_peer=SEEN)
        await tell(daemon, LineOpened(line(anna, muted=True)))
        assert mutes(daemon) == (True, False)
        await tell(daemon, LineOpened(line(anna, "l2")))
        assert mutes(daemon) == (False, False)
        await tell(daemon, LineChanged(line(anna, "l2", muted=True)))
        await tell(daemon, LineOpened(line(anna, "l3", muted=True, playback=True)))
        assert mutes(daemon) == (True, True)
        for one in (line(anna), line(anna, "l2"), line(anna, "l3", playback=True)):
            await tell(daemon, LineClosed(one))
        assert mutes(daemon) == (False, False)


async def test_a_connection_that_is_silent_for_want_of_a_caller_is_shown_as_muted():
    async with open_daemon() as daemon:
        anna = await daemon.join(rooms_peer=SEEN, linger_s=60, on_lost=OnLost.MUTE)
        assert mutes(daemon) == (True, False)
        async with holding(daemon, anna):
            await turns()
            assert mutes(daemon) == (False, False)
        await turns()
        assert mutes(daemon) == (True, False)


async def test_what_the_caller_sets_stays_set():
    async with open_daemon() as daemon:
        anna = await daemon.join(rooms_peer=RoomsPeer(RoomsPeerData(name="Anna", input_muted=True)))
        await daemon.controls.update_listening(anna, deafened=True, peers={})
        assert mutes(daemon) == (True, True)
        await daemon.rooms.update_user_data(anna, b"", SEEN)
        assert mutes(daemon) == (False, True)


async def test_user_data_ends_it():
    async with open_daemon() as daemon:
        anna = await daemon.join(rooms_peer=SEEN)
        await daemon.rooms.update_user_data(anna, b"plain")
        await daemon.controls.update_listening(anna, deafened=True, peers={})
        assert daemon.host.applied[-1].user_data == b"plain"


async def test_a_lost_worker_takes_its_lines_and_their_mutes_along():
    async with open_daemon() as daemon:
        anna = await daemon.join(rooms_peer=SEEN)
        await daemon.controls.update_listening(anna, deafened=True, peers={})
        await tell(daemon, LineOpened(line(anna, muted=True)))
        assert mutes(daemon) == (True, True)
        daemon.plane.lost(daemon.host, "it crashed")
        daemon.host.revive()
        await daemon.plane.restorer.restore(daemon.host)
        await turns()
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED
        assert mutes(daemon) == (False, True)


async def test_the_next_daemon_shows_it_as_before_without_the_lines():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        anna = await daemon.join(rooms_peer=SEEN)
        await daemon.controls.update_listening(anna, deafened=True, peers={})
        await tell(daemon, LineOpened(line(anna, muted=True)))
        left = await crashed(store, daemon)
    async with open_daemon(store=left) as second:
        await back()
        assert mutes(second) == (False, True)


@pytest.mark.parametrize("size", [2**14, 2**20])
async def test_data_that_is_too_large_is_refused_and_nothing_is_joined(size: int):
    async with open_daemon() as daemon:
        large = RoomsPeer(RoomsPeerData(custom_status="x" * size))
        with pytest.raises(InvalidArgumentError, match="USER_DATA_TOO_LARGE"):
            await daemon.join(rooms_peer=large)
        anna = await daemon.join(rooms_peer=SEEN)
        with pytest.raises(InvalidArgumentError, match="USER_DATA_TOO_LARGE"):
            await daemon.rooms.update_user_data(anna, b"", large)
        assert mutes(daemon) == (False, False)
        assert len(daemon.host.joins) == 1
