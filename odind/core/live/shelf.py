"""The documents of the jobs of one kind, and the events of their changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Generic

from odind.core.access.principal import is_itself

from .kind import J
from .refusals import job_ambiguous, no_job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.log.scribe import Scribe

    from .job import LiveJob
    from .kind import JobKind

MOST_OVER: Final = 500
"""Jobs that are over and kept; the oldest is forgotten for another."""
_EVENT_BYTES: Final = 1_024
"""What a job takes in the log, about."""


class JobShelf(Generic[J]):
    """Keeps jobs, oldest first, and logs what happens to them under their connection. Belongs to the loop."""

    def __init__(self, kind: JobKind[J], scribe: Scribe) -> None:
        self._kind = kind
        self._log = scribe.log
        self._shelf = scribe.shelf(kind.collection, kind.type, lambda _, job: bundle_of(job))

    def __iter__(self) -> Iterator[J]:
        return iter(sorted((job for _, job in self._shelf.items()), key=lambda job: job.number))

    def running(self) -> list[J]:
        """Return the jobs that are not over."""
        return [job for job in self if not job.state.over]

    def get(self, job_id: str) -> J | None:
        """Return the job of that id, None when there is none."""
        return self._shelf.get(job_id)

    def find(self, job_id: str) -> J:
        """Return the job of that id; raises NotFoundError LIVE_JOB_NOT_FOUND."""
        job = self._shelf.get(job_id)
        if job is None:
            raise no_job(self._kind.name, job_id)
        return job

    def matching(self, prefix: str, among: list[J]) -> J:
        """Return the one of these jobs whose id is or begins with `prefix`.

        Raises LIVE_JOB_NOT_FOUND, LIVE_JOB_AMBIGUOUS.
        """
        exact = self._shelf.get(prefix)
        found = [exact] if exact in among else [job for job in among if job.job_id.startswith(prefix)]
        if not found or not prefix:
            raise no_job(self._kind.name, prefix)
        if len(found) > 1:
            raise job_ambiguous(self._kind.name, prefix)
        return found[0]

    def add(self, job: J) -> J:
        """Keep a new job, which gets the next number, and tell that it was started."""
        return self._put(replace(job, number=self._next_number), self._kind.started)

    def change(self, job_id: str, **changes: Any) -> J:
        """Change fields of a job, and tell that; raises NotFoundError LIVE_JOB_NOT_FOUND."""
        before = self.find(job_id)
        return self._put(replace(before, **changes), lambda job: self._kind.changed(job, before.state))

    def keep(self, job_id: str, **changes: Any) -> J:
        """Change fields of a job, and tell nobody; raises NotFoundError LIVE_JOB_NOT_FOUND."""
        job = replace(self.find(job_id), **changes)
        self._shelf.put(job_id, job)
        return job

    def renumber(self, job_id: str) -> J:
        """Place a job that was another daemon's after all others; raises LIVE_JOB_NOT_FOUND."""
        return self.keep(job_id, number=self._next_number)

    def drop(self, job_id: str, **changes: Any) -> None:
        """Forget a job that another daemon has, and tell that it has ended here."""
        self._put(replace(self.find(job_id), **changes), self._kind.ended)
        self._shelf.delete(job_id)

    def end(self, job_id: str, **changes: Any) -> J:
        """Change fields of a job that is over by that, and tell that it has ended."""
        ended = self._put(replace(self.find(job_id), **changes), self._kind.ended)
        for job in [job for job in self if job.state.over][:-MOST_OVER]:
            self._shelf.delete(job.job_id)
        return ended

    def note(self, job: J, event: object) -> None:
        """Tell something about a job that is no change of its state."""
        self._log.append(job.connection_id, event, _EVENT_BYTES, room=job.room_id)

    @property
    def _next_number(self) -> int:
        return max((one.number for _, one in self._shelf.items()), default=0) + 1

    def _put(self, job: J, event: Any) -> J:
        self._shelf.put(job.job_id, job)
        self.note(job, event(job))
        return job


def bundle_of(job: LiveJob | None) -> str:
    """Return with what a job goes to another daemon: with its connection, while it runs."""
    if job is None or job.state.over or is_itself(job.connection_id):
        return ""
    return job.connection_id
