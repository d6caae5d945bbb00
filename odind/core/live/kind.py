"""What tells one kind of live jobs from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from odind.core.values.late import dataclass

from .job import JobState, LiveJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from .feed import Feed
    from .hearing import Hearing

J = TypeVar("J", bound=LiveJob)
J_contra = TypeVar("J_contra", bound=LiveJob, contravariant=True)


class Work(Protocol[J_contra]):
    """Does what a job is for."""

    async def __call__(self, job: J_contra, feed: Feed) -> None:
        """Read the feed until it ends, and finish. An OdindError that is raised is why the job failed.

        When the daemon stops, this is cancelled, and called again for the same job by the next daemon.
        """


@dataclass(frozen=True)
class JobKind(Generic[J]):
    """A kind of live jobs: `name` is in errors and `letter` in ids, `collection` in the store.

    `type` is what its jobs are; `hearing` says whom one hears. `started`, `changed` and `ended` make its
    events, `changed` with the state before. `setting` is what limits how many run at once.
    """

    name: str
    letter: str
    collection: str
    setting: str
    type: type[J]
    hearing: Callable[[J], Hearing]
    started: Callable[[J], object]
    changed: Callable[[J, JobState | None], object]
    ended: Callable[[J], object]
