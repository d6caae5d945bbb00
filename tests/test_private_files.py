"""Files of a state folder."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from odind.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=[0o000, 0o077])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_the_mode_is_exact_whatever_the_umask(tmp_path: Path, mode: int):
    write_private(tmp_path / "file", b"new", mode)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_private(tmp_path / "file", b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(tmp_path / "file", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"old")]


def test_a_file_that_would_stay_the_same_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_private(tmp_path / "file", b"same")
    monkeypatch.setattr(os, "open", full)
    write_private(tmp_path / "file", b"same")


def test_the_draft_of_a_process_that_was_killed_goes_with_the_next_write(tmp_path: Path):
    (tmp_path / ".file.draft").write_bytes(b"half")
    write_private(tmp_path / "file", b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"whole")]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path):
    (tmp_path / "precious").write_bytes(b"mine")
    (tmp_path / "file").symlink_to(tmp_path / "precious")
    write_private(tmp_path / "file", b"mine")
    assert not (tmp_path / "file").is_symlink()
