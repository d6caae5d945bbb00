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
    from odind.core.log.log import Entry
    from odind.core.timing.clock import Clock

    from .courier import Courier
    from .endpoint import Endpoint
    from .ports import Carrier, Told
    from .progress import Lane, Progress

AT_ONCE: Final = 8
GIVEN_UP_AFTER_S: Final = 5 * 86_400.0
"""An endpoint at which every attempt has failed for so long is disabled."""
_SOON_S: Final = 0.001
_GONE: Final = 410
_BUSY: Final = (429, 502, 504)
_SUCCESS: Final = range(200, 300)


class Office(Protocol):
    """What couriers need of webhooks as a whole."""

    clock: Clock
    carrier: Carrier

    def vouches(self, endpoint_id: str) -> bool:
        """Whether the key under which an endpoint was made still holds."""

    def type_of(self, event: object) -> str:
        """Return the name of an event's type."""

    def tell(self, entry: Entry[object]) -> Told:
        """Return an event in words."""

    def keep(self, courier: Courier) -> None:
        """Note how far a courier has come."""

    def over(self, courier: Courier, delivery: Delivery) -> None:
        """Note a delivery that is over."""

    async def disable(self, courier: Courier, why: Disabled) -> None:
        """Stop a courier, whose endpoint gets nothing any more; never returns to one of its tasks."""


class Sending:
    """The attempts of one courier. A busy endpoint makes all its rooms wait."""

    def __init__(self, progress: Progress, office: Office) -> None:
        self._office = office
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

    async def attempt(self, courier: Courier, lane: Lane, told: Told, letter_id: str) -> bool:
        """Wait until it is time, and try; return whether to try again."""
        await self._wait(lane)
        async with self._slots:
            delivery = await self._try(courier.endpoint, lane.delivery, told, letter_id)
        if delivery.state is DeliveryState.RETRYING:
            lane.delivery = delivery
            await self._look(courier, delivery)
            return True
        self._office.over(courier, delivery)
        return False

    async def _wait(self, lane: Lane) -> None:
        clock = self._office.clock
        while (left := self._due(lane) - clock.now()) > _SOON_S:
            await wait_until(clock, clock.monotonic() + left)

    def _due(self, lane: Lane) -> float:
        next_at = lane.delivery.next_at if lane.delivery else None
        return max(next_at or 0.0, self._paused_until)

    async def _try(self, endpoint: Endpoint, before: Delivery | None, told: Told, letter_id: str) -> Delivery:
        now = self._office.clock.now()
        if before is None:
            self._count += 1
        delivery = before or _new(letter_id, self._count, told, now)
        reply = await post(self._office.carrier, endpoint, told, letter_id, now)
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
        now = self._office.clock.now()
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

    async def _look(self, courier: Courier, delivery: Delivery) -> None:
        """Disable an endpoint that says it is gone, or at which nothing has arrived for days."""
        if delivery.status == _GONE:
            await self._office.disable(courier, Disabled.GONE)
        elif self._failing_since and self._office.clock.now() - self._failing_since > GIVEN_UP_AFTER_S:
            await self._office.disable(courier, Disabled.FAILING)


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
