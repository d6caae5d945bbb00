"""A daemon in memory whose rooms are captioned, and voices that a test lets be heard in compressed time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from odind.core.captions.captions import Captions
from odind.core.captions.cutting import Cutting
from odind.core.captions.events import CaptionSpoken
from odind.core.captions.job import CaptionPlan
from odind.core.captions.line import EngineLine
from odind.core.captions.live import LiveCaptions
from odind.core.captions.summaries import Summaries
from odind.core.captions.transcript import TranscriptTerms
from odind.core.live.cues import CueBoard
from odind.core.live.jobs import Around
from odind.core.players.library import SoundLibrary, SoundLimits
from odind.core.rooms.bots import Source
from odind.core.timing.tick import TICK_S, TICK_SAMPLES
from odind.core.voice.outbox import HeardFrame, HeardTick
from tests.core.fakes import Daemon, open_daemon, turns
from tests.core.live.ears import HandFed
from tests.core.players.shelves import FakeShelf

from .fakes import FakeShelves, FakeSources

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from odind.core.captions.cutting import Samples
    from odind.core.captions.job import CaptionJob
    from odind.core.captions.ports import Engine, Writer
    from odind.core.captions.segment import Segment
    from odind.core.captions.transcript import Transcript
    from odind.core.log.memory import MemoryStore

_AT_ONCE = 100
"""Slots that are heard before the loop turns: fewer than a feed holds."""
_PATIENCE_S = 100.0


class Stage:
    """Captions of a daemon. `bugs` is what went wrong, and `sessions` are those that go on, by room."""

    def __init__(
        self,
        daemon: Daemon,
        line: EngineLine | None,
        tasks: asyncio.TaskGroup,
        writer: Writer | None = None,
    ) -> None:
        self.daemon = daemon
        self.clock = daemon.clock
        self.ears = HandFed()
        self.shelves = FakeShelves()
        self.bugs: list[Exception] = []
        self.running: list[asyncio.Task[None]] = []
        self.tick = 0
        self.sessions: dict[str, str] = {}
        plane = daemon.plane
        self.captions = Captions(
            daemon.scribe,
            line,
            FakeSources(),
            self.shelves,
            recordings=plane.recordings,
            downloads=plane.downloads,
            library=SoundLibrary(FakeShelf(), SoundLimits(), self.clock),
            clock=self.clock,
            bugs=lambda _, bug: self.bugs.append(bug),
        )

        def spawn(work: Coroutine[object, object, None]) -> None:
            self.running.append(tasks.create_task(work))

        self.around = around = Around(
            daemon.scribe,
            daemon.registry,
            daemon.rooms,
            self.ears,
            self.clock,
            spawn,
            lambda _, bug: self.bugs.append(bug),
        )
        self.board = CueBoard()
        self.summaries = Summaries(around, self.captions, writer)
        self.live = LiveCaptions(around, self.captions, self.board, self.summaries, cutting=Cutting(), most=4)
        self.live.jobs.session_in = self._session_in

    def _session_in(self, _connection_id: str, room_id: str) -> str:
        return self.sessions.get(room_id, "")

    async def start(self, language: str = "", vocabulary: str = "", **plan: Any) -> CaptionJob:
        """Caption a connection in the lobby."""
        connection_id = await self.daemon.join()
        terms = TranscriptTerms(language, vocabulary)
        job = await self.live.start(terms, CaptionPlan(**plan), Source(connection_id))
        await turns()
        return job

    async def hear(self, seconds: float, **voices: list[tuple[float, Samples]]) -> None:
        """Let time pass in which users say things, each from a moment on; the clock follows."""
        numbers = {name: number for number, name in enumerate(voices, 1)}
        for at in range(round(seconds / TICK_S)):
            frames = [HeardFrame(0, "", 1, self.tick * TICK_SAMPLES, bytes(2 * TICK_SAMPLES), voice=False)]
            for name, sayings in voices.items():
                pcm = _at(sayings, at)
                if pcm:
                    number = numbers[name]
                    frames.append(HeardFrame(number, name, 1, self.tick * TICK_SAMPLES, pcm))
            self.ears._heard.put_nowait(HeardTick(self.tick, frames))
            self.tick += 1
            self.clock.advance(TICK_S)
            if not at % _AT_ONCE:
                await self.drained()
        await self.drained()

    async def drained(self) -> None:
        """Let everything be taken that was heard."""
        while not self.ears._heard.empty():
            await turns(1)
        await turns(_AT_ONCE)

    async def over(self, job: CaptionJob) -> Transcript:
        """Stop captions, and return their transcript once it is complete."""
        self.live.jobs.stop(job.job_id)
        async with asyncio.timeout(_PATIENCE_S):
            while not self.live.jobs.get(job.job_id).state.over:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.001)
        return self.captions.find(job.transcript_id)

    def spoken(self) -> list[Segment]:
        """Every segment that was told."""
        return [event.segment for _, event in self.daemon.told() if isinstance(event, CaptionSpoken)]


def _at(sayings: list[tuple[float, Samples]], slot: int) -> bytes:
    """Return what somebody says in a slot, b"" for nothing."""
    for began_s, samples in sayings:
        at = (slot - round(began_s / TICK_S)) * TICK_SAMPLES
        if 0 <= at <= len(samples) - TICK_SAMPLES:
            return samples[at : at + TICK_SAMPLES].astype("<i2").tobytes()
    return b""


@asynccontextmanager
async def open_stage(
    engine: Engine,
    store: MemoryStore | None = None,
    *,
    depth: int = 64,
    patience_s: float = 60.0,
    writer: Writer | None = None,
) -> AsyncIterator[Stage]:
    """Run a daemon that captions for the length of the block."""
    async with open_daemon(store=store) as daemon, asyncio.TaskGroup() as tasks:
        line = EngineLine(engine, daemon.clock, depth=depth, patience_s=patience_s)
        stage = Stage(daemon, line, tasks, writer)
        async with stage.captions:
            stage.live.recall()
            yield stage
            daemon.plane.stop()
            for task in stage.running:
                task.cancel()
