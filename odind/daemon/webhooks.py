"""Webhooks over the guarded client, signed by a key in the state folder."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.webhooks.webhooks import Webhooks
from odind.deliveries import HttpCarrier, RsaKey
from odind.egress import Egress
from odind.pack.webhooks import EventTeller

from .memory import kept_of_events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.core.plane import ControlPlane


@asynccontextmanager
async def open_webhooks(config: Config, plane: ControlPlane) -> AsyncIterator[Webhooks]:
    """Have webhooks for the length of the block; they are sent while their `run` runs."""
    async with Egress(config.egress) as egress:
        carrier = HttpCarrier(egress, RsaKey(config.server.state_dir / "webhooks.pem"))
        teller = EventTeller(kept_of_events(config))
        yield Webhooks(plane.scribe, plane.keys, SystemClock(), teller=teller, carrier=carrier)
