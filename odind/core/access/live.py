"""Calls that last, and the grants that they run under: when a grant ends, so do they."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from odind.core.timing.clock import time_limit, wait_until

from .refusals import grant_revoked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.core.timing.clock import Clock

    from .principal import Principal

LOOK_EVERY_S: Final = 0.5


class LiveCalls:
    """Ends calls whose grant does not stand any more. `stands` says whether one does. Belongs to the loop.

    `also` is called with every look, to end what else is there under grants.
    """

    def __init__(self, stands: Callable[[Principal], bool], clock: Clock, also: Callable[[], object]) -> None:
        self._stands = stands
        self._clock = clock
        self._also = also
        self._running: dict[Callable[[], None], Principal] = {}

    @asynccontextmanager
    async def under(self, principal: Principal) -> AsyncIterator[None]:
        """Run a block for as long as a principal's grant stands.

        Raises PermissionDeniedError GRANT_REVOKED when it ends.
        """
        revoked = False
        try:
            async with time_limit(self._clock, None) as end:
                self._running[end] = principal
                try:
                    yield
                finally:
                    revoked = self._running.pop(end, None) is None
        except TimeoutError:
            if not revoked:
                raise
            raise grant_revoked() from None

    def look(self) -> None:
        """End the calls whose grant does not stand now."""
        verdicts: dict[Principal, bool] = {}
        for end, principal in tuple(self._running.items()):
            if principal not in verdicts:
                verdicts[principal] = self._stands(principal)
            if not verdicts[principal]:
                del self._running[end]
                end()
        self._also()

    async def run(self) -> None:
        """Look now and then, for what expires, until cancelled."""
        while True:
            await wait_until(self._clock, self._clock.monotonic() + LOOK_EVERY_S)
            self.look()
