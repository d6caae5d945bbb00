"""Keys, certificates and settings: made once, kept, renewed, private."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import ssl
import time
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from cryptography import x509

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, OdindError, UnavailableError
from odind.grid import Grid, GridConfig, load_or_create_access_key
from odind.grid.command import grid_command
from odind.grid.settings import read_settings
from odind.grid.state.certificates import CertificateFiles, ensure_certificates
from odind.grid.state.keys import load_or_create_control_token, load_or_create_server_key
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["localhost", "127.0.0.1", "::1"]
DAY = 24 * 3600.0


def leaf(files: CertificateFiles) -> x509.Certificate:
    return x509.load_pem_x509_certificate(files.certificate.read_bytes())


def test_the_access_key_is_made_once_and_kept_private(tmp_path: Path):
    folder = tmp_path / "state"
    key = load_or_create_access_key(folder)
    assert load_or_create_access_key(folder).text == key.text
    assert (folder / "access.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_damaged_access_key_is_reported_without_showing_it(tmp_path: Path):
    (tmp_path / "access.key").write_text("damaged")
    with pytest.raises(InvalidArgumentError) as refusal:
        load_or_create_access_key(tmp_path)
    assert "damaged" not in str(refusal.value)


def test_the_servers_key_survives_restarts_and_has_the_prefix_of_servers(tmp_path: Path):
    key = load_or_create_server_key(tmp_path)
    assert load_or_create_server_key(tmp_path).public_key == key.public_key
    assert key.key_id[0] == "A"
    assert key.key_id[1] in "ghijklmnopqrstuv"
    assert (tmp_path / "server.key").stat().st_mode & 0o777 == 0o600
    assert key.key_id in repr(key)


def test_the_control_token_is_made_once_and_kept_private(tmp_path: Path):
    token = load_or_create_control_token(tmp_path)
    assert load_or_create_control_token(tmp_path) == token
    assert (tmp_path / "control.token").stat().st_mode & 0o777 == 0o600


def test_the_certificate_names_what_it_is_for_and_verifies_against_the_ca(tmp_path: Path):
    files = ensure_certificates(tmp_path, [*NAMES, "10.0.0.7", "host.example"], time.time())
    names = leaf(files).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "host.example"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1", "10.0.0.7"]
    assert files.private_key.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ca.key").stat().st_mode & 0o777 == 0o600
    context = ssl.create_default_context(cafile=str(files.ca))
    context.load_cert_chain(files.certificate, files.private_key)


def test_certificates_are_kept_while_they_are_good(tmp_path: Path):
    now = time.time()
    first = leaf(ensure_certificates(tmp_path, NAMES, now))
    assert leaf(ensure_certificates(tmp_path, NAMES[:1], now + 59 * DAY)) == first


@pytest.mark.parametrize(("names", "later"), [(NAMES, 61 * DAY), ([*NAMES, "new.example"], 0.0)])
def test_a_certificate_is_renewed_before_it_expires_or_when_a_name_is_missing(
    tmp_path: Path, names: list[str], later: float
):
    now = time.time()
    files = ensure_certificates(tmp_path, NAMES, now)
    first, authority = leaf(files), files.ca.read_bytes()
    second = leaf(ensure_certificates(tmp_path, names, now + later))
    assert second != first
    assert files.ca.read_bytes() == authority
    moment = dt.datetime.fromtimestamp(now + later, dt.UTC)
    assert second.not_valid_after_utc - moment > dt.timedelta(days=80)


def test_a_ca_at_its_end_is_replaced_together_with_the_certificate(tmp_path: Path):
    files = ensure_certificates(tmp_path, NAMES, time.time())
    first, authority = leaf(files), files.ca.read_bytes()
    ensure_certificates(tmp_path, NAMES, time.time() + 3600 * DAY)
    assert files.ca.read_bytes() != authority
    leaf(files).verify_directly_issued_by(x509.load_pem_x509_certificate(files.ca.read_bytes()))
    assert leaf(files) != first


def test_a_key_that_is_not_the_certificates_is_replaced_with_it(tmp_path: Path):
    files = ensure_certificates(tmp_path / "state", NAMES, time.time())
    other = ensure_certificates(tmp_path / "other", NAMES, time.time())
    files.private_key.write_bytes(other.private_key.read_bytes())  # as after a write that the disk cut short
    files = ensure_certificates(tmp_path / "state", NAMES, time.time())
    ssl.create_default_context().load_cert_chain(files.certificate, files.private_key)


def test_an_authoritys_key_that_is_not_its_own_is_replaced_with_it(tmp_path: Path):
    files = ensure_certificates(tmp_path / "state", NAMES, time.time())
    ensure_certificates(tmp_path / "other", NAMES, time.time())
    (tmp_path / "state/ca.key").write_bytes((tmp_path / "other/ca.key").read_bytes())
    files = ensure_certificates(tmp_path / "state", NAMES, time.time())
    leaf(files).verify_directly_issued_by(x509.load_pem_x509_certificate(files.ca.read_bytes()))


def test_a_certificate_that_cannot_be_renewed_serves_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    now = time.time()
    first = leaf(ensure_certificates(tmp_path, NAMES, now))

    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("odind.grid.state.certificates.write_private", read_only)
    assert leaf(ensure_certificates(tmp_path, NAMES, now + 89 * DAY)) == first
    with pytest.raises(OSError, match="Read-only"):
        ensure_certificates(tmp_path, NAMES, now + 91 * DAY)


def test_a_damaged_ca_is_reported(tmp_path: Path):
    files = ensure_certificates(tmp_path, NAMES, time.time())
    files.ca.write_text("damaged")
    with pytest.raises(FailedPreconditionError, match=r"ca\.pem"):
        ensure_certificates(tmp_path, NAMES, time.time())


async def test_a_grid_uses_the_certificate_files_it_is_given(tmp_path: Path):
    files = ensure_certificates(tmp_path / "own", NAMES, time.time())
    config = GridConfig(certificate_file=files.certificate, private_key_file=files.private_key)
    async with Grid(config, tmp_path / "state", [AccessKey.generate()]) as grid:
        assert grid.ca_file == files.certificate
    assert not (tmp_path / "state" / "ca.pem").exists()


async def test_a_running_grid_renews_its_certificate_and_stays_joinable(open_party: Any, tmp_path: Path):
    async with open_party() as party:
        before = (tmp_path / "grid" / "leaf.pem").read_bytes()
        (tmp_path / "grid" / "leaf.pem").unlink()
        party.grid.renew_certificates()
        assert (tmp_path / "grid" / "leaf.pem").read_bytes() != before
        await party.join("alice")


def test_half_a_certificate_is_a_bad_configuration(tmp_path: Path):
    with pytest.raises(InvalidArgumentError, match="must both be set"):
        GridConfig(certificate_file=tmp_path)


async def test_an_address_in_use_is_named(tmp_path: Path):
    async with Grid(GridConfig(), tmp_path, [AccessKey.generate()]) as grid:
        for config in (GridConfig(udp=grid.udp_address), GridConfig(listen=grid.gateway_url[7:])):
            with pytest.raises(UnavailableError, match="cannot listen on 127"):
                async with Grid(config, tmp_path / "second", []):
                    pytest.fail("it has started")


def test_settings_come_from_a_file(tmp_path: Path):
    key = AccessKey.generate()
    (tmp_path / "acme.key").write_text(key.text + "\n")
    path = tmp_path / "grid.toml"
    path.write_text(f"""
        [grid]
        listen = "0.0.0.0:7000"
        allow_unknown_keys = true
        certificate_file = "a.pem"
        private_key_file = "a.key"
        [grid.limits]
        max_rooms = 7
        media_packets = {{ per_second = 100, burst = 200 }}
        [grid.times]
        ping_interval = 2
        [[customers]]
        name = "acme"
        access_key_file = "{tmp_path}/acme.key"
        [[customers]]
        name = "other"
        access_key = "{AccessKey.generate().text}"
    """)
    settings = read_settings(path)
    assert settings.grid.limits.max_rooms == 7
    assert settings.grid.limits.media_packets.burst == 200
    assert settings.grid.times.ping_interval == 2
    assert settings.grid.limits.max_peers == GridConfig().limits.max_peers
    keys = settings.access_keys()
    assert list(keys) == ["acme", "other"]
    assert keys["acme"][0].key_id == key.key_id


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[grid]\nlisten = 1", "Expected `str`"),
        ("[grid]\ntypo = 1", "unknown key grid.typo"),
        ("[grid.limits]\nmax_room = 1", "unknown key grid.limits.max_room"),
        ("[grid.limits]\nmax_rooms = 0", "max_rooms must be greater than zero"),
        ("[grid]\nudp = 'x'", "expected HOST:PORT"),
        ("nonsense", "nonsense"),
        ("[other]", "unknown key other"),
    ],
)
def test_a_bad_file_is_exit_code_2_and_one_line_that_names_it(tmp_path: Path, text: str, message: str):
    path = tmp_path / "grid.toml"
    path.write_text(text)
    result = CliRunner().invoke(grid_command, ["--config", str(path), "--state", str(tmp_path)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert message in result.output or message == "nonsense"


def test_a_missing_file_is_exit_code_2():
    result = CliRunner().invoke(grid_command, ["--config", "/nonexistent.toml"])
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_a_bad_flag_is_exit_code_2(tmp_path: Path):
    result = CliRunner().invoke(grid_command, ["--state", str(tmp_path), "--udp", "nowhere"])
    assert (result.exit_code, "expected HOST:PORT" in result.output) == (2, True)


def test_a_key_file_that_is_missing_is_named(tmp_path: Path):
    path = tmp_path / "grid.toml"
    path.write_text('[[customers]]\nname = "acme"\naccess_key_file = "/nonexistent"\n[grid]\n')
    with pytest.raises(OdindError, match="acme"):
        read_settings(path).access_keys()


def test_the_ca_command_makes_and_shows_the_ca(tmp_path: Path):
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(grid_command, ["--state", str(tmp_path), "ca", *arguments])

    shown = run("--json")
    assert json.loads(shown.output) == {"ca_file": str(tmp_path / "ca.pem")}
    certificate = (tmp_path / "ca.pem").read_bytes()
    assert "SSL_CERT_FILE" in run().output
    assert (tmp_path / "ca.pem").read_bytes() == certificate
