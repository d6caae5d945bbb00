"""Data classes of the standard library whose methods are made with the first object of the class.

Making the methods of all classes took a fifth of a start, which has objects of a quarter of them. The
standard library finds the fields, and `methods` makes what it would have made. Import `dataclass` from here
in modules that a start loads; type checkers see the one of the standard library. Any thread may make the
first object.
"""

from __future__ import annotations

import dataclasses
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

from .methods import add_comparison, add_repr, freeze, new_init

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(kind: type[Any] | None = None, /, **options: Any) -> Any:
        """Make `kind` a data class late; at once one with slots, or with options that are rare."""
        if kind is None:
            return lambda kind: dataclass(kind, **options)
        if not options.keys() <= _OPTIONS or "__init__" in vars(kind):
            return dataclasses.dataclass(**options)(kind)
        return _Late(kind, options).kind


__all__ = ["dataclass"]
_FIELDS: Final = "__dataclass_fields__"
_LOCK: Final = RLock()
_OPTIONS: Final = {"eq", "frozen", "kw_only", "match_args", "repr"}


class _Late:
    """What a class has in place of its fields and of `__init__` until either is used."""

    def __init__(self, kind: type[Any], options: dict[str, Any]) -> None:
        self.kind = kind
        self._options = options
        setattr(kind, _FIELDS, self)
        kind.__init__ = self._first_init()

    def __get__(self, _object: object, _owner: type[Any]) -> dict[str, dataclasses.Field[Any]]:
        """Return the fields: of the class, and of those that inherit them and are not made yet."""
        self._make()
        fields: dict[str, dataclasses.Field[Any]] = vars(self.kind)[_FIELDS]
        return fields

    def _first_init(self) -> Any:
        def __init__(one: object, *values: Any, **named: Any) -> None:  # noqa: N807 - it is a class's
            self._make()
            self.kind.__init__(one, *values, **named)

        return __init__

    def _make(self) -> None:
        with _LOCK:
            if vars(self.kind)[_FIELDS] is self:
                _make(self.kind, self._options)


def _make(kind: type[Any], options: dict[str, Any]) -> None:
    """Make the methods, `__init__` last, so that other threads find a whole class or wait."""
    frozen = options.get("frozen", False)
    heir = any(dataclasses.is_dataclass(base) for base in kind.__mro__[1:])
    left = {
        "init": False,
        "repr": False,
        "eq": False,
        "frozen": frozen and heir,
    }  # it knows what may inherit what
    dataclasses.dataclass(**options | left)(kind)
    vars(kind)["__dataclass_params__"].frozen = frozen  # for heirs that the standard library makes
    if options.get("repr", True):
        add_repr(kind)
    if options.get("eq", True):
        add_comparison(kind, hashed=frozen)
    if frozen and not heir:
        freeze(kind)
    kind.__init__ = new_init(kind, frozen=frozen)
