"""The grid's own certificate authority and the certificate of its SFU, both in the state folder."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from odind.core.errors import FailedPreconditionError
from odind.core.values.late import dataclass
from odind.private_files import write_private
from odind.tls.issuing import FOR_SERVERS, Issued, general_name, is_issued_by, issue, make_authority

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CA_DAYS: Final = 3650
LEAF_DAYS: Final = 90
RENEW_LEAF_DAYS: Final = 30
_CA_SPARE_DAYS: Final = LEAF_DAYS


@dataclass(frozen=True)
class CertificateFiles:
    """The files of a certificate chain, its private key and the authority that signed it."""

    certificate: Path
    private_key: Path
    ca: Path


def ensure_certificates(state_dir: Path, names: Sequence[str], now: float) -> CertificateFiles:
    """Return a valid certificate for `names`, which are DNS names and IP addresses.

    Creates what is missing or about to expire: the authority is valid for ten years, the certificate is
    renewed 30 days before it expires, or as late as the disk allows. `now` is in seconds since the epoch.
    Raises FailedPreconditionError GRID_STATE_INVALID for a damaged file, OSError.
    """
    files = CertificateFiles(state_dir / "leaf.pem", state_dir / "leaf.key", state_dir / "ca.pem")
    moment = dt.datetime.fromtimestamp(now, dt.UTC)
    authority = _load_authority(state_dir, moment) or _make_authority(state_dir, moment)
    if not _is_usable(files, authority, names, moment, RENEW_LEAF_DAYS):
        try:
            _issue(files, authority, names, moment)
        except OSError:
            if not _is_usable(files, authority, names, moment, 0):
                raise
    return files


def _load_authority(state_dir: Path, moment: dt.datetime) -> Issued | None:
    certificate_file, key_file = state_dir / "ca.pem", state_dir / "ca.key"
    if not (certificate_file.exists() and key_file.exists()):
        return None
    certificate = _read_certificate(certificate_file)
    if certificate.not_valid_after_utc - moment < dt.timedelta(days=_CA_SPARE_DAYS):
        return None
    key = _read_key(key_file)
    return Issued(certificate, key) if key.public_key() == certificate.public_key() else None


def _make_authority(state_dir: Path, moment: dt.datetime) -> Issued:
    authority = make_authority("odind grid CA", moment, CA_DAYS)
    write_private(state_dir / "ca.key", authority.key_pem)
    write_private(state_dir / "ca.pem", authority.certificate_pem, mode=0o644)
    return authority


def _issue(files: CertificateFiles, authority: Issued, names: Sequence[str], moment: dt.datetime) -> None:
    leaf = issue(authority, "odind grid", names, FOR_SERVERS, moment=moment, days=LEAF_DAYS)
    write_private(files.private_key, leaf.key_pem)
    write_private(files.certificate, leaf.certificate_pem, mode=0o644)


def _is_usable(
    files: CertificateFiles,
    authority: Issued,
    names: Sequence[str],
    moment: dt.datetime,
    spare_days: int,
) -> bool:
    if not (files.certificate.exists() and files.private_key.exists()):
        return False
    leaf = _read_certificate(files.certificate)
    return (
        _read_key(files.private_key).public_key() == leaf.public_key()
        and leaf.not_valid_after_utc - moment >= dt.timedelta(days=spare_days)
        and leaf.not_valid_before_utc <= moment
        and is_issued_by(leaf, authority.certificate)
        and {general_name(name) for name in names} <= _names_of(leaf)
    )


def _names_of(leaf: x509.Certificate) -> set[x509.GeneralName]:
    return set(leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError:
        raise _broken(path) from None


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), None)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key
    raise _broken(path)


def _broken(path: Path) -> FailedPreconditionError:
    return FailedPreconditionError(
        "GRID_STATE_INVALID", "{path} is not valid PEM: delete the file to create a new one", path=path
    )
