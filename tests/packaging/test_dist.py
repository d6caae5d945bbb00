"""What a release consists of works where there is no tree: the wheel, and the sdist that it is built from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.disks import bound_read_only
from tests.e2e.processes import DaemonProcess, run

ROOT = Path(__file__).parents[2]
NOWHERE = "/proc/nowhere"
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both, built without asking any registry."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(params=["*.whl", "*.tar.gz"])
def installed(request: pytest.FixtureRequest, dist: Path, tmp_path: Path) -> Path:
    """The folder that one of them is installed into."""
    (package,) = dist.glob(request.param)
    target = tmp_path / "installed"
    source = ("install", "--no-index", "--no-deps", "--no-build-isolation", "--target", target, package)
    subprocess.run([*PIP, *source], check=True)
    return target


def test_it_has_what_is_no_code(installed: Path):
    for name in ("bench/speech.wav", "py.typed"):
        assert (installed / "odind" / name).is_file()
    assert (installed / "share/man/man1/odindctl.1").read_text().startswith(".TH ODINDCTL 1")
    (licence,) = installed.glob("odind-*.dist-info/licenses/LICENSE")
    assert licence.read_bytes() == (ROOT / "LICENSE").read_bytes()


async def test_it_runs_outside_the_tree(installed: Path, tmp_path: Path):
    environment = {"PYTHONPATH": str(installed)}
    origin = await run(
        sys.executable, "-P", "-c", "import odind; print(odind.__file__)", environment=environment
    )
    assert origin.output.strip() == str(installed / "odind/__init__.py")
    await joins(
        DaemonProcess(
            tmp_path / "own",
            *("--workers", "1"),
            command=installed / "bin/odind",
            environment=environment,
        )
    )


async def test_it_runs_in_a_read_only_folder_without_a_home(installed: Path, tmp_path: Path):
    with bound_read_only(installed):
        await joins(
            DaemonProcess(
                tmp_path / "own",
                *("--workers", "1"),
                starter=("env", "--chdir", str(installed)),
                command=installed / "bin/odind",
                environment={"PYTHONPATH": str(installed), "HOME": NOWHERE, "XDG_STATE_HOME": ""},
            )
        )


async def joins(daemon: DaemonProcess) -> None:
    """Join a room through the daemon, and end it."""
    try:
        await daemon.ready()
        async with daemon.connect() as client:
            assert (await client.join_room("room", user_id="anna")).connection_id
    finally:
        daemon.end()
