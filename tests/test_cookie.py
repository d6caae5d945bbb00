"""The cookie's file."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from odind.cookie import Cookie

if TYPE_CHECKING:
    from pathlib import Path


def test_the_cookie_is_for_its_owner_and_new_every_time(tmp_path: Path):
    folder = tmp_path / "state"
    first, second = Cookie(folder), Cookie(folder)
    first.write()
    assert first.file.read_text().strip() == first.text
    assert stat.S_IMODE(first.file.stat().st_mode) == 0o600
    second.write()
    assert second.file.read_text().strip() == second.text != first.text
    assert len(second.text) == 43
    assert [path.name for path in folder.iterdir()] == ["cookie"]


def test_a_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "cookie").symlink_to(precious)
    Cookie(tmp_path).write()
    assert precious.read_text() == "mine"
    assert not (tmp_path / "cookie").is_symlink()


def test_the_cookie_of_an_earlier_start_can_go_on(tmp_path: Path):
    first, second = Cookie(tmp_path), Cookie(tmp_path)
    assert not second.take_earlier()
    first.write()
    assert second.take_earlier()
    assert second.text == first.text


def test_what_is_no_cookie_is_not_taken_for_one(tmp_path: Path):
    (tmp_path / "cookie").write_text("short\n")
    assert not Cookie(tmp_path).take_earlier()
