"""The names of files in a recording's folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMELINE: Final = "timeline.jsonl"
MANIFEST: Final = "manifest.json"
LABELS: Final = "labels.txt"
PROJECT: Final = "tracks.lof"
_PART: Final = re.compile(r"(?P<track>.+)(?P<ending>\.[a-z][a-z0-9]*)(\.(?P<take>[0-9]+))?\.part")


class PartFile(NamedTuple):
    """A part of a track, of the take with that number."""

    track: str
    take: int
    path: Path


def part_path(folder: Path, name: str, take: int = 1) -> Path:
    """Return the path of a part of a file, of the take with that number."""
    return folder / (f"{name}.part" if take == 1 else f"{name}.{take}.part")


def parts_in(folder: Path) -> Iterator[PartFile]:
    """Yield the parts of tracks, by track and take."""
    found = []
    for path in folder.glob("*.part"):
        match = _PART.fullmatch(path.name)
        if match and path.name != f"{TIMELINE}.part":
            found.append(PartFile(match["track"], int(match["take"] or 1), path))
    return iter(sorted(found))
