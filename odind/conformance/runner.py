"""Plays cases with a driver, one after the other, and notes what became of them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from .case import FaultError
from .driver import Driver, DriverError, DriverGoneError, UnsupportedError
from .known import KnownFailing
from .report import PROTOCOL, Outcome, Report
from .stage import staged
from .traits import WIRES, Traits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .case import Case

_STARTING_S: Final = 60.0
"""How long a driver may take to begin: some are compiled as they start."""


class Runner:
    """Runs a driver, and another after a failure, by `command`; a case may last for `patience_s`."""

    def __init__(self, command: Sequence[str], patience_s: float, known: KnownFailing | None = None) -> None:
        self._command, self._patience_s = command, patience_s
        self._known = known or KnownFailing()
        self._driver: Driver | None = None
        self._traits = Traits()
        self.report = Report()

    async def run(self, cases: Sequence[Case], tell: Callable[[Outcome], None]) -> Report:
        """Play the cases. Raises OSError without such a driver, DriverGoneError when it cannot begin."""
        await self._start()
        for case in cases:
            outcome = self._judged(await self._played(case))
            self.report.cases.append(outcome)
            tell(outcome)
        await self._end()
        return self.report

    async def _start(self) -> Driver:
        self._driver = await Driver.start(self._command)
        try:
            async with asyncio.timeout(_STARTING_S):
                hello = await self._driver.ask("hello")
        except (DriverGoneError, DriverError, UnsupportedError, TimeoutError) as error:
            words = "\n".join(self._driver.words)
            await self._driver.kill()
            raise DriverGoneError(f"the driver does not answer hello: {error}\n{words}") from None
        self.report.client = str(hello.get("client", ""))
        self.report.version = str(hello.get("version", ""))
        self._traits = Traits.told_by(hello)
        if hello.get("protocol") != PROTOCOL:
            self.report.wrong.append(f"the driver speaks protocol {hello.get('protocol')}, not {PROTOCOL}")
        return self._driver

    async def _end(self) -> None:
        if self._driver and (code := await self._driver.end()):
            self.report.wrong.append(f"the driver exited with {code} at the end of its input")

    async def _played(self, case: Case) -> Outcome:
        if missing := sorted(case.needs - self._traits.features):
            outcome = "skipped" if WIRES.isdisjoint(missing) else "inapplicable"
            return Outcome(case.name, outcome, failures=[f"needs {', '.join(missing)}"])
        driver = self._driver or await self._start()
        driver.words.clear()
        begun = time.monotonic()
        fault = await self._fault(driver, case)
        ms = round(1000 * (time.monotonic() - begun))
        if fault is None:
            return Outcome(case.name, "passed", ms)
        if isinstance(fault, UnsupportedError):
            return Outcome(case.name, "skipped", ms, [f"the driver does not know {fault}"])
        words = list(driver.words)
        await driver.kill()
        self._driver = None
        return Outcome(case.name, "failed", ms, [self._sentence(fault)], words)

    async def _fault(self, driver: Driver, case: Case) -> Exception | None:
        """Play a case, and return what went wrong."""
        try:
            async with asyncio.timeout(self._patience_s), staged(driver, self._traits) as stage:
                await case.play(stage)
                await driver.ask("close")
        except (FaultError, DriverError, DriverGoneError, UnsupportedError, EOFError, TimeoutError) as fault:
            return fault
        except (KeyError, TypeError, ValueError, IndexError) as fault:  # of what the driver reports
            return FaultError(f"a report of the driver's lacks something, or is malformed: {fault!r}")
        return None

    def _sentence(self, fault: Exception) -> str:
        if isinstance(fault, TimeoutError):
            return f"nothing more happened for {self._patience_s:g} s"
        if isinstance(fault, DriverError):
            return f"an operation failed that must not: {fault}"
        return str(fault)

    def _judged(self, outcome: Outcome) -> Outcome:
        """Return an outcome as the list of cases that are known to fail has it."""
        if self._known.names(outcome.name):
            if outcome.outcome == "failed":
                outcome.outcome = "known"
            elif outcome.outcome == "passed":
                outcome.outcome = "unexpected"
                outcome.failures.append("it passes, but stands on the list of cases that are known to fail")
        return outcome
