"""constraints.txt pins what `make demo`, `make test` and the container install."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINS = (ROOT / "constraints.txt").read_text().splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def name_of(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def requirements() -> list[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *(requirement for extra in extras for requirement in extra),
    ]


def test_every_line_is_an_exact_version():
    assert [line for line in PINS if not re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[^\s;@]+", line)] == []


def test_every_requirement_is_pinned():
    pinned = {name_of(line) for line in PINS if not line.startswith("#")}
    assert {name_of(requirement) for requirement in requirements()} - pinned == set()
