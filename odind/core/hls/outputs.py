"""The use cases of HlsService."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError
from odind.core.live.hearing import Hearing
from odind.core.live.jobs import Jobs
from odind.core.live.kind import JobKind
from odind.core.live.shelf import JobShelf
from odind.core.timing.clock import wait_until

from .couriers import Couriers
from .events import HlsChanged, HlsEnded, HlsStarted
from .output import HlsOutput
from .refusals import lifetime_invalid, name_taken
from .work import HlsWork

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.access.signed import Signer
    from odind.core.live.cues import CueBoard
    from odind.core.live.jobs import Around
    from odind.core.outputs.output import Outputs
    from odind.core.rooms.bots import Source

    from .plan import HlsPlan
    from .ports import Press

HLS: Final = JobKind(
    name="HLS output",
    letter="h",
    collection="hls",
    setting="hls.max_running",
    type=HlsOutput,
    hearing=lambda output: Hearing(
        user_ids=output.plan.user_ids, peer_ids=output.plan.peer_ids, own_voice=output.plan.own_voice
    ),
    started=HlsStarted,
    changed=HlsChanged,
    ended=HlsEnded,
)
MAX_LIFETIME_S: Final = 31 * 86_400.0
_SWEEP_EVERY_S: Final = 60.0


class HlsOutputs:
    """Belongs to the loop. What is over is erased here `keep_s` after its end.

    `signer` signs addresses; `outputs` are where copies may be brought.
    """

    def __init__(
        self,
        around: Around,
        press: Press,
        board: CueBoard,
        signer: Signer,
        outputs: Outputs,
        *,
        most: int,
        keep_s: float,
    ) -> None:
        shelf = JobShelf(HLS, around.scribe)
        self._couriers = Couriers(shelf, outputs, around)
        work = HlsWork(shelf, press, board, self._couriers, around.clock)
        self.jobs = Jobs(HLS, work, around, most, shelf)
        self.jobs.admit, self.jobs.discard = self._admit, press.erase
        self._press = press
        self._signer = signer
        self._clock = around.clock
        self._keep_s = keep_s

    async def start(self, plan: HlsPlan, source: Source, by: Principal = OWNER) -> HlsOutput:
        """Begin to serve a connection or a room; raises what HlsService.StartHls lists."""
        self._couriers.require(plan.outputs)
        there = self._served_as(plan.name) if plan.name else None
        if there and not (there.state.over and self.jobs.is_seen(there, by)):
            raise name_taken(plan.name)
        return await self.jobs.start(HlsOutput(plan=plan), source, by)

    def _admit(self, output: HlsOutput) -> None:
        """Raise HLS_NAME_TAKEN for one of another member whose name one has that runs here."""
        others = (one for one in self.jobs.shelf.running() if one.job_id != output.job_id)
        if output.name in {one.name for one in others}:
            raise name_taken(output.name)

    async def recall(self) -> None:
        """Go on with what an earlier daemon has left: outputs that run, and copies of those that are over."""
        self.jobs.recall()
        for output in tuple(self.jobs.shelf):
            if output.state.over and self._served_as(output.name) == output and self._is_behind(output):
                with suppress(OdindError):  # its folder cannot be used: the next daemon tries again
                    await self._bring_again(output)

    async def _bring_again(self, output: HlsOutput) -> None:
        package = await self._press.open(output)
        self._couriers.begin(output, package)
        self._couriers.end(output)
        await package.close()

    @staticmethod
    def _is_behind(output: HlsOutput) -> bool:
        settled = {copy.output for copy in output.copies if copy.state.over}
        return not settled.issuperset(output.plan.outputs)

    def sign(self, prefix: str, lifetime_s: float, by: Principal = OWNER) -> tuple[str, str, float]:
        """Return the name of an output, a ticket that opens it to everybody who has it, and until when.

        Raises InvalidArgumentError HLS_LIFETIME_INVALID, and what `Jobs.get` raises.
        """
        if not 1 <= lifetime_s <= MAX_LIFETIME_S:
            raise lifetime_invalid(lifetime_s, MAX_LIFETIME_S)
        output, until = self.jobs.get(prefix, by), int(self._clock.now() + lifetime_s)
        ticket = self._signer.write({"job": output.job_id, "until": until})
        return output.name, ticket, float(until)

    def opens(self, ticket: str, name: str) -> bool:
        """Whether a ticket was signed here for what is served under that name, and still holds."""
        claims, there = self._signer.read(ticket), self._served_as(name)
        if claims is None or there is None:
            return False
        return bool(claims["job"] == there.job_id and claims["until"] > self._clock.now())

    def is_seen(self, name: str, by: Principal) -> bool:
        """Whether a principal sees what is served under that name."""
        there = self._served_as(name)
        return there is not None and self.jobs.is_seen(there, by)

    async def sweep(self) -> None:
        """Erase what was over for long enough, for as long as the daemon runs."""
        while True:
            for output in tuple(self.jobs.shelf):
                if output.state.over and not output.erased and self._is_old(output):
                    await self._press.erase(output)
                    self.jobs.shelf.keep(output.job_id, erased=True)
            await wait_until(self._clock, self._clock.monotonic() + _SWEEP_EVERY_S)

    def _is_old(self, output: HlsOutput) -> bool:
        return self._clock.now() - (output.ended_at or 0.0) >= self._keep_s

    def _served_as(self, name: str) -> HlsOutput | None:
        """Return the output whose files have that name: the latest one, unless they are erased."""
        named = [output for output in self.jobs.shelf if output.name == name]
        return named[-1] if named and not named[-1].erased else None
