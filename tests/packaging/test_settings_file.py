"""systemd/odind.toml is the reference of all settings, so it has to keep up with the code."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from odind.config import load

FILE = Path(__file__).parents[2] / "systemd" / "odind.toml"
SERVICE_FOLDERS = {"RUNTIME_DIRECTORY": "/run/odind", "STATE_DIRECTORY": "/var/lib/odind"}


@pytest.fixture(autouse=True)
def _as_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SERVICE_FOLDERS.items():
        monkeypatch.setenv(name, value)


def shown() -> dict[str, Any]:
    """The settings that the file shows, the # removed."""
    return flat(tomllib.loads(re.sub(r"^#(?=[a-z_]+ = )", "", FILE.read_text(), flags=re.MULTILINE)))


def defaults() -> dict[str, Any]:
    """The settings when nobody sets anything."""
    return flat(asdict(load(None, {}, {})))


def flat(table: dict[str, Any], path: str = "") -> dict[str, Any]:
    values = {}
    for key, value in table.items():
        values |= flat(value, f"{path}{key}.") if isinstance(value, dict) else {path + key: plain(value)}
    return values


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def test_the_file_as_shipped_closes_tcp_and_changes_nothing_else():
    assert load(FILE, {}, {}) == load(None, {}, {"server": {"listen": ""}, "http": {"listen": ""}})


def test_every_setting_is_shown_and_no_other():
    assert sorted(shown()) == sorted(defaults())


def test_what_is_shown_is_the_default():
    """A setting whose default is nothing is shown with an example."""
    values = shown() | {"server.listen": "127.0.0.1:7710", "http.listen": "127.0.0.1:7711"}
    for key, default in defaults().items():
        if default is not None:
            assert (key, str(values[key])) == (key, str(default))
