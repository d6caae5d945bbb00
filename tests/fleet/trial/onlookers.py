"""Real clients, one in each room, that note when peers come, go and speak, and send numbered messages."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from odin_voice import OdinConnectionPool

from .judging import Presence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odin_voice import OdinRoom

    from odind.tokens.access_key import AccessKey

_EVERY_S: Final = 0.5
"""Between two numbered messages of a room."""
_PATIENCE_S: Final = 30.0


@dataclass(frozen=True)
class Sent:
    """A numbered message of a room; `at` in seconds of the monotonic clock."""

    room_id: str
    number: int
    at: float


class Onlooker:
    """A client in one room. Moments are seconds of the monotonic clock.

    `presences` are all stays of peers, `voice` when a datagram came and of which peer.
    """

    def __init__(self, room_id: str, room: OdinRoom) -> None:
        self.room_id = room_id
        self.room = room
        self.presences: list[Presence] = []
        self.voice: list[tuple[float, int]] = []
        self.sent: list[Sent] = []
        self.misses: list[str] = []

    async def watch(self) -> None:
        """Note who comes and goes."""
        async for event in self.room.rpcs():
            self._note(event)

    async def listen(self) -> None:
        """Note who speaks."""
        async for datagram in self.room.datagrams():
            self.voice.append((time.monotonic(), datagram.peer_id))

    async def tell(self) -> None:
        """Send a numbered message again and again."""
        for number in count(1):
            self.sent.append(Sent(self.room_id, number, time.monotonic()))
            self.room.send_rpc({"SendMessage": {"peer_ids": [], "message": {"number": number}}})
            await asyncio.sleep(_EVERY_S)

    def _note(self, event: dict[str, Any]) -> None:
        now = time.monotonic()
        if came := event.get("PeerJoined"):
            self.presences.append(Presence(self.room_id, came["user_id"], came["peer_id"], now))
        elif went := event.get("PeerLeft"):
            for one in self.presences:
                if one.peer_id == went["peer_id"] and one.is_there:
                    one.went = now
        elif (status := event.get("RoomStatusChanged")) and status["status"] not in ("joining", "joined"):
            self.misses.append(f"{self.room_id}: {status['status']} {status['message']}")


class Onlookers:
    """The clients of all rooms."""

    def __init__(self, gateway: str, key: AccessKey, tasks: asyncio.TaskGroup) -> None:
        self.all: list[Onlooker] = []
        self._gateway, self._key, self._tasks = gateway, key, tasks
        self._pool = OdinConnectionPool()
        self._running: list[asyncio.Task[None]] = []

    async def enter(self, room_ids: Iterable[str]) -> None:
        """Have a client in each of these rooms."""
        for room_id in room_ids:
            token = self._key.sign(f'{{"rid": "{room_id}", "uid": "onlooker"}}')
            one = Onlooker(room_id, self._pool.join_room(self._gateway, token))
            self._running += map(self._tasks.create_task, (one.watch(), one.listen()))
            async with asyncio.timeout(_PATIENCE_S):
                await one.room.joined()
            self._running.append(self._tasks.create_task(one.tell()))
            self.all.append(one)

    @property
    def presences(self) -> list[Presence]:
        """All stays of the members' users, in all rooms."""
        return [one for room in self.all for one in room.presences if one.user_id != "onlooker"]

    @property
    def sent(self) -> list[Sent]:
        """All numbered messages."""
        return [one for room in self.all for one in room.sent]

    async def end(self) -> None:
        """Leave all rooms."""
        for task in self._running:
            task.cancel()
        for one in self.all:
            one.room.close()
        await asyncio.sleep(0.1)  # a leave needs a moment to be sent before the pool's thread goes
        self._pool.shutdown()
