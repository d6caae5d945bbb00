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
    from collections.abc import Callable, Sequence

    from odind.core.recordings.capture import Capture
    from odind.core.recordings.ports import Chunk

    from .mixing import PacketMixer
    from .parts import Part
    from .safe import Safe
    from .sink import Sink

    Post = Callable[[Callable[[], object]], None]
_SLICE_SLOTS: Final = 500
"""How much silence is written at once, so that other takes need not wait for hours of it."""
_SLOT_BYTES: Final = 2_048
"""What a slot takes while it waits for the thread, about."""


class FileTake:
    """A take of a recording. `post` runs work in the writing thread, in order; `on_loop` on the loop's.

    At most `wait_bytes` of sound wait for the thread, and `hold_bytes` for the disk. With a `mixer`, packets
    are mixed into one track.
    """

    def __init__(
        self,
        capture: Capture,
        post: Post,
        *,
        page_ms: int,
        hold_bytes: int,
        on_loop: Post,
        safe: Safe,
        wait_bytes: float | None = None,
        mixer: PacketMixer | None = None,
    ) -> None:
        self.before = 0
        self.written_bytes = 0
        self.failure: tuple[str, str] | None = None
        self._post = post
        self._on_loop = on_loop
        self._wait_bytes = hold_bytes if wait_bytes is None else wait_bytes
        self._mixer = mixer
        self._catching_up = False
        self._given_bytes = 0
        self._taken_bytes = 0
        self._files = _Files(capture, page_ms, hold_bytes, safe)
        self._post(self._guarded(self._files.begin))

    def write(self, chunk: Chunk) -> None:
        """Have a chunk written."""
        size = _SLOT_BYTES * sum(map(len, chunk.sound.values()))
        if self.failure:
            return
        if self._given_bytes + size - self._taken_bytes > self._wait_bytes:
            self.failure = ("DISK_SLOW", "the disk takes less than is recorded")
            return
        self._given_bytes += size
        self._post(self._guarded(partial(self._write, chunk), size))

    def close(self, closed: Callable[[], object]) -> None:
        """Complete the files of the take."""
        self._post(self._guarded(self._files.close))
        self._post(partial(self._on_loop, closed))

    def _write(self, chunk: Chunk) -> None:
        self._files.write(self._mixer.mix(chunk) if self._mixer else chunk)
        self._catch_up_soon()

    def _catch_up_soon(self) -> None:
        """Have the next silence written after what others have for the thread."""
        if self._files.behind and not self._catching_up:
            self._catching_up = True
            self._post(self._guarded(self._catch_up))

    def _catch_up(self) -> None:
        self._catching_up = False
        self._files.catch_up()
        self._catch_up_soon()

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
        self._tracks: dict[str, _Track] = {}

    @property
    def size(self) -> int:
        """The bytes of all tracks."""
        return sum(track.sink.size for track in self._tracks.values())

    @property
    def behind(self) -> bool:
        """Whether a track that began late has not all silence before its first sound yet."""
        return any(track.owed for track in self._tracks.values())

    @property
    def failure(self) -> tuple[str, str] | None:
        """Why some of it is not on the disk."""
        return next((sink.failure for sink in self._sinks if sink.failure), None)

    @property
    def _sinks(self) -> list[Sink]:
        journal = [self._journal.sink] if self._journal else []
        return [*journal, *(track.sink for track in self._tracks.values())]

    def begin(self) -> None:
        """Find the place of this take after those before it."""
        earlier = read_timeline(part_path(self._folder, TIMELINE), self._safe).takes
        if earlier:
            self._number = 1 + max([*earlier, *(part.take for part in parts_in(self._folder))])
            since = time.time() - self._capture.started_at - self._capture.omitted_s
            last = max(span.stop or span.start for span in earlier.values())
            self.before = max(last, round(since * TICKS_PER_SECOND))
        self._journal = Journal(self._folder, self._capture.started_at, self._hold_bytes, self._safe)
        self._journal.note(self.before, TAKE, take=self._number)

    def write(self, chunk: Chunk) -> None:
        """Write a chunk to all tracks, and its marks to the timeline."""
        for mark in chunk.marks:
            self._note(mark.slot, mark.kind, **mark.fields)
        for name, voice in chunk.voices.items():
            self._open(name, voice.channels, voice.user_id)
        silence = [None] * (chunk.stop - chunk.start)
        for name, track in self._tracks.items():
            track.write(chunk.sound.get(name, silence))
        self._end = chunk.stop

    def catch_up(self) -> None:
        """Write some of the silence before the first sound of tracks that began late."""
        for track in self._tracks.values():
            track.catch_up()

    def close(self) -> None:
        """Complete all tracks; the timeline says so last."""
        for track in self._tracks.values():
            track.close()
        if self._journal:
            if not self.failure:
                self._note(self._end, TAKE_CLOSED, take=self._number)
            self._journal.sink.close()

    def _open(self, track: str, channels: int, user_id: str) -> None:
        encoding = self._capture.plan.encoding
        file = f"{track}{FORMATS[encoding].ending}"
        sink = self._safe.sink(part_path(self._folder, file, self._number), self._hold_bytes)
        part = open_part(sink, encoding, channels, self._page_ms)
        self._tracks[track] = _Track(sink, part, self._end)
        self._note(self._end, "track", file=file, user_id=user_id, channels=channels)

    def _note(self, slot: int, kind: str, **fields: object) -> None:
        if self._journal:
            self._journal.note(self.before + slot, kind, **fields)


class _Track:
    """The file of a track, which owes so many slots of silence at first; what comes meanwhile waits."""

    def __init__(self, sink: Sink, part: Part, owed: int) -> None:
        self.sink = sink
        self.owed = owed
        self._part = part
        self._waiting: list[Sequence[bytes | None]] = []

    def write(self, slots: Sequence[bytes | None]) -> None:
        if self.owed:
            self._waiting.append(slots)
        else:
            self._part.write(slots)

    def catch_up(self) -> None:
        count = min(self.owed, _SLICE_SLOTS)
        self._part.write([None] * count)
        self.owed -= count
        if not self.owed:
            for slots in self._waiting:
                self._part.write(slots)
            self._waiting = []

    def close(self) -> None:
        while self.owed:
            self.catch_up()
        self._part.close()
        self.sink.close()
