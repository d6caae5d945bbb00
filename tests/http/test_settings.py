"""The [http] section of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.config import load
from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pathlib import Path


def test_by_default_http_is_served_on_loopback_and_to_no_page():
    http = load(None, {}, {}).http
    assert (http.listen, http.socket, http.allow_origins, http.allow_hosts) == ("127.0.0.1:7711", "", (), ())


def test_lists_come_from_the_file(tmp_path: Path):
    file = tmp_path / "odind.toml"
    file.write_text('[http]\nallow_origins = ["https://game.example", "http://localhost:5173"]\n')
    assert load(file, {}, {}).http.allow_origins == ("https://game.example", "http://localhost:5173")


def test_lists_come_from_the_environment_with_commas():
    environment = {
        "ODIND_HTTP__ALLOW_ORIGINS": "https://game.example, http://localhost:5173,",
        "ODIND_HTTP__ALLOW_HOSTS": "host.docker.internal",
    }
    http = load(None, environment, {}).http
    assert http.allow_origins == ("https://game.example", "http://localhost:5173")
    assert http.allow_hosts == ("host.docker.internal",)


def test_an_empty_list_in_the_environment_takes_the_file_back(tmp_path: Path):
    file = tmp_path / "odind.toml"
    file.write_text('[http]\nallow_origins = ["https://game.example"]\n')
    assert load(file, {"ODIND_HTTP__ALLOW_ORIGINS": ""}, {}).http.allow_origins == ()


@pytest.mark.parametrize(
    "origin", ["*", "game.example", "https://game.example/", "https://*.example", "N", "null"]
)
def test_what_is_no_origin_is_refused_and_named(origin: str):
    with pytest.raises(InvalidArgumentError) as refused:
        load(None, {"ODIND_HTTP__ALLOW_ORIGINS": origin}, {})
    assert f"http.allow_origins: {origin} must be an origin" in refused.value.message
