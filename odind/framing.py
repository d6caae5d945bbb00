"""Messages on a stream of bytes, each behind its length: 4 bytes, the most significant first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LENGTH_BYTES: Final = 4


def framed(message: bytes) -> bytes:
    """Return a message as it goes on the stream."""
    return len(message).to_bytes(LENGTH_BYTES) + message


class Unframer:
    """Cuts the messages out of what arrives. `check_size` raises an error for a length that is too large."""

    def __init__(self, check_size: Callable[[int], None]) -> None:
        self._check_size = check_size
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the messages that are complete with this data; iterate to the end.

        Raises what `check_size` does, after the messages before. Nothing can be read then.
        """
        self._waiting += data
        while (end := self._end()) <= len(self._waiting):
            message = bytes(memoryview(self._waiting)[LENGTH_BYTES:end])
            del self._waiting[:end]
            yield message

    def _end(self) -> int:
        """Return where the first message ends, or more than there is while its length is not known."""
        if len(self._waiting) < LENGTH_BYTES:
            return LENGTH_BYTES
        size = int.from_bytes(self._waiting[:LENGTH_BYTES])
        self._check_size(size)
        return LENGTH_BYTES + size
