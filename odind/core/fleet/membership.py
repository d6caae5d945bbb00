"""Our place in the fleet: the heartbeat, the fence, and what is taken over from members that are gone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError
from odind.core.timing.clock import wait_until

from .directory import Directory
from .lease import MemberLease
from .member import Word
from .refusals import name_taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.timing.clock import Clock

    from .holdings import Holdings
    from .ledger import Ledger
    from .member import Member
    from .ports import Deeds, Peers, Roll

_LOOKING: Final = 50
"""About so many members look at the others with a heartbeat: they list them, and adopt from those gone."""
_HOLDS: Final = (Word.RENEWING, Word.WITHOUT_DATABASE)
_STARTED: Final = "the daemon was started again"
_GONE: Final = "a member of the fleet is gone"


class Membership:
    """Renews the lease of one member for as long as `run` does. On the loop's thread.

    `failure` is why the database does not answer, None while it does. `holdings` are set once there is a
    control plane. Once it is `retired`, it keeps its lease, and takes nothing over any more.
    """

    holdings: Holdings

    def __init__(
        self,
        name: str,
        lease_s: float,
        roll: Roll,
        deeds: Deeds,
        *,
        peers: Peers,
        ledger: Ledger,
        clock: Clock,
    ) -> None:
        self.name = name
        self.retired = False
        self.failure: UnavailableError | None = None
        self.lease = MemberLease(lease_s, clock.monotonic())
        self.directory = Directory(name, self.lease, clock)
        self._roll = roll
        self._deeds = deeds
        self._peers = peers
        self._ledger = ledger
        self._clock = clock
        self._beats = sha256(name.encode()).digest()[0]  # members that start at once take turns
        self._unread = False
        self._turn = asyncio.Lock()

    async def begin(self) -> None:
        """Take our row; return without it while the database does not answer.

        Raises AlreadyExistsError FLEET_NAME_TAKEN when somebody else keeps it for longer than a lease, and
        FailedPreconditionError FLEET_SCHEMA_OTHER.
        """
        patience = self._clock.monotonic() + self.lease.lease_s + 2 * self.lease.beat_s
        while not await self._enter():
            if self.failure:
                return
            if self._clock.monotonic() >= patience:
                raise name_taken(self.name)
            await self._pause()

    async def run(self) -> None:
        """Beat, guard the lease, and carry what is written down, until it is cancelled."""
        self.lease.excused((), self._clock.monotonic())
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._beat_on())
            tasks.create_task(self._guard())
            tasks.create_task(self._carry())

    async def end(self) -> None:
        """Write what waits, and give the lease back, so that others take over at once."""
        if self.lease.epoch is not None:
            with suppress(UnavailableError):
                await self._ledger.flush(self.lease.epoch)
                self._ledger.answer()
                await self._roll.leave(self.lease.epoch)
        self.lease.lost()

    # The heartbeat

    async def _beat_on(self) -> None:
        if self.lease.epoch is not None:
            await self._settle()
        while True:
            due = self._clock.monotonic() + self.lease.beat_s
            await self.beat()
            await wait_until(self._clock, due)

    async def beat(self) -> None:
        """Renew the lease, or learn why not; take over from who is gone."""
        try:
            await self._renew()
        except UnavailableError as error:
            await self._without_database(error)
        else:
            self.failure = None
            self._ledger.news.set()

    async def _renew(self) -> None:
        asked_at = self._clock.monotonic()
        if self.lease.epoch is None:
            if await self._enter():
                await self._settle()
            return
        if not await self._roll.renew(self.lease.epoch, await self.holdings.report()):
            self.lease.lost()
            return
        self.lease.renewed(asked_at)
        if self.lease.fenced or self._unread:
            await self._settle()
        if self._is_due():
            self.directory.take(await self._roll.members())
            if self.lease.may_adopt(asked_at):
                await self._adopt()

    async def _enter(self) -> bool:
        asked_at = self._clock.monotonic()
        try:
            epoch = await self._roll.enter()
        except UnavailableError as error:
            self.failure = error
            return False
        self.failure = None
        if epoch is not None:
            self.lease.entered(epoch, asked_at)
        return epoch is not None

    def _is_due(self) -> bool:
        """Count heartbeats; whether with this one it is our turn to look at the others."""
        self._beats += 1
        return self._beats % (self.directory.living // _LOOKING + 1) == 0

    async def _without_database(self, error: UnavailableError) -> None:
        """Go on when no other member has a database either."""
        self.failure = error
        self.lease.missed()
        self._ledger.fail()
        if self.lease.fenced:
            return
        asked_at = self._clock.monotonic()
        self.lease.excused(await self._ask(self.directory.others), asked_at)

    async def _ask(self, members: Sequence[Member]) -> list[Word]:
        return list(await asyncio.gather(*map(self._peers.ask, members)))

    # The fence

    async def _guard(self) -> None:
        while True:
            now = self._clock.monotonic()
            if self.lease.is_over(now) and not self.lease.fenced:
                self.lease.fenced = True
                await self.holdings.fence()
            await wait_until(self._clock, max(now + self.lease.left_s(now), now + self.lease.beat_s / 4))

    async def _settle(self) -> None:
        """With a lease that is ours again: learn what still is ours, and have it."""
        assert self.lease.epoch is not None  # noqa: S101 - it was taken just now
        if self.retired:
            return
        async with self._turn:
            ours = {holding.place: holding for holding in await self._deeds.ours(self.lease.epoch)}
            taken = self._ledger.kept.difference(ours)
            self._ledger.kept = set(ours)
            ended = self._ledger.ended()
        await self.holdings.give_up(taken)
        why, self._unread = _GONE if self._unread else _STARTED, False
        self.holdings.take_over([one for place, one in ours.items() if place not in ended], why)
        if self.lease.fenced:
            self.lease.fenced = False
            self.holdings.resume()

    # What is written down, and taken over

    async def _carry(self) -> None:
        while True:
            await self._ledger.news.wait()
            epoch = self.lease.epoch
            if epoch is None or self.failure:
                self._ledger.fail()
                self._ledger.news.clear()
                continue
            try:
                async with self._turn:
                    lost = await self._ledger.flush(epoch)
                await self.holdings.give_up(lost)
                self._ledger.answer()
            except UnavailableError:
                await self._pause()

    async def _adopt(self) -> None:
        """Take over from members whose lease is over, unless they say that they hold their rooms."""
        if self.retired or not self.directory.adopts():
            return
        abandoned = [one for one in await self._deeds.abandoned() if one.name != self.name]
        words = await self._ask(abandoned)
        gone = [one.name for one, word in zip(abandoned, words, strict=True) if word not in _HOLDS]
        for name in gone:
            await self._adopt_from(name)

    async def _adopt_from(self, name: str) -> None:
        while self.lease.epoch is not None and self.lease.is_renewing(self._clock.monotonic()):
            self._unread = True  # should no answer come, the database may have made it ours all the same
            taken = await self._deeds.adopt(self.lease.epoch, name)
            self._unread = False
            if not taken or self.retired:  # in the second case others take it from us
                return
            self._ledger.kept.update(holding.place for holding in taken)
            self.holdings.take_over(taken, f"the member {name} of the fleet is gone")

    async def _pause(self) -> None:
        await wait_until(self._clock, self._clock.monotonic() + self.lease.beat_s)
