"""Where the client finds the daemon's cookie, and to whom it tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.client.cookie import find_cookie, find_credential
from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder, with a cookie; there is none of the system."""
    folder = tmp_path / "state" / "odind"
    folder.mkdir(parents=True)
    (folder / "cookie").write_text("mine\n")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder.parent))
    monkeypatch.delenv("ODIND_COOKIE_FILE", raising=False)
    monkeypatch.setattr("odind.client.cookie._SYSTEM_FILE", tmp_path / "system")
    return folder


def test_the_users_own_comes_before_the_systems(state: Path, tmp_path: Path):
    (tmp_path / "system").write_text("everybody's\n")
    assert find_cookie() == (state / "cookie", "mine")
    (state / "cookie").unlink()
    assert find_cookie() == (tmp_path / "system", "everybody's")


def test_a_named_file_is_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ODIND_COOKIE_FILE", str(tmp_path / "named"))
    assert find_cookie() is None
    (tmp_path / "named").write_text("named")
    assert find_cookie() == (tmp_path / "named", "named")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("127.0.0.1:7710", True),
        ("localhost:7710", True),
        ("[::1]:7710", True),
        ("10.0.0.2:7710", False),
        ("localhost.example:7710", False),
        ("unix:/run/odind/odind.sock", False),
    ],
)
def test_only_loopback_is_told_the_cookie(target: str, told: bool):  # noqa: FBT001 - a case
    assert find_credential(target, None) == ("mine" if told else "")


@pytest.mark.parametrize("target", ["127.0.0.1:7710", "unix:/run/odind/odind.sock"])
def test_a_key_is_told_on_this_machine_alone(target: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ODIND_API_KEY", "odk_mine")
    assert find_credential(target, None) == "odk_mine"
    with pytest.raises(InvalidArgumentError, match="KEY_UNPROTECTED"):
        find_credential("10.0.0.2:7710", None)
