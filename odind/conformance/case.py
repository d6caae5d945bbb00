"""A case: a name, what of a client it needs, and what is done and judged."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from .stage import Stage

    Play = Callable[[Stage], Awaitable[None]]


class FaultError(Exception):
    """The client did what it must not, in a sentence."""


@dataclass(frozen=True)
class Case:
    """A case. `needs` are features that a driver's `hello` names."""

    name: str
    needs: frozenset[str]
    play: Play
    says: str


class Group:
    """The cases of a file, whose names begin with the group's."""

    def __init__(self, name: str, *needs: str) -> None:
        self.name = name
        self.cases: list[Case] = []
        self._needs = frozenset(needs)

    def case(self, name: str, *needs: str) -> Callable[[Play], Play]:
        """Make a case of a function; its docstring says what a client must do."""

        def add(play: Play) -> Play:
            says = (play.__doc__ or "").partition("\n")[0]
            self.cases.append(Case(f"{self.name}/{name}", self._needs | set(needs), play, says))
            return play

        return add

    def add(self, name: str, play: Play, says: str) -> None:
        """Add a case that is one of many alike."""
        self.cases.append(Case(f"{self.name}/{name}", self._needs, play, says))


def expect(true: object, otherwise: str) -> None:
    """Raise a FaultError with a sentence unless something is true."""
    if not true:
        raise FaultError(otherwise)


def expect_equal(found: object, wanted: object, what: str) -> None:
    """Raise a FaultError unless what was found is what was wanted."""
    expect(found == wanted, f"{what} must be {wanted!r}, but was {found!r}")


def matching(cases: Iterable[Case], pattern: str) -> list[Case]:
    """Return the cases whose names fit a pattern: * stands for anything, as in a shell."""
    return [case for case in cases if fnmatchcase(case.name, pattern)]
