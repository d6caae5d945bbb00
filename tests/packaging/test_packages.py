"""The Debian packages that tests need: installed as root, otherwise named in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci/packages"
NEEDED = re.findall(r"^need (\S+)", SCRIPT.read_text(), re.MULTILINE)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")


def run(path: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path), "PYTHON": sys.executable}
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, SCRIPT], env=environment, text=True, capture_output=True, check=False)


def command(path: Path, name: str, script: str = "") -> None:
    (path / name).write_text(f"#!/bin/sh\n{script}\n")
    (path / name).chmod(0o755)


def test_where_everything_is_there_nothing_is_said(tmp_path: Path):
    for name in NEEDED:
        command(tmp_path, name)
    done = run(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_cannot_be_installed_is_named_in_one_line_and_fails_nothing(tmp_path: Path):
    for name in set(NEEDED) - {"chromium", "pulseaudio"}:
        command(tmp_path, name)
    done = run(tmp_path)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (0, "")
    assert line.endswith(
        "apt-get install chromium pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"
    )


@as_root
def test_root_installs_what_is_missing_alone(tmp_path: Path):
    for name in NEEDED[1:]:
        command(tmp_path, name)
    command(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked')
    assert run(tmp_path).returncode == 0
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith(" make")


@as_root
def test_an_installation_that_fails_is_told_and_is_an_error(tmp_path: Path):
    command(tmp_path, "apt-get", "exit 100")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "will be skipped: apt-get install make systemd curl jq" in done.stderr
