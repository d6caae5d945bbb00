"""The methods of a data class, as the standard library's are.

The standard library compiles the text of each method, which takes 0.1 ms. Only `__init__` is quicker for it;
what compares, hashes and shows objects is as quick by functions that are there already.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

_NEW: Final = object()
"""The default of an argument whose value a factory makes."""


def new_init(kind: type[Any], *, frozen: bool) -> Any:
    """Return `__init__`; that of a frozen class sets attributes as `object` does."""
    scope: dict[str, Any] = {"_set": object.__setattr__, "_NEW": _NEW}
    arguments = [_argument(one, scope) for one in fields(kind) if one.init and not one.kw_only]
    named = [_argument(one, scope) for one in fields(kind) if one.init and one.kw_only]
    values = [(one.name, _value(one, scope)) for one in fields(kind) if one.init or _has_factory(one)]
    setting = " _set(_self, {name!r}, {value})" if frozen else " _self.{name} = {value}"
    body = [setting.format(name=name, value=value) for name, value in values]
    body.append(" _self.__post_init__()" if hasattr(kind, "__post_init__") else " pass")
    head = ", ".join(["_self", *arguments, *(["*", *named] if named else [])])
    exec("\n".join([f"def __init__({head}):", *body]), scope)  # noqa: S102 - of the names of fields alone
    made = scope["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


def add_repr(kind: type[Any]) -> None:
    """Have objects be shown with their values."""
    names = [one.name for one in fields(kind) if one.repr]

    @recursive_repr()
    def __repr__(one: object) -> str:  # noqa: N807 - it is a class's
        values = ", ".join(f"{name}={getattr(one, name)!r}" for name in names)
        return f"{one.__class__.__qualname__}({values})"

    _add(kind, "__repr__", __repr__)


def add_comparison(kind: Any, *, hashed: bool) -> None:
    """Have objects be equal whose values are, and be `hashed` by these, or not at all."""
    own = vars(kind)
    if "__hash__" not in own or (own["__hash__"] is None and "__eq__" in own):  # None comes with an `__eq__`
        kind.__hash__ = _hash_of(kind) if hashed else None
    values_of = _values_of([one.name for one in fields(kind) if one.compare])

    def __eq__(one: object, other: object) -> bool:  # noqa: N807 - it is a class's
        return values_of(one) == values_of(other) if other.__class__ is one.__class__ else NotImplemented

    _add(kind, "__eq__", __eq__)


def freeze(kind: Any) -> None:
    """Have objects refuse other values of their fields."""
    names = frozenset(one.name for one in fields(kind))

    def __setattr__(one: object, name: str, value: object) -> None:  # noqa: N807 - it is a class's
        if type(one) is kind or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(kind, one).__setattr__(name, value)

    def __delattr__(one: object, name: str) -> None:  # noqa: N807 - it is a class's
        if type(one) is kind or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(kind, one).__delattr__(name)

    kind.__setattr__, kind.__delattr__ = __setattr__, __delattr__


def _argument(one: Field[Any], scope: dict[str, Any]) -> str:
    if one.default is MISSING and not _has_factory(one):
        return one.name
    scope[f"_default_{one.name}"] = _NEW if _has_factory(one) else one.default
    return f"{one.name}=_default_{one.name}"


def _value(one: Field[Any], scope: dict[str, Any]) -> str:
    if not _has_factory(one):
        return one.name
    scope[f"_new_{one.name}"] = one.default_factory
    made = f"_new_{one.name}()"
    return f"{made} if {one.name} is _NEW else {one.name}" if one.init else made


def _has_factory(one: Field[Any]) -> bool:
    return one.default_factory is not MISSING


def _hash_of(kind: type[Any]) -> Any:
    names = [one.name for one in fields(kind) if (one.compare if one.hash is None else one.hash)]
    values_of = _values_of(names)

    def __hash__(one: object) -> int:  # noqa: N807 - it is a class's
        return hash(values_of(one))

    return __hash__


def _values_of(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _add(kind: type[Any], name: str, method: Any) -> None:
    """Give a class a method, but not in place of its own."""
    if name not in vars(kind):
        setattr(kind, name, method)
