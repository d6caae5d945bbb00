"""A private authority in a folder, and the certificates that it signs: enough for a start."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from odind.core.errors import AlreadyExistsError, InvalidArgumentError
from odind.core.values.late import dataclass
from odind.private_files import make_folder, write_private

from .issuing import FOR_CLIENTS, FOR_MEMBERS, FOR_SERVERS, Issued, issue, make_authority

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AUTHORITY_DAYS: Final = 3650
DAYS: Final = 365
_NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Pair:
    """The files of a certificate and its key."""

    certificate: Path
    key: Path


class Authority:
    """The authority in a folder: `ca.pem` for everybody who is to trust it, `ca.key` for nobody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files = _pair(folder, "ca")

    def make(self, now: float) -> None:
        """Make a new one; raises AlreadyExistsError TLS_FILE_EXISTS, OSError."""
        make_folder(self._folder)
        made = make_authority("odind private CA", _moment(now), AUTHORITY_DAYS)
        self._write(self.files, made, replace=False)

    def make_server(self, names: Sequence[str], now: float, *, replace: bool = False) -> Pair:
        """Make `server.pem` and `server.key` for DNS names and IP addresses of this machine.

        Raises AlreadyExistsError TLS_FILE_EXISTS unless they may be replaced, InvalidArgumentError
        TLS_NAME_INVALID, TLS_AUTHORITY_UNUSABLE, OSError.
        """
        files, names = _pair(self._folder, "server"), [_checked_name(name) for name in names]
        server = issue(self._load(now), names[0], names, FOR_SERVERS, moment=_moment(now), days=DAYS)
        self._write(files, server, replace=replace)
        return files

    def make_client(self, name: str, now: float, *, replace: bool = False) -> Pair:
        """Make `NAME.pem` and `NAME.key` for a client of that name. Raises what `make_server` does."""
        return self._make_named(name, [name], FOR_CLIENTS, now, replace=replace)

    def make_member(self, name: str, names: Sequence[str], now: float, *, replace: bool = False) -> Pair:
        """Make `NAME.pem` and `NAME.key` for a member of a fleet, which has these DNS names and addresses.

        Raises what `make_server` does.
        """
        return self._make_named(name, names, FOR_MEMBERS, now, replace=replace)

    def _make_named(
        self,
        name: str,
        names: Sequence[str],
        purposes: Sequence[x509.ObjectIdentifier],
        now: float,
        *,
        replace: bool,
    ) -> Pair:
        name, names = _checked_name(name), [_checked_name(one) for one in names]
        if name in ("ca", "server"):
            raise _bad_name(name, "the authority's and the server's files have that name")
        files = _pair(self._folder, name)
        made = issue(self._load(now), name, names, purposes, moment=_moment(now), days=DAYS)
        self._write(files, made, replace=replace)
        return files

    def _load(self, now: float) -> Issued:
        try:
            certificate = x509.load_pem_x509_certificate(self.files.certificate.read_bytes())
            key = load_pem_private_key(self.files.key.read_bytes(), None)
        except (OSError, ValueError, TypeError) as error:
            raise self._unusable(error) from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
            raise self._unusable("ca.key does not belong to ca.pem")
        if certificate.not_valid_after_utc < _moment(now) + dt.timedelta(days=DAYS):
            raise self._unusable("it expires before what it would sign")
        return Issued(certificate, key)

    def _unusable(self, problem: object) -> InvalidArgumentError:
        return InvalidArgumentError(
            "TLS_AUTHORITY_UNUSABLE",
            "the authority in {folder}: {problem}; `odind tls init` makes one in a new folder",
            folder=self._folder,
            problem=problem,
        )

    def _write(self, files: Pair, issued: Issued, *, replace: bool) -> None:
        for file in (files.certificate, files.key):
            if not replace and os.path.lexists(file):
                raise AlreadyExistsError(
                    "TLS_FILE_EXISTS",
                    "{file} exists, and is not replaced: name another folder, or move it away",
                    file=file,
                )
        write_private(files.key, issued.key_pem)
        write_private(files.certificate, issued.certificate_pem)


def _pair(folder: Path, name: str) -> Pair:
    return Pair(folder / f"{name}.pem", folder / f"{name}.key")


def _checked_name(name: str) -> str:
    if _NAME.fullmatch(name) or re.fullmatch(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*", name):
        return name
    raise _bad_name(name, "names are made of letters, digits, dots and hyphens, or are IP addresses")


def _bad_name(name: str, problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("TLS_NAME_INVALID", "the name {name}: {problem}", name=name, problem=problem)


def _moment(now: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(now, dt.UTC)
