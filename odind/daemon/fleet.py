"""The daemon as a member of a fleet, where the settings say so; else nothing of a fleet is loaded."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.config import Config
    from odind.core.fleet.ports import Held
    from odind.core.log.scribe import Scribe
    from odind.services.catalog import Service

    from .fleet_member import FleetMember
    from .hosts import House


@asynccontextmanager
async def open_fleet(config: Config) -> AsyncIterator[FleetMember | None]:
    """Open the fleet's database, and give the lease back at the end of the block, once all rooms are left.

    Raises InvalidArgumentError CONFIG_INVALID, and what reading the certificate raises.
    """
    if not config.fleet.enabled:
        yield None
        return
    if config.store.url == "memory:":
        raise _wrong("its members need a store that lasts: set store.url to another one")
    try:
        from .fleet_member import opened_member  # noqa: PLC0415 - for members alone
    except ImportError:
        raise _wrong("it needs psycopg: pip install 'odind[postgres]'") from None
    async with opened_member(config) as member:
        yield member


@asynccontextmanager
async def shipping(member: FleetMember | None, config: Config, scribe: Scribe) -> AsyncIterator[None]:
    """Have a part in the fleet's events for the length of the block, at whose end all rooms are left."""
    if member is None:
        yield
        return
    async with member.shipping(config, scribe):
        yield


@asynccontextmanager
async def in_fleet(
    member: FleetMember | None,
    config: Config,
    services: Sequence[Service],
    house: House,
    more: Sequence[Held],
) -> AsyncIterator[None]:
    """Take our place in the fleet, and answer the other members for the length of the block.

    `more` is what others may take over beside connections.

    Raises AlreadyExistsError FLEET_NAME_TAKEN, FailedPreconditionError FLEET_SCHEMA_OTHER, and what listening
    raises.
    """
    if member is None:
        yield
        return
    async with member.serving(config, services, house, more):
        yield


def _wrong(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "fleet: {problem}", problem=problem)
