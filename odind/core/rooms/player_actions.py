"""What callers ask of the player of a connection, in the process that holds it; each returns the player."""

from __future__ import annotations

from odind.core.players.changes import LaneChanges
from odind.core.players.settings import Item, LaneKind, Placing
from odind.core.players.view import PlayerView
from odind.core.values.portable import portable

from .actions import Action


@portable
class ReadPlayer(Action[PlayerView]):
    """Read how a player is now."""

    connection_id: str


@portable
class EnqueueItems(Action[PlayerView]):
    """Put items into a queue, if it is at the revision that is named."""

    connection_id: str
    lane: LaneKind
    items: tuple[Item, ...]
    placing: Placing
    expected_revision: int | None = None


@portable
class UpdateLane(Action[PlayerView]):
    """Change how a lane plays, and where it is."""

    connection_id: str
    lane: LaneKind
    changes: LaneChanges


@portable
class SkipItem(Action[PlayerView]):
    """Go on with the next item, or with the one that is named."""

    connection_id: str
    lane: LaneKind
    item_id: str = ""


@portable
class RemoveItems(Action[PlayerView]):
    """Take items out of a queue."""

    connection_id: str
    lane: LaneKind
    item_ids: tuple[str, ...]
    expected_revision: int | None = None


@portable
class MoveItem(Action[PlayerView]):
    """Put an item before another one, or at the end of its queue for ""."""

    connection_id: str
    lane: LaneKind
    item_id: str
    before: str = ""
    expected_revision: int | None = None


@portable
class ClearQueue(Action[PlayerView]):
    """Drop everything that a lane plays."""

    connection_id: str
    lane: LaneKind


@portable
class AnswerBargeIn(Action[PlayerView]):
    """Say whether the speech to which a lane gives way is an interruption."""

    connection_id: str
    lane: LaneKind
    confirm: bool


@portable
class ShuffleQueue(Action[PlayerView]):
    """Put what follows the first item of a queue into another order."""

    connection_id: str
    lane: LaneKind
    seed: int
