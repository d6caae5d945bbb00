"""Data classes that are made late are those of the standard library from their first use on."""

from __future__ import annotations

import dataclasses
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS = 8
MANY = 200


def classes(dataclass: Any) -> tuple[type[Any], type[Any]]:
    """Return a frozen class with all that ours have, and one that inherits it."""

    @dataclass(frozen=True)
    class Point:
        x: int
        names: list[str] = field(default_factory=list)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("x is negative")

    @dataclass(frozen=True)
    class Named(Point):
        name: str = field(default="none", repr=False)

    return Point, Named


@pytest.fixture(params=[dataclass, dataclasses.dataclass], ids=["late", "at once"])
def made(request: pytest.FixtureRequest) -> tuple[type[Any], type[Any]]:
    return classes(request.param)


def test_objects_have_values_and_defaults_compare_and_print(made: tuple[type[Any], type[Any]]) -> None:
    point, named = made
    one = named(3)
    assert (one.x, one.names, one.name) == (3, [], "none")
    assert repr(one).endswith("Named(x=3, names=[])")
    assert one == named(3, []) != named(3, ["other"])
    assert point(3) != one
    assert hash(point(1, ())) == hash(point(1, ()))


def test_objects_refuse_what_the_class_refuses(made: tuple[type[Any], type[Any]]) -> None:
    point, named = made
    with pytest.raises(ValueError, match="negative"):
        named(-1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        point()
    with pytest.raises(FrozenInstanceError):
        point(1).x = 2
    with pytest.raises(FrozenInstanceError):
        del point(1).x


def test_fields_are_there_before_there_is_an_object(made: tuple[type[Any], type[Any]]) -> None:
    point, named = made
    assert [one.name for one in fields(named)] == ["x", "names", "name"]
    assert is_dataclass(point)
    assert point.__match_args__ == ("x", "names")


def test_copies_with_other_values_are_checked_too(made: tuple[type[Any], type[Any]]) -> None:
    one = made[1](3, name="a")
    assert replace(one, x=4) == made[1](4, name="a")
    with pytest.raises(ValueError, match="negative"):
        replace(one, x=-1)


def test_a_class_that_inherits_it_without_being_one_has_an_init_of_its_own() -> None:
    point, _ = classes(dataclass)

    class Origin(point):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(0)

    assert Origin().x == 0


@pytest.mark.parametrize("first", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
@pytest.mark.parametrize("second", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
def test_heirs_of_either_kind_are_frozen_as_their_parents_are(first: Any, second: Any) -> None:
    @first(frozen=True)
    class Point:
        x: int

    @second(frozen=True)
    class Named(Point):
        name: str = ""

    assert repr(Named(1, "a")).endswith("Named(x=1, name='a')")
    for name in ("x", "name"):
        with pytest.raises(FrozenInstanceError):
            setattr(Named(1), name, 2)

    class Moving(Point):
        y: int = 0

    with pytest.raises(TypeError, match="cannot inherit non-frozen dataclass from a frozen one"):
        second(Moving)(1)


def test_a_decoder_that_calls_no_init_makes_the_class() -> None:
    @dataclass(frozen=True)
    class Point:
        x: int

    one = msgspec.convert({"x": 5}, Point)
    assert one == Point(5)
    assert repr(one).endswith("Point(x=5)")


def test_an_object_that_is_compared_by_identity_stays_so_and_may_change() -> None:
    @dataclass(eq=False)
    class Counter:
        count: int = 0

    one = Counter()
    one.count += 1
    assert (one.count, one == Counter(1), hash(one)) == (1, False, hash(one))


@pytest.mark.parametrize("late", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
def test_what_a_class_has_of_its_own_stays(late: Any) -> None:
    @late(frozen=True)
    class Word:  # noqa: PLW1641 - its hash is the data class's
        text: str
        seen: int = field(default=0, compare=False)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Word) and self.text.lower() == other.text.lower()

        def __repr__(self) -> str:
            return self.text

    assert (Word("a"), repr(Word("a"))) == (Word("A"), "a")
    assert hash(Word("a", 1)) == hash(Word("a", 2))

    @late(frozen=True)
    class Key:
        text: str

        def __hash__(self) -> int:
            return 7

    assert (hash(Key("a")), Key("a") == Key("b")) == (7, False)


@pytest.mark.parametrize("late", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
def test_values_are_compared_as_those_of_tuples_are(late: Any) -> None:
    @late
    class Sound:
        samples: Any = math.nan

    @late(frozen=True)
    class Nothing:
        pass

    assert Sound() == Sound()
    with pytest.raises(TypeError, match="unhashable"):
        hash(Sound())
    with pytest.raises(ValueError, match="ambiguous"):
        bool(Sound(np.zeros(2)) == Sound(np.zeros(2)))
    assert len({Nothing(), Nothing()}) == 1
    assert repr(Nothing()).endswith("Nothing()")
    assert Sound() != Nothing()


@pytest.mark.parametrize("late", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
def test_an_object_that_holds_itself_is_shown(late: Any) -> None:
    @late
    class Knot:
        other: Any = None

    knot = Knot()
    knot.other = knot
    assert repr(knot).endswith("Knot(other=...)")


@pytest.mark.parametrize("late", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
def test_arguments_are_named_where_the_field_says_so_and_left_out_where_it_has_none(late: Any) -> None:
    @late
    class Line:
        words: list[str] = field(default_factory=list, init=False)
        number: int = field(default=3, init=False)
        name: str = field(kw_only=True)
        size: int = 4

    one, other = Line(5, name="a"), Line(name="b")
    one.words.append("said")
    assert (one.words, one.number, one.name, one.size) == (["said"], 3, "a", 5)
    assert (other.words, other.size) == ([], 4)
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'name'"):
        Line(5)


@pytest.mark.parametrize("late", [dataclass, dataclasses.dataclass], ids=["late", "at once"])
def test_an_object_of_a_class_that_inherits_a_frozen_one_has_attributes_of_its_own(late: Any) -> None:
    @late(frozen=True)
    class Point:
        x: int

    class Marked(Point):
        pass

    one = Marked(1)
    one.mark = "here"  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        one.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del one.x
    del one.mark  # type: ignore[attr-defined]
    assert vars(one) == {"x": 1}


def test_no_method_is_made_before_the_first_use() -> None:
    point, _ = classes(dataclass)
    assert "__repr__" not in vars(point)
    point(1)
    assert "__repr__" in vars(point)


@pytest.mark.usefixtures("hurried_threads")
def test_threads_that_make_the_first_object_together_all_get_a_whole_one() -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(MANY):
            _, named = classes(dataclass)
            said = threads.map(lambda x, kind=named: kind(x, ()).x, range(THREADS))
            assert list(said) == list(range(THREADS))


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Have threads take turns as often as possible."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)
