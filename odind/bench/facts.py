"""What machine and what versions a run was made with."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from odind import __version__

_PACKAGES: Final = ("odin-voice", "grpcio", "protobuf", "uvloop", "numpy", "av", "qh3")


def machine_facts() -> dict[str, Any]:
    """Return them, the machine's load before the run included."""
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "usable_cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "odind": __version__,
        "commit": _commit(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "load": os.getloadavg(),
    }


def facts_line(facts: dict[str, Any]) -> str:
    """Return the facts as one line."""
    commit = f" ({facts['commit']})" if facts["commit"] else ""
    return (
        f"{facts['cpu']}, {facts['usable_cores']} cores, Linux {facts['kernel']}, Python {facts['python']}, "
        f"odind {facts['odind']}{commit}, odin-voice {facts['packages']['odin-voice']}, "
        f"load before {facts['load'][0]:.2f}"
    )


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _commit() -> str | None:
    """The commit of the sources, where this runs from a repository."""
    here = Path(__file__).parents[2]
    if not (here / ".git").exists():
        return None
    command = ("git", "-C", str(here), "describe", "--always", "--dirty", "--abbrev=9")
    try:
        described = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return None
    return described.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
