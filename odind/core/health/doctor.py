"""Looks closer than the daemon does by itself: at its keys, its devices, its machine and its gateway."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError
from odind.core.timing.clock import time_limit

from .checks import failed, ok, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.devices.lookout import Lookout
    from odind.core.timing.clock import Clock
    from odind.core.tokens.tokens import Tokens

    from .checks import Check
    from .ports import Examiner
    from .prober import Prober
    from .vitals import Vitals

_PATIENCE_S: Final = 10.0


class Doctor:
    """Used on the loop's thread. `examiners` look at what core cannot see."""

    def __init__(
        self, vitals: Vitals, prober: Prober, clock: Clock, *, tokens: Tokens, lookout: Lookout
    ) -> None:
        self.examiners: Sequence[Examiner] = ()
        self._vitals = vitals
        self._prober = prober
        self._clock = clock
        self._tokens = tokens
        self._lookout = lookout
        self._busy = asyncio.Lock()

    async def diagnose(self, gateway: str = "", *, probe: bool) -> tuple[Check, ...]:
        """Return every check that there is; with `probe`, the path through a gateway too. One at a time.

        Raises InvalidArgumentError GATEWAY_INVALID, GATEWAY_UNKNOWN,
        PermissionDeniedError GATEWAY_NOT_ALLOWED.
        """
        self._prober.require_gateway(gateway)
        async with self._busy:
            health = await self._vitals.look()
            async with asyncio.TaskGroup() as tasks:
                looking = [tasks.create_task(self._ask(one)) for one in (self._keys, self._devices)]
                looking += [tasks.create_task(self._ask(one)) for one in self.examiners]
            found = [check for task in looking for check in task.result()]
            path = [await self._prober.probe(gateway)] if probe else []
        return (*(check for check in health.checks if not (probe and check.name == "path")), *found, *path)

    async def _ask(self, examiner: Examiner) -> Sequence[Check]:
        """Return an examiner's checks, or one that says that it takes too long."""
        try:
            async with time_limit(self._clock, _PATIENCE_S):
                return await examiner()
        except TimeoutError:
            return (
                failed("examination", f"no answer within {_PATIENCE_S:g} s", "look at the machine's load"),
            )

    async def _keys(self) -> Sequence[Check]:
        try:
            key = self._tokens.key(None)
        except OdindError as error:
            advice = "set odin.access_key_file, unless every caller brings its own token"
            return (warning("key", error.message, advice),)
        return (ok("key", f"signs tokens as {key.key_id}"),)

    async def _devices(self) -> Sequence[Check]:
        inventory = await self._lookout.look()
        if inventory.problem:
            advice = "install PortAudio and a sound server, or set devices.hardware = false"
            return (warning("devices", inventory.problem.message, advice),)
        return (ok("devices", f"{len(inventory.devices)} sound devices"),)
