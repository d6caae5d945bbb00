"""The table of attacks at the end of a run: what was tried, its result, what the healthy caller noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pytest

PROPERTY: Final = "attack"
_COLUMNS: Final = {
    "attack": "attack",
    "outcome": "",
    "lost": "lost of heard (without attack)",
    "late": "late ticks (without)",
    "memory": "memory",
    "descriptors": "fds",
    "result": "result",
}
_TITLE: Final = "attacks beside a healthy caller"


def print_table(reporter: pytest.TerminalReporter) -> None:
    """Print what the tests of this folder recorded, if any ran."""
    rows = [
        {**value, "outcome": outcome}
        for outcome in ("passed", "failed", "xfailed")
        for report in reporter.stats.get(outcome, ())
        for name, value in getattr(report, "user_properties", ())
        if name == PROPERTY
    ]
    if rows:
        reporter.section(_TITLE)
        for line in _lines([_COLUMNS, *sorted(rows, key=lambda row: str(row["attack"]))]):
            reporter.write_line(line)


def succeeded(attack: str, error: AssertionError) -> dict[str, Any]:
    """Return the row of an attack that did what it tried, in the last words of its assertion."""
    unknown = dict.fromkeys(_COLUMNS, "-")
    return unknown | {"attack": attack, "result": str(error).strip().splitlines()[-1].strip()}


def _lines(rows: list[dict[str, Any]]) -> list[str]:
    widths = [max(len(str(row[column])) for row in rows) for column in _COLUMNS]
    return [
        "  ".join(
            str(row[column]).ljust(width) for column, width in zip(_COLUMNS, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
