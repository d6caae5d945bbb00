"""The machine and the versions of a run."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from odind import __version__

_PACKAGES: Final = ("odin-voice", "grpcio", "protobuf", "uvloop", "numpy", "av", "qh3")


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _commit() -> str | None:
    """Return the commit of the sources if they are in a repository."""
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


@dataclass(frozen=True)
class Facts:
    """The machine and the versions; `load` is the machine's load when the run began."""

    time: str = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%S%z"))
    cpu: str = field(default_factory=_cpu_model)
    cores: int | None = field(default_factory=os.cpu_count)
    usable_cores: int = field(default_factory=lambda: len(os.sched_getaffinity(0)))
    kernel: str = field(default_factory=platform.release)
    python: str = field(default_factory=platform.python_version)
    odind: str = __version__
    commit: str | None = field(default_factory=_commit)
    packages: dict[str, str | None] = field(
        default_factory=lambda: {name: _version(name) for name in _PACKAGES}
    )
    load: tuple[float, float, float] = field(default_factory=os.getloadavg)

    def text(self) -> str:
        """Return the facts as one line."""
        commit = f" ({self.commit})" if self.commit else ""
        return (
            f"{self.cpu}, {self.usable_cores} cores, Linux {self.kernel}, Python {self.python}, "
            f"odind {self.odind}{commit}, odin-voice {self.packages['odin-voice']}, "
            f"load before {self.load[0]:.2f}"
        )
