"""The settings of outputs: each mistake is told with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.config import describe, load
from odind.core.errors import InvalidArgumentError
from odind.daemon.order import order_for
from odind.daemon.outputs import outputs_of

if TYPE_CHECKING:
    from pathlib import Path


def settings(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "odind.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "one of folder and bucket"),
        ("folder = '/a'\nbucket = 'takes'", "one of folder and bucket"),
        ("bucket = '../takes'", "bucket"),
        ("bucket = 'takes'\nendpoint = 'ftp://s3'", "endpoint"),
        ("bucket = 'takes'\nendpoint = 'http://u:p@s3'", "endpoint"),
        ("bucket = 'takes'\nprefix = '/voice'", "prefix"),
        ("bucket = 'takes'\nprefix = 'voice/../x'", "prefix"),
        ("bucket = 'takes'\naccess_key_id = 'AK'", "access_key_id"),
        ("bucket = 'takes'\nsecret_access_key = 'x'", "access_key_id"),
        ("bucket = 'takes'\ngive_up_after = 'soon'", "give_up_after"),
        ("bucket = 'takes'\nregoin = 'eu'", "storage.archive.regoin"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str):
    with pytest.raises(InvalidArgumentError, match="CONFIG_INVALID") as raised:
        load(settings(tmp_path, f"[storage.archive]\n{text}"), {}, {})
    assert named in str(raised.value)


def test_a_secret_may_come_from_the_environment_and_is_not_shown(tmp_path: Path):
    file = settings(tmp_path, "[storage.archive]\nbucket = 'takes'\naccess_key_id = 'AK'")
    config = load(file, {"ODIND_STORAGE__ARCHIVE__SECRET_ACCESS_KEY": "hidden"}, {})
    assert config.storage["archive"].secret_access_key == "hidden"  # noqa: S105 - no secret
    assert "hidden" not in str(describe(config))
    assert "hidden" not in repr(config)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[storage.'a/b']\nfolder = '/a'", "storage.a/b"),
        (
            "[storage.a]\nbucket='takes'\naccess_key_id='AK'\nsecret_access_key_file='/none'",
            "storage.a.secret_access_key_file",
        ),
        (
            "[recordings]\nkeys_dir = '{keys}'\nseal_with = 'none-such'",
            "recordings.seal_with",
        ),
    ],
)
def test_what_only_the_daemon_sees_is_named_too(tmp_path: Path, text: str, named: str):
    keys = tmp_path / "keys"
    keys.mkdir()
    with pytest.raises(InvalidArgumentError, match="CONFIG_INVALID") as raised:
        outputs_of(load(settings(tmp_path, text.replace("{keys}", str(keys))), {}, {}))
    assert named in str(raised.value)


def test_workers_get_no_keys(tmp_path: Path):
    text = "[storage.archive]\nbucket = 'takes'\naccess_key_id = 'AK'\nsecret_access_key = 'hidden'"
    assert b"hidden" not in order_for(load(settings(tmp_path, text), {}, {}), 0, 0, b"").write()
