"""Joins rooms through hosts within the join timeout, and recognises tokens that have expired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import OdindError, PermissionDeniedError, UnavailableError
from odind.core.timing.clock import time_limit

if TYPE_CHECKING:
    from odind.core.bounds.limits import Limits
    from odind.core.timing.clock import Clock

    from .admission import Admission
    from .events import ConnectionView
    from .outcomes import JoinOutcomes
    from .ports import Host, JoinSpec
    from .settings import ConnectionSettings


class Entrance:
    """Joins rooms through hosts, for the first time and to restore. Used on the loop's thread."""

    def __init__(self, limits: Limits, clock: Clock, outcomes: JoinOutcomes) -> None:
        self._limits = limits
        self._clock = clock
        self._outcomes = outcomes

    async def enter(
        self,
        host: Host,
        view: ConnectionView,
        spec: JoinSpec,
        settings: ConnectionSettings,
        *,
        admission: Admission,
    ) -> None:
        """Join through a host; raises the runtime's errors, JOIN_TIMEOUT, TOKEN_EXPIRED and WORKER_LOST."""
        try:
            await self._enter(host, view, spec, settings, admission)
        except OdindError as error:
            self._outcomes.failed(spec.gateway, error)
            raise
        self._outcomes.joined(spec.gateway)

    async def _enter(
        self,
        host: Host,
        view: ConnectionView,
        spec: JoinSpec,
        settings: ConnectionSettings,
        admission: Admission,
    ) -> None:
        try:
            async with time_limit(self._clock, self._limits.join_timeout_ms / 1000):
                await host.join(view, spec, settings)
        except TimeoutError:
            raise UnavailableError(
                "JOIN_TIMEOUT",
                "the room was not joined within {limit} ms; is {gateway} the right gateway?",
                limit=self._limits.join_timeout_ms,
                gateway=spec.gateway,
            ) from None
        except PermissionDeniedError as error:
            raise self._told_expired(error, admission) from None

    def _told_expired(self, error: PermissionDeniedError, admission: Admission) -> PermissionDeniedError:
        """Return TOKEN_EXPIRED when the token's own claims say so: gateways word refusals as they like."""
        if error.reason == "TOKEN_REFUSED" and admission.expires_at < self._clock.now():
            return PermissionDeniedError(
                "TOKEN_EXPIRED", "the token has expired; make a new one ({detail})", **error.metadata
            )
        return error
