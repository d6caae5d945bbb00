"""What an output of the settings has of an HLS output, as callers see it."""

from __future__ import annotations

from enum import Enum

from odind.core.values.portable import portable


class CopyState(Enum):
    """Whether a copy has all that is listed, not at present, all for good, or never will."""

    FOLLOWING = "following"
    BEHIND = "behind"
    COMPLETE = "complete"
    GIVEN_UP = "given_up"

    @property
    def over(self) -> bool:
        """Whether nothing is brought there any more."""
        return self in (CopyState.COMPLETE, CopyState.GIVEN_UP)


@portable
class HlsCopy:
    """The copy at the output of that name, in its state `since` then, in seconds since the epoch.

    `reason` and `problem` say why it is behind or was given up, and are "" otherwise.
    """

    output: str
    state: CopyState = CopyState.FOLLOWING
    since: float = 0.0
    reason: str = ""
    problem: str = ""
