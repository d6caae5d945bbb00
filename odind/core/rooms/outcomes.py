"""How joins ended, counted by reason, and what they tell about the daemon's own gateway."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.errors import OdindError
    from odind.core.timing.clock import Clock

JOINED: Final = "JOINED"
UNREACHABLE: Final = "GATEWAY_UNREACHABLE"
_SILENT: Final = ("JOIN_TIMEOUT", "RUNTIME_FAILED", "WORKER_LOST", "DISMISSED", "DAEMON_STOPPING")
"""Reasons that do not tell whether the gateway answered."""


class JoinOutcomes:
    """Belongs to the loop. Joins through other gateways are counted, and tell nothing about our own.

    `answered_at` is the monotonic time of the gateway's last answer, None before the first; `problem` says
    why it did not answer since then, "" when it did.
    """

    def __init__(self, gateway: str, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self.answered_at: float | None = None
        self.problem = ""

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of joins by outcome: JOINED, or the reason of the error."""
        return self._counts

    def joined(self, gateway: str) -> None:
        """Note a join that succeeded."""
        self._counts[JOINED] += 1
        if gateway == self._gateway:
            self.reached("")

    def failed(self, gateway: str, error: OdindError) -> None:
        """Note a join that failed."""
        self._counts[error.reason] += 1
        if gateway != self._gateway:
            return
        if error.reason == UNREACHABLE:
            self.reached(error.message)
        elif error.reason not in _SILENT:
            self.reached("")

    def reached(self, problem: str) -> None:
        """Note that our gateway answered, or what kept it from doing so."""
        self.problem = problem
        if not problem:
            self.answered_at = self._clock.monotonic()
