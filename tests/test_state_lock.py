"""A state folder belongs to one process at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import UnavailableError
from odind.state_lock import locked

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import pathlib, sys, time
from odind.state_lock import locked
with locked(pathlib.Path(sys.argv[1]), "--state"):
    print("locked", flush=True)
    time.sleep(600)
"""


def refusal(folder: Path) -> UnavailableError:
    with pytest.raises(UnavailableError) as caught, locked(folder, "--state"):
        pytest.fail("it was locked twice")
    assert caught.value.reason == "STATE_IN_USE"
    return caught.value


def test_a_folder_that_a_process_holds_is_refused_with_its_pid_until_it_is_killed(tmp_path: Path):
    folder = tmp_path / "state"
    with subprocess.Popen([sys.executable, "-c", HOLDER, folder], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        text = refusal(folder).message
        holder.kill()
    assert str(folder) in text
    assert f"process {holder.pid}:" in text
    assert "--state" in text
    with locked(folder, "--state"):
        pass


def test_where_the_kernel_lists_no_locks_the_holder_is_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("odind.state_lock._KERNELS_LOCKS", tmp_path / "missing")
    with locked(tmp_path, "--state"):
        assert "by another process" in refusal(tmp_path).message


def test_a_new_folder_is_for_its_owner_and_holds_nothing(tmp_path: Path):
    folder = tmp_path / "deep/state"
    with locked(folder, "--state"):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_locked_is_used_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with locked(tmp_path, "--state"), locked(tmp_path, "--state"):
        pass


def test_a_folder_that_cannot_be_made_is_left_to_those_who_need_it(tmp_path: Path):
    (tmp_path / "file").touch()
    with locked(tmp_path / "file", "--state"):
        pass
