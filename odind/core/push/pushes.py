"""The use cases of PushService."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError
from odind.core.live.jobs import Jobs
from odind.core.live.shelf import bundle_of

from .plan import PushSecrets
from .push import PUSHES, Link, Push, PushStarted
from .pushing import Pushing

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.live.feed import Feed
    from odind.core.live.jobs import Around
    from odind.core.rooms.bots import Source

    from .plan import PushPlan
    from .ports import Carrier


class Pushes:
    """Belongs to the loop. Secrets have documents of their own, which go with the push."""

    def __init__(self, around: Around, carrier: Carrier, most: int) -> None:
        self.jobs = Jobs(PUSHES, self._work, around, most)
        self._registry = around.registry
        self._clock = around.clock
        self._census = around.census
        self._carrier = carrier
        self._secrets = around.scribe.shelf("push_secrets", PushSecrets, lambda key, _: self._bundle_of(key))
        self.jobs.discard = self._discard
        self._running: dict[str, tuple[Push, Pushing, Feed]] = {}

    async def add(self, plan: PushPlan, secrets: PushSecrets, source: Source, by: Principal = OWNER) -> Push:
        """Send the mix of a connection or a room somewhere; raises what PushService.AddPush lists."""
        secrets.check(plan.place)
        self._carrier.check(plan)
        push = await self.jobs.start(Push(plan=plan), source, by)
        self._secrets.put(push.job_id, secrets)  # before its work has begun
        return push

    def recall(self) -> None:
        """Go on with the pushes of an earlier daemon."""
        self.jobs.recall()
        running = {push.job_id for push in self.jobs.shelf.running()}
        for push_id in {push_id for push_id, _ in self._secrets.items()} - running:
            self._secrets.delete(push_id)

    def as_it_is(self, push: Push) -> Push:
        """Return a push with its latest counts."""
        if push.job_id not in self._running:
            return push
        before, pushing, feed = self._running[push.job_id]
        dropped = before.dropped_slots + pushing.skipped + feed.dropped
        return replace(push, attempts=before.attempts + pushing.attempts, dropped_slots=dropped)

    async def _work(self, job: Push, feed: Feed) -> None:
        pushing = Pushing(
            job.plan,
            self._secrets.get(job.job_id) or PushSecrets(),
            carrier=self._carrier,
            clock=self._clock,
            took_before=job.streaming_at is not None,
            told=partial(self._note, job.job_id),
        )
        self._running[job.job_id] = job, pushing, feed
        try:
            await pushing.run(feed)
        except OdindError as error:
            self._note(job.job_id, error)
            self._forget(job.job_id)
            raise
        finally:
            del self._running[job.job_id]
        self._forget(job.job_id)

    def _bundle_of(self, push_id: str) -> str:
        return bundle_of(self.jobs.shelf.get(push_id))

    async def _discard(self, push: Push) -> None:
        self._secrets.delete(push.job_id)

    def _forget(self, push_id: str) -> None:
        if not self._registry.stopped.is_set():  # else the next daemon goes on with it
            self._secrets.delete(push_id)

    def _note(self, push_id: str, error: OdindError | None) -> None:
        """Note that a destination takes sound, or why it does not."""
        if error:
            self._census.failures[PUSHES.collection] += 1
        known = self.as_it_is(self.jobs.shelf.find(push_id))
        now = known.streaming_at or (None if error else self._clock.now())
        push = self.jobs.shelf.change(
            push_id,
            link=Link.WAITING if error else Link.STREAMING,
            streaming_at=now,
            attempts=known.attempts,
            dropped_slots=known.dropped_slots,
            trouble=error.reason if error else "",
            problem=error.message if error else "",
        )
        if known.streaming_at is None and now is not None:
            self.jobs.shelf.note(push, PushStarted(push))
