"""The fleet on trial, with everybody in its rooms: what steps use, wait for and measure."""

from __future__ import annotations

import asyncio
import math
import os
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

from odind.client import connect
from odind.client.messages import MemberState, Placement
from odind.core.errors import UnavailableError
from odind.grid.rendezvous import server_of
from odind.tokens.access_key import AccessKey
from tests.fleet.members import Fleet

from . import judging
from .ground import Ground, within
from .logbook import Logbook
from .onlookers import Onlookers
from .place import FRONT, database, front, grids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from odind.client import Connection, Daemon
    from tests.storage.servers import PostgresServer

    from .judging import Presence

NAMES: Final = ("one", "two", "three")
SERVING: Final = MemberState.MEMBER_STATE_SERVING
_ROOMS: Final = 12
_CONNECTIONS: Final = 60
_PATIENCE_S: Final = 60.0
_PAUSE_S: Final = 0.02


@dataclass
class Party:
    """Members in namespaces, connections of theirs in rooms on three grids, and onlookers in each room."""

    ground: Ground
    fleet: Fleet
    postgres: PostgresServer
    onlookers: Onlookers
    addresses: dict[str, str]
    clients: dict[str, Daemon] = field(default_factory=dict)
    books: dict[str, Logbook] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    """By their users; the calls go to the member that joined."""

    @property
    def presences(self) -> list[Presence]:
        """All stays of the members' users."""
        return self.onlookers.presences

    async def start(self, name: str) -> None:
        """Start a member, or start it again, and wait until it serves."""
        kept = {"ODIND_STORE__PAYLOADS": "full"}  # so that what is read after a restart can be compared
        address = self.addresses[name]
        again = self.fleet.start(name, address=address, starter=within(name), environment=kept)
        await again.ready()

    async def join(self, room_id: str, user_id: str, member: str) -> Connection:
        """Have a member join a room."""
        where = Placement(member=member)
        return await self.clients[member].join_room(room_id, user_id=user_id, placement=where)

    def strike(self, member: str) -> float:
        """Note that the peers of a member are ghosts from now on; return the moment."""
        now, held = time.monotonic(), self.books[member].holds()
        for one in self.presences:
            if one.is_there and one.dead > now and (one.room_id, one.peer_id) in held:
                one.dead = now
        return now

    async def until(self, what: str, condition: Callable[[], bool]) -> float:
        """Wait until something is so, and return when it was."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not condition():  # noqa: ASYNC110 - of many rooms
                    await asyncio.sleep(_PAUSE_S)
        except TimeoutError:
            missing = set(self.connections) - set(judging.present(self.presences))
            logs = "\n".join(one.log()[-2_000:] for one in self.fleet.members.values())
            raise AssertionError(f"{what}: not so; away are {sorted(missing)}\n{logs}") from None
        return time.monotonic()

    async def all_there(self) -> float:
        """Wait until each user is in its room once, ghosts aside; return when that was so."""
        wanted = dict.fromkeys(self.connections, 1)
        return await self.until("all are there", lambda: judging.present(self.presences) == wanted)

    async def told(self) -> None:
        """Wait until the logs tell of all who are there; `strike` goes by them."""
        await self.until("logs tell of all", lambda: self._present_peers() <= self._told_peers())

    def _present_peers(self) -> set[tuple[str, int]]:
        return {(one.room_id, one.peer_id) for one in self.presences if one.over == math.inf}

    def _told_peers(self) -> set[tuple[str, int]]:
        return {peer for book in self.books.values() for peer in book.holds()}

    async def alone(self) -> float:
        """Wait until the ghosts are gone too; return when the last one went."""
        await self.all_there()
        return await self.until("the ghosts are gone", lambda: not judging.ghosts(self.presences))

    async def settle(self) -> float:
        """Wait until all members serve as well; return when the last ghost went."""
        gone = await self.alone()
        for client in self.clients.values():
            await listed(client)
        await self.told()
        return gone

    def silence(self, since: float, until: float) -> float:
        """Return for how long a room was silent at most; each has one speaker."""
        rooms = [[at for at, _ in one.voice] for one in self.onlookers.all]
        return max(judging.longest_silence(heard, since, until) for heard in rooms)

    def spoke_twice(self) -> int:
        """Return how many datagrams a ghost spoke at most while its user was there again."""
        return max(
            judging.spoke_twice(one.voice, [stay for stay in one.presences if stay.user_id != "onlooker"])
            for one in self.onlookers.all
        )


async def listed(client: Daemon) -> None:
    """Wait until a daemon knows that all members serve."""
    async with asyncio.timeout(_PATIENCE_S):
        while await _serving(client) != set(NAMES):  # noqa: ASYNC110 - asked of a daemon
            await asyncio.sleep(0.1)


async def _serving(client: Daemon) -> set[str]:
    try:
        return {one.name for one in (await client.members()).members if one.state == SERVING}
    except UnavailableError:  # it is starting
        return set()


@asynccontextmanager
async def party(folder: Path) -> AsyncIterator[Party]:
    """Have everybody in their rooms, on three grids."""
    key = AccessKey.generate()
    (folder / "access.key").write_text(key.text)
    (folder / "access.key").chmod(0o600)
    ground = Ground()
    await ground.make()
    addresses = {name: await ground.add(name) for name in NAMES}
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        postgres, url = await stack.enter_async_context(database())
        gateways = await stack.enter_async_context(grids(folder))
        for namespace in ((), *map(within, NAMES)):
            await stack.enter_async_context(front(gateways, *namespace))
        os.environ["SSL_CERT_FILE"] = str(folder / "trusted.pem")
        rooms = [f"room-{number}" for number in range(_ROOMS)]
        assert {server_of(room, gateways) for room in rooms} == set(gateways), "a grid has no room"
        fleet = Fleet(folder, url, FRONT)
        stack.callback(fleet.end)
        made = Party(ground, fleet, postgres, Onlookers(FRONT, key, tasks), addresses)
        for name in NAMES:
            await made.start(name)
            opened = connect(fleet.members[name].target)
            made.clients[name] = await stack.enter_async_context(opened)
            made.books[name] = Logbook(name)
        for client in made.clients.values():
            await listed(client)
        following = [
            tasks.create_task(made.books[name].follow(made.clients[name]), name=f"the log of {name}")
            for name in NAMES
        ]
        await made.onlookers.enter(rooms)
        await _fill(made, rooms)
        yield made
        for task in following:
            task.cancel()
        await made.onlookers.end()


async def _fill(party: Party, rooms: list[str]) -> None:
    """Join everybody; the first in each room speaks for ever."""
    for number, room in zip(range(_CONNECTIONS), count()):
        turn, at = divmod(room, len(rooms))
        user, member = f"user {number}", NAMES[(at + turn) % len(NAMES)]
        joined = party.connections[user] = await party.join(rooms[at], user, member)
        if turn == 0:
            await joined.player.play("tone:440")
    await party.all_there()
    await party.told()
