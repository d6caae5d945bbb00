"""Files for editors of sound: labels of the timeline, and a list that opens all tracks in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.core.timing.tick import RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_POINTS: Final = {
    "peer_joined": "{user_id} joined",
    "peer_left": "{user_id} left",
    "paused": "paused",
    "resumed": "resumed",
    "connection_lost": "connection lost",
    "take": "take {take}",
}


def audacity_labels(lines: Iterable[Mapping[str, Any]], samples: int) -> str:
    """Return a label file of Audacity's: who spoke from when to when, and what else happened."""
    labels = sorted(_labels(lines, samples))
    return "".join(f"{start / RATE_HZ:.6f}\t{stop / RATE_HZ:.6f}\t{text}\n" for start, stop, text in labels)


def list_of_files(files: Iterable[str]) -> str:
    """Return a list of files, as Audacity opens it: each track at the same place in one window."""
    quoted = (file.replace('"', "'") for file in files)
    return "window\n" + "".join(f'file "{file}" offset 0.0\n' for file in quoted)


def _labels(lines: Iterable[Mapping[str, Any]], samples: int) -> Iterator[tuple[int, int, str]]:
    speaking: dict[int, tuple[int, str]] = {}
    for line in lines:
        sample, kind = line["sample"], line["kind"]
        if kind == "speaking_started":
            speaking[line["peer_id"]] = sample, line["user_id"] or "us"
        elif kind == "speaking_stopped" and line["peer_id"] in speaking:
            start, name = speaking.pop(line["peer_id"])
            yield start, sample, name
        elif kind in _POINTS:
            yield sample, sample, _POINTS[kind].format_map(line)
    for start, name in speaking.values():
        yield start, samples, name
