"""What the health wing needs from outside."""

from __future__ import annotations

from typing import Protocol


class Dial(Protocol):
    """Reaches for a gateway. Called on the loop's thread."""

    async def __call__(self, gateway: str) -> str:
        """Return "" when the gateway accepts a connection, else the cause. Takes a few seconds at most."""
