"""The scripts for shells, and the manual page."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from odind.cli import main

from .conftest import COMMAND
from .test_endings import verbs


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str):
    script = CliRunner().invoke(main, ["completion", shell]).stdout

    assert "_ODINDCTL_COMPLETE" in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_bash_completes_a_verb(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("_ODINDCTL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "odindctl room l")
    monkeypatch.setenv("COMP_CWORD", "2")

    offered = subprocess.run([COMMAND], text=True, check=True, capture_output=True).stdout

    assert offered.split() == ["plain,leave", "plain,list"]


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
