"""AMF0, as far as RTMP's commands need it (Adobe, "Action Message Format AMF 0", 2007)."""

from __future__ import annotations

import struct
from typing import Final, TypeAlias

Value: TypeAlias = "float | bool | str | dict[str, Value] | None"

_NUMBER: Final = 0
_BOOLEAN: Final = 1
_STRING: Final = 2
_OBJECT: Final = 3
_NULL: Final = 5
_UNDEFINED: Final = 6
_MAP: Final = 8
_END: Final = b"\x00\x00\x09"
_DEEPEST: Final = 8


def encode(*values: Value) -> bytes:
    """Return values as they stand in a command, one after the other."""
    return b"".join(map(_encoded, values))


def decode(data: bytes) -> list[Value]:
    """Return the values of a command; raises ValueError for what is none or holds other types."""
    reader, values = _Reader(data), list[Value]()
    try:
        while reader.more:
            values.append(reader.value(_DEEPEST))
    except (struct.error, IndexError):
        raise ValueError("a value is cut short") from None
    return values


def _encoded(value: Value) -> bytes:
    match value:
        case bool():
            return bytes((_BOOLEAN, value))
        case float() | int():
            return struct.pack(">Bd", _NUMBER, value)
        case str():
            return bytes((_STRING,)) + _text(value)
        case dict():
            fields = b"".join(_text(name) + _encoded(one) for name, one in value.items())
            return bytes((_OBJECT,)) + fields + _END
        case _:
            return bytes((_NULL,))


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def more(self) -> bool:
        return self._at < len(self._data)

    def value(self, deepest: int) -> Value:
        kind = self._take(1)[0]
        if kind == _NUMBER:
            return float(struct.unpack(">d", self._take(8))[0])
        if kind == _BOOLEAN:
            return bool(self._take(1)[0])
        if kind == _STRING:
            return self._text()
        if kind in (_NULL, _UNDEFINED):
            return None
        if kind not in (_OBJECT, _MAP) or not deepest:
            raise ValueError(f"values of type {kind} are not read here")
        self._take(4 if kind == _MAP else 0)
        return self._fields(deepest - 1)

    def _fields(self, deepest: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while self._data[self._at : self._at + len(_END)] != _END:
            name = self._text()
            fields[name] = self.value(deepest)
        self._take(len(_END))
        return fields

    def _text(self) -> str:
        return self._take(struct.unpack(">H", self._take(2))[0]).decode(errors="replace")

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise IndexError
        self._at += count
        return taken
