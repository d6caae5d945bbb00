"""The deliveries of all endpoints that are over: the latest of each, and those that are dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .delivery import Delivery, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.log.scribe import Scribe

RECENT: Final = 50
MOST_DEAD: Final = 1_000


class DeliveryBook:
    """Keeps the `RECENT` latest deliveries of each endpoint, and `MOST_DEAD` dead ones. On the loop."""

    def __init__(self, scribe: Scribe) -> None:
        self._recent = scribe.shelf("webhook_deliveries", Delivery)
        self._dead = scribe.shelf("webhook_dead_letters", Delivery)

    def of(self, endpoint_id: str) -> list[Delivery]:
        """Return the deliveries of an endpoint that are over, oldest first."""
        found = [*self.dead(endpoint_id), *_within(self._recent.items(), endpoint_id)]
        return sorted(found, key=lambda delivery: delivery.number)

    def dead(self, endpoint_id: str) -> list[Delivery]:
        """Return the dead deliveries of an endpoint, in the order of their events."""
        found = _within(self._dead.items(), endpoint_id)
        return sorted(found, key=lambda delivery: delivery.sequence)

    def note(self, endpoint_id: str, delivery: Delivery) -> None:
        """Note a delivery that is over."""
        buried = f"{endpoint_id}/{delivery.sequence}"
        if delivery.state is DeliveryState.DEAD:
            self._dead.put(buried, delivery)
            self._bound(endpoint_id)
            return
        self._dead.delete(buried)
        self._recent.put(f"{endpoint_id}/{delivery.number % RECENT}", delivery)

    def forget(self, endpoint_id: str) -> None:
        """Forget the deliveries of an endpoint."""
        for shelf in (self._recent, self._dead):
            for key in [key for key, _ in shelf.items() if key.startswith(f"{endpoint_id}/")]:
                shelf.delete(key)

    def _bound(self, endpoint_id: str) -> None:
        dead = self.dead(endpoint_id)
        for delivery in dead[: max(0, len(dead) - MOST_DEAD)]:
            self._dead.delete(f"{endpoint_id}/{delivery.sequence}")


def _within(items: Iterator[tuple[str, Delivery]], endpoint_id: str) -> Iterator[Delivery]:
    return (delivery for key, delivery in items if key.startswith(f"{endpoint_id}/"))
