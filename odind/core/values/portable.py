"""Values that may leave this process, to a worker or to storage: frozen dataclasses registered by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, dataclass_transform

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")
_TYPES: Final[dict[str, type[object]]] = {}


@dataclass_transform(frozen_default=True)
def portable(kind: type[T]) -> type[T]:
    """Make `kind` a frozen dataclass and register it under its name, which must be unique.

    Its annotations must be importable at run time, because codecs resolve them.
    """
    if _TYPES.get(kind.__name__, kind).__module__ != kind.__module__:
        raise TypeError(f"{kind.__name__} is a portable type of {_TYPES[kind.__name__].__module__} already")
    made = dataclass(frozen=True)(kind)
    _TYPES[kind.__name__] = made
    return made


def portable_types() -> Mapping[str, type[object]]:
    """Return every portable type that has been imported, by name."""
    return _TYPES
