"""MessagePack values from the pieces of a stream, bounded in size, nesting and number of elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from .errors import WireError
from .scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

_decode: Final = msgspec.msgpack.Decoder().decode


class ValueStream:
    """Collects a stream's bytes and decodes the values in it, each only once it is complete.

    `max_bytes` bounds one value, and so what is stored of an incomplete one. After a WireError the stream
    is useless.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._buffer = bytearray()
        self._scanner = Scanner()

    def append(self, data: bytes) -> None:
        """Add bytes of the stream."""
        self._buffer += data

    def __len__(self) -> int:
        return len(self._buffer)

    def pending(self) -> bytes:
        """Return the bytes that have not been decoded."""
        return bytes(self._buffer)

    def clear(self) -> None:
        """Drop the bytes that have not been decoded."""
        self._buffer.clear()
        self._scanner = Scanner()

    def __iter__(self) -> Iterator[object]:
        """Yield every value that is complete now. Raises WireError."""
        while (end := self._scanner.find_end(self._buffer)) is not None:
            self._check_size(end)
            value = decode(self._buffer[:end])
            del self._buffer[:end]
            yield value
        self._check_size(len(self._buffer))

    def feed(self, data: bytes) -> Iterator[object]:
        """Add bytes and yield every value that is complete then. Raises WireError."""
        self.append(data)
        return iter(self)

    def _check_size(self, size: int) -> None:
        if size > self.max_bytes:
            raise WireError("the value is too large")


class FirstValue:
    """Collects a stream's bytes until its first MessagePack value is complete."""

    def __init__(self, max_bytes: int) -> None:
        self._values = ValueStream(max_bytes)

    def feed(self, data: bytes) -> tuple[object, bytes] | None:
        """Return the value and the bytes after it, or None while it is incomplete. Raises WireError."""
        for value in self._values.feed(data):
            return value, self._values.pending()
        return None


def decode(data: bytes | bytearray) -> object:
    """Decode one whole value; raises WireError."""
    try:
        return _decode(data)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        raise WireError("expected a MessagePack value") from None
