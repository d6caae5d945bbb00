"""What the health wing needs from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .checks import Check


class Dial(Protocol):
    """Reaches for a gateway. Called on the loop's thread."""

    async def __call__(self, gateway: str) -> str:
        """Return "" when the gateway accepts a connection, else the cause. Takes a few seconds at most."""


class Examiner(Protocol):
    """Looks at something outside of core. Called on the loop's thread."""

    async def __call__(self) -> Sequence[Check]:
        """Return what was found, in words for the operator; never raises for what is found."""
