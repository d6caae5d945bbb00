"""Restores connections: those of a lost worker in its successor, those whose reconnect was refused."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError, UnavailableError
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until

from .admission import prepare
from .entrance import Entrance
from .events import ConnectionLeft, ConnectionState

if TYPE_CHECKING:
    from odind.core.bounds.limits import Limits
    from odind.core.timing.clock import Clock
    from odind.core.tokens.tokens import Tokens

    from .admission import Gateways
    from .cipher import Passwords
    from .entry import Entry
    from .outcomes import JoinOutcomes
    from .ports import Host
    from .registry import Registry

_AT_ONCE: Final = 16
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_FOR_GOOD: Final = ("DISMISSED",)
"""Reasons of class UNAVAILABLE after which a join is not tried again."""


class Restorer:
    """Joins again for connections that are away. Used on the loop's thread."""

    def __init__(
        self,
        registry: Registry,
        tokens: Tokens,
        limits: Limits,
        gateways: Gateways,
        passwords: Passwords,
        *,
        clock: Clock,
        outcomes: JoinOutcomes,
    ) -> None:
        self._registry = registry
        self._tokens = tokens
        self._limits = limits
        self._gateways = gateways
        self._passwords = passwords
        self._clock = clock
        self._entrance = Entrance(limits, clock, outcomes)
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def restore(self, host: Host) -> None:
        """Restore the host's connections, at most `_AT_ONCE` at a time."""
        slots = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            for entry in self._registry.on(host):
                if entry.away:
                    tasks.create_task(self._restore(entry, slots))

    async def join_again(self, entry: Entry) -> None:
        """Restore a connection whose reconnect was refused; its process is there."""
        await self._restore(entry, self._slots)

    async def _restore(self, entry: Entry, slots: asyncio.Semaphore) -> None:
        """Try until the connection is restored or has ended, or its process is lost again."""
        async with entry.returning:
            await self._try(entry, slots)

    async def _try(self, entry: Entry, slots: asyncio.Semaphore) -> None:
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        while self._registry.has(entry) and entry.away:
            try:
                async with slots:
                    await self._rejoin(entry)
            except OdindError as error:
                if error.reason == "WORKER_LOST":
                    return
                if not isinstance(error, UnavailableError) or error.reason in _FOR_GOOD:
                    self._registry.end(entry, ConnectionLeft(str(error), error.reason))
            else:
                return
            await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s())

    async def _rejoin(self, entry: Entry) -> None:
        """Join again with all settings, and with a new token where the daemon signs them."""
        settings = entry.settings
        request = replace(entry.request, user_data=settings.user_data)
        spec, admission = prepare(request, self._tokens, self._limits, self._gateways, self._passwords)
        view = replace(entry.view, state=ConnectionState.JOINING, place=settings.place)
        await self._entrance.enter(entry.host, view, spec, settings, admission=admission)
