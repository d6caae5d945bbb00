"""The couriers of all enabled endpoints, and what is kept of their progress."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.timing.clock import wait_until

from .book import DeliveryBook
from .courier import Courier
from .delivery import Delivery, DeliveryState
from .events import WEBHOOK_EVENTS, WebhookDead, WebhookDisabled
from .history import History
from .progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from odind.core.log.log import Entry
    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

    from .endpoint import Disabled, Endpoint
    from .ports import Carrier, Teller, Told

_LOOK_EVERY_S: Final = 600.0
"""An endpoint that gets nothing for long must not read all of that again after a crash."""
_TOLD: Final = 1_024
MISSED: Final = "events.missed"


class Dispatch:
    """Sends while `run` runs. Belongs to the loop.

    `on_disabled` is told of endpoints that get nothing any more; `vouches` says whether the key under which
    an endpoint was made still holds.
    """

    def __init__(
        self,
        scribe: Scribe,
        clock: Clock,
        teller: Teller,
        carrier: Carrier,
        *,
        on_disabled: Callable[[str, Disabled], object],
        vouches: Callable[[str], bool],
    ) -> None:
        self.clock = clock
        self.carrier = carrier
        self.book = DeliveryBook(scribe)
        self.type_of = teller.type_of
        self._own_types = frozenset(map(teller.name_of, WEBHOOK_EVENTS))
        self.vouches = vouches
        self._log = scribe.log
        self._teller = teller
        self._on_disabled = on_disabled
        self._progress = scribe.shelf("webhook_progress", Progress)
        self._running: dict[str, tuple[Courier, asyncio.Task[None] | None]] = {}
        self._told: dict[int, Told] = {}
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self, endpoints: Callable[[], Iterable[Endpoint]]) -> None:
        """Send to the enabled ones of these endpoints until it is cancelled."""
        async with asyncio.TaskGroup() as self._tasks:
            try:
                while True:
                    for endpoint in endpoints():  # a store that fails at the start has them later
                        if endpoint.disabled is None:
                            self.serve(endpoint)
                    await wait_until(self.clock, self.clock.monotonic() + _LOOK_EVERY_S)
                    self._keep_all()
            finally:
                self._keep_all()

    # For use cases

    def start(self, endpoint: Endpoint) -> None:
        """Send to an endpoint, from where it was before."""
        progress = self._progress.get(endpoint.endpoint_id) or Progress(self._log.last)
        history = History(self._log, self._teller, self.clock, lambda *span: self._missed(courier, *span))
        courier = Courier(endpoint, progress, history, self)
        self._running[endpoint.endpoint_id] = courier, None
        self.keep(courier)
        self.serve(endpoint)

    def serve(self, endpoint: Endpoint) -> Courier:
        """Return the courier of an endpoint, which is at work once `run` runs."""
        if endpoint.endpoint_id not in self._running:
            self.start(endpoint)
        courier, task = self._running[endpoint.endpoint_id]
        if task is None and self._tasks:
            self._running[endpoint.endpoint_id] = courier, self._tasks.create_task(courier.run())
        return courier

    def restart(self, endpoint: Endpoint, *, from_now: bool) -> None:
        """Send to an endpoint that was stopped: all that waits at once, or only what happens from now on."""
        known = self._progress.get(endpoint.endpoint_id)
        fresh = Progress(self._log.last)
        self._progress.put(endpoint.endpoint_id, fresh if from_now or not known else known.at_once)
        self.start(endpoint)

    def stop(self, endpoint_id: str) -> None:
        """Send nothing more to an endpoint, and keep how far it has come."""
        running = self._running.get(endpoint_id)
        if running:
            courier, task = running
            self.keep(courier)
            del self._running[endpoint_id]
            if task:
                task.cancel()

    def forget(self, endpoint_id: str) -> None:
        """Stop, and forget how far an endpoint has come."""
        self.stop(endpoint_id)
        self._progress.delete(endpoint_id)
        self.book.forget(endpoint_id)

    def courier(self, endpoint_id: str) -> Courier | None:
        """Return the courier of an endpoint, None while it is disabled."""
        running = self._running.get(endpoint_id)
        return running[0] if running else None

    def deliveries(self, endpoint_id: str) -> list[Delivery]:
        """Return the deliveries of an endpoint, oldest first."""
        courier = self.courier(endpoint_id)
        found = [*self.book.of(endpoint_id), *(courier.retrying if courier else ())]
        return sorted(found, key=lambda delivery: delivery.number)

    # For couriers

    def tell(self, entry: Entry[object]) -> Told:
        """Return an event in words, which all endpoints share."""
        told = self._told.get(entry.sequence)
        if told is None:
            told = self._told[entry.sequence] = self._teller.tell(entry)
            if len(self._told) > _TOLD:
                del self._told[next(iter(self._told))]
        return told

    def keep(self, courier: Courier) -> None:
        """Note how far a courier has come, unless it has been stopped."""
        endpoint_id = courier.endpoint.endpoint_id
        progress = courier.progress
        if self.courier(endpoint_id) is courier and progress != self._progress.get(endpoint_id):
            self._progress.put(endpoint_id, progress)

    def over(self, endpoint_id: str, delivery: Delivery) -> None:
        """Note a delivery that is over, and tell of one that is dead."""
        self.book.note(endpoint_id, delivery)
        courier = self.courier(endpoint_id)
        if courier and delivery.state is DeliveryState.DEAD and delivery.type not in self._own_types:
            endpoint = courier.endpoint
            dead = WebhookDead(endpoint.rooms, endpoint_id, endpoint.name, delivery)
            self._log.append(endpoint_id, dead, delivery.size)

    async def disable(self, endpoint_id: str, why: Disabled) -> None:
        """Stop the courier of an endpoint; never returns to one of its tasks."""
        courier = self.courier(endpoint_id)
        self.stop(endpoint_id)
        self._on_disabled(endpoint_id, why)
        if courier:
            endpoint = courier.endpoint
            self._log.append(endpoint_id, WebhookDisabled(endpoint.rooms, endpoint_id, endpoint.name, why))
        await asyncio.Event().wait()

    def _missed(self, courier: Courier, first: int, last: int) -> None:
        """Note, among the dead, events that are not kept any more."""
        now = self.clock.now()
        problem = f"the events from {first} to {last} are not kept any more"
        self.book.note(
            courier.endpoint.endpoint_id,
            Delivery(
                "", courier.next_number(), last, MISSED, "", DeliveryState.DEAD, 0, now, now, problem=problem
            ),
        )

    def _keep_all(self) -> None:
        for courier, _ in self._running.values():
            self.keep(courier)
