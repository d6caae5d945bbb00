"""A transcript at one moment, as callers see it and as the store keeps it."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple

from odind.core.values.portable import portable

from .refusals import language_invalid, vocabulary_too_long

MAX_VOCABULARY_BYTES: Final = 2_048
_LANGUAGE: Final = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?")
"""The beginning of BCP 47."""


class TranscriptState(Enum):
    """RUNNING while it is written; ENDED, or FAILED with a reason, when it is complete."""

    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether nothing will be added to it."""
        return self is not TranscriptState.RUNNING


class TranscriptEnding(NamedTuple):
    """How a transcript ended, and why: an UPPER_SNAKE reason and a sentence for people, "" for a good end."""

    state: TranscriptState
    reason: str = ""
    detail: str = ""


@portable
class TranscriptTerms:
    """What a caller chooses. Raises InvalidArgumentError LANGUAGE_INVALID, VOCABULARY_TOO_LONG.

    `language` is a code, or "" to have the engine find it. `vocabulary` has names and words that may be said.
    """

    language: str = ""
    vocabulary: str = ""

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise language_invalid(self.language)
        size = len(self.vocabulary.encode("utf-8", "surrogatepass"))
        if size > MAX_VOCABULARY_BYTES:
            raise vocabulary_too_long(size, MAX_VOCABULARY_BYTES)


@portable
class TranscriptCounts:
    """How many segments it has, and how many utterances were left out.

    `suppressed` was text that nobody has said, `dropped` did not fit into the engine's line, and for `failed`
    the engine had no answer.
    """

    segments: int = 0
    suppressed: int = 0
    dropped: int = 0
    failed: int = 0


@portable
class Transcript:
    """A transcript of a connection, a recording or a sound. Times are seconds since the epoch.

    `started_at` is the moment of its sample 0, None where nobody knows. `progress` is how much of what is
    past is done, from 0 to 1. `reason` and `detail` say why it failed, or what is wrong with its engine at
    present. `files` are the paths of its files, once it is over, and `pages` how many pages of segments it
    has. `session_id` is the session of the managed room in which it was said, "" where none ran.
    """

    transcript_id: str
    engine: str
    created_at: float
    terms: TranscriptTerms = TranscriptTerms()
    state: TranscriptState = TranscriptState.RUNNING
    connection_id: str = ""
    room_id: str = ""
    recording_id: str = ""
    sound_id: str = ""
    started_at: float | None = None
    ended_at: float | None = None
    progress: float = 0.0
    counts: TranscriptCounts = TranscriptCounts()
    reason: str = ""
    detail: str = ""
    files: tuple[str, ...] = ()
    pages: int = 0
    number: int = 0
    session_id: str = ""
