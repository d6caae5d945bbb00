"""Runs the tests of all clients, and prints one table of what conforms.

    python -m tools.clients [CLIENT]...

A client whose toolchain is absent is skipped, and counted. Exits with 1 unless all others pass.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

ROOT: Final = Path(__file__).parents[1]
_AT_ONCE: Final = 2
"""Most toolchains use one core for most of the time, and conformance waits for most of it."""
BUILD: Final = ROOT / "build/clients"
COLUMNS: Final = ("client", "cases passed", "failed", "skipped", "seconds", "")


@dataclass(frozen=True)
class Client:
    """A client: its name, the command that it cannot do without, and what `make` runs in its folder."""

    name: str
    toolchain: str
    targets: tuple[str, ...]
    folder: str = ""  # of `clients`, where it is not the name

    @property
    def place(self) -> str:
        """Its folder in the repository."""
        return f"clients/{self.folder or self.name}"


CLIENTS: Final = (
    Client("python", sys.executable, ("conformance",)),  # its other tests are those of `make test`
    Client("c", "curl-config", ("conformance",)),  # so are its
    Client("go", "go", ("check", "unit", "conformance")),
    Client("csharp", "mcs", ("check", "unit", "conformance")),
    Client("cpp", "grpc_cpp_plugin", ("check", "unit", "package", "conformance")),
    Client("typescript", "npm", ("check", "unit", "conformance")),
    Client("rust", "cargo", ("check", "unit", "conformance")),
    Client("web", "npm", ("conformance-web",), folder="typescript"),
    Client("godot", "godot3-server", ("unit", "conformance")),
    Client("java", "mvn", ("check", "unit", "conformance")),
)


def tested(client: Client) -> tuple[bool, tuple[str, ...]]:
    """Run a client's tests; return whether nothing failed, and its row."""
    if shutil.which(client.toolchain) is None:
        return True, (client.name, "-", "-", "all", "-", f"SKIPPED: {client.toolchain} is not installed")
    report = BUILD / f"{client.name}.json"
    report.unlink(missing_ok=True)
    begun = time.monotonic()
    command = ("make", "-C", client.place, *client.targets, f"ARGS=--report {report}")
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    seconds = f"{time.monotonic() - begun:.0f}"
    if ended.returncode:
        click.echo(f"{ended.stdout}\n{ended.stderr}")
    if not report.exists():
        return False, (client.name, "-", "-", "-", seconds, "FAILED before any case")
    found = json.loads(report.read_text())
    counts = (str(found[name]) for name in ("passed", "failed", "skipped"))
    return not ended.returncode, (client.name, *counts, seconds, "FAILED" if ended.returncode else "")


def _places(clients: list[Client]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(client.place for client in clients))


def main(names: list[str]) -> int:
    """Test the clients of these names, or all."""
    BUILD.mkdir(parents=True, exist_ok=True)
    wanted = [client for client in CLIENTS if not names or client.name in names]
    folders = [[client for client in wanted if client.place == place] for place in _places(wanted)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:  # in one folder, one after the other
        done = list(threads.map(lambda clients: [tested(client) for client in clients], folders))
    outcomes = [outcome for some in done for outcome in some]
    for row in (COLUMNS, *(row for _, row in outcomes)):
        click.echo("{:10}{:>14}{:>8}{:>9}{:>9}  {}".format(*row).rstrip())
    return 0 if all(fine for fine, _ in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
