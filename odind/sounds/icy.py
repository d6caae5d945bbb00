"""Internet radio: titles between pieces of sound, as Icecast and Shoutcast send them.

After every `icy-metaint` bytes of sound comes one byte that says how long the titles are, in 16 bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_TITLE: Final = re.compile(rb"StreamTitle='(.*?)';", re.DOTALL)
_UNIT: Final = 16


class IcyReader:
    """Takes titles out of a stream, and says each new one to `titled`."""

    def __init__(self, interval: int, titled: Callable[[str], None]) -> None:
        self._interval = interval
        self._titled = titled
        self._left = interval
        self._titles = bytearray()
        self._in_titles = False

    def feed(self, data: bytes) -> bytes:
        """Return the sound of the next bytes."""
        sound, rest = bytearray(), memoryview(data)
        while rest:
            if self._in_titles:
                rest = self._read_titles(rest)
            else:
                sound += rest[: self._left]
                taken = min(self._left, len(rest))
                rest, self._left = rest[taken:], self._left - taken
                self._in_titles = not self._left
        return bytes(sound)

    def _read_titles(self, rest: memoryview) -> memoryview:
        """Take what belongs to the titles, and return the rest."""
        wanted = 1 + (self._titles[0] if self._titles else rest[0]) * _UNIT - len(self._titles)
        self._titles += rest[:wanted]
        if len(rest) >= wanted:
            self._tell(bytes(self._titles[1:]))
            self._titles.clear()
            self._in_titles, self._left = False, self._interval
        return rest[wanted:]

    def _tell(self, titles: bytes) -> None:
        if found := _TITLE.search(titles):
            self._titled(_text(found[1]))


async def without_titles(
    pieces: AsyncIterator[bytes], interval: int, titled: Callable[[str], None]
) -> AsyncIterator[bytes]:
    """Yield the sound of a stream with titles."""
    reader = IcyReader(interval, titled)
    async for piece in pieces:
        yield reader.feed(piece)


def _text(title: bytes) -> str:
    """Return a title, which no standard gives an encoding."""
    try:
        return title.decode()
    except UnicodeDecodeError:
        return title.decode("latin-1")
