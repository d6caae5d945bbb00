"""The folder of passwords that the configuration names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.rooms.cipher import NO_PASSWORDS
from odind.daemon.passwords import load_passwords

if TYPE_CHECKING:
    from pathlib import Path


def test_each_file_is_a_password_and_hidden_files_and_folders_are_none(tmp_path: Path) -> None:
    (tmp_path / "lobby").write_text("planted\n")
    (tmp_path / "club.txt").write_text("  with space inside  ")
    (tmp_path / ".hidden").write_text("")
    (tmp_path / "folder").mkdir()
    assert load_passwords(tmp_path).named == {"lobby": "planted", "club.txt": "with space inside"}


def test_without_a_folder_there_are_none() -> None:
    assert load_passwords(None) is NO_PASSWORDS


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe", b"x" * 1_025])
def test_a_file_that_is_no_password_is_named_and_its_content_is_not(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lobby").write_bytes(content)
    with pytest.raises(InvalidArgumentError) as caught:
        load_passwords(tmp_path)
    assert caught.value.reason == "CONFIG_INVALID"
    assert str(tmp_path / "lobby") in str(caught.value)
    assert "xxx" not in str(caught.value)


def test_a_folder_that_is_missing_is_a_wrong_configuration(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match=r"odin\.passwords_dir"):
        load_passwords(tmp_path / "nowhere")
