"""Restores connections: of a lost worker, of an earlier daemon, and those whose reconnect was refused."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, OdindError, ResourceExhaustedError, UnavailableError
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until
from odind.core.timing.slots import Slots

from .admission import require_connection_slot
from .cause import cause_of
from .entrance import Entrance
from .events import ConnectionLeft, ConnectionState
from .lease import Lease
from .memos import remembered

if TYPE_CHECKING:
    from collections.abc import Collection

    from odind.core.bounds.limits import Limits
    from odind.core.timing.clock import Clock

    from .admission import JoinRequest
    from .entry import Entry
    from .lease import LeaseSink
    from .memo import Memo
    from .outcomes import JoinOutcomes
    from .ports import Host
    from .registry import Registry
    from .tenants import Tenants

_AT_ONCE: Final = 16
_STARTED: Final = "the daemon was started again"
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_PASSING: Final = (UnavailableError, ResourceExhaustedError)
_FOR_GOOD: Final = ("DISMISSED",)
"""Reasons of these classes after which a join is not tried again."""


class Restorer:
    """Joins again for connections that are away. Used on the loop's thread."""

    def __init__(
        self,
        registry: Registry,
        tenants: Tenants,
        limits: Limits,
        *,
        clock: Clock,
        leases: LeaseSink,
        outcomes: JoinOutcomes,
    ) -> None:
        self._registry = registry
        self._leases = leases
        self._tenants = tenants
        self._limits = limits
        self._clock = clock
        self._entrance = Entrance(limits, clock, outcomes)
        self._slots = Slots(_AT_ONCE)

    def recall(self) -> None:
        """Take over the connections of an earlier daemon, as if their process had been lost.

        Each gets a host, which will restore it; one that must not come back is ended, and its event says why.
        """
        self.take_over(None, _STARTED)

    def take_over(self, connection_ids: Collection[str] | None, why: str) -> None:
        """Take over connections whose memos are here, all for None, in the same way.

        `why` is for their events.
        """
        for memo in self._registry.memos.all(connection_ids):
            host = self._registry.emptiest()
            view = memo.away(host)
            slots_taken = len(self._registry)
            entry = self._registry.recall(memo, host, view, Lease(self._clock, view, self._leases), why)
            try:
                self._require_recallable(memo, slots_taken)
            except OdindError as error:
                self._registry.end(entry, ConnectionLeft(str(error), error.reason, cause=cause_of(error)))

    def _require_recallable(self, memo: Memo, connections: int) -> None:
        """Raise the error of one that must not come back.

        NOT_RESTORED, TOKEN_NOT_KEPT, PASSWORD_NOT_KEPT or TOO_MANY_CONNECTIONS.
        """
        if not self._registry.memos.restores:
            raise FailedPreconditionError(
                "NOT_RESTORED", "the daemon was started again, and the setting server.restore is off"
            )
        if memo.own_token:
            raise FailedPreconditionError(
                "TOKEN_NOT_KEPT",
                "the daemon was started again, and keeps no tokens of its callers: join anew",
            )
        if memo.own_password:
            raise FailedPreconditionError(
                "PASSWORD_NOT_KEPT",
                "the daemon was started again, and keeps no passwords of its callers: join anew",
            )
        require_connection_slot(connections, self._limits)

    async def restore(self, host: Host) -> None:
        """Restore the host's connections, at most `_AT_ONCE` at a time and gateway."""
        slots = Slots(_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            for entry in self._registry.on(host):
                if entry.away:
                    tasks.create_task(self._restore(entry, slots))

    async def join_again(self, entry: Entry) -> None:
        """Restore a connection whose reconnect was refused; its process is there."""
        await self._restore(entry, self._slots)

    async def _restore(self, entry: Entry, slots: Slots) -> None:
        """Try until the connection is restored or has ended, or its process is lost again."""
        async with entry.returning:
            await self._try(entry, slots)

    async def _try(self, entry: Entry, slots: Slots) -> None:
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        while self._registry.has(entry) and entry.away:
            try:
                async with slots.take(_kind(entry.request)):
                    await self._rejoin(entry)
            except OdindError as error:
                if error.reason == "WORKER_LOST":
                    return
                if not isinstance(error, _PASSING) or error.reason in _FOR_GOOD:
                    self._registry.end(entry, ConnectionLeft(str(error), error.reason, cause=cause_of(error)))
            else:
                return
            await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s())

    async def _rejoin(self, entry: Entry) -> None:
        """Join again with all settings, and with a new token where the daemon signs them."""
        self._registry.require_running()
        settings = entry.settings
        request = replace(entry.request, user_data=settings.user_data, rooms_peer=None)
        spec, admission = await self._tenants.holding(entry.connection_id).terms.settle(request)
        view = replace(entry.view, state=ConnectionState.JOINING, place=settings.place, gateway=spec.gateway)
        await self._entrance.enter(entry.host, view, spec, settings, admission=admission)
        if entry.memo:
            await self._remember_peers(entry, entry.memo)

    async def _remember_peers(self, entry: Entry, memo: Memo) -> None:
        """Set what was set for single peers, if these are there; their numbers may be those of others now."""
        if memo.peers:
            await self._registry.change(entry.connection_id, partial(remembered, memo=memo))
        entry.memo = None
        self._registry.memos.keep(entry)


def _kind(request: JoinRequest) -> str:
    """Return whom a join waits for: its gateway, and the token service."""
    return f"{request.gateway} {'rooms' if request.rooms else ''}"
