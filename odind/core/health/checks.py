"""The answer to a question about the daemon's health, and all answers together. Pure."""

from __future__ import annotations

from enum import Enum

from odind.core.values.late import dataclass


class CheckState(Enum):
    """How a check came out. A WARNING is for a person to look at; the daemon does its work."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Check:
    """One answer: `detail` says what was found, `advice` what to do about it, "" where it is OK."""

    name: str
    state: CheckState
    detail: str
    advice: str = ""


def ok(name: str, detail: str) -> Check:
    """Return a check that came out well."""
    return Check(name, CheckState.OK, detail)


def warning(name: str, detail: str, advice: str) -> Check:
    """Return a check for a person to look at."""
    return Check(name, CheckState.WARNING, detail, advice)


def failed(name: str, detail: str, advice: str) -> Check:
    """Return a check that failed."""
    return Check(name, CheckState.FAILED, detail, advice)


@dataclass(frozen=True)
class Health:
    """The checks of one moment."""

    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        """Whether no check failed."""
        return not self.failing

    @property
    def failing(self) -> tuple[str, ...]:
        """The names of the checks that failed."""
        return tuple(check.name for check in self.checks if check.state is CheckState.FAILED)
