"""What an HLS output does: what its feed hears becomes samples of a package, silence included."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.live.hearing import SILENCE
from odind.core.live.job import JobEnding, JobState
from odind.core.timing.tick import RATE_HZ, TICKS_PER_SECOND

from .events import HlsPlayable

if TYPE_CHECKING:
    from odind.core.live.cues import CueBoard
    from odind.core.live.feed import Feed
    from odind.core.live.shelf import JobShelf
    from odind.core.timing.clock import Clock

    from .couriers import Couriers
    from .output import HlsOutput
    from .ports import Package, Press

PLAYABLE_SEGMENTS: Final = 3
_FULL: Final = JobEnding(JobState.ENDED, "HLS_EVENT_FULL", "it is as long as an event may be")
_BATCH_SLOTS: Final = 5
LONGEST_EVENT_S: Final = 12 * 3_600
_FILLED_SLOTS: Final = 10 * TICKS_PER_SECOND
"""A gap up to this is silence; after a longer one a new timeline begins."""


class HlsWork:
    """Does the work of one output after another, or of several at once. Belongs to the loop."""

    def __init__(
        self, shelf: JobShelf[HlsOutput], press: Press, board: CueBoard, couriers: Couriers, clock: Clock
    ) -> None:
        self._shelf = shelf
        self._press = press
        self._board = board
        self._couriers = couriers
        self._clock = clock

    async def __call__(self, job: HlsOutput, feed: Feed) -> None:
        """Write what the feed has until it ends; raises UnavailableError HLS_UNWRITABLE."""
        package = await self._press.open(job)
        self._couriers.begin(job, package)
        try:
            with self._board.listening(job.room_id, package.caption):
                await self._write_all(job, feed, package)
            await package.finish()
        except asyncio.CancelledError:
            self._couriers.let_go(job)
            raise
        finally:
            self._count(job.job_id, package)
            self._couriers.end(job)
            await package.close()
        await self._couriers.brought(job)

    async def _write_all(self, job: HlsOutput, feed: Feed, package: Package) -> None:
        batch, begun = bytearray(), False
        async for slot in feed:
            if not begun or slot.gap > _FILLED_SLOTS:
                await package.write(bytes(batch))
                batch, begun = bytearray(), True
                await package.begin(feed.started_at + slot.sample / RATE_HZ)
            else:
                batch += SILENCE * slot.gap
            batch += slot.mix
            if len(batch) >= _BATCH_SLOTS * len(SILENCE):
                await package.write(bytes(batch))
                batch.clear()
                self._tell_playable(job.job_id, package)
                self._note_edge(job.job_id, package)
                self._couriers.nudge(job)
                if not job.plan.window_s and package.length_s >= LONGEST_EVENT_S:
                    feed.close(_FULL.reason, _FULL.detail)
        await package.write(bytes(batch))

    def _tell_playable(self, job_id: str, package: Package) -> None:
        output = self._shelf.find(job_id)
        if output.playable_at is None and package.segments >= PLAYABLE_SEGMENTS:
            self._count(job_id, package, playable_at=self._clock.now())
            self._shelf.note(output, HlsPlayable(self._shelf.find(job_id)))

    def _note_edge(self, job_id: str, package: Package) -> None:
        """Have others who take it over go on after the segments that players know."""
        if package.edge > self._shelf.find(job_id).edge:
            self._shelf.keep(job_id, edge=package.edge)

    def _count(self, job_id: str, package: Package, **more: float) -> None:
        counted = {"segments": package.segments, "size_bytes": package.size_bytes}
        self._shelf.keep(job_id, **counted, **more)
