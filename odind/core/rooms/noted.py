"""What a process notes of a player for the registry alone, which may have to bring it to another process."""

from __future__ import annotations

from odind.core.players.settings import PlayerPositions, PlayerSettings
from odind.core.values.portable import portable


@portable
class PlayerNoted:
    """A player was changed, or plays another item."""

    player: PlayerSettings


@portable
class PlayerMoved:
    """A player plays on, as it says once a second."""

    positions: PlayerPositions
