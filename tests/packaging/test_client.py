"""The client by itself: a small package of the same files, which needs nothing of the daemon's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from odind import __version__
from tests.e2e.processes import DaemonProcess, run

ROOT = Path(__file__).parents[2]
BUILD = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir")
DIST_INFO = f"odind_client-{__version__}.dist-info"
THE_DAEMONS = {
    *("av", "click", "connectrpc", "cryptography", "msgspec", "numpy", "odin_voice", "pulsectl", "qh3"),
    *("sounddevice", "starlette", "structlog", "uvicorn", "uvloop", "websockets"),
}
USE = """
import asyncio, json, sys
import odind, odind.client, odind.client.messages

async def main():
    async with odind.client.connect(sys.argv[1]) as daemon:
        return (await daemon.info()).version

facts = {"daemon": asyncio.run(main()), "client": odind.__version__, "origin": odind.__file__}
print(json.dumps(facts | {"loaded": sorted(sys.modules)}))
"""


def project(folder: Path) -> dict[str, Any]:
    return dict(tomllib.loads((folder / "pyproject.toml").read_text())["project"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's wheel, built without asking any registry."""
    folder = tmp_path_factory.mktemp("client")
    subprocess.run([*BUILD, folder, ROOT / "clients/python"], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_has_the_version_and_the_requirements_of_the_daemon():
    own, whole = project(ROOT / "clients/python"), project(ROOT)
    shared = ("version", "requires-python", "license")
    assert [own[key] for key in shared] == [whole[key] for key in shared]
    assert set(own["dependencies"]) <= set(whole["dependencies"])
    assert own["optional-dependencies"]["files"] == whole["optional-dependencies"]["files"]


def test_its_files_are_the_daemons(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.startswith(DIST_INFO)]
        assert [name for name in names if archive.read(name) != (ROOT / name).read_bytes()] == []
    assert {"odind/client/daemon.py", "odind/v1/rooms_pb2.pyi", "odind/py.typed"} <= set(names)


def test_nothing_in_it_imports_what_it_lacks(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        sources = [archive.read(name).decode() for name in names if name.endswith(".py")]
    imported = {
        module for text in sources for module in re.findall(r"^ *from (odind\.[\w.]+)", text, re.MULTILINE)
    }
    paths = {module: module.replace(".", "/") for module in imported}
    assert [
        module for module, path in paths.items() if not {f"{path}.py", f"{path}/__init__.py"} & names
    ] == []


def test_it_has_its_licence_and_is_small(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(f"{DIST_INFO}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert wheel.stat().st_size < 250_000


async def test_it_calls_a_daemon_and_loads_nothing_of_the_daemons(wheel: Path, tmp_path: Path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    daemon = DaemonProcess(tmp_path / "own")
    try:
        await daemon.ready()
        told = await run(
            sys.executable, "-P", "-c", USE, daemon.target,
            environment={"PYTHONPATH": str(tmp_path / "installed")},
        )  # fmt: skip
    finally:
        daemon.end()
    assert told.code == 0, told.errors
    facts = json.loads(told.output)
    assert facts["daemon"] == facts["client"] == __version__
    assert Path(facts["origin"]).is_relative_to(tmp_path)
    assert THE_DAEMONS & set(facts["loaded"]) == set()
