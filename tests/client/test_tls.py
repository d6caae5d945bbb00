"""What the client makes of files and variables for TLS, and what it says when they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.client import Tls, connect, sync
from odind.client.tls import tls_from_environment
from odind.core.errors import InvalidArgumentError
from tests.tls.folders import Keys, make_keys

if TYPE_CHECKING:
    from pathlib import Path

VARIABLES = ("ODIND_TLS_CA", "ODIND_TLS_CERT", "ODIND_TLS_KEY")


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys")


def test_the_environment_says_nothing_or_all_of_it(monkeypatch: pytest.MonkeyPatch):
    assert tls_from_environment() is None
    for name in VARIABLES:
        monkeypatch.setenv(name, name.lower())
    assert tls_from_environment() == Tls(*(name.lower() for name in VARIABLES))


async def refusal(tls: Tls) -> InvalidArgumentError:
    with pytest.raises(InvalidArgumentError) as refused:
        async with connect("127.0.0.1:1", tls=tls):
            pass
    return refused.value


async def test_wrong_files_are_named_before_anything_is_dialled(keys: Keys, tmp_path: Path):
    alice, key = keys.folder / "alice.pem", keys.folder / "alice.key"
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("no PEM")
    key.chmod(0o604)
    reasons = [
        (await refusal(tls)).reason
        for tls in (
            Tls(tmp_path / "nowhere"),
            Tls(nonsense),
            Tls(keys.ca, alice),
            Tls(keys.ca, None, key),
            Tls(keys.ca, alice, key),
        )
    ]
    assert reasons == [
        "TLS_FILE_UNREADABLE",
        "TLS_FILE_INVALID",
        "TLS_KEY_MISSING",
        "TLS_KEY_MISSING",
        "TLS_KEY_EXPOSED",
    ]


async def test_a_unix_socket_needs_no_files(tmp_path: Path):
    async with connect(f"unix:{tmp_path}/odind.sock", tls=Tls(tmp_path / "nowhere")) as daemon:
        assert daemon.target.startswith("unix:")


def test_the_client_without_a_loop_takes_the_same(tmp_path: Path):
    with (
        pytest.raises(InvalidArgumentError, match="nowhere"),
        sync.connect("127.0.0.1:1", tls=Tls(tmp_path / "nowhere")),
    ):
        pass
