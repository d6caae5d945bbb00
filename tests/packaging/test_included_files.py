"""What the wheel takes from outside the package is there, also where the container is built."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]


INCLUDED = [*WHEEL["force-include"], *WHEEL["shared-data"]]


def test_every_included_file_exists():
    assert [name for name in INCLUDED if not (ROOT / name).is_file()] == []


def test_every_included_file_reaches_the_container():
    admitted = (ROOT / ".dockerignore").read_text().splitlines()
    assert admitted[0] == "*"
    assert [
        name for name in INCLUDED if {f"!{name}", f"!{Path(name).parts[0]}"} & set(admitted) == set()
    ] == []
