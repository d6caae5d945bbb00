"""A daemon's inside without a daemon: fake clock, fake runtime, real keys, and rooms on top of them."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from odind import clock
from odind.core.base.limits import Limits
from odind.core.base.statistics import PaceStatistics
from odind.core.devices.lookout import Lookout
from odind.core.plane import ControlPlane
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.local import LocalHost
from odind.core.rooms.rooms import Snapshot
from odind.core.tokens.tokens import Tokens
from odind.core.voice.notices import LaneStarted
from odind.devices.fake import FakeSoundSystem
from odind.runtime.fake import FakeRuntime
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.core.rooms.events import ConnectionView
    from odind.core.sound.samples import Samples
    from odind.core.voice.lane import AudioCall
    from odind.core.voice.notices import Notice
    from odind.core.voice.outbox import HeardFrame, HeardTick

GATEWAY = "gateway.example"


class FakeClock(clock.FakeClock):
    """A clock and a ticker that stand still until they are moved."""

    def __init__(self) -> None:
        super().__init__()
        self.next_tick = 1_000
        self.woken = 0

    def tick(self) -> int:
        return self.next_tick

    def wake(self) -> None:
        self.woken += 1

    def pace(self) -> PaceStatistics:
        return PaceStatistics(self.next_tick - 1_000, 0, 0)


class Keyring:
    """Core's keyring on real keys."""

    def generate(self) -> AccessKey:
        return AccessKey.generate()

    def parse(self, text: str) -> AccessKey:
        return AccessKey.parse(text)

    def claims(self, token: str) -> dict[str, Any]:
        return jwt.parse(token).claims


class House:
    """Rooms on a fake runtime, and the hand that moves their clock."""

    def __init__(self, limits: Limits, key: AccessKey | None) -> None:
        self.clock = FakeClock()
        self.runtime = FakeRuntime()
        self.tokens = Tokens(Keyring(), key, self.clock.now)
        self.host = LocalHost(self.runtime, limits, self.clock)
        self.sound = FakeSoundSystem()
        self.lookout = Lookout(self.sound)
        self.plane = ControlPlane([self.host], self.lookout, self.tokens, limits, GATEWAY, clock=self.clock)
        self.rooms = self.plane.rooms
        self.controls = self.plane.controls

    async def join(self, user_id: str = "anna", room_id: str = "lobby", **more: Any) -> ConnectionView:
        return await self.rooms.join(JoinRequest(room_id=room_id, user_id=user_id, **more))

    def stop(self) -> None:
        """End everything, as the daemon does."""
        self.plane.stop()
        self.host.stop()

    @asynccontextmanager
    async def watch(
        self, connection_ids: Sequence[str] = (), after: int | None = None
    ) -> AsyncIterator[tuple[Snapshot, AsyncIterator[Any]]]:
        """Watch for the length of the block: a snapshot, and what follows it."""
        async with aclosing(self.rooms.watch(connection_ids, after)) as items:
            first = await anext(items)
            assert isinstance(first, Snapshot)
            yield first, items

    async def tick(self, ticks: int = 1) -> bool:
        """Run so many ticks; return whether another is wanted."""
        wanted = False
        for _ in range(ticks):
            wanted = self.host.tick(self.clock.next_tick)
            self.clock.next_tick += 1
            await turns()
        return wanted


@asynccontextmanager
async def open_house(*, key: bool = True, **limits: int) -> AsyncIterator[House]:
    """Open rooms for the length of the block."""
    house = House(Limits(**limits), AccessKey.generate() if key else None)
    async with house.host, house.lookout, house.plane:
        yield house
        house.stop()


async def turns(count: int = 5) -> None:
    """Let the loop turn, so that what was caused is delivered."""
    for _ in range(count):
        await asyncio.sleep(0)


def ticks_of(call: AudioCall) -> list[HeardTick]:
    """The sound that waits for a call's caller, oldest first."""
    return list(call.outbox._ticks)


def frames_of(call: AudioCall) -> list[HeardFrame]:
    """The frames that wait for a call's caller, oldest first."""
    return [frame for tick in ticks_of(call) for frame in tick.frames]


def notices_of(call: AudioCall) -> list[tuple[int, Notice]]:
    """Take the notices that wait for a call's caller, each with its lane, but for those of lanes starting."""
    notices = [(item.lane, item.notice) for item in call.outbox._notices]
    call.outbox._notices.clear()
    return [(lane, notice) for lane, notice in notices if not isinstance(notice, LaneStarted)]


def speech(samples: int, seed: int = 1) -> Samples:
    """Sound without a single zero in it, below full scale, exact in 16 bits."""
    noise = np.random.default_rng(seed).integers(1, 8_000, samples)
    return (noise / 32_768).astype(np.float32)


def pcm16(samples: Samples) -> bytes:
    """The samples as 16-bit integers."""
    return bytes(np.rint(samples * 32_768).astype("<i2"))
