"""The settings of the token services: what is wrong with them is told as the daemon starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from odind.config import load
from odind.core.errors import InvalidArgumentError
from odind.core.rooms.gateways import Gateways
from odind.core.tokens.tokens import Tokens
from odind.daemon.keys import OdinKeyring
from odind.daemon.token_services import hosted_tokens, load_project, load_rooms_secrets, project_tokens

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = Tokens(OdinKeyring(), None, lambda: 0.0)


def look_at(sections: dict[str, Any]) -> None:
    config = load(None, {}, sections)
    load_project(config)
    load_rooms_secrets(config)


def problem(**sections: dict[str, Any]) -> str:
    with pytest.raises(InvalidArgumentError) as caught:
        look_at(sections)
    assert caught.value.reason == "CONFIG_INVALID"
    return caught.value.message


def test_without_settings_there_is_no_service_and_no_secret():
    config = load(None, {}, {})
    assert project_tokens(config, TOKENS, Gateways("own")) is None
    assert load_rooms_secrets(config) == {}


async def test_secrets_are_files_by_their_names(tmp_path: Path):
    (tmp_path / "game").write_text("planted\n")
    config = load(None, {}, {"rooms": {"secrets_dir": str(tmp_path)}})
    assert load_rooms_secrets(config) == {"game": "planted"}
    async with hosted_tokens(config) as hosted:
        assert "planted" not in repr(hosted)


def test_what_is_wrong_is_told_by_its_setting(tmp_path: Path):
    secret, empty = tmp_path / "secret", tmp_path / "empty"
    secret.write_text("planted")
    empty.write_text(" \n")
    assert "need one another" in problem(token_service={"api_key": "key"})
    assert "need one another" in problem(token_service={"secret_file": str(secret)})
    assert "must be from 1" in problem(token_service={"requests_per_minute": 0})
    assert "must be from 1" in problem(rooms={"requests_per_minute": 10**9})
    missing = {"api_key": "key", "secret_file": str(tmp_path / "none")}
    assert problem(token_service=missing).startswith("token_service.secret_file: ")
    assert "must have 1 to" in problem(token_service=missing | {"secret_file": str(empty)})
    assert problem(rooms={"secrets_dir": str(tmp_path / "none")}).startswith("rooms.secrets_dir: ")
    assert problem(rooms={"token_service": "http://token.example"}).startswith("rooms.token_service: ")
    assert "planted" not in problem(rooms={"secrets_dir": str(secret)})
