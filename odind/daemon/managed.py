"""Managed rooms over the control plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.clock import SystemClock
from odind.core.managed.managed import Managed

if TYPE_CHECKING:
    from odind.config import Config
    from odind.core.managed.outlets import Outlets
    from odind.core.moderation.moderation import Moderation
    from odind.core.plane import ControlPlane

_DAY_S: Final = 86_400.0


def managed_rooms(config: Config, plane: ControlPlane, moderation: Moderation, outlets: Outlets) -> Managed:
    """Return the use cases of managed rooms; their sessions are kept for as long as events are."""
    days = config.store.retention_days
    return Managed(
        plane.scribe,
        plane.registry,
        plane.rooms,
        moderation,
        tenants=plane.tenants,
        recordings=plane.recordings,
        outlets=outlets,
        clock=SystemClock(),
        keep_s=days * _DAY_S if days else None,
    )
