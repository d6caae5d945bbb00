"""How a recorder listens on a connection, beside the lanes of callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.errors import OdindError

    from .listener import Listener


class Tap:
    """A stream that listens and has no caller: its listener delivers in the tick in which it hears.

    `ended` is called when its connection's audio is over, and why. Belongs to the loop.
    """

    speaker = None

    def __init__(self, listener: Listener, ended: Callable[[OdindError], object]) -> None:
        self.listener = listener
        self._ended = ended

    def speak(self, room_tick: int) -> None:
        """A tap says nothing."""

    def end(self, error: OdindError, *, failed: bool) -> None:  # noqa: ARG002 - it is told why either way
        """The connection is over."""
        self._ended(error)
