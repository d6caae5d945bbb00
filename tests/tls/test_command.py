"""`odind tls` makes certificates for a start, privately, and overwrites nothing."""

from __future__ import annotations

import ssl
import stat
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from cryptography import x509

from odind.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def tls(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["tls", *arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that init has made."""
    folder = tmp_path / "tls"
    made = tls("init", str(folder), "--name", "voice.example", "--name", "10.0.0.7", "--client", "bot")
    assert made.exit_code == 0, made.output
    return folder


def test_init_makes_three_pairs_for_their_owner_alone(folder: Path):
    names = {f"{who}.{what}" for who in ("ca", "server", "bot") for what in ("pem", "key")}
    assert set(contents(folder)) == names
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_server_is_named_as_was_said_and_as_this_machine(folder: Path):
    server = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"voice.example", "localhost"} <= set(names.get_values_for_type(x509.DNSName))
    assert {"10.0.0.7", "127.0.0.1", "::1"} <= set(map(str, names.get_values_for_type(x509.IPAddress)))


def test_openssl_takes_what_was_made(folder: Path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(folder / "ca.pem")
    for who in ("server", "bot"):
        context.load_cert_chain(folder / f"{who}.pem", folder / f"{who}.key")


def test_a_second_init_overwrites_nothing(folder: Path):
    before = contents(folder)
    again = tls("init", str(folder), "--client", "other")
    assert again.exit_code == 1
    assert "TLS_FILE_EXISTS" in again.output
    assert contents(folder) == before


def test_a_new_server_certificate_has_the_same_authority(folder: Path):
    before = contents(folder)
    assert tls("server", str(folder)).exit_code == 0
    after = contents(folder)
    assert {name for name in after if after[name] != before[name]} == {"server.pem", "server.key"}


def test_one_more_client_is_made_and_replaced_only_when_told(folder: Path):
    assert tls("client", str(folder), "second").exit_code == 0
    assert "TLS_FILE_EXISTS" in tls("client", str(folder), "second").output
    first = (folder / "second.pem").read_bytes()
    assert tls("client", str(folder), "second", "--replace").exit_code == 0
    assert (folder / "second.pem").read_bytes() != first


@pytest.mark.parametrize("name", ["../up", "a/b", "", "server", "ca", "-x", "a b", "ä"])
def test_names_that_lead_elsewhere_are_refused(folder: Path, name: str):
    before = contents(folder)
    refused = tls("client", str(folder), "--", name)
    assert refused.exit_code == 1
    assert "TLS_NAME_INVALID" in refused.output
    assert contents(folder) == before


def test_without_its_authority_nothing_is_made(folder: Path):
    (folder / "ca.key").unlink()
    refused = tls("client", str(folder), "late")
    assert refused.exit_code == 1
    assert "TLS_AUTHORITY_UNUSABLE" in refused.output
