"""Summaries of transcripts: what one is, and how a long text is told in a short one."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from odind.core.values.portable import portable

from .refusals import prompt_too_long, transcript_too_long

if TYPE_CHECKING:
    from .ports import Writer

PART_CHARACTERS: Final = 24_000
"""What a model is given at once: about 6,000 tokens."""
MAX_PROMPT_BYTES: Final = 8_192
MAX_PARTS: Final = 64
DEFAULT_PROMPT: Final = (
    "Summarize this conversation in the language in which it was held: the topics, what was decided, and who "
    "is to do what. Say nothing that was not said."
)
_PART: Final = (
    "This is one part of a longer conversation. Note everything in it that is needed to do the following "
    "with the whole of it later, with the names of who said it, and nothing that was not said:\n\n"
)
_NOTES: Final = "These are notes on the parts of a conversation, in order. Do this with them:\n\n"


class SummaryState(Enum):
    """RUNNING while it is written; READY; NO_ENGINE where the daemon has no model; FAILED with a reason."""

    RUNNING = "running"
    READY = "ready"
    NO_ENGINE = "no_engine"
    FAILED = "failed"


@portable
class Summary:
    """The summary of a transcript. Times are seconds since the epoch, None for what has not happened."""

    transcript_id: str
    prompt: str
    created_at: float
    state: SummaryState = SummaryState.RUNNING
    text: str = ""
    reason: str = ""
    detail: str = ""
    ended_at: float | None = None
    room_id: str = ""

    def __post_init__(self) -> None:
        size = len(self.prompt.encode("utf-8", "surrogatepass"))
        if size > MAX_PROMPT_BYTES:
            raise prompt_too_long(size, MAX_PROMPT_BYTES)


async def summarize(text: str, prompt: str, writer: Writer) -> str:
    """Return what a model makes of a text; of a long one, of its notes on the parts.

    Raises what `Writer.write` does, and ResourceExhaustedError TRANSCRIPT_TOO_LONG.
    """
    instruction = prompt or DEFAULT_PROMPT
    parts = parts_of(text)
    if len(parts) > MAX_PARTS:
        raise transcript_too_long(len(text), MAX_PARTS * PART_CHARACTERS)
    if len(parts) == 1:
        return await writer.write(instruction, text)
    notes = [await writer.write(_PART + instruction, part) for part in parts]
    return await writer.write(_NOTES + instruction, _shortened(notes))


def parts_of(text: str) -> list[str]:
    """Return a text in parts that end with a line, unless a line is longer than a part."""
    parts, rest = [], text
    while len(rest) > PART_CHARACTERS:
        end = rest.rfind("\n", 0, PART_CHARACTERS) + 1 or PART_CHARACTERS
        parts.append(rest[:end])
        rest = rest[end:]
    return [*parts, rest]


def _shortened(notes: list[str]) -> str:
    """Return notes one after the other, each cut to its share of what a model is given."""
    share = PART_CHARACTERS // len(notes)
    return "\n\n".join(note[:share] for note in notes)
