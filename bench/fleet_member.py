"""A simulated member of a fleet: a real member's rows, ledger and heartbeat, and connections in no room.

The database sees the sessions and statements of a daemon. Instead of the control plane there are ids alone,
so that a thousand members fit into a few processes.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import TYPE_CHECKING, Final

from odind.clock import SystemClock
from odind.core.fleet.ledger import Ledger
from odind.core.fleet.member import Report, Word
from odind.core.fleet.membership import Membership
from odind.core.log.mirror import Holding
from odind.core.rooms.events import ConnectionState, ConnectionView
from odind.core.rooms.memo import Memo
from odind.core.rooms.memos import COLLECTION
from odind.core.rooms.settings import ConnectionSettings
from odind.fleet.database import HoldingRows, MemberRows
from odind.fleet.session import Session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bench.fleet_orders import Lived
    from odind.core.fleet.member import Member
    from odind.core.log.mirror import Place

_ROOM_FOR: Final = 1_000
_ADDRESS: Final = "127.0.0.1:7713"
_PARTS: Final = 8
"""A statement may take this part of a lease, as with a daemon."""


class Dead:
    """Core's `Peers` without a network: members of these names are gone, and all others renew."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    async def ask(self, member: Member) -> Word:
        """Answer at once."""
        return Word.GONE if member.name in self.names else Word.RENEWING


class Seats:
    """What a member holds, in place of core's `Holdings`. Whoever is taken over has joined at once."""

    def __init__(self, ledger: Ledger) -> None:
        self.places: dict[Place, None] = {}
        self.fences = 0
        self._ledger = ledger

    def join(self) -> None:
        """Have one more connection."""
        self._have(new_holding())

    def leave(self) -> None:
        """End the oldest connection, if there is one."""
        if self.places:
            oldest = next(iter(self.places))
            del self.places[oldest]
            self._ledger.note(oldest, None)

    async def fence(self) -> None:
        """Count what should not happen: the lease was not renewed in time."""
        self.fences += 1

    def resume(self) -> None:
        """Go on: the connections were never left."""

    async def give_up(self, places: Collection[Place]) -> None:
        """Forget what another member has."""
        for one in places:
            self.places.pop(one, None)

    def take_over(self, holdings: Iterable[Holding], _why: str) -> None:
        """Have connections of another; each is written down again, as after a join."""
        for holding in holdings:
            if holding.place not in self.places:
                self._have(holding)

    def _have(self, holding: Holding) -> None:
        self.places[holding.place] = None
        self._ledger.note(holding.place, holding)

    async def report(self) -> Report:
        """Return what the other members are told."""
        return Report(len(self.places), max(_ROOM_FOR - len(self.places), 0), draining=False)


class TimedMembership(Membership):
    """A membership that notes how long each heartbeat took, in seconds, and how many found no database."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type] # passed on as they are
        self.took: list[float] = []
        self.failures = 0

    def forget(self) -> None:
        """Begin to note anew."""
        self.took, self.failures = [], 0

    def tell(self, lived: Lived) -> None:
        """Add what was noted."""
        lived.beats += self.took
        lived.failures += self.failures

    async def beat(self) -> None:
        """Beat, and note how long it took."""
        began = time.perf_counter()
        await super().beat()
        self.took.append(time.perf_counter() - began)
        self.failures += self.failure is not None


class SimulatedMember:
    """A member and its two sessions. On the loop's thread."""

    def __init__(self, name: str, url: str, lease_s: float, dead: Dead) -> None:
        self.name = name
        self._beats, self._session = (Session(url, lease_s / _PARTS) for _ in range(2))
        row = MemberRows(
            self._beats,
            name,
            address=_ADDRESS,
            version="0",
            labels={"region": "eu"},
            lease_s=lease_s,
            now=time.time,
        )
        deeds = HoldingRows(self._session, name)
        self.ledger = Ledger(deeds)
        self.membership = TimedMembership(
            name, lease_s, row, deeds, peers=dead, ledger=self.ledger, clock=SystemClock()
        )
        self.seats = Seats(self.ledger)
        self.membership.holdings = self.seats  # type: ignore[assignment] # all that is asked of them is there
        self._dying = asyncio.Event()

    async def live(self, entered: asyncio.Event, turn: asyncio.Semaphore) -> None:
        """Be a member until `die`, without a word to the database then; set `entered` once it is one."""
        async with self._beats, self._session, asyncio.TaskGroup() as tasks:
            async with turn:
                await self.membership.begin()
            running = tasks.create_task(self.membership.run())
            entered.set()
            await self._dying.wait()
            running.cancel()

    def die(self) -> None:
        """Be gone, as after kill -9."""
        self._dying.set()

    async def fill(self, connections: int) -> None:
        """Have so many connections."""
        for _ in range(connections):
            self.seats.join()
        await self.ledger.written()

    async def join(self) -> float:
        """Have a new connection in place of the oldest; return how long it took to write that down."""
        began = time.perf_counter()
        self.seats.leave()
        self.seats.join()
        await self.ledger.written()
        return time.perf_counter() - began


def new_holding() -> Holding:
    """Return what is written down of a connection as most are: with some user data, and a player at rest."""
    name = secrets.token_hex(8)
    view = ConnectionView(
        connection_id=f"c{name}",
        room_id=f"lobby-{name[:4]}",
        user_id=f"user-{name}@example",
        customer="example",
        gateway="https://gateway.example",
        state=ConnectionState.JOINED,
        own_peer_id=int(name[:3], 16),
        user_data=b'{"name": "Anna", "colour": "red"}',
        peers=(),
        created_at=time.time(),
    )
    settings = ConnectionSettings(user_data=view.user_data)
    memo = Memo(view, settings, view.room_id, view.gateway, own_token=False, peers={})
    return Holding(COLLECTION, view.connection_id, view.connection_id, memo)
