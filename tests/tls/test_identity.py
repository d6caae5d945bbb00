"""What a server proves itself with is checked as a whole, and an error says what to do."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from odind.core.errors import InvalidArgumentError
from odind.tls.config import TlsConfig
from odind.tls.identity import read_identity

from .folders import DAY, NAMES, Keys, make_keys, signed, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys")


def test_files_that_fit_are_an_identity(keys: Keys):
    identity = read_identity(keys.config(), time.time())
    assert identity.names == tuple(NAMES)
    assert identity.client_ca == keys.ca.read_bytes()
    assert abs(identity.ends - time.time() - 365 * DAY) < DAY
    assert b"PRIVATE" not in repr(identity).encode()


def test_a_chain_may_lead_to_its_authority(keys: Keys):
    chain = (keys.folder / "server.pem").read_bytes() + keys.ca.read_bytes()
    write(keys.folder / "server.pem", chain)
    assert read_identity(keys.config(), time.time()).certificate == chain


def cut(keys: Keys) -> None:
    file = keys.folder / "server.pem"
    write(file, file.read_bytes()[:-60])


def cut_chain(keys: Keys) -> None:
    write(keys.folder / "server.pem", (keys.folder / "server.pem").read_bytes() + keys.ca.read_bytes()[:-60])


def wrong_order(keys: Keys) -> None:
    write(
        keys.folder / "server.pem", (keys.folder / "server.pem").read_bytes() + signed(NAMES).certificate_pem
    )


def without_names(keys: Keys) -> None:
    nameless = signed([])
    write(keys.folder / "server.pem", nameless.certificate_pem)
    write(keys.folder / "server.key", nameless.key_pem)


def expired(keys: Keys) -> None:
    old = signed(NAMES, days=1, now=time.time() - 2 * DAY)
    write(keys.folder / "server.pem", old.certificate_pem)
    write(keys.folder / "server.key", old.key_pem)


def of_tomorrow(keys: Keys) -> None:
    early = signed(NAMES, now=time.time() + DAY)
    write(keys.folder / "server.pem", early.certificate_pem)
    write(keys.folder / "server.key", early.key_pem)


def other_key(keys: Keys) -> None:
    write(keys.folder / "server.key", signed(NAMES).key_pem)


def cut_key(keys: Keys) -> None:
    write(keys.folder / "server.key", (keys.folder / "server.key").read_bytes()[:80])


def locked_key(keys: Keys) -> None:
    pem = signed(NAMES).key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    write(keys.folder / "server.key", pem)


def key_for_all(keys: Keys) -> None:
    (keys.folder / "server.key").chmod(0o644)


def no_file(keys: Keys) -> None:
    (keys.folder / "server.pem").unlink()


def clients_no_authority(keys: Keys) -> None:
    write(keys.ca, (keys.folder / "alice.pem").read_bytes())


@pytest.mark.parametrize(
    ("spoil", "reason", "words"),
    [
        (cut, "TLS_CERTIFICATE_INVALID", "whole certificates"),
        (cut_chain, "TLS_CERTIFICATE_INVALID", "whole certificates"),
        (wrong_order, "TLS_CERTIFICATE_INVALID", "signed by the next"),
        (without_names, "TLS_CERTIFICATE_INVALID", "subject alternative name"),
        (expired, "TLS_CERTIFICATE_INVALID", "expired on"),
        (of_tomorrow, "TLS_CERTIFICATE_INVALID", "clock"),
        (other_key, "TLS_KEY_MISMATCH", "made together"),
        (cut_key, "TLS_KEY_INVALID", "as PEM"),
        (locked_key, "TLS_KEY_INVALID", "without a password"),
        (key_for_all, "TLS_KEY_EXPOSED", "chmod o="),
        (no_file, "TLS_FILE_UNREADABLE", "No such file"),
        (clients_no_authority, "TLS_CERTIFICATE_INVALID", "authorities"),
    ],
    ids=lambda case: getattr(case, "__name__", None),
)
def test_what_does_not_fit_is_refused_and_named(
    keys: Keys, spoil: Callable[[Keys], None], reason: str, words: str
):
    spoil(keys)
    with pytest.raises(InvalidArgumentError, match=words) as refused:
        read_identity(keys.config(), time.time())
    assert refused.value.reason == reason
    assert str(keys.folder) in refused.value.message


@pytest.mark.parametrize(
    "given",
    [
        {"certificate": "c"},
        {"key": "k"},
        {"mutual_listen": "127.0.0.1:1"},
        {"certificate": "c", "key": "k", "mutual_http": "127.0.0.1:1"},
    ],
)
def test_settings_that_need_others_name_them(given: dict[str, str], tmp_path: Path):
    files = {name: tmp_path / value for name, value in given.items() if not name.startswith("mutual")}
    with pytest.raises(InvalidArgumentError, match=r"tls\.certificate"):
        replace(TlsConfig(), **{**given, **files})
