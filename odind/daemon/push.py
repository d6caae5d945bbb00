"""Pushes over the control plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.push.pushes import Pushes
from odind.egress.dialling import Dialler
from odind.push.carrier import NetworkCarrier

if TYPE_CHECKING:
    from odind.config import Config
    from odind.core.live.jobs import Around


def pushes_over(config: Config, around: Around) -> Pushes:
    """Return the use cases of pushes, after going on with those of an earlier daemon."""
    carrier = NetworkCarrier(Dialler(config.egress), allow_http=config.egress.allow_http)
    pushes = Pushes(around, carrier, config.push.max_running)
    pushes.recall()
    return pushes
