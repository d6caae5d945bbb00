"""Tries the media path when it is asked to, and by the clock where the settings say so."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError
from odind.core.rooms.admission import JoinRequest
from odind.core.timing.clock import happens_within

from .checks import failed, ok, warning
from .path import ProbePath

if TYPE_CHECKING:
    from odind.core.rooms.admission import JoinTerms
    from odind.core.rooms.ports import JoinSpec
    from odind.core.rooms.registry import Registry
    from odind.core.timing.clock import Clock

    from .checks import Check
    from .path import PathReport

NAME: Final = "path"
_MOST_LOSS: Final = 0.03
_MOST_DELAY_S: Final = 0.4
_ADVICE: Final = "see the network between this machine and the gateway; UDP must pass"


class Prober:
    """Sends probes through the process with the least load, one at a time. Used on the loop's thread.

    `report` is the latest that came through our own gateway, None before the first and after a failure.
    `standing` is the check of the latest probe by the clock, None where there is none.
    """

    def __init__(self, registry: Registry, terms: JoinTerms, clock: Clock) -> None:
        self.report: PathReport | None = None
        self.standing: Check | None = None
        self._registry = registry
        self._terms = terms
        self._clock = clock
        self._probing = asyncio.Lock()

    async def run(self, interval_s: float) -> None:
        """Probe at an interval until the daemon stops."""
        while not self._registry.stopped.is_set():
            self.standing = await self.probe()
            await happens_within(self._clock, interval_s, self._registry.stopped.wait())

    def require_gateway(self, gateway: str) -> None:
        """Raise GATEWAY_INVALID, GATEWAY_UNKNOWN or GATEWAY_NOT_ALLOWED for one that cannot be probed."""
        self._terms.gateways.choose(gateway)

    async def probe(self, gateway: str = "") -> Check:
        """Try the path through a gateway now, our own for "", and tell how it is."""
        async with self._probing:
            report = None
            try:
                report = await self._send(gateway)
            except OdindError as error:
                return failed(NAME, f"no probe came through: {error}", _ADVICE)
            finally:
                self.report = self.report if gateway else report
        return _check_of(report)

    async def _send(self, gateway: str) -> PathReport:
        room_id = f"odind-probe-{secrets.token_hex(8)}"
        specs = (self._spec(room_id, part, gateway) for part in ("speaker", "listener"))
        return await self._registry.least_loaded().perform(ProbePath(*specs))

    def _spec(self, room_id: str, part: str, gateway: str) -> JoinSpec:
        request = JoinRequest(room_id=room_id, user_id=f"odind-probe-{part}", gateway=gateway)
        return self._terms.prepare(request)[0]


def _check_of(report: PathReport) -> Check:
    joined = f"joined in {report.join_s * 1000:.0f} ms"
    if not report.heard:
        return failed(NAME, f"{joined}, but the second peer did not hear the first", _ADVICE)
    found = f"{joined}, heard after {report.delay_s * 1000:.0f} ms, {report.loss:.1%} of packets lost"
    if report.loss > _MOST_LOSS or report.delay_s > _MOST_DELAY_S:
        return warning(NAME, found, _ADVICE)
    return ok(NAME, found)
