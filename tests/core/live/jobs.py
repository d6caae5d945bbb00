"""A kind of live jobs for tests, and a daemon that runs them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from odind.core.live.hearing import Hearing
from odind.core.live.job import JobState, LiveJob
from odind.core.live.jobs import Around, Jobs
from odind.core.live.kind import JobKind
from odind.core.values.portable import portable
from tests.core.fakes import Daemon, open_daemon, turns

from .ears import HandFed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from odind.core.live.feed import Feed
    from odind.core.log.memory import MemoryStore
    from odind.core.log.mirror import Mirror


@portable
class Tape(LiveJob):
    """A job that writes down what it hears."""

    label: str = ""


TAPES = JobKind(
    name="tape",
    letter="t",
    collection="tapes",
    setting="tapes.max_running",
    type=Tape,
    hearing=lambda _: Hearing(),
    started=lambda tape: ("started", tape.state),
    changed=lambda tape, before: ("changed", before, tape.state),
    ended=lambda tape: ("ended", tape.state, tape.reason),
)


class Studio:
    """A daemon with tapes. `heard` is what each has written down, `bugs` what went wrong."""

    def __init__(self, daemon: Daemon, tasks: asyncio.TaskGroup, most: int) -> None:
        self.daemon = daemon
        self.ears = HandFed()
        self.heard: dict[str, list[bytes]] = {}
        self.bugs: list[tuple[str, Exception]] = []
        self.raises: Exception | None = None
        self.hangs = False
        self.running: list[asyncio.Task[None]] = []
        self.around = Around(
            daemon.scribe,
            daemon.registry,
            daemon.rooms,
            self.ears,
            daemon.clock,
            lambda work: self._spawn(tasks, work),
            lambda job_id, bug: self.bugs.append((job_id, bug)),
        )
        self.jobs = Jobs(TAPES, self._write_down, self.around, most)

    def told(self) -> list[Any]:
        return [event for _, event in self.daemon.told() if isinstance(event, tuple)]

    async def _write_down(self, tape: Tape, feed: Feed) -> None:
        heard = self.heard.setdefault(tape.job_id, [])
        async for slot in feed:
            if self.raises:
                raise self.raises
            heard.append(slot.mix)
        if self.hangs:
            await asyncio.Event().wait()

    def _spawn(self, tasks: asyncio.TaskGroup, work: Coroutine[object, object, None]) -> None:
        self.running.append(tasks.create_task(work))


@asynccontextmanager
async def open_studio(
    store: MemoryStore | None = None, most: int = 10, *, restore: bool = True, mirror: Mirror | None = None
) -> AsyncIterator[Studio]:
    """Run a daemon with tapes for the length of the block."""
    async with (
        open_daemon(store=store, restore=restore, mirror=mirror) as daemon,
        asyncio.TaskGroup() as tasks,
    ):
        studio = Studio(daemon, tasks, most)
        yield studio
        daemon.plane.stop()
        for task in studio.running:
            task.cancel()


async def recorded(studio: Studio, job_id: str) -> Tape:
    """The tape once its work is over."""
    await turns(20)
    tape = studio.jobs.get(job_id)
    assert tape.state in (JobState.ENDED, JobState.FAILED)
    return tape
