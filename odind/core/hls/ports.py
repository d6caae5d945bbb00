"""What HLS needs: a press that makes segments and playlists of samples, and a gallery that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.live.cues import Cue

    from .output import HlsOutput


@dataclass(frozen=True)
class Exhibit:
    """A file for players: `kind` is its media type, `lasting` whether it never changes."""

    data: bytes
    kind: str
    lasting: bool


@dataclass(frozen=True)
class Manifest:
    """What a package consists of at one moment, for copies of it. Names are below its folder.

    `files` is what the `playlists` list, sound in its order first; those of them that are `late` may have
    changed. `spare` has left the window, but players of an older playlist may ask for it. `ended` is
    whether the playlists end.
    """

    files: tuple[str, ...]
    playlists: Mapping[str, Exhibit]
    spare: tuple[str, ...] = ()
    late: frozenset[str] = frozenset()
    ended: bool = False


class Package(Protocol):
    """The playlists and segments of one output, while it is written. Used on the loop's thread.

    `segments`, `size_bytes` and `length_s`, in seconds, are of what is kept at present.
    """

    @property
    def segments(self) -> int:
        """How many segments are kept."""

    @property
    def size_bytes(self) -> int:
        """How many bytes they take."""

    @property
    def length_s(self) -> float:
        """How long they are."""

    @property
    def edge(self) -> int:
        """The number of the latest segment that is whole, -1 before the first."""

    async def begin(self, started_at: float) -> None:
        """Begin a timeline whose sample 0 was heard then, after a discontinuity if it is not the first.

        Raises UnavailableError HLS_UNWRITABLE.
        """

    async def write(self, pcm: bytes) -> None:
        """Add samples: signed, 16 bits, little-endian, mono at 48 kHz; raises HLS_UNWRITABLE."""

    def caption(self, cue: Cue) -> None:
        """Add what was said."""

    async def finish(self) -> None:
        """Add what is left, and end the playlists; raises UnavailableError HLS_UNWRITABLE."""

    async def close(self) -> None:
        """Let go of it. One that has not finished can be opened again."""

    def manifest(self, *, ended: bool = False) -> Manifest:
        """Return what it consists of, also after it was closed; with `ended`, as if it had finished."""

    async def show(self, file: str) -> Exhibit:
        """Return a file of a manifest; raises NotFoundError HLS_FILE_NOT_FOUND when it is gone."""


class Press(Protocol):
    """Makes packages."""

    async def open(self, output: HlsOutput) -> Package:
        """Open the package of an output, which goes on where an earlier daemon has left it.

        Where another daemon has its files, it goes on after the segments that players may know of them.
        What an output that is over has under the same name is replaced. Raises UnavailableError
        HLS_UNWRITABLE.
        """

    async def erase(self, output: HlsOutput) -> None:
        """Erase its files; does nothing where there are none, or where another output has its name."""


class Gallery(Protocol):
    """What players read."""

    async def show(self, name: str, file: str, wanted: tuple[int, int] | None = None) -> Exhibit:
        """Return a file of the output of that name.

        With `wanted`, a playlist is returned once it has that part of that segment, numbered from 0, or all
        of the segment for part -1. Raises NotFoundError HLS_FILE_NOT_FOUND, InvalidArgumentError
        HLS_WAIT_INVALID for what is too far ahead.
        """
