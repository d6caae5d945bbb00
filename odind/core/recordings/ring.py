"""The last seconds of what a connection hears, in memory, for who wants to keep them afterwards."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from .ports import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from .ports import Voice

MAX_BYTES: Final = 16_777_216
"""The sound that the ring of a connection holds at most, in bytes; the oldest makes room."""
_SLOT_BYTES: Final = 64
"""What keeping a packet takes, about."""


class Ring:
    """A take that forgets: a recorder writes to it as to files. Belongs to the loop."""

    before = 0
    written_bytes = 0
    failure = None

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._chunks: deque[tuple[Chunk, int]] = deque()
        self._voices: dict[str, Voice] = {}
        self._bytes = 0

    def write(self, chunk: Chunk) -> None:
        """Keep a chunk; forget what is older than the ring is long."""
        size = sum(_SLOT_BYTES + len(one) for sound in chunk.sound.values() for one in sound if one)
        self._chunks.append((chunk, size))
        self._voices.update(chunk.voices)
        self._bytes += size
        while self._bytes > MAX_BYTES or self._chunks[0][0].stop <= chunk.stop - self.slots:
            self._bytes -= self._chunks.popleft()[1]
            if not self._chunks:
                break

    def close(self, closed: Callable[[], object]) -> None:
        """Forget everything."""
        self._chunks.clear()
        closed()

    def last(self, slots: int, user_ids: Collection[str]) -> Iterator[Chunk]:
        """Yield the latest slots of these users, or of all where none is named, as a take of their own."""
        kept = list(self._chunks)
        if not kept:
            return
        first = max(kept[0][0].start, kept[-1][0].stop - slots)
        begun: set[str] = set()
        for chunk, _ in kept:
            if chunk.stop > first:
                wanted = {name for name in chunk.sound if self._is_wanted(name, user_ids)}
                voices = {name: self._voices[name] for name in wanted - begun}
                begun |= wanted
                yield _from(chunk, first, wanted, voices)

    def _is_wanted(self, track: str, user_ids: Collection[str]) -> bool:
        return not user_ids or self._voices[track].user_id in user_ids


def _from(chunk: Chunk, first: int, tracks: Collection[str], voices: dict[str, Voice]) -> Chunk:
    """Return a chunk of some tracks, on a clock whose slot 0 is `first`."""
    skipped = max(0, first - chunk.start)
    return Chunk(
        chunk.start + skipped - first,
        chunk.stop - first,
        {name: sound[skipped:] for name, sound in chunk.sound.items() if name in tracks},
        voices,
        [mark._replace(slot=mark.slot - first) for mark in chunk.marks if mark.slot >= first],
    )
