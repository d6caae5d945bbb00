"""The files of one take: the loop's side, which counts, and the thread's side, which writes."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av.error

from odind.core.timing.tick import TICKS_PER_SECOND

from .folder import TIMELINE, part_path, parts_in
from .formats import FORMATS
from .journal import TAKE, TAKE_CLOSED, Journal, read_timeline
from .parts import open_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.recordings.capture import Capture
    from odind.core.recordings.ports import Chunk

    from .parts import Part
    from .safe import Safe
    from .sink import Sink

    Post = Callable[[Callable[[], object]], None]
_SLOT_BYTES: Final = 2_048
"""What a slot takes while it waits for the thread, about."""


class FileTake:
    """A take of a recording. `post` runs work in the writing thread, in order; `on_loop` on the loop's."""

    def __init__(
        self,
        capture: Capture,
        post: Post,
        *,
        page_ms: int,
        hold_bytes: int,
        on_loop: Post,
        safe: Safe,
    ) -> None:
        self.before = 0
        self.written_bytes = 0
        self.failure: tuple[str, str] | None = None
        self._post = post
        self._on_loop = on_loop
        self._hold_bytes = hold_bytes
        self._given_bytes = 0
        self._taken_bytes = 0
        self._files = _Files(capture, page_ms, hold_bytes, safe)
        self._post(self._guarded(self._files.begin))

    def write(self, chunk: Chunk) -> None:
        """Have a chunk written."""
        size = _SLOT_BYTES * sum(map(len, chunk.sound.values()))
        if self.failure:
            return
        if self._given_bytes + size - self._taken_bytes > self._hold_bytes:
            self.failure = ("DISK_SLOW", "the disk takes less than is recorded")
            return
        self._given_bytes += size
        self._post(self._guarded(partial(self._files.write, chunk), size))

    def close(self, closed: Callable[[], object]) -> None:
        """Complete the files of the take."""
        self._post(self._guarded(self._files.close))
        self._post(partial(self._on_loop, closed))

    def _guarded(self, work: Callable[[], object], size: int = 0) -> Callable[[], None]:
        """Return work of the thread that notes what it has come to, and whose failure ends the take alone."""

        def run() -> None:
            self._taken_bytes += size
            try:
                work()
            except (OSError, av.error.FFmpegError, ValueError) as error:
                self.failure = self.failure or ("DISK_FAILED", str(error))
            self.before, self.written_bytes = self._files.before, self._files.size
            self.failure = self.failure or self._files.failure

        return run


class _Files:
    """The thread's side of a take. Slots of the take begin `before` slots into the recording."""

    def __init__(self, capture: Capture, page_ms: int, hold_bytes: int, safe: Safe) -> None:
        self.before = 0
        self._capture = capture
        self._folder = Path(capture.folder)
        self._page_ms = page_ms
        self._hold_bytes = hold_bytes
        self._safe = safe
        self._number = 1
        self._end = 0
        self._journal: Journal | None = None
        self._tracks: dict[str, tuple[Sink, Part]] = {}

    @property
    def size(self) -> int:
        """The bytes of all tracks."""
        return sum(sink.size for sink, _ in self._tracks.values())

    @property
    def failure(self) -> tuple[str, str] | None:
        """Why some of it is not on the disk."""
        return next((sink.failure for sink in self._sinks if sink.failure), None)

    @property
    def _sinks(self) -> list[Sink]:
        journal = [self._journal.sink] if self._journal else []
        return [*journal, *(sink for sink, _ in self._tracks.values())]

    def begin(self) -> None:
        """Find the place of this take after those before it."""
        earlier = read_timeline(part_path(self._folder, TIMELINE)).takes
        if earlier:
            self._number = 1 + max([*earlier, *(part.take for part in parts_in(self._folder))])
            since = time.time() - self._capture.started_at - self._capture.omitted_s
            last = max(span.stop or span.start for span in earlier.values())
            self.before = max(last, round(since * TICKS_PER_SECOND))
        self._journal = Journal(self._folder, self._capture.started_at, self._hold_bytes)
        self._journal.note(self.before, TAKE, take=self._number)

    def write(self, chunk: Chunk) -> None:
        """Write a chunk to all tracks, and its marks to the timeline."""
        for mark in chunk.marks:
            self._note(mark.slot, mark.kind, **mark.fields)
        for track, voice in chunk.voices.items():
            self._open(track, voice.channels, voice.user_id)
        silence = [None] * (chunk.stop - chunk.start)
        for track, (_, part) in self._tracks.items():
            part.write(chunk.sound.get(track, silence))
        self._end = chunk.stop

    def close(self) -> None:
        """Complete all tracks; the timeline says so last."""
        for sink, part in self._tracks.values():
            part.close()
            sink.close()
        if self._journal:
            if not self.failure:
                self._note(self._end, TAKE_CLOSED, take=self._number)
            self._journal.sink.close()

    def _open(self, track: str, channels: int, user_id: str) -> None:
        encoding = self._capture.plan.encoding
        file = f"{track}{FORMATS[encoding].ending}"
        sink = self._safe.sink(part_path(self._folder, file, self._number), self._hold_bytes)
        part = open_part(sink, encoding, channels, self._page_ms)
        part.write([None] * self._end)
        self._tracks[track] = sink, part
        self._note(self._end, "track", file=file, user_id=user_id, channels=channels)

    def _note(self, slot: int, kind: str, **fields: object) -> None:
        if self._journal:
            self._journal.note(self.before + slot, kind, **fields)
