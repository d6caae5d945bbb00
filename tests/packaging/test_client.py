"""The client by itself: a small package of the same files, which needs nothing of the daemon's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from contextlib import closing
from importlib.metadata import distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

from odind import __version__
from odind.files.writer import create
from tests.e2e.processes import DaemonProcess, run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.e2e.processes import Ended

ROOT = Path(__file__).parents[2]
BUILD = (sys.executable, "-m", "build", "--no-isolation", "--outdir")
DIST_INFO = re.compile(r"odind_client-[^/]+\.dist-info/")
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
PLAY = """
import sys
from odind.client import sync

with sync.connect(sys.argv[1]) as daemon, daemon.join("lobby", user_id="player") as room:
    print(room.play(sys.argv[2]))
"""


def project(folder: Path) -> dict[str, Any]:
    return dict(tomllib.loads((folder / "pyproject.toml").read_text())["project"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's wheel, built from its sdist, without asking any registry."""
    folder = tmp_path_factory.mktemp("client")
    subprocess.run([*BUILD, folder, ROOT / "clients/python"], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_has_the_version_and_the_requirements_of_the_daemon():
    own, whole = project(ROOT / "clients/python"), project(ROOT)
    shared = ("dynamic", "requires-python", "license")
    assert [own[key] for key in shared] == [whole[key] for key in shared]
    assert set(own["dependencies"]) <= set(whole["dependencies"])
    assert own["optional-dependencies"]["files"] == whole["optional-dependencies"]["files"]


def test_its_files_are_the_daemons(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not DIST_INFO.match(name)]
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
        (licence,) = [name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE")]
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
    assert wheel.stat().st_size < 500_000


def install(wheel: Path, folder: Path, extra: str = "") -> None:
    """Lay the wheel into a folder, and links to all that it requires, with the extra."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (own,) = distributions(name="odind-client", path=[str(folder)])
    for requirement in map(Requirement, own.requires or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            link(requirement.name, folder)


def link(name: str, folder: Path) -> None:
    """Lay links to an installed package into a folder, and to all that it requires."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or [] if file.parts[0] not in ("..", "__pycache__")}:
        if not (folder / top).is_symlink():
            (folder / top).symlink_to(found.locate_file(top))
    for requirement in map(Requirement, found.requires or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            link(requirement.name, folder)


async def run_alone(folder: Path, *arguments: str) -> Ended:
    """Run a program that has nothing but what lies in the folder."""
    return await run(sys.executable, "-PSc", *arguments, environment={"PYTHONPATH": str(folder)})


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[DaemonProcess]:
    process = DaemonProcess(tmp_path / "own")
    try:
        await process.ready()
        yield process
    finally:
        process.end()


async def test_it_calls_a_daemon_and_loads_nothing_of_the_daemons(
    wheel: Path, tmp_path: Path, daemon: DaemonProcess
):
    install(wheel, tmp_path / "installed")
    told = await run_alone(tmp_path / "installed", USE, daemon.target)
    assert told.code == 0, told.errors
    facts = json.loads(told.output)
    assert facts["daemon"] == __version__
    assert wheel.name.startswith(f"odind_client-{facts['client']}-")
    assert Path(facts["origin"]).is_relative_to(tmp_path)
    assert THE_DAEMONS & set(facts["loaded"]) == set()


async def test_it_plays_files_with_the_extra_that_it_names(
    wheel: Path, tmp_path: Path, daemon: DaemonProcess
):
    sound = tmp_path / "tone.flac"
    with closing(create(sound, 48_000, 1)) as writer:
        writer.write(bytes(2 * 9_600))
    install(wheel, tmp_path / "bare")
    install(wheel, tmp_path / "full", extra="files")

    refused = await run_alone(tmp_path / "bare", PLAY, daemon.target, str(sound))
    played = await run_alone(tmp_path / "full", PLAY, daemon.target, str(sound))

    assert "pip install 'odind-client[files]'" in refused.errors
    assert (played.output, played.errors) == ("0.2\n", "")
