"""What live jobs need: somebody who listens to a connection for them, and somebody who learns of bugs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from odind.core.voice.lane_config import Reception
    from odind.core.voice.outbox import HeardTick


class Ears(Protocol):
    """Listens to connections, whichever process holds them."""

    def listen(self, connection_id: str, reception: Reception) -> AsyncGenerator[HeardTick]:
        """Yield what a connection hears from now on, as an audio call does, until that call is over.

        Raises what AudioService.StreamAudio lists.
        """


class Bugs(Protocol):
    """Writes down what should never happen."""

    def __call__(self, job_id: str, bug: Exception) -> object:
        """A job failed by a bug; its caller is told nothing but that."""
