"""HLS outputs as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .documents import document
from .printable import printable
from .tables import table

if TYPE_CHECKING:
    from odind.client import messages

HEADER: Final = ("OUTPUT", "ROOM", "STATE", "PLAYABLE", "RENDITIONS", "PATH")


def hls_row(one: messages.HlsOutput) -> list[str]:
    """Return an output as a row of a table."""
    playable = "yes" if one.HasField("playable_at") else "no"
    return [
        printable(one.job.job_id),
        printable(one.job.room_id),
        _state(one),
        playable,
        _renditions(one),
        "erased" if one.erased else printable(one.path),
    ]


def hls_text(one: messages.HlsOutput) -> str:
    """Return an output, and why it is as it is."""
    text = table([HEADER, hls_row(one)])
    lines = [_why(one.job), *map(_copy_line, one.copies)]
    return "\n".join([text, *map(printable, filter(None, lines))])


def live_line(one: messages.HlsOutput) -> str:
    """Return a line about an output that goes on."""
    playable = ", playable" if one.HasField("playable_at") else ""
    copies = "".join(f", {_copy_line(copy)}" for copy in one.copies)
    why = _why(one.job)
    return printable(
        f"{one.job.job_id} {_state(one)}{playable} {one.path}{f' ({why})' if why else ''}{copies}"
    )


def _why(told: messages.LiveJob | messages.HlsCopy) -> str:
    return ": ".join(filter(None, (told.reason, told.detail)))


def _copy_line(copy: messages.HlsCopy) -> str:
    """Return how a copy is, and why."""
    state, why = str(document(copy)["state"]).replace("_", " "), _why(copy)
    return f"copy at {copy.output}: {state}{f' ({why})' if why else ''}"


def _state(one: messages.HlsOutput) -> str:
    return str(document(one.job)["state"])


def _renditions(one: messages.HlsOutput) -> str:
    rates = [f"aac {rate // 1_000}k" for rate in one.bit_rates]
    opus = [f"opus {one.opus_bit_rate // 1_000}k"] if one.opus_bit_rate else []
    return ", ".join([*rates, *opus, *(["captions"] if one.captions else [])])
