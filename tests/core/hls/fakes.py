"""A press in memory, which takes every second of sound for a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import UnavailableError
from odind.core.hls.ports import Exhibit, Manifest
from odind.core.hls.refusals import no_file

if TYPE_CHECKING:
    from odind.core.hls.output import HlsOutput
    from odind.core.live.cues import Cue


class FakePackage:
    """Keeps what it is given. `timelines` are where they began, each with its samples.

    `first` is the first segment that is in its window; when it is `gone`, its files are.
    """

    def __init__(self) -> None:
        self.timelines: list[tuple[float, bytearray]] = []
        self.cues: list[Cue] = []
        self.finished = False
        self.closed = False
        self.full = False
        self.first = 0
        self.gone = False

    @property
    def segments(self) -> int:
        return self.size_bytes // 96_000

    @property
    def size_bytes(self) -> int:
        return sum(len(pcm) for _, pcm in self.timelines)

    @property
    def length_s(self) -> float:
        return self.size_bytes / 96_000

    @property
    def edge(self) -> int:
        return self.segments - 1

    async def begin(self, started_at: float) -> None:
        self.timelines.append((started_at, bytearray()))

    async def write(self, pcm: bytes) -> None:
        if self.full:
            raise UnavailableError("HLS_UNWRITABLE", "no space is left")
        if pcm:
            self.timelines[-1][1].extend(pcm)

    def caption(self, cue: Cue) -> None:
        self.cues.append(cue)

    async def finish(self) -> None:
        self.finished = True

    async def close(self) -> None:
        self.closed = True

    def manifest(self, *, ended: bool = False) -> Manifest:
        ended = ended or self.finished
        files = tuple(f"{number}.m4s" for number in range(self.first, self.segments))
        text = " ".join([*files, *(["end"] if ended else [])])
        playlist = Exhibit(text.encode(), "application/vnd.apple.mpegurl", lasting=False)
        return Manifest(files, {"index.m3u8": playlist}, ended=ended)

    async def show(self, file: str) -> Exhibit:
        if self.gone:
            raise no_file("lobby", file)
        return Exhibit(b"sound", "audio/mp4", lasting=True)


class FakePress:
    """Opens a package for each output; `erased` are the ids of those whose files are gone."""

    def __init__(self) -> None:
        self.packages: dict[str, FakePackage] = {}
        self.erased: list[str] = []

    async def open(self, output: HlsOutput) -> FakePackage:
        return self.packages.setdefault(output.job_id, FakePackage())

    async def erase(self, output: HlsOutput) -> None:
        self.erased.append(output.job_id)
