"""constraints.txt pins what `make` installs; locks/ pins what runs, with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = (ROOT / "constraints.txt").read_text().splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
_EXTRAS = PROJECT["project"]["optional-dependencies"]


def name_of(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def normal(pin: str) -> str:
    return f"{name_of(pin)}=={pin.partition('==')[2]}"


def requirements() -> list[str]:
    extras = _EXTRAS.values()
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


def locked(name: str) -> dict[str, list[str]]:
    """The requirements of a lock, each with what is hashed of it."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "locks" / name).read_text().splitlines():
        if line and not line.startswith(("#", " ")):
            found[line.removesuffix(" \\").partition(" ; ")[0]] = []
        elif line.strip().startswith("--hash=sha256:"):
            found[list(found)[-1]].append(line)
    return found


@pytest.mark.parametrize("lock", ["runtime.txt", "servers.txt", "build.txt"])
def test_a_lock_has_hashes_for_versions_that_constraints_know(lock: str):
    assert [requirement for requirement, hashes in locked(lock).items() if not hashes] == []
    pins = {normal(pin) for pin in PINS if not pin.startswith("#")}
    assert {normal(requirement) for requirement in locked(lock)} - pins == set()


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        ("runtime.txt", PROJECT["project"]["dependencies"]),
        (
            "servers.txt",
            [
                *PROJECT["project"]["dependencies"],
                *(one for name in ("postgres", "s3", "otel") for one in _EXTRAS[name]),
            ],
        ),
        ("build.txt", PROJECT["build-system"]["requires"]),
    ],
)
def test_a_lock_has_every_requirement(lock: str, needed: list[str]):
    assert {name_of(requirement) for requirement in needed} - {name_of(one) for one in locked(lock)} == set()


def test_the_container_takes_nothing_without_a_hash():
    installing = re.findall(r"pip install ([^\n]*)", (ROOT / "Dockerfile").read_text())
    assert len(installing) == 3
    assert [line for line in installing if not re.search("--require-hashes|--no-index", line)] == []
