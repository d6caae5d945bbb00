"""Whether the daemon's own gateway answers: joins tell, and where they do not, it is dialled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .checks import failed, ok, warning

if TYPE_CHECKING:
    from odind.core.rooms.outcomes import JoinOutcomes
    from odind.core.timing.clock import Clock

    from .checks import Check
    from .ports import Dial

NAME: Final = "gateway"
_FRESH_S: Final = 30.0
"""How long an answer counts. A gateway that does not answer is dialled again at every look."""


class GatewayWatch:
    """Follows one gateway, "" for none. Without `dial`, joins alone tell. Used on the loop's thread."""

    def __init__(self, gateway: str, outcomes: JoinOutcomes, clock: Clock, dial: Dial | None) -> None:
        self._gateway = gateway
        self._outcomes = outcomes
        self._clock = clock
        self._dial = dial

    async def check(self) -> Check:
        """Return whether the gateway answered lately; dial it when nothing is known."""
        if not self._gateway:
            return warning(NAME, "no gateway is set", "set odin.gateway, or have callers name one")
        if self._dial and not self._known():
            self._outcomes.reached(await self._dial(self._gateway))
        problem = self._outcomes.problem
        if problem:
            return failed(NAME, problem, "check odin.gateway, the network and the gateway itself")
        return ok(NAME, f"{self._gateway} answers")

    def _known(self) -> bool:
        heard_at = self._outcomes.answered_at
        fresh = heard_at is not None and self._clock.monotonic() - heard_at < _FRESH_S
        return fresh and not self._outcomes.problem
