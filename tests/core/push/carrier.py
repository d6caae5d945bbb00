"""A carrier in memory, whose destinations do what a test wants."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.live.jobs import Around
from odind.core.push.pushes import Pushes
from tests.core.live.ears import HandFed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from odind.core.errors import OdindError
    from odind.core.plane import ControlPlane
    from odind.core.push.plan import PushPlan, PushSecrets
    from odind.core.timing.clock import Clock


class FakeCarrier:
    """Notes who comes and what is sent.

    `refusals` are the errors of the attempts to come, None for one that succeeds; without any they all do.
    While `stalls`, nothing is taken; `breaks` ends the connection with the next piece.
    """

    def __init__(self) -> None:
        self.unfit: OdindError | None = None
        self.refusals: list[OdindError | None] = []
        self.came: list[tuple[PushPlan, PushSecrets]] = []
        self.sent: list[bytes] = []
        self.finished = 0
        self.open = 0
        self.hangs = False
        self.stalls = False
        self.breaks: OdindError | None = None

    def check(self, _plan: PushPlan) -> None:
        if self.unfit:
            raise self.unfit

    @asynccontextmanager
    async def connect(self, plan: PushPlan, secrets: PushSecrets) -> AsyncIterator[FakeCarrier]:
        self.came.append((plan, secrets))
        if self.hangs:
            await asyncio.Event().wait()
        if self.refusals and (error := self.refusals.pop(0)):
            raise error
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1

    async def send(self, pcm: bytes) -> None:
        if self.stalls:
            await asyncio.Event().wait()
        if self.breaks:
            error, self.breaks = self.breaks, None
            raise error
        self.sent.append(pcm)

    async def finish(self) -> None:
        self.finished += 1


class Booth:
    """Pushes over a control plane. `ears` are what they hear, `bugs` what went wrong."""

    def __init__(self, plane: ControlPlane, clock: Clock, tasks: asyncio.TaskGroup, most: int) -> None:
        self.ears = HandFed()
        self.carrier = FakeCarrier()
        self.bugs: list[Exception] = []
        self.running: list[asyncio.Task[None]] = []

        def spawn(work: Coroutine[object, object, None]) -> None:
            self.running.append(tasks.create_task(work))

        around = Around(
            plane.scribe,
            plane.registry,
            plane.rooms,
            self.ears,
            clock,
            spawn,
            lambda _, bug: self.bugs.append(bug),
        )
        self.census = around.census
        self.pushes = Pushes(around, self.carrier, most)


@asynccontextmanager
async def open_booth(plane: ControlPlane, clock: Clock, most: int = 3) -> AsyncIterator[Booth]:
    """Have pushes for the length of the block; the next daemon goes on with them."""
    async with asyncio.TaskGroup() as tasks:
        booth = Booth(plane, clock, tasks, most)
        yield booth
        for task in booth.running:
            task.cancel()
    assert not booth.bugs
