"""What somebody said in one go, as text."""

from __future__ import annotations

from typing import NamedTuple

from odind.core.timing.tick import RATE_HZ
from odind.core.values.portable import portable


@portable
class Word:
    """A word; its samples are on the same clock as those of its segment."""

    text: str
    start_sample: int
    end_sample: int


class Speaker(NamedTuple):
    """Who says something: the user id, the peer id in a room, and a name; "" and 0 where nobody knows."""

    user_id: str = ""
    peer_id: int = 0
    name: str = ""


@portable
class Segment:
    """An utterance of one speaker. Samples are at 48 kHz, and 0 is the start of the transcript.

    `speaker` is the user id, or "" where nobody knows; `name` is what peers who follow ODIN Rooms call
    themselves, "" for others. A segment that is not `final` is replaced by the next
    `revision` of the same number. `language` is a code like "en", or "" where the engine does not say.
    """

    number: int
    speaker: str
    start_sample: int
    end_sample: int
    text: str
    peer_id: int = 0
    words: tuple[Word, ...] = ()
    language: str = ""
    final: bool = True
    revision: int = 1
    name: str = ""

    @property
    def shown(self) -> str:
        """Who said it, for people; "" where nobody knows."""
        return self.name or self.speaker

    @property
    def start_s(self) -> float:
        """Where it begins, in seconds."""
        return self.start_sample / RATE_HZ

    @property
    def end_s(self) -> float:
        """Where it ends, in seconds."""
        return self.end_sample / RATE_HZ
