"""Consumers: programs that read the events under a name, and how far each of them has come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER, mark_of
from odind.core.errors import InvalidArgumentError, NotFoundError, ResourceExhaustedError
from odind.core.log.refusals import sequence_ahead
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

MAX_CONSUMERS: Final = 256
MAX_OF_A_KEY: Final = 32
_LONGEST_BYTES: Final = 128


@portable
class Consumer:
    """How far a consumer has come: `acknowledged` is the last event that it has dealt with.

    `created_at` is when it was first seen, `acknowledged_at` when it last acknowledged anything, in seconds
    since the epoch.
    """

    acknowledged: int
    created_at: float
    acknowledged_at: float


class Consumers:
    """All consumers by their names, which the store keeps, of each principal its own. On the loop's thread.

    What a call changes is durable when it returns; calls raise UnavailableError STORE_UNAVAILABLE, and
    InvalidArgumentError CONSUMER_INVALID for a name that none can have.
    """

    def __init__(self, scribe: Scribe, clock: Clock) -> None:
        self._scribe = scribe
        self._clock = clock
        self._shelf = scribe.shelf("consumers", Consumer)

    async def place(self, name: str, by: Principal = OWNER) -> int | None:
        """Return the last event that a consumer has acknowledged; None for a new one, which is noted.

        Raises ResourceExhaustedError TOO_MANY_CONSUMERS.
        """
        known = self._shelf.get(by.own(_checked(name)))
        if known:
            return known.acknowledged
        self._require_slot(by)
        now = self._clock.now()
        await self._keep(by.own(name), Consumer(self._scribe.log.last, now, now))
        return None

    async def acknowledge(self, name: str, sequence: int, by: Principal = OWNER) -> Consumer:
        """Note that a consumer has dealt with all events up to a sequence; it never goes back.

        Raises NotFoundError CONSUMER_NOT_FOUND, SEQUENCE_AHEAD.
        """
        consumer = self._find(name, by)
        if sequence > self._scribe.log.last:
            raise sequence_ahead(sequence, self._scribe.log.last)
        further = max(sequence, consumer.acknowledged)
        consumer = replace(consumer, acknowledged=further, acknowledged_at=self._clock.now())
        await self._keep(by.own(name), consumer)
        return consumer

    def all(self, by: Principal = OWNER) -> list[tuple[str, Consumer]]:
        """Return all consumers of a principal with their names, in the order of those."""
        chosen = ((by.chosen(name), consumer) for name, consumer in self._shelf.items())
        return sorted(((name, one) for name, one in chosen if name is not None), key=lambda item: item[0])

    async def delete(self, name: str, by: Principal = OWNER) -> None:
        """Forget a consumer; raises NotFoundError CONSUMER_NOT_FOUND."""
        self._find(name, by)
        self._scribe.require_working()
        self._shelf.delete(by.own(name))
        await self._scribe.stored()

    def forget_of(self, mark: str) -> None:
        """Forget the consumers of the principal with this mark, and of those below it."""
        for name in [name for name, _ in self._shelf.items() if name.startswith((f"{mark}/", f"{mark}."))]:
            self._shelf.delete(name)

    def _require_slot(self, by: Principal) -> None:
        """Raise ResourceExhaustedError TOO_MANY_CONSUMERS; a key and its sessions must not have them all."""
        behind = mark_of(by.root, by.tenant)
        held = sum(name.startswith(behind) for name, _ in self._shelf.items())
        limit = MAX_OF_A_KEY if behind else MAX_CONSUMERS
        if held >= limit or len(self._shelf) >= MAX_CONSUMERS:
            raise ResourceExhaustedError(
                "TOO_MANY_CONSUMERS",
                "there are {limit} consumers already; delete one with DeleteConsumer",
                limit=min(limit, MAX_CONSUMERS),
            )

    def _find(self, name: str, by: Principal) -> Consumer:
        consumer = self._shelf.get(by.own(_checked(name)))
        if consumer is None:
            raise NotFoundError(
                "CONSUMER_NOT_FOUND",
                "there is no consumer {name}; a watch with its name makes it",
                name=name,
            )
        return consumer

    async def _keep(self, name: str, consumer: Consumer) -> None:
        self._scribe.require_working()
        self._shelf.put(name, consumer)
        await self._scribe.stored()


def _checked(name: str) -> str:
    if not 0 < len(name.encode(errors="replace")) <= _LONGEST_BYTES:
        raise InvalidArgumentError(
            "CONSUMER_INVALID", "the consumer must have a name of 1 to {limit} bytes", limit=_LONGEST_BYTES
        )
    return name
