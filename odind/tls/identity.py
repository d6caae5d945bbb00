"""What a server proves itself with: a chain of certificates and its key, read from files and checked.

A file may be half written while it is replaced: what does not fit together is refused as a whole.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.private_files import is_exposed

from .issuing import is_issued_by

if TYPE_CHECKING:
    from pathlib import Path

    from .config import TlsConfig


@dataclass(frozen=True)
class Identity:
    """PEM texts that fit together. `names` are whom the certificate is for, `ends` is when it expires.

    `client_ca` are the authorities whose clients are known, empty for none. `ends` is in seconds since the
    epoch.
    """

    certificate: bytes
    key: bytes = field(repr=False)
    client_ca: bytes
    names: tuple[str, ...]
    ends: float


def read_identity(config: TlsConfig, now: float) -> Identity:
    """Read and check the files of the settings; `now` is in seconds since the epoch.

    Raises InvalidArgumentError TLS_FILE_UNREADABLE, TLS_KEY_EXPOSED, TLS_KEY_INVALID, TLS_KEY_MISMATCH,
    TLS_CERTIFICATE_INVALID.
    """
    assert config.certificate  # noqa: S101 - TLS is enabled
    assert config.key  # noqa: S101 - the settings have both or none
    moment = dt.datetime.fromtimestamp(now, dt.UTC)
    chain_pem, key_pem = _read(config.certificate), _read_key(config.key)
    leaf = _check_chain(chain_pem, config.certificate, moment)
    _check_key(key_pem, config.key, leaf)
    client_ca = _read(config.client_ca) if config.client_ca else b""
    if config.client_ca:
        _check_authorities(client_ca, config.client_ca, moment)
    return Identity(chain_pem, key_pem, client_ca, _names(leaf), leaf.not_valid_after_utc.timestamp())


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidArgumentError(
            "TLS_FILE_UNREADABLE", "{file}: {problem}", file=file, problem=error.strerror
        ) from None


def _read_key(file: Path) -> bytes:
    content = _read(file)
    if is_exposed(file):
        raise InvalidArgumentError(
            "TLS_KEY_EXPOSED", "every user may read the private key {file}: chmod o= {file}", file=file
        )
    return content


def _check_key(pem: bytes, file: Path, leaf: x509.Certificate) -> None:
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise InvalidArgumentError(
            "TLS_KEY_INVALID",
            "{file} must hold one private key as PEM, without a password: {problem}",
            file=file,
            problem=str(error).partition("\n")[0],
        ) from None
    if key.public_key() != leaf.public_key():
        raise InvalidArgumentError(
            "TLS_KEY_MISMATCH",
            "the private key {file} does not belong to the certificate: name the two that were made together",
            file=file,
        )


def _check_chain(pem: bytes, file: Path, moment: dt.datetime) -> x509.Certificate:
    """Return the first certificate, the server's; those after it must each have signed the one before."""
    chain = _certificates(pem, file)
    _check_dates(chain[0], file, moment)
    for one, issuer in pairwise(chain):
        if not is_issued_by(one, issuer):
            raise _invalid(file, "its certificates must be in order, each signed by the next")
    if not _names(chain[0]):
        raise _invalid(file, "it names nobody (no subject alternative name): no client would trust it")
    return chain[0]


def _check_authorities(pem: bytes, file: Path, moment: dt.datetime) -> None:
    for authority in _certificates(pem, file):
        _check_dates(authority, file, moment)
        if not _is_authority(authority):
            raise _invalid(file, "it must hold authorities, which sign certificates, not what they signed")


def _certificates(pem: bytes, file: Path) -> list[x509.Certificate]:
    """Return all certificates; one that is cut off counts as an error, which the library overlooks."""
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        found = []
    if len(found) != pem.count(b"-----BEGIN CERTIFICATE-----") or not found:
        raise _invalid(file, "it must hold whole certificates as PEM")
    return found


def _check_dates(certificate: x509.Certificate, file: Path, moment: dt.datetime) -> None:
    if certificate.not_valid_after_utc <= moment:
        raise _invalid(file, f"it expired on {certificate.not_valid_after_utc:%Y-%m-%d}: replace it")
    if certificate.not_valid_before_utc > moment:
        raise _invalid(
            file,
            f"it is valid from {certificate.not_valid_before_utc:%Y-%m-%d} on: look at this machine's clock",
        )


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = (str(address) for address in names.get_values_for_type(x509.IPAddress))
    return (*names.get_values_for_type(x509.DNSName), *addresses)


def _invalid(file: Path, problem: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        "TLS_CERTIFICATE_INVALID", "the certificate {file}: {problem}", file=file, problem=problem
    )
