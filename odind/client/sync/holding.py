"""Connections that a program holds for as long as it runs, for programs without an event loop."""

from __future__ import annotations

from odind.client import holding

from .faces import Face, blocking


class Hold(Face[holding.Hold]):
    """Connections that are held for the length of a block, unless another program adopts them."""

    @property
    def connection_ids(self) -> tuple[str, ...]:
        """The connections."""
        return self.original.connection_ids

    over = blocking(holding.Hold.over)
    adopted = blocking(holding.Hold.adopted)
