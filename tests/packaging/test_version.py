"""The version of both packages is that of git's tag; without git or a tag it is before the next release's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path

import pytest

from odind import DISTRIBUTION, __version__

ROOT = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE")
PACKAGES = (".", "clients/python")
WHO = ("-c", "user.name=test", "-c", "user.email=test@localhost")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What a version is found from, in a folder without git."""
    for package in PACKAGES:
        (tmp_path / package).mkdir(parents=True, exist_ok=True)
        for name in NEEDED:
            shutil.copy(ROOT / package / name, tmp_path / package / name)
    return tmp_path


def git(tree: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", tree, *WHO, *arguments], check=True, capture_output=True)


def commit(tree: Path) -> None:
    git(tree, "init")
    git(tree, "add", "--all")
    git(tree, "commit", "--message", "all of it")


def version(folder: Path) -> str:
    """The version that a package built from the folder has."""
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(folder.parents[2])}
    asked = (sys.executable, "-m", "hatchling", "version")
    return subprocess.run(
        asked, cwd=folder, env=environment, text=True, check=True, capture_output=True
    ).stdout.strip()


@pytest.mark.parametrize("package", PACKAGES)
def test_it_is_that_of_the_tag(tree: Path, package: str):
    commit(tree)
    git(tree, "tag", "v7.8.9")
    assert version(tree / package) == "7.8.9"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_commit_after_a_tag_is_before_the_next_release(tree: Path, package: str):
    commit(tree)
    git(tree, "tag", "v7.8.9")
    git(tree, "commit", "--allow-empty", "--message", "one more")
    assert re.fullmatch(r"7\.8\.10\.dev1\+g[0-9a-f]+", version(tree / package))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_clone_without_tags_has_one(tree: Path, package: str):
    commit(tree)
    assert re.fullmatch(r"0\.1\.0\.dev1\+g[0-9a-f]+", version(tree / package))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_tree_without_git_has_one(tree: Path, package: str):
    assert version(tree / package) == "0.1.0.dev0"


def test_what_is_installed_says_what_it_is():
    facts = metadata(DISTRIBUTION)
    assert facts["Version"] == __version__
    assert facts["License-Expression"] == "MIT"
    assert facts.get_all("License-File") == ["LICENSE"]
    assert "Typing :: Typed" in (facts.get_all("Classifier") or [])
