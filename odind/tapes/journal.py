"""The timeline of a recording: a line of JSON for everything that happened, takes and pauses included."""

from __future__ import annotations

import json
from dataclasses import field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES
from odind.core.values.late import dataclass

from .folder import TIMELINE, part_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .safe import Safe

TAKE: Final = "take"
TAKE_CLOSED: Final = "take_closed"


class Journal:
    """Appends to the timeline; used by one thread. `started_at` is the moment of sample 0."""

    def __init__(self, folder: Path, started_at: float, hold_bytes: int, safe: Safe) -> None:
        self.sink = safe.appended(part_path(folder, TIMELINE), hold_bytes)
        self._started_at = started_at
        if self.sink.size:
            self.sink.seek(self.sink.size)
            self.sink.write(b"\n")  # the last line may be torn

    def note(self, slot: int, kind: str, **fields: object) -> None:
        """Append a line about a slot of the recording."""
        sample = slot * TICK_SAMPLES
        line = {"sample": sample, "time": moment(self._started_at + sample / RATE_HZ), "kind": kind, **fields}
        self.sink.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


@dataclass
class TakeSpan:
    """Where a take lies, in slots; `stop` is None for one that was not closed."""

    number: int
    start: int
    stop: int | None = None


@dataclass
class Timeline:
    """What a journal says. `lines` are all of them, `counts` what was lost or left out."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    takes: dict[int, TakeSpan] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def read_timeline(path: Path, safe: Safe) -> Timeline:
    """Read a journal, but for lines that are torn; without a file it is empty."""
    timeline = Timeline()
    for line in _lines(safe.read(path).splitlines() if path.exists() else ()):
        slot = line["sample"] // TICK_SAMPLES
        match line["kind"]:
            case "take":
                timeline.takes[line["take"]] = TakeSpan(line["take"], slot)
            case "take_closed":
                timeline.takes[line["take"]].stop = slot
            case "counts":
                for name, count in line["counts"].items():
                    timeline.counts[name] = timeline.counts.get(name, 0) + count
            case _:
                pass
        timeline.lines.append(line)
    return timeline


def moment(seconds: float) -> str:
    """Return a time since the epoch as RFC 3339 has it, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _lines(raw: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for text in raw:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and {"sample", "kind"} <= line.keys():
            yield line
