"""A member of a fleet, put together: its rows, its links to the others, its address for them."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from odind import __version__
from odind.clock import SystemClock
from odind.core.fleet.holdings import Holdings
from odind.core.fleet.ledger import Ledger
from odind.core.fleet.membership import Membership
from odind.fleet.database import HoldingRows, MemberRows
from odind.fleet.links import MemberLinks, member_caller
from odind.fleet.others import Others
from odind.fleet.session import Session
from odind.rpc.credentials import server_credentials
from odind.rpc.listener import RpcServer
from odind.services.access import MemberAccess
from odind.services.passing import Passing
from odind.tls.config import TlsConfig
from odind.tls.keeper import Keeper

from .addresses import telling
from .fleet_events import FleetEvents, opened_events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.config import Config
    from odind.core.fleet.ports import Held
    from odind.core.log.scribe import Scribe
    from odind.core.plane import ControlPlane
    from odind.services.catalog import Service

    from .hosts import House

_log = structlog.get_logger("odind.fleet")


class FleetMember:
    """A member; `tasks` runs what goes on until all rooms are left."""

    _events: FleetEvents

    def __init__(
        self, membership: Membership, ledger: Ledger, others: Others, keeper: Keeper, tasks: asyncio.TaskGroup
    ) -> None:
        self.membership = membership
        self.ledger = ledger
        self._others = others
        self._keeper = keeper
        self._tasks = tasks
        self._running: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def shipping(self, config: Config, scribe: Scribe) -> AsyncIterator[None]:
        """Have the fleet's events for the length of the block; they begin with `serving`."""
        async with opened_events(config, scribe) as self._events:
            yield

    def passing(self, plane: ControlPlane) -> Passing:
        """Return what has other members answer for what is theirs."""
        has = plane.registry.get
        return Passing(lambda one: has(one) is not None, self._others, self._events.watches, plane.rooms)

    @asynccontextmanager
    async def serving(
        self, config: Config, services: Sequence[Service], house: House, more: Sequence[Held]
    ) -> AsyncIterator[None]:
        """Take our place, and answer the other members for the length of the block."""
        self.membership.holdings = Holdings(house.plane, more)
        rpc = RpcServer(
            services, "odind.fleet", MemberAccess(), turnstile=house.turnstile, caller_of=member_caller
        )
        with telling("fleet.listen", config.fleet.listen):
            rpc.bind_tcp(config.fleet.listen, server_credentials(self._keeper, mutual=True))
        async with rpc:
            await self.membership.begin()
            self._running = [self._tasks.create_task(self.membership.run())]
            self._events.begin(house.plane.registry.stopped)
            _log.info("fleet.entered", name=config.fleet.name, listen=config.fleet.listen)
            yield

    async def end(self) -> None:
        """Give the lease back."""
        for task in self._running:
            task.cancel()
        await self.membership.end()


@asynccontextmanager
async def opened_member(config: Config) -> AsyncIterator[FleetMember]:
    """Open the database for the length of the block; raises what reading the certificate raises."""
    fleet, clock = config.fleet, SystemClock()
    keeper = Keeper(TlsConfig(fleet.certificate, fleet.key, fleet.ca), clock)
    patience_s = fleet.lease_s / 8
    async with (
        Session(fleet.url, patience_s) as beats,
        Session(fleet.url, patience_s) as session,
        MemberLinks(keeper, patience_s=patience_s) as links,
        asyncio.TaskGroup() as tasks,
    ):
        following = tasks.create_task(keeper.run())
        deeds = HoldingRows(session, fleet.name)
        ledger = Ledger(deeds)
        membership = Membership(
            fleet.name,
            fleet.lease_s,
            _row(config, beats),
            deeds,
            peers=links,
            ledger=ledger,
            clock=clock,
        )
        others = Others(membership.directory, deeds, links)
        member = FleetMember(membership, ledger, others, keeper, tasks)
        try:
            yield member
        finally:
            await member.end()
            following.cancel()


def _row(config: Config, session: Session) -> MemberRows:
    fleet = config.fleet
    return MemberRows(
        session,
        fleet.name,
        address=fleet.address or fleet.listen,
        version=__version__,
        labels=fleet.labels,
        lease_s=fleet.lease_s,
        now=time.time,
    )
