"""Two implementations of the runtime port, each with a house of rooms around it, and the guests in them."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.signals import JoinConfirmed, LinkClosed, LinkLost, Signal
from odind.grid import Grid, GridConfig
from odind.runtime.fake import FakeRuntime
from odind.runtime.odin import OdinRuntime
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import pytest

    from odind.core.rooms.ports import Cipher, RoomLink, Runtime
    from odind.core.sockets.ports import SocketLink
    from odind.core.sound.samples import Samples
    from odind.core.values.payload import Payload
    from odind.core.voice.ports import VoicePacket

    Kind = TypeVar("Kind", bound=Signal)

PATIENCE = 30.0
EVERYTHING = {0: 2**64 - 1}
NOTHING = {0: 0}
RATE = 48_000
FRAME = RATE // 50


class Guest:
    """The sink of one room, which writes down what it is told."""

    def __init__(self) -> None:
        self.link: RoomLink
        self.signals: list[Signal] = []
        self.heard: list[VoicePacket] = []
        self.packets: list[tuple[int, bytes]] = []
        self.cipher: Cipher | None = None
        self.unread: list[int] = []
        self.sockets: list[tuple[SocketLink, bytes]] = []
        self._read = 0
        self._told = asyncio.Event()

    def signal(self, signal: Signal) -> None:
        self.signals.append(signal)
        self._told.set()

    def voice(self, packet: VoicePacket) -> None:
        self.heard.append(packet)
        self.packets.append((packet.peer_id, packet.datagram))
        self._told.set()

    def socket_data(self, link: SocketLink, data: bytes) -> None:
        self.sockets.append((link, data))
        self._told.set()

    def unreadable(self, peer_id: int) -> None:
        self.unread.append(peer_id)
        self._told.set()

    def told(self) -> list[Signal]:
        """All signals but those that say we are still on the way, which means nothing before the join."""
        return [signal for signal in self.signals if not isinstance(signal, LinkLost)]

    async def sees(self, kind: type[Kind]) -> Kind:
        """Wait for the next signal of this kind, past those that were waited for, and return it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                while self._read < len(self.signals):
                    self._read += 1
                    found = self.signals[self._read - 1]
                    if isinstance(found, kind):
                        return found
                await self._news()

    async def cannot_read(self, count: int) -> list[int]:
        """Wait until so many packets have come that cannot be read, and return who sent them."""
        async with asyncio.timeout(PATIENCE):
            while len(self.unread) < count:
                await self._news()
        return self.unread

    async def hears(self, count: int) -> list[bytes]:
        """Wait until so many packets have come, and return them all."""
        async with asyncio.timeout(PATIENCE):
            while len(self.packets) < count:
                await self._news()
        return [datagram for _, datagram in self.packets]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is true of what was told."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self._news()

    async def _news(self) -> None:
        self._told.clear()
        await self._told.wait()


class House(Protocol):
    """A runtime, and rooms that it can enter."""

    runtime: Runtime
    gateway: str

    def token(self, user_id: str, rooms: str | list[str] = "room") -> str:
        """A token that is accepted."""

    def refused_token(self, user_id: str) -> str:
        """A token that is not."""


class Visits:
    """Enters rooms of a house and leaves them all at the end."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.runtime = house.runtime
        self._guests: list[Guest] = []

    def knock(
        self,
        token: str,
        *,
        room_id: str | None = None,
        user_data: Payload = b"",
        cipher: Cipher | None = None,
    ) -> Guest:
        """Begin to enter a room."""
        guest = Guest()
        spec = JoinSpec(self.house.gateway, token, room_id, user_data)
        guest.cipher = cipher
        guest.link = self.runtime.join(spec, guest, cipher)
        self._guests.append(guest)
        return guest

    async def enter(self, user_id: str, **how: Any) -> tuple[Guest, JoinConfirmed]:
        """Enter a room and wait until we are in."""
        guest = self.knock(self.house.token(user_id), **how)
        return guest, await guest.sees(JoinConfirmed)

    async def is_refused(self, guest: Guest) -> LinkClosed:
        """Wait until the runtime gives up."""
        return await guest.sees(LinkClosed)

    async def aclose(self) -> None:
        for guest in self._guests:
            await guest.link.aclose()


class _FakeHouse:
    """Rooms in memory."""

    gateway = "fake"

    def __init__(self) -> None:
        self.runtime = FakeRuntime()
        self._key = AccessKey.generate()

    def token(self, user_id: str, rooms: str | list[str] = "room") -> str:
        return self._key.sign(json.dumps({"rid": rooms, "uid": user_id, "cid": "grid"}))

    def refused_token(self, user_id: str) -> str:
        self.runtime.refuse_joins()
        return self.token(user_id)


class _OdinHouse:
    """The official core in rooms of a grid."""

    def __init__(self, runtime: OdinRuntime, gateway: str, key: AccessKey) -> None:
        self.runtime = runtime
        self.gateway = gateway
        self._key = key

    def token(self, user_id: str, rooms: str | list[str] = "room") -> str:
        return self._key.sign(json.dumps({"rid": rooms, "uid": user_id}))

    def refused_token(self, user_id: str) -> str:
        return AccessKey.generate().sign(json.dumps({"rid": "room", "uid": user_id}))


@asynccontextmanager
async def fake_house(_folder: Path, _monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Open a house on the fake."""
    yield _FakeHouse()


@asynccontextmanager
async def odin_house(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Open a house on the official core and a grid in this process."""
    key = AccessKey.generate()
    async with Grid(GridConfig(), folder, [key]) as grid:
        monkeypatch.setenv("SSL_CERT_FILE", str(grid.ca_file))
        async with OdinRuntime() as runtime:
            yield _OdinHouse(runtime, grid.gateway_url, key)


HOUSES: dict[str, Callable[..., Any]] = {"fake": fake_house, "odin": odin_house}


def tones(seconds: float, rate: int = RATE, channels: int = 1) -> Samples:
    """A melody with harmonics, one note every 100 ms, another one on a second channel."""
    time = np.arange(int(rate * seconds)) / rate
    notes = (time * 10).astype(int)
    voices = []
    for channel in range(channels):
        pitch = 220 * 2 ** (((notes * 7 + channel * 5) % 24) / 12)
        phase = np.cumsum(pitch) * 2 * np.pi / rate
        voices.append(0.2 * np.sin(phase) + 0.1 * np.sin(2 * phase) + 0.05 * np.sin(3 * phase))
    return np.stack(voices, axis=1).astype(np.float32).reshape(-1)
