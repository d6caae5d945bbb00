"""Where the players of all connections are, as the store keeps it for a daemon that is killed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import is_itself
from odind.core.players.settings import PlayerPositions

if TYPE_CHECKING:
    from odind.core.log.scribe import Scribe
    from odind.core.players.settings import PlayerSettings

_COLLECTION: Final = "player_places"
_NOTES: Final = 5
"""Players note where they are once a second; so many notes of one are written at once, with those of others:
what makes the store busy is the number of its transactions."""


class PlayerPlaces:
    """Belongs to the loop. Without `lasting`, nothing outlives the daemon, and nothing is written."""

    def __init__(self, scribe: Scribe) -> None:
        self._lasting = scribe.lasting
        self._shelf = scribe.shelf(_COLLECTION, PlayerPositions, lambda key, _: bundle_of(key))
        self._waiting: dict[str, PlayerPositions] = {}
        self._notes: Counter[str] = Counter()

    def note(self, connection_id: str, positions: PlayerPositions) -> None:
        """Take where a player is now, and write it soon."""
        if not self._lasting:
            return
        self._waiting[connection_id] = positions
        self._notes[connection_id] += 1
        if self._notes[connection_id] == _NOTES:
            self._write()

    def forget(self, connection_id: str) -> None:
        """Drop where a player was: it is elsewhere now, and that was written down, or it is over."""
        self._waiting.pop(connection_id, None)
        self._notes.pop(connection_id, None)
        self._shelf.delete(connection_id)

    def brought_up(self, connection_id: str, player: PlayerSettings) -> PlayerSettings:
        """Return a player at the place that was noted last."""
        positions = self._shelf.get(connection_id)
        return player.at(positions) if positions else player

    def _write(self) -> None:
        for connection_id, positions in self._waiting.items():
            self._shelf.put(connection_id, positions)
        self._waiting.clear()
        self._notes.clear()


def bundle_of(connection_id: str) -> str:
    """Return with what goes what is written down of a connection; the daemon's own stay where they are."""
    return "" if is_itself(connection_id) else connection_id
