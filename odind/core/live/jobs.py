"""The live jobs of one kind: started, stopped, looked at, and taken up again by the next daemon."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, Generic

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError
from odind.core.rooms.bots import present_as
from odind.core.timing.clock import happens_within
from odind.core.values.late import dataclass
from odind.core.values.paging import page_of

from .census import Census
from .feed import Feed
from .job import JobEnding, JobState
from .kind import J
from .refusals import job_over, too_many_jobs
from .shelf import JobShelf

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Sequence

    from odind.core.access.principal import Principal
    from odind.core.log.scribe import Scribe
    from odind.core.rooms.bots import Source
    from odind.core.rooms.registry import Registry
    from odind.core.rooms.rooms import Rooms
    from odind.core.timing.clock import Clock

    from .kind import JobKind, Work
    from .ports import Bugs, Ears

_FINISHES_WITHIN_S: Final = 60.0
_STOPS_WITHIN_S: Final = 1.0
_STUCK: Final = JobEnding(JobState.FAILED, "LIVE_JOB_STUCK", "it did not finish within a minute")
_BUG: Final = JobEnding(JobState.FAILED, "LIVE_JOB_BUG", "it failed by a bug; the daemon's log says how")
_RESTARTED: Final = JobEnding(
    JobState.ENDED,
    "DAEMON_RESTARTED",
    "the daemon was started again, and its connection does not come back",
)
_TAKEN: Final = JobEnding(JobState.ENDED, "TAKEN_OVER", "another member of the fleet has taken it over")
_CUT_OFF: Final = "the daemon cannot renew its lease in the fleet"
_PAGE_BYTES: Final = 2_048
"""What a job takes in a page, about."""


@dataclass(frozen=True)
class Around:
    """What the live jobs of all kinds share. `spawn` runs what is cancelled when the daemon stops."""

    scribe: Scribe
    registry: Registry
    rooms: Rooms
    ears: Ears
    clock: Clock
    spawn: Callable[[Coroutine[object, object, None]], object]
    bugs: Bugs
    census: Census = field(default_factory=Census)


@dataclass
class _Run:
    """The work of a job in this process. `halted` is whether it stops where it is, for another to go on."""

    feed: Feed
    working: asyncio.Task[JobEnding] | None = None
    halted: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def halt(self) -> None:
        """Stop the work, which is not finished by that."""
        self.halted = True
        self.feed.close()
        if self.working:
            self.working.cancel()


async def _nothing(_job: object) -> None:
    """Do what needs nothing."""


class Jobs(Generic[J]):
    """Belongs to the loop. `work` does what a job is for; at most `most` run at once.

    `shelf` keeps them, where `work` needs it too. `session_in` returns the session of a managed room that
    goes on where a connection is, by its id and its room, "" for none. Jobs are `Held` by the members of a
    fleet: `admit` raises why one that was another member's cannot go on here, and `discard` puts away what
    is left here of one that another member has.
    """

    def __init__(
        self, kind: JobKind[J], work: Work[J], around: Around, most: int, shelf: JobShelf[J] | None = None
    ) -> None:
        self.shelf = shelf or JobShelf(kind, around.scribe)
        self.session_in: Callable[[str, str], str] = lambda _connection_id, _room_id: ""
        self._kind = kind
        self._work = work
        self._around = around
        self._most = most
        self.admit: Callable[[J], object] = lambda _job: None
        self.discard: Callable[[J], Awaitable[None]] = _nothing
        self._runs: dict[str, _Run] = {}

    # What callers ask for

    async def start(self, wanted: J, source: Source, by: Principal = OWNER) -> J:
        """Start a job on a connection or a room; `wanted` has what its caller chose.

        Raises TOO_MANY_LIVE_JOBS, CONNECTION_NOT_FOUND, SOURCE_INVALID, and what RoomService.JoinRoom lists.
        """
        self._require_slot()
        async with present_as(self._around.rooms, source, by) as (view, joined):
            job = self.shelf.add(
                replace(
                    wanted,
                    job_id=by.new_id(self._kind.letter),
                    connection_id=view.connection_id,
                    room_id=view.room_id,
                    created_at=self._around.clock.now(),
                    joined=joined,
                    session_id=self.session_in(view.connection_id, view.room_id),
                )
            )
        self._begin(job)
        return job

    def stop(self, prefix: str, by: Principal = OWNER) -> J:
        """Have a job hear nothing more, and finish.

        Raises LIVE_JOB_NOT_FOUND, LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
        """
        job = self.get(prefix, by)
        if job.state.over or job.state is JobState.ENDING:
            raise job_over(self._kind.name, job)
        job = self.shelf.change(job.job_id, state=JobState.ENDING, detail="")
        if run := self._runs.get(job.job_id):  # there is none while the daemon stops
            run.feed.close()
        return job

    def get(self, prefix: str, by: Principal = OWNER) -> J:
        """Return the job whose id begins so, among those that a principal sees.

        Raises LIVE_JOB_NOT_FOUND, LIVE_JOB_AMBIGUOUS.
        """
        return self.shelf.matching(prefix, [job for job in self.shelf if self.is_seen(job, by)])

    def page(
        self,
        page_size: int,
        page_token: str,
        by: Principal = OWNER,
        *,
        room_ids: Sequence[str] = (),
        connection_ids: Sequence[str] = (),
        states: Sequence[JobState] = (),
    ) -> tuple[list[J], str]:
        """Return a page of what a principal sees, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        seen = (
            job
            for job in self.shelf
            if self.is_seen(job, by)
            and (not room_ids or job.room_id in room_ids)
            and (not connection_ids or job.connection_id in connection_ids)
            and (not states or job.state in states)
        )
        return page_of(seen, page_size, page_token, lambda _: _PAGE_BYTES)

    @staticmethod
    def is_seen(job: J, by: Principal) -> bool:
        """Whether a principal may know of a job."""
        return by.sees(job.job_id, job.room_id)

    def _require_slot(self) -> None:
        if len(self.shelf.running()) >= self._most:
            raise too_many_jobs(self._kind.name, self._most, self._kind.setting)

    # What a fleet asks for

    @property
    def kind(self) -> str:
        """The collection of their documents."""
        return self._kind.collection

    async def fence(self) -> None:
        """Stop the work of all, without waiting: their connections must leave their rooms in time."""
        for job_id, run in self._runs.items():
            self._on_state(job_id, _CUT_OFF)
            run.halt()

    def resume(self) -> None:
        """Go on with those that are still here."""
        for job in self.shelf.running():
            if self._is_halted(job):
                self._go_on(job, _RESTARTED)

    async def give_up(self, ids: Collection[str]) -> None:
        """Forget jobs that another member has."""
        given = [job for job_id in ids if (job := self.shelf.get(job_id))]
        runs = [run for job in given if (run := self._runs.get(job.job_id))]
        for run in runs:
            run.halt()
        await happens_within(self._around.clock, _STOPS_WITHIN_S, _all_ended(runs))
        for job in given:
            self.shelf.drop(job.job_id, **_TAKEN._asdict(), ended_at=self._around.clock.now())
            self._around.spawn(self._put_away(job))

    def take_over(self, ids: Collection[str], why: str) -> None:
        """Go on with jobs that were another member's, or this one's before it was started again."""
        left = _RESTARTED._replace(detail=f"{why}, and its connection does not come back")
        for job_id in ids:
            job = self.shelf.renumber(job_id)
            try:
                if len(self._runs) >= self._most:
                    raise too_many_jobs(self._kind.name, self._most, self._kind.setting)
                self.admit(job)
            except OdindError as error:
                self._over(job_id, JobEnding(JobState.FAILED, error.reason, error.message))
            else:
                self._go_on(job, left)

    def _is_halted(self, job: J) -> bool:
        run = self._runs.get(job.job_id)
        return run is None or run.halted

    async def _put_away(self, job: J) -> None:
        await _all_ended([run for run in (self._runs.get(job.job_id),) if run])
        if self.shelf.get(job.job_id) is None:  # it has not come back meanwhile
            await self.discard(job)

    # While they run

    def recall(self) -> None:
        """Go on with the jobs of an earlier daemon whose connections are recalled, and end the others."""
        for job in self.shelf.running():
            self._go_on(job, _RESTARTED)

    def _go_on(self, job: J, left: JobEnding) -> None:
        """Go on with a job whose connection is there, or has it over as `left` says."""
        if self._around.registry.get(job.connection_id) is None:
            self._over(job.job_id, left)
        else:
            self._begin(job)

    def _begin(self, job: J) -> None:
        feed = Feed(
            job.connection_id,
            self._kind.hearing(job),
            ears=self._around.ears,
            registry=self._around.registry,
            clock=self._around.clock,
            on_state=partial(self._on_state, job.job_id),
            on_drop=self._on_drop,
        )
        if job.state is JobState.ENDING:
            feed.close()
        before, run = self._runs.get(job.job_id), _Run(feed)
        self._runs[job.job_id] = run
        self._around.spawn(self._run(job, run, before))

    def _on_state(self, job_id: str, detail: str) -> None:
        """Note that a job hears its connection, or why it does not."""
        job, state = self.shelf.find(job_id), JobState.AWAY if detail else JobState.ACTIVE
        if job.state not in (state, JobState.ENDING) and not self._around.registry.stopped.is_set():
            started_at = job.started_at or (None if detail else self._around.clock.now())
            self.shelf.change(job_id, state=state, detail=detail, started_at=started_at)

    def _on_drop(self) -> None:
        self._around.census.dropped[self._kind.collection] += 1

    async def _run(self, job: J, run: _Run, before: _Run | None) -> None:
        """Do the work of a job, once what was begun of it `before` has stopped."""
        if before:
            await before.ended.wait()
        self._around.census.running[self._kind.collection] += 1
        try:
            ending = None if run.halted else await self._work_on(job, run)
        finally:
            self._around.census.running[self._kind.collection] -= 1
            run.ended.set()
            if self._runs.get(job.job_id) is run:
                del self._runs[job.job_id]
        if ending and not self._around.registry.stopped.is_set():  # else the next daemon goes on with it
            self._over(job.job_id, ending)
            await self._leave_with(job)

    async def _work_on(self, job: J, run: _Run) -> JobEnding | None:
        """Do the work of a job to its end; return how that was, None where it was halted."""
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(run.feed.run())
            working = run.working = tasks.create_task(self._outcome(job, run.feed))
            await run.feed.over.wait()
            listening.cancel()
            if run.halted:
                return None
            finished = await happens_within(self._around.clock, _FINISHES_WITHIN_S, working)
        return working.result() if finished else _STUCK

    async def _outcome(self, job: J, feed: Feed) -> JobEnding:
        """Do the work; return how it ended."""
        try:
            await self._work(job, feed)
        except OdindError as error:
            return JobEnding(JobState.FAILED, error.reason, error.message)
        except Exception as bug:  # noqa: BLE001 - one job must not end the daemon
            self._around.bugs(job.job_id, bug)
            return _BUG
        finally:
            feed.close()
        return JobEnding(JobState.FAILED if feed.failed else JobState.ENDED, feed.reason, feed.detail)

    def _over(self, job_id: str, ending: JobEnding) -> None:
        self.shelf.end(job_id, **ending._asdict(), ended_at=self._around.clock.now())

    async def _leave_with(self, job: J) -> None:
        if job.joined:
            with suppress(OdindError):
                await self._around.rooms.leave(job.connection_id)


async def _all_ended(runs: Iterable[_Run]) -> None:
    for run in runs:
        await run.ended.wait()
