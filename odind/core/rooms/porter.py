"""Knows which rooms may be joined at present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from odind.core.access.principal import Principal


class Porter(Protocol):
    """Is asked before a room is joined."""

    def require_open(self, room_id: str, by: Principal) -> None:
        """Raise the error of a room that a principal may not join now."""


class OpenHouse:
    """Has every room open."""

    def require_open(self, room_id: str, by: Principal) -> None:
        """Raise nothing."""
