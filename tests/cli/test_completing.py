"""The scripts for shells, and the manual page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from odind.cli import main

from .conftest import COMMAND
from .test_endings import verbs

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_understands_its_script(shell: str, tmp_path: Path):
    script = tmp_path / "script"
    script.write_text(CliRunner().invoke(main, ["completion", shell]).stdout)

    assert "_ODINDCTL_COMPLETE" in script.read_text()
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed: apt-get install {shell}")
    checked = subprocess.run([shell, "-n", script], text=True, check=False, capture_output=True)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_bash_completes_a_verb(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("_ODINDCTL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "odindctl room l")
    monkeypatch.setenv("COMP_CWORD", "2")

    offered = subprocess.run([COMMAND], text=True, check=True, capture_output=True).stdout

    assert offered.split() == ["plain,leave", "plain,list"]


def test_the_manual_page_of_the_package_is_that_of_the_commands():
    page = subprocess.run([COMMAND, "manual"], text=True, check=True, capture_output=True).stdout
    assert (ROOT / "man/odindctl.1").read_text() == page, "run make manual"


def test_the_manual_page_has_every_verb_and_is_clean():
    page = CliRunner().invoke(main, ["manual"]).stdout

    for path, _ in verbs(main):
        assert f'.SS "odindctl {" ".join(path)}' in page.replace("\\-", "-")
    assert ".SH EXIT STATUS" in page
    for renderer in (["man", "--warnings=all", "-l", "-"], ["groff", "-man", "-ww", "-Tutf8"]):
        if shutil.which(renderer[0]):
            shown = subprocess.run(renderer, input=page, text=True, check=True, capture_output=True)
            assert shown.stderr == ""
            assert "room leave" in shown.stdout
