"""Real ODIN clients in a room of a real grid, with what they saw written down."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx
from odin_voice import OdinAudioEncoderConfig, OdinConnectionPool, OdinEncoder

from odind.grid import Grid, GridConfig, GridTimes
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import pytest
    from odin_voice import OdinDatagram, OdinRoom, OdinSocketMessage

PATIENCE = 15.0
QUICK = GridTimes(ping_interval=0.5, kick_ban=3.0)
FRAME_SAMPLES = 960

Entry = TypeVar("Entry")


class Log(Generic[Entry]):
    """A list that can be awaited."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._changed = asyncio.Condition()

    async def fill(self, source: AsyncIterator[Entry]) -> None:
        async for entry in source:
            async with self._changed:
                self.entries.append(entry)
                self._changed.notify_all()

    async def until(self, condition: Callable[[list[Entry]], Any]) -> Any:
        """Return what `condition` says of the entries, as soon as that is true."""
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                while not (result := condition(self.entries)):
                    await self._changed.wait()
                return result
        except TimeoutError:
            raise AssertionError(
                f"still not so after {len(self.entries)} entries: {self.entries[-12:]}"
            ) from None


class Client:
    """One real client in one room."""

    def __init__(self, room: OdinRoom, tasks: asyncio.TaskGroup) -> None:
        self.room = room
        self.events: Log[dict[str, Any]] = Log()
        self.voice: Log[OdinDatagram] = Log()
        self.sockets: Log[OdinSocketMessage] = Log()
        self._encoder: OdinEncoder | None = None
        self._readers = [
            tasks.create_task(log.fill(source))
            for log, source in (
                (self.events, room.rpcs()),
                (self.voice, room.datagrams()),
                (self.sockets, room.sockets()),
            )
        ]

    @property
    def peer_id(self) -> int:
        return self.room.own_peer_id

    @property
    def encoder(self) -> OdinEncoder:
        if self._encoder is None:
            self._encoder = OdinEncoder(OdinAudioEncoderConfig(application_voip=False))
        return self._encoder

    def names(self) -> list[str]:
        """The names of all events so far, without the client's own status."""
        return [name for event in self.events.entries for name in event if name != "RoomStatusChanged"]

    async def sees(self, name: str, times: int = 1, **fields: Any) -> dict[str, Any]:
        """Wait for the n-th event of this name with these fields, and return all its fields."""

        def find(events: list[dict[str, Any]]) -> dict[str, Any] | None:
            found = [event[name] for event in events if name in event]
            found = [found_one for found_one in found if fields.items() <= found_one.items()]
            return found[times - 1] if len(found) >= times else None

        return await self.events.until(find)

    async def becomes(self, status: str, times: int = 1) -> str:
        """Wait for the n-th status of this kind and return its message."""
        return (await self.sees("RoomStatusChanged", times=times, status=status))["message"]

    def packets(self, count: int = 1) -> list[bytes]:
        """Encode so many packets of a tone."""
        packets: list[bytes] = []
        while len(packets) < count:
            self.encoder.push([math.sin(n / 20) / 2 for n in range(FRAME_SAMPLES)])
            while (popped := self.encoder.pop()) is not None:
                packets.append(popped[0])
        return packets[:count]

    def speak(self, count: int = 1) -> None:
        """Send so many packets at once."""
        for packet in self.packets(count):
            self.room.send_datagram(packet)

    async def hears(self, peer_id: int, count: int = 1) -> None:
        """Wait until so many packets of a peer have come."""
        await self.voice.until(lambda heard: sum(packet.peer_id == peer_id for packet in heard) >= count)

    def heard(self, peer_id: int) -> int:
        """How many packets of a peer have come."""
        return sum(packet.peer_id == peer_id for packet in self.voice.entries)

    def send(self, message: Any, *peer_ids: int) -> None:
        self.room.send_rpc({"SendMessage": {"peer_ids": list(peer_ids), "message": message}})

    async def is_served(self) -> None:
        """Wait until the grid has dealt with what this client sent, and this client got its events."""
        number = len(self.events.entries)
        self.room.send_rpc({"Ping": {"id": number}})
        await self.sees("Pong", id=number)

    async def is_caught_up_with(self, other: Client) -> None:
        """Wait until what the other client sent before, voice too, has had its time to come here."""
        await other.is_served()
        await self.is_served()

    def stop_reading(self) -> None:
        for reader in self._readers:
            reader.cancel()


class Party:
    """A grid and the clients that join it."""

    grid: Grid

    def __init__(
        self,
        make_grid: Callable[..., Grid],
        grids: contextlib.AsyncExitStack,
        key: AccessKey,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self.key = key
        self.pool = OdinConnectionPool()
        self.clients: list[Client] = []
        self._make_grid = make_grid
        self._grids = grids
        self._tasks = tasks

    def token(self, user_id: str, room: str | list[str] = "room", **claims: Any) -> str:
        return self.key.sign(json.dumps({"rid": room, "uid": user_id, **claims}))

    def start_joining(self, user_id: str, *, token: str | None = None, **how: Any) -> Client:
        room = self.pool.join_room(self.grid.gateway_url, token or self.token(user_id), **how)
        client = Client(room, self._tasks)
        self.clients.append(client)
        return client

    async def join(self, user_id: str, *, room: str = "room", token: str | None = None, **how: Any) -> Client:
        client = self.start_joining(user_id, token=token or self.token(user_id, room), **how)
        async with asyncio.timeout(PATIENCE):
            await client.room.joined()
        await client.sees("NewReconnectToken")
        return client

    async def call(self, method: str, params: dict[str, Any], **claims: Any) -> dict[str, Any]:
        """Call the gateway as a customer's server does."""
        token = self.token("server", **claims)
        call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        async with httpx.AsyncClient() as http:
            headers = {"Authorization": f"Bearer {token}"}
            return (await http.post(self.grid.gateway_url, json=call, headers=headers)).json()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true of the grid, whose state cannot be awaited."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)

    async def stop_grid(self) -> None:
        """Stop the grid while its clients stay."""
        await self._grids.aclose()

    async def replace_grid(self, **settings: Any) -> None:
        """Stop the grid and start another one with the same state folder and keys."""
        await self._grids.aclose()
        self.grid = await self._grids.enter_async_context(self._make_grid(**settings))

    async def end(self) -> None:
        for client in self.clients:
            client.room.close()
            client.stop_reading()
        # A leave needs a moment to be sent before the pool's thread goes.
        await asyncio.sleep(0.02)
        self.pool.shutdown()


def party_factory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that opens a party in the folder, trusted by its clients."""

    @contextlib.asynccontextmanager
    async def open_party(
        *, now: Callable[[], float] = time.time, customers: Any = None, **settings: Any
    ) -> AsyncIterator[Party]:
        key = AccessKey.generate()

        def make_grid(**more: Any) -> Grid:
            config = GridConfig(**{"times": QUICK, **settings, **more})
            return Grid(config, folder, customers or [key], now=now)

        async with contextlib.AsyncExitStack() as grids, asyncio.TaskGroup() as tasks:
            party = Party(make_grid, grids, key, tasks)
            await party.replace_grid()
            monkeypatch.setenv("SSL_CERT_FILE", str(party.grid.ca_file))
            try:
                yield party
            finally:
                await party.end()

    return open_party
