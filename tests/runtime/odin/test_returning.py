"""The official core is refused when it reconnects; the daemon's use cases have the room again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.devices.lookout import Lookout
from odind.core.plane import ControlPlane
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.cause import Cause
from odind.core.rooms.events import ConnectionJoined, ConnectionLeft, ConnectionReconnecting
from odind.core.rooms.local import LocalHost
from odind.core.rooms.watching import WATCHED_EVENTS
from odind.core.space.place import Position
from odind.core.tokens.tokens import Tokens
from odind.daemon import OdinKeyring
from odind.devices.fake import FakeSoundSystem
from odind.grid import Grid, GridConfig
from odind.metronome import Metronome
from odind.runtime.odin import OdinRuntime
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.rooms.events import RoomEvent
    from odind.grid.server import RunningGrid

PATIENCE = 40.0
HOURS = 3 * 3_600.0
EXPIRED = "the server refuses: open room was rejected: token has expired (ROOM_REFUSED)"


class JumpingClock(SystemClock):
    """The system's clock, of which the time of day may jump."""

    ahead_s = 0.0

    def now(self) -> float:
        return super().now() + self.ahead_s


@dataclass
class Household:
    """A daemon's inside on the official core, and the grid that its rooms are in."""

    grid: RunningGrid
    plane: ControlPlane
    tokens: Tokens
    clock: JumpingClock

    async def outlive_all_tokens(self) -> None:
        """Have the links break at a time when no token of before is valid any more."""
        self.clock.ahead_s = HOURS
        await self.grid.restart_sfu()

    async def events(self, count: int) -> list[RoomEvent]:
        """Wait for the next events of connections after their first, which told that they joined."""
        async with asyncio.timeout(PATIENCE):
            with self.plane.log.cursor(WATCHED_EVENTS, (), 1) as cursor:
                return [(await anext(cursor)).event for _ in range(count)]


@pytest.fixture
async def household(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Household]:
    key, limits, clock = AccessKey.generate(), Limits(), JumpingClock()
    tokens = Tokens(OdinKeyring(), key, clock.now)
    async with Grid(GridConfig(), tmp_path, [key], now=clock.now) as grid:
        monkeypatch.setenv("SSL_CERT_FILE", str(grid.ca_file))
        async with (
            OdinRuntime(limits) as runtime,
            LocalHost(runtime, limits, Metronome()) as host,
            Lookout(FakeSoundSystem()) as lookout,
            ControlPlane([host], lookout, tokens, limits, grid.gateway_url, clock=clock) as plane,
        ):
            yield Household(grid, plane, tokens, clock)


async def test_a_room_whose_reconnect_is_refused_is_joined_again(household: Household) -> None:
    place = JoinRequest("room", "anna", user_data=b"first")
    before = await household.plane.rooms.join(place)
    await household.outlive_all_tokens()
    reconnecting, joined = await household.events(2)
    assert isinstance(reconnecting, ConnectionReconnecting)
    assert isinstance(joined, ConnectionJoined)
    after = household.plane.rooms.get(before.connection_id)
    assert joined.connection == after
    assert after.own_peer_id != before.own_peer_id
    assert after.user_data == b"first"
    await household.plane.controls.set_positions(after.connection_id, [Position(2, 1.0)], None)


async def test_with_a_token_of_the_callers_the_connection_ends_and_says_why(household: Household) -> None:
    signed = household.tokens.create(access_key=None, room_ids=["room"], user_id="anna", audience=["gateway"])
    await household.plane.rooms.join(JoinRequest(token=signed.token))
    await household.outlive_all_tokens()
    reconnecting, left = await household.events(2)
    assert isinstance(reconnecting, ConnectionReconnecting)
    assert left == ConnectionLeft(EXPIRED, "ROOM_REFUSED", cause=Cause.REFUSED)


async def test_who_is_refused_again_is_left_with_the_words_of_that(household: Household) -> None:
    await household.plane.rooms.join(JoinRequest("room", "anna"))
    household.grid.faults.refuse_joins("come back on Monday")
    await household.grid.restart_sfu()
    reconnecting, left = await household.events(2)
    assert isinstance(reconnecting, ConnectionReconnecting)
    assert isinstance(left, ConnectionLeft)
    assert "come back on Monday" in left.detail
