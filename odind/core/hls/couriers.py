"""The copies of HLS outputs at the outputs that their plans name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.errors import NotFoundError
from odind.core.timing.clock import happens_within

from .copy import CopyState, HlsCopy
from .courier import Courier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.errors import OdindError
    from odind.core.live.jobs import Around
    from odind.core.live.shelf import JobShelf
    from odind.core.outputs.output import Outputs

    from .output import HlsOutput
    from .ports import Package

_FOLDER: Final = "hls"
"""The folder at outputs below which each HLS output has one of its name."""
_AWAITED_S: Final = 20.0
"""How long an HLS output waits for its copies before it is over; they go on after that."""


class Couriers:
    """Has a courier for each copy of a package, and keeps the states of copies. Belongs to the loop."""

    def __init__(self, shelf: JobShelf[HlsOutput], outputs: Outputs, around: Around) -> None:
        self._shelf = shelf
        self._outputs = outputs
        self._clock = around.clock
        self._spawn = around.spawn
        self._bugs = around.bugs
        self._at_work: dict[str, list[Courier]] = {}

    def require(self, names: Sequence[str]) -> None:
        """Raise NotFoundError OUTPUT_NOT_FOUND for a name that the settings do not know."""
        for name in names:
            self._outputs.find(name)

    def begin(self, job: HlsOutput, package: Package) -> None:
        """Bring a package to its outputs, in place of what had its name before."""
        for courier in self._at_work.pop(job.name, ()):
            courier.drop()
        couriers = [one for name in job.plan.outputs if (one := self._courier(job, package, name))]
        if couriers:
            self._at_work[job.name] = couriers

    def nudge(self, job: HlsOutput) -> None:
        """Look whether its package has something to bring."""
        for courier in self._at_work.get(job.name, ()):
            courier.nudge()

    def end(self, job: HlsOutput) -> None:
        """Bring what is left of it, and the ends of its playlists."""
        for courier in self._at_work.get(job.name, ()):
            courier.end()

    def let_go(self, job: HlsOutput) -> None:
        """Bring nothing more of it: it stops here without its end, for another to go on."""
        for courier in self._at_work.pop(job.name, ()):
            courier.let_go()

    async def brought(self, job: HlsOutput) -> None:
        """Wait for a while until all copies are complete."""
        couriers = tuple(self._at_work.get(job.name, ()))
        await happens_within(self._clock, _AWAITED_S, _all_over(couriers))

    def _courier(self, job: HlsOutput, package: Package, name: str) -> Courier | None:
        told = partial(self._tell, job, name)
        try:
            output = self._outputs.find(name)
        except NotFoundError as error:  # the settings knew it when the output was started
            told(CopyState.GIVEN_UP, error)
            return None
        courier = Courier(package, output, f"{_FOLDER}/{job.name}", self._clock, told)
        self._spawn(self._run(job, courier))
        return courier

    async def _run(self, job: HlsOutput, courier: Courier) -> None:
        try:
            await courier.run()
        except Exception as bug:  # noqa: BLE001 - one copy must not end the daemon
            self._bugs(job.job_id, bug)
            courier.over.set()

    def _tell(self, job: HlsOutput, name: str, state: CopyState, error: OdindError | None) -> None:
        """Keep the state of a copy, and tell it if it is another one."""
        if all(courier.over.is_set() for courier in self._at_work.get(job.name, ())):
            self._at_work.pop(job.name, None)
        known = self._shelf.get(job.job_id)
        if known is None:  # it was forgotten for others that are over
            return
        reason, problem = (error.reason, error.message) if error else ("", "")
        copy = HlsCopy(name, state, self._clock.now(), reason, problem)
        before = [one for one in known.copies if one.output == name]
        if [(one.state, one.reason) for one in before] != [(state, reason)]:
            others = (one for one in known.copies if one.output != name)
            self._shelf.change(job.job_id, copies=(*others, copy))


async def _all_over(couriers: Sequence[Courier]) -> None:
    for courier in couriers:
        await courier.over.wait()
