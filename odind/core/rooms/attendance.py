"""Which connections have an audio or socket call: known where calls are served, told to the control plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Callable


@portable
class AudioAttended:
    """Whether an audio or socket call has attached a connection. Hosts tell the control plane alone."""

    attended: bool


class Attendance:
    """The audio and socket calls of each connection. `tell` learns of the first and the end of the last one.

    A call counts until it ends, also where its lane on the connection is over sooner.
    """

    def __init__(self, tell: Callable[[str, AudioAttended], None]) -> None:
        self._tell = tell
        self._calls: dict[str, set[object]] = {}

    def note(self, connection_id: str, call: object) -> None:
        """Note that a call has attached a connection."""
        if connection_id not in self._calls:
            self._tell(connection_id, AudioAttended(attended=True))
        self._calls.setdefault(connection_id, set()).add(call)

    def end(self, call: object) -> None:
        """Note that a call has ended."""
        for connection_id in [name for name, calls in self._calls.items() if call in calls]:
            self._calls[connection_id].discard(call)
            if not self._calls[connection_id]:
                del self._calls[connection_id]
                self._tell(connection_id, AudioAttended(attended=False))
