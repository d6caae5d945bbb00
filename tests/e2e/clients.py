"""Makes what tests of the clients in other languages run, by `make` in the folders of the clients."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from .processes import clean_environment

ROOT: Final = Path(__file__).parents[2]
BUILD: Final = ROOT / "build/clients"


may_compile = pytest.mark.timeout(1_800)
"""For tests that need what `make` makes: compiled anew, it takes many minutes on a busy machine."""


def make(client: str, *arguments: str | Path) -> None:
    """Make targets in the folder of a client, one process of the tests after the other."""
    BUILD.mkdir(parents=True, exist_ok=True)
    command = ("flock", BUILD / f"{client}.lock", "make", "-s", "-C", ROOT / "clients" / client, *arguments)
    subprocess.run(command, check=True, env=clean_environment())
