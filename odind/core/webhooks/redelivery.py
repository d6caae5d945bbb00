"""Which webhooks are sent once more."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

from .courier import MOST_AGAIN
from .delivery import sequence_of
from .refusals import no_delivery, too_many_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .courier import Courier
    from .delivery import Delivery


@dataclass(frozen=True)
class Again:
    """Webhooks by their ids, or those of events from `since` to `until`, in seconds since the epoch.

    With `failed_only` they are dead ones, all of them where no time is given.
    """

    letter_ids: tuple[str, ...] = ()
    since: float | None = None
    until: float | None = None
    failed_only: bool = False


async def chosen(again: Again, courier: Courier, dead: Sequence[Delivery]) -> list[int]:
    """Return the sequences of the events, in their order.

    Raises InvalidArgumentError REDELIVERY_EMPTY; NotFoundError DELIVERY_NOT_FOUND; ResourceExhaustedError
    REDELIVERY_TOO_LARGE; UnavailableError STORE_UNAVAILABLE.
    """
    if again.letter_ids:
        found = [await _named(courier, letter_id) for letter_id in again.letter_ids]
    elif again.failed_only:
        found = [one.sequence for one in dead if one.letter_id and _within(again, one.first_at)]
    elif again.since is not None:
        found = await _since(again, courier)
    else:
        raise InvalidArgumentError(
            "REDELIVERY_EMPTY", "name webhooks by their ids, the time since when, or ask for failed_only"
        )
    if courier.waiting_again + len(found) > MOST_AGAIN:
        raise too_many_again(MOST_AGAIN)
    return sorted(set(found))


async def _named(courier: Courier, letter_id: str) -> int:
    sequence = sequence_of(courier.endpoint.endpoint_id, letter_id)
    if sequence is None or not await courier.has(sequence):
        raise no_delivery(letter_id)
    return sequence


async def _since(again: Again, courier: Courier) -> list[int]:
    found: list[int] = []
    async with aclosing(courier.since(again.since or 0.0)) as entries:
        async for entry in entries:
            if not _within(again, entry.time) or len(found) > MOST_AGAIN:
                break
            found.append(entry.sequence)
    return found


def _within(again: Again, at: float) -> bool:
    return (again.since or 0.0) <= at and (again.until is None or at <= again.until)
