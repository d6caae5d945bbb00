"""What happens to players, as watchers see it."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from odind.core.values.portable import portable
from odind.core.voice.barge_in import BargeInOutcome

from .ports import SoundFailure
from .settings import Item, LaneKind


class EndReason(Enum):
    """Why an item does not play any more. CLEANUP: its connection is over. INTERRUPTED: somebody spoke."""

    FINISHED = "finished"
    LOAD_FAILED = "load_failed"
    STOPPED = "stopped"
    REPLACED = "replaced"
    SKIPPED = "skipped"
    CLEANUP = "cleanup"
    INTERRUPTED = "interrupted"


@portable
class ItemStarted:
    """An item began to sound, at a position in seconds; `length_s` is 0 while it is not known."""

    lane: LaneKind
    item: Item
    position_s: float
    length_s: float


@portable
class ItemEnded:
    """An item does not play any more. `played_s` is how much of it sounded, over all its parts.

    `spoken` is what of its text was said, "" for what is no speech.
    """

    lane: LaneKind
    item: Item
    reason: EndReason
    played_s: float
    spoken: str = ""


@portable
class ItemFailed:
    """A sound could not be had, or not to its end; the next item begins."""

    lane: LaneKind
    item: Item
    failure: SoundFailure


@portable
class ItemStuck:
    """Nothing of a sound has come for `silent_s`; it is given up later."""

    lane: LaneKind
    item: Item
    silent_s: float


@portable
class PlayerPaused:
    """A lane stopped where it was."""

    lane: LaneKind
    item_id: str
    position_s: float


@portable
class PlayerResumed:
    """A lane went on."""

    lane: LaneKind
    item_id: str
    position_s: float


@portable
class PlayerSeeked:
    """A lane goes on at another position of its item."""

    lane: LaneKind
    item_id: str
    position_s: float


@portable
class QueueChanged:
    """The queue of a lane is another one now."""

    lane: LaneKind
    revision: int
    item_count: int


@portable
class StreamTitleChanged:
    """What a radio station plays has another title."""

    lane: LaneKind
    item_id: str
    title: str


@portable
class BargeInStarted:
    """A lane gives way, because a peer speaks; it waits to be told whether that was an interruption."""

    lane: LaneKind
    item_id: str
    position_s: float
    peer_id: int
    user_id: str


@portable
class BargeInEnded:
    """It was decided whether a lane was interrupted; `by_deadline` because no caller did in time."""

    lane: LaneKind
    outcome: BargeInOutcome
    by_deadline: bool = False


PlayerEvent: TypeAlias = (
    ItemStarted
    | ItemEnded
    | ItemFailed
    | ItemStuck
    | PlayerPaused
    | PlayerResumed
    | PlayerSeeked
    | QueueChanged
    | StreamTitleChanged
    | BargeInStarted
    | BargeInEnded
)
