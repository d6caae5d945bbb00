"""Msgpack values from a stream's pieces, bounded in size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgpack  # type: ignore[import-untyped]

from .errors import WireError

if TYPE_CHECKING:
    from collections.abc import Iterator


class ValueStream:
    """Takes a stream's bytes as they come and yields the msgpack values in it."""

    def __init__(self, max_value_bytes: int) -> None:
        self._unpacker = msgpack.Unpacker(
            raw=False, strict_map_key=False, max_buffer_size=max_value_bytes, max_ext_len=0
        )

    def feed(self, data: bytes) -> Iterator[object]:
        """Yield every value that is complete now.

        Raises WireError when a value is not msgpack or larger than allowed; the stream is then useless.
        """
        try:
            self._unpacker.feed(data)
            yield from self._unpacker
        except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException):
            raise WireError("not a msgpack value of bounded size") from None


class FirstValue:
    """Takes a stream's bytes until the first msgpack value is complete, and hands back what follows it."""

    def __init__(self, max_value_bytes: int) -> None:
        self._max_value_bytes = max_value_bytes
        self._buffer = bytearray()

    def feed(self, data: bytes) -> tuple[object, bytes] | None:
        """Return the value and the bytes behind it, or None while it is incomplete; raises WireError."""
        self._buffer += data
        unpacker = msgpack.Unpacker(raw=False, strict_map_key=False, max_ext_len=0)
        unpacker.feed(self._buffer)
        try:
            value = unpacker.unpack()
        except msgpack.OutOfData:
            self._check_size()
            return None
        except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException):
            raise WireError("not a msgpack value") from None
        return value, bytes(self._buffer[unpacker.tell() :])

    def _check_size(self) -> None:
        if len(self._buffer) > self._max_value_bytes:
            raise WireError("the first value is too large")
