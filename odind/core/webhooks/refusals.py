"""The errors of webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .endpoint import Disabled


def no_endpoint(endpoint_id: str) -> NotFoundError:
    """Return the error of an endpoint that there is not."""
    return NotFoundError(
        "ENDPOINT_NOT_FOUND",
        "there is no endpoint {endpoint_id}; `odindctl webhook list` shows them",
        endpoint_id=endpoint_id,
    )


def no_delivery(delivery_id: str) -> NotFoundError:
    """Return the error of a webhook that there is not."""
    return NotFoundError(
        "DELIVERY_NOT_FOUND",
        "the endpoint has no webhook {delivery_id}, or its event is not kept any more",
        delivery_id=delivery_id,
    )


def too_many_endpoints(limit: int) -> ResourceExhaustedError:
    """Return the error of one endpoint too many."""
    return ResourceExhaustedError(
        "TOO_MANY_ENDPOINTS", "there are {limit} endpoints already; delete one first", limit=limit
    )


def event_unknown(event: str, known: Iterable[str]) -> InvalidArgumentError:
    """Return the error of an event that no endpoint of its dialect gets."""
    return InvalidArgumentError(
        "EVENT_UNKNOWN",
        "there is no event {event}; some are {known}",
        event=event,
        known=", ".join(sorted(known)),
    )


def endpoint_disabled(endpoint_id: str, why: Disabled) -> FailedPreconditionError:
    """Return the error of an endpoint that gets nothing."""
    return FailedPreconditionError(
        "ENDPOINT_DISABLED",
        "the endpoint {endpoint_id} is disabled ({why}); enable it first",
        endpoint_id=endpoint_id,
        why=why.value,
    )


def too_many_again(limit: int) -> ResourceExhaustedError:
    """Return the error of a call that asks for too many webhooks once more."""
    return ResourceExhaustedError(
        "REDELIVERY_TOO_LARGE",
        "at most {limit} webhooks of an endpoint are sent once more at a time; name fewer",
        limit=limit,
    )
