"""What an HLS output has: its segments, in the order of its timelines."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from odind.core.values.late import dataclass

PARTS_PER_SEGMENT: Final = 6
TARGET_S: Final = 2


@dataclass
class Segment:
    """A segment of all renditions.

    `take` numbers its timeline, on which it begins at `media_s`; `started_at` is that moment in seconds since
    the epoch. `parts` are the lengths of its parts in seconds, and `spans` for each rendition where each lies
    in its file. One that is `complete` gets no more of them. Its `own` ones are those that this daemon makes.
    `listed` is what stands for it in playlists without parts, once that was written.
    """

    number: int
    take: int
    media_s: float
    started_at: float
    duration_s: float = 0.0
    parts: list[float] = field(default_factory=list)
    spans: list[list[tuple[int, int]]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    complete: bool = False
    own: bool = False
    listed: str = ""

    @property
    def size_bytes(self) -> int:
        """What it takes in all renditions."""
        return sum(self.sizes)

    @property
    def ends_at(self) -> float:
        """The moment of its end, in seconds since the epoch."""
        return self.started_at + self.duration_s

    def forget_parts(self) -> None:
        """Forget where its parts are, which players ask for at the live edge alone."""
        self.parts.clear()
        self.spans.clear()

    def add(self, duration_s: float, fragments: tuple[bytes, ...]) -> None:
        """Note a part that was added to the files of all renditions."""
        self.parts.append(duration_s)
        self.duration_s += duration_s
        if not self.spans:
            self.spans, self.sizes = [[] for _ in fragments], [0 for _ in fragments]
        for number, fragment in enumerate(fragments):
            self.spans[number].append((self.sizes[number], len(fragment)))
            self.sizes[number] += len(fragment)


@dataclass(frozen=True)
class Names:
    """The names of files, which no other output has under the same address: `tag` is of the output alone."""

    tag: str

    def init(self, take: int) -> str:
        """What stands before the segments of a timeline."""
        return f"init-{self.tag}-{take}.mp4"

    def segment(self, number: int, suffix: str = "m4s") -> str:
        """A segment."""
        return f"seg-{self.tag}-{number}.{suffix}"

    def part(self, take: int, number: int, part: int) -> str:
        """A part of a segment; another daemon may make that segment anew, in the next timeline."""
        return f"part-{self.tag}-{take}-{number}.{part}.m4s"
