"""What a run found, as JSON, as JUnit's XML, and as a line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final
from xml.etree import ElementTree as ET

from odind import __version__

PROTOCOL: Final = 1
_FAILING: Final = ("failed", "unexpected")


@dataclass
class Outcome:
    """What became of a case: passed, failed, skipped, known (to fail) or unexpected (it passed though).

    It is inapplicable when it is played on a wire that the client does not speak.
    """

    name: str
    outcome: str
    ms: int = 0
    failures: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What became of all. `wrong` is what is wrong with the run itself."""

    client: str = ""
    version: str = ""
    cases: list[Outcome] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def count(self, *outcomes: str) -> int:
        """How many cases came out so."""
        return sum(case.outcome in outcomes for case in self.cases)

    @property
    def is_conformant(self) -> bool:
        """Whether nothing failed that was not known to, and something passed."""
        return not self.wrong and not self.count(*_FAILING) and bool(self.count("passed"))

    @property
    def closing_line(self) -> str:
        """The last line of a run."""
        more = ((self.count("known"), "known to fail"), (self.count("inapplicable"), "not applicable"))
        counts = (
            f"{self.count('passed')} passed, {self.count(*_FAILING)} failed, {self.count('skipped')} skipped"
        )
        return counts + "".join(f", {number} {words}" for number, words in more if number)

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        return {
            "client": self.client,
            "version": self.version,
            "protocol": PROTOCOL,
            "odind": __version__,
            "cases": [asdict(case) for case in self.cases],
            "passed": self.count("passed"),
            "failed": self.count(*_FAILING),
            "known": self.count("known"),
            "skipped": self.count("skipped"),
            "inapplicable": self.count("inapplicable"),
            "wrong": self.wrong,
            "conformant": self.is_conformant,
        }

    def as_junit(self) -> str:
        """Return the report as one test suite of JUnit's."""
        counts = {
            "tests": len(self.cases),
            "failures": self.count(*_FAILING),
            "skipped": self.count("skipped", "inapplicable"),
        }
        suite = ET.Element("testsuite", {"name": f"conformance of {self.client}", **_texts(counts)})
        for case in self.cases:
            group, _, name = case.name.rpartition("/")
            element = ET.SubElement(
                suite, "testcase", classname=group, name=name, time=f"{case.ms / 1000:.3f}"
            )
            if case.outcome in _FAILING:
                ET.SubElement(element, "failure", message="; ".join(case.failures)).text = "\n".join(
                    case.words
                )
            elif case.outcome != "passed":
                ET.SubElement(element, "skipped", message="; ".join(case.failures))
        ET.indent(suite)
        return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _texts(counts: dict[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}
