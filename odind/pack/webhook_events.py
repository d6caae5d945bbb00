"""Converts deliveries, and the events of webhooks. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.webhooks.delivery import DeliveryState
from odind.core.webhooks.endpoint import Disabled
from odind.core.webhooks.events import WebhookDead, WebhookDisabled
from odind.v1 import webhooks_pb2

from .times import pack_time

if TYPE_CHECKING:
    from odind.core.webhooks.delivery import Delivery
    from odind.core.webhooks.events import WebhookEvent
    from odind.v1 import rooms_pb2

WEBHOOK_KINDS: Final[dict[str, type[WebhookEvent]]] = {
    "webhook_disabled": WebhookDisabled,
    "webhook_dead": WebhookDead,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
DISABLED: Final = {
    None: webhooks_pb2.ENDPOINT_DISABLED_UNSPECIFIED,
    Disabled.BY_CALL: webhooks_pb2.ENDPOINT_DISABLED_BY_CALL,
    Disabled.GONE: webhooks_pb2.ENDPOINT_DISABLED_GONE,
    Disabled.FAILING: webhooks_pb2.ENDPOINT_DISABLED_FAILING,
}
STATES: Final = {
    DeliveryState.DELIVERED: webhooks_pb2.DELIVERY_STATE_DELIVERED,
    DeliveryState.RETRYING: webhooks_pb2.DELIVERY_STATE_RETRYING,
    DeliveryState.DEAD: webhooks_pb2.DELIVERY_STATE_DEAD,
}


def pack_webhook_event(event: rooms_pb2.Event, happened: WebhookEvent) -> None:
    """Fill in an event of an endpoint."""
    match happened:
        case WebhookDisabled(_, endpoint_id, name, why):
            disabled = webhooks_pb2.WebhookDisabled(endpoint_id=endpoint_id, name=name, why=DISABLED[why])
            event.webhook_disabled.CopyFrom(disabled)
        case WebhookDead(_, endpoint_id, name, delivery):
            dead = webhooks_pb2.WebhookDead(
                endpoint_id=endpoint_id, name=name, delivery=pack_delivery(delivery)
            )
            event.webhook_dead.CopyFrom(dead)


def pack_delivery(delivery: Delivery) -> webhooks_pb2.WebhookDelivery:
    """Return the message of a delivery."""
    return webhooks_pb2.WebhookDelivery(
        delivery_id=delivery.letter_id,
        sequence=delivery.sequence,
        type=delivery.type,
        room_id=delivery.room,
        state=STATES[delivery.state],
        attempts=delivery.attempts,
        first_at=pack_time(delivery.first_at),
        last_at=pack_time(delivery.last_at),
        status=delivery.status,
        answer=delivery.answer,
        problem=delivery.problem,
        next_at=None if delivery.next_at is None else pack_time(delivery.next_at),
    )
