"""A daemon with HLS outputs of what a test has it hear."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from odind.core.access.signed import Signer
from odind.core.hls.events import HLS_EVENTS
from odind.core.hls.outputs import HlsOutputs
from odind.core.hls.plan import HlsPlan
from odind.core.live.cues import CueBoard
from odind.core.live.job import JobState
from odind.core.live.jobs import Around
from odind.core.outputs.output import Output, Outputs
from odind.core.rooms.bots import Source
from tests.core.fakes import Daemon, open_daemon, turns
from tests.core.live.ears import HandFed
from tests.core.outputs.fakes import FakeBucket

from .fakes import FakePackage, FakePress

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.hls.output import HlsOutput

KEPT_S = 3_600.0


class Cinema:
    """The daemon, what it hears, and the outputs `attic` and `cellar`, which are given up after a minute."""

    def __init__(self, daemon: Daemon, spawn: Any) -> None:
        self.daemon = daemon
        self.ears = HandFed()
        self.press = FakePress()
        self.board = CueBoard()
        self.attic, self.cellar = FakeBucket(), FakeBucket()
        places = Outputs({"attic": Output(self.attic, 60.0), "cellar": Output(self.cellar, 60.0)})
        around = Around(
            daemon.scribe, daemon.registry, daemon.rooms, self.ears, daemon.clock, spawn, lambda *_: None
        )
        signer = Signer("", b"secret")
        self.outputs = HlsOutputs(around, self.press, self.board, signer, places, most=3, keep_s=KEPT_S)

    async def started(self, **plan: Any) -> HlsOutput:
        """An output of a connection in the lobby."""
        source = Source(await self.daemon.join())
        output = await self.outputs.start(HlsPlan(**plan), source)
        await turns()
        return output

    def package(self, output: HlsOutput) -> FakePackage:
        return self.press.packages[output.job_id]

    async def over(self, output: HlsOutput) -> HlsOutput:
        """Stop an output, and return it once it is over."""
        self.outputs.jobs.stop(output.job_id)
        await turns(20)
        ended = self.outputs.jobs.get(output.job_id)
        assert ended.state is JobState.ENDED
        return ended

    def told(self) -> list[str]:
        return [type(event).__name__ for _, event in self.daemon.told() if isinstance(event, HLS_EVENTS)]


@asynccontextmanager
async def open_cinema() -> AsyncIterator[Cinema]:
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        running: list[asyncio.Task[None]] = []
        yield (cinema := Cinema(daemon, lambda work: running.append(tasks.create_task(work))))
        assert cinema.daemon
        daemon.plane.stop()
        for task in running:
            task.cancel()
