"""What a trial has measured: figures with their bounds, as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.bench.facts import Facts

_REMARKS: Final = 20


@dataclass(frozen=True)
class Figure:
    """One of a step's figures; it must not be above `most`, nor below `least`, where these are set."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is within its bounds."""
        too_much = self.most is not None and self.value > self.most
        too_little = self.least is not None and self.value < self.least
        return not too_much and not too_little

    @property
    def bound(self) -> str:
        """The bounds in words."""
        named = (("at least", self.least), ("at most", self.most))
        return ", ".join(f"{name} {one:g}" for name, one in named if one is not None)


@dataclass
class Step:
    """What went wrong on purpose, and what was measured of it; `remarks` explain what does not hold."""

    name: str
    figures: list[Figure]
    remarks: list[str] = field(default_factory=list)


def table(steps: Iterable[Step]) -> str:
    """Return all figures, a line for each, as Markdown."""
    lines = ["| step | measured | figure | bound | |", "| --- | --- | --- | --- | --- |"]
    for step in steps:
        for one in step.figures:
            figure = f"{round(one.value, 2):g} {one.unit}".strip()
            verdict = "" if not one.bound else "holds" if one.holds else "BROKEN"
            lines.append(f"| {step.name} | {one.name} | {figure} | {one.bound} | {verdict} |")
    return "\n".join(lines)


def as_json(steps: Iterable[Step], facts: Facts) -> str:
    """Return all figures, and of what machine they are."""
    return json.dumps({"machine": asdict(facts), "steps": [_step(one) for one in steps]}, indent=1)


def broken(steps: Iterable[Step]) -> list[str]:
    """Return the bounds that do not hold."""
    return [f"{step.name}: {one.name}" for step in steps for one in step.figures if not one.holds]


def remarks(steps: Iterable[Step]) -> list[str]:
    """Return the first remarks of each step."""
    return [remark for step in steps for remark in step.remarks[:_REMARKS]]


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "remarks": step.remarks,
        "figures": [{**asdict(one), "holds": one.holds} for one in step.figures],
    }
