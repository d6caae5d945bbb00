"""The version stands in pyproject.toml alone: there it is also found without git, in an sdist or an image."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

from odind import __version__

ROOT = Path(__file__).parents[2]


def test_what_is_installed_says_the_version_of_the_tree():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_a_release_is_tagged_with_its_version():
    asked = subprocess.run(
        ["git", "tag", "--points-at", "HEAD"], cwd=ROOT, text=True, capture_output=True, check=False
    )
    tags = [tag for tag in asked.stdout.splitlines() if re.match(r"v\d", tag)]
    if not tags:
        pytest.skip("this is no release: no tag v… is here")
    assert f"v{__version__}" in tags


def test_what_is_installed_says_what_it_is():
    facts = metadata("odind")
    assert facts["License-Expression"] == "MIT"
    assert facts.get_all("License-File") == ["LICENSE"]
    assert "Typing :: Typed" in (facts.get_all("Classifier") or [])
