"""Which services serve, for load balancers that ask of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from odind.core.health.checks import Health

_NEEDS: Final = {
    "odind.v1.RoomService": ("gateway", "processes", "joins"),
    "odind.v1.AudioService": ("processes", "ticks"),
}
"""The checks that a service needs. The others serve whenever the daemon does."""


def serves(service: str, health: Health) -> bool:
    """Return whether a service, named in full, can do its work."""
    return not set(_NEEDS.get(service, ())) & set(health.failing)
