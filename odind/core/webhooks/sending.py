"""Attempts to deliver webhooks of one endpoint: when, how many at a time, and what an answer means."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.errors import OdindError
from odind.core.timing.clock import wait_until
from odind.core.values.foreign import bounded

from .delivery import ANSWER_CHARACTERS, Delivery, DeliveryState
from .dialects import body_of
from .endpoint import Disabled
from .ports import Letter, Reply
from .schedule import LONGEST_PAUSE_S, pause_s

if TYPE_CHECKING:
    from odind.core.timing.clock import Clock

    from .endpoint import Endpoint
    from .ports import Carrier, Told
    from .progress import Backlog, Progress

AT_ONCE: Final = 8
GIVEN_UP_AFTER_S: Final = 5 * 86_400.0
"""An endpoint at which every attempt has failed for so long is disabled."""
_SOON_S: Final = 0.001
_GONE: Final = 410
_BUSY: Final = (429, 502, 504)
_SUCCESS: Final = range(200, 300)


class Addressed(Protocol):
    """Has an endpoint, which may change while attempts wait."""

    endpoint: Endpoint


class Post(Protocol):
    """What attempts need of webhooks as a whole."""

    clock: Clock
    carrier: Carrier

    def over(self, endpoint_id: str, delivery: Delivery) -> None:
        """Note a delivery that is over."""

    async def disable(self, endpoint_id: str, why: Disabled) -> None:
        """Stop the courier of an endpoint; never returns to one of its tasks."""


class Sending:
    """The attempts of one courier. A busy endpoint makes all its rooms wait."""

    def __init__(self, progress: Progress, post: Post) -> None:
        self._post = post
        self._count = progress.deliveries
        self._paused_until = progress.paused_until
        self._failing_since = progress.failing_since
        self._slots = asyncio.Semaphore(AT_ONCE)

    def noted(self, progress: Progress) -> Progress:
        """Return a progress with what is known here."""
        return replace(
            progress,
            deliveries=self._count,
            paused_until=self._paused_until,
            failing_since=self._failing_since,
        )

    def next_number(self) -> int:
        """Return the number of a delivery that begins."""
        self._count += 1
        return self._count

    async def attempt(self, to: Addressed, backlog: Backlog, told: Told, letter_id: str) -> bool:
        """Wait until it is time, and try; return whether to try again."""
        await self._wait(backlog)
        async with self._slots:
            delivery = await self._try(to.endpoint, backlog.delivery, told, letter_id)
        if delivery.state is DeliveryState.RETRYING:
            backlog.delivery = delivery
            await self._look(to.endpoint.endpoint_id, delivery)
            return True
        self._post.over(to.endpoint.endpoint_id, delivery)
        return False

    async def _wait(self, backlog: Backlog) -> None:
        clock = self._post.clock
        while (left := self._due(backlog) - clock.now()) > _SOON_S:
            await wait_until(clock, clock.monotonic() + left)

    def _due(self, backlog: Backlog) -> float:
        next_at = backlog.delivery.next_at if backlog.delivery else None
        return max(next_at or 0.0, self._paused_until)

    async def _try(self, endpoint: Endpoint, before: Delivery | None, told: Told, letter_id: str) -> Delivery:
        now = self._post.clock.now()
        delivery = before or _new(letter_id, self.next_number(), told, now)
        reply = await post(self._post.carrier, endpoint, told, letter_id, now)
        tried = replace(
            delivery,
            attempts=delivery.attempts + 1,
            last_at=now,
            status=reply.status,
            answer="" if reply.status == 0 else reply.text,
            problem=reply.text if reply.status == 0 else "",
            next_at=None,
        )
        return self._judged(tried, reply)

    def _judged(self, tried: Delivery, reply: Reply) -> Delivery:
        """Return a delivery after an attempt, and note what it says of the endpoint."""
        if reply.status in _SUCCESS:
            self._failing_since = None
            return replace(tried, state=DeliveryState.DELIVERED)
        now = self._post.clock.now()
        self._failing_since = self._failing_since or now
        pause = pause_s(tried.letter_id, tried.attempts)
        if reply.status == _GONE:
            return replace(tried, next_at=now)
        if pause is None:
            return replace(tried, state=DeliveryState.DEAD)
        pause = max(pause, min(reply.retry_after_s or 0.0, LONGEST_PAUSE_S))
        if reply.retry_after_s is not None or reply.status in _BUSY:
            self._paused_until = max(self._paused_until, now + pause)
        return replace(tried, next_at=now + pause)

    async def _look(self, endpoint_id: str, delivery: Delivery) -> None:
        """Disable an endpoint that says it is gone, or at which nothing has arrived for days."""
        if delivery.status == _GONE:
            await self._post.disable(endpoint_id, Disabled.GONE)
        elif self._failing_since and self._post.clock.now() - self._failing_since > GIVEN_UP_AFTER_S:
            await self._post.disable(endpoint_id, Disabled.FAILING)


async def post(carrier: Carrier, endpoint: Endpoint, told: Told, letter_id: str, now: float) -> Reply:
    """Make one attempt; without an answer, the status is 0 and the text says why."""
    body, secrets = body_of(endpoint.dialect, told), endpoint.signing_secrets(now)
    letter = Letter(endpoint.url, letter_id, int(now), body, endpoint.dialect, secrets)
    try:
        reply = await carrier.post(letter)
    except OdindError as error:
        return Reply(0, bounded(str(error)))
    return replace(reply, text=reply.text[:ANSWER_CHARACTERS])


def _new(letter_id: str, number: int, told: Told, now: float) -> Delivery:
    return Delivery(
        letter_id, number, told.sequence, told.type, told.room, DeliveryState.RETRYING, 0, now, now
    )
