"""What happens to webhooks, in the log: subject is the endpoint's id. Who sees the endpoint is told."""

from __future__ import annotations

from typing import Final, TypeAlias, get_args

from odind.core.access.audience import ForRooms
from odind.core.values.portable import portable

from .delivery import Delivery
from .endpoint import Disabled


@portable
class WebhookDisabled(ForRooms):
    """An endpoint gets nothing any more, and no call has disabled it. `name` is what it is called."""

    endpoint_id: str
    name: str
    why: Disabled


@portable
class WebhookDead(ForRooms):
    """A webhook was given up. `name` is what the endpoint is called."""

    endpoint_id: str
    name: str
    delivery: Delivery


WebhookEvent: TypeAlias = WebhookDisabled | WebhookDead
WEBHOOK_EVENTS: Final[tuple[type[WebhookEvent], ...]] = get_args(WebhookEvent)
"""Every kind of event of webhooks."""
