"""Takes the tags of FLV apart, which are what RTMP sends (Adobe, "Video File Format 10.1", annex E)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE_HEADER_BYTES: Final = 13
_TAG_HEADER_BYTES: Final = 11
_SIZE_BYTES: Final = 4


class Tag(NamedTuple):
    """A tag; `timestamp` is in milliseconds."""

    kind: int
    timestamp: int
    body: bytes


class Tags:
    """Finds whole tags in the pieces of a file."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._begun = False

    def found(self, pieces: list[bytes]) -> Iterator[Tag]:
        """Yield the tags that are complete with these pieces."""
        for piece in pieces:
            self._data += piece
        if not self._begun and len(self._data) >= _FILE_HEADER_BYTES:
            del self._data[:_FILE_HEADER_BYTES]
            self._begun = True
        while self._begun and (tag := self._next()):
            yield tag

    def _next(self) -> Tag | None:
        data = self._data
        size = int.from_bytes(data[1:4], "big")
        end = _TAG_HEADER_BYTES + size
        if len(data) < max(end, _TAG_HEADER_BYTES) + _SIZE_BYTES:
            return None
        timestamp = data[7] << 24 | int.from_bytes(data[4:7], "big")
        tag = Tag(data[0], timestamp, bytes(data[_TAG_HEADER_BYTES:end]))
        del data[: end + _SIZE_BYTES]
        return tag
