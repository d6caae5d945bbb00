"""TLS to a daemon: whom to trust, and what to show, as given or from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc

from odind.core.errors import InvalidArgumentError
from odind.private_files import is_exposed
from odind.sockets import grpc_target

CA_VARIABLE: Final = "ODIND_TLS_CA"
CERTIFICATE_VARIABLE: Final = "ODIND_TLS_CERT"
KEY_VARIABLE: Final = "ODIND_TLS_KEY"
SYSTEM: Final = "system"
_PEM: Final = b"-----BEGIN "


@dataclass(frozen=True)
class Tls:
    """Files of PEM: the authority that signed the daemon's certificate, and our own certificate and key.

    Without `ca`, or with "system", the authorities that gRPC knows are trusted. `certificate` and `key` are
    for an address that asks clients for them.
    """

    ca: str | os.PathLike[str] | None = None
    certificate: str | os.PathLike[str] | None = None
    key: str | os.PathLike[str] | None = None


def tls_from_environment() -> Tls | None:
    """Return what ODIND_TLS_CA, ODIND_TLS_CERT and ODIND_TLS_KEY say, None when they say nothing."""
    names = (CA_VARIABLE, CERTIFICATE_VARIABLE, KEY_VARIABLE)
    ca, certificate, key = (os.environ.get(name) or None for name in names)
    return Tls(ca, certificate, key) if ca or certificate or key else None


def open_channel(target: str, tls: Tls | None, options: Any) -> grpc.aio.Channel:
    """Return a channel to a target; one on a unix socket is never secured.

    Raises InvalidArgumentError TLS_FILE_UNREADABLE, TLS_FILE_INVALID, TLS_KEY_EXPOSED, TLS_KEY_MISSING.
    """
    if tls is None or target.startswith("unix:"):
        return grpc.aio.insecure_channel(grpc_target(target), options=options)
    return grpc.aio.secure_channel(target, _credentials(tls), options=options)


def _credentials(tls: Tls) -> grpc.ChannelCredentials:
    if (tls.certificate is None) != (tls.key is None):
        raise InvalidArgumentError(
            "TLS_KEY_MISSING",
            "a client's certificate and its private key must be given together: --tls-cert and --tls-key, or "
            "{certificate} and {key}",
            certificate=CERTIFICATE_VARIABLE,
            key=KEY_VARIABLE,
        )
    ca = None if tls.ca in (None, SYSTEM) else _read(tls.ca)
    return grpc.ssl_channel_credentials(ca, _read_key(tls.key), _read(tls.certificate))


def _read_key(path: str | os.PathLike[str] | None) -> bytes | None:
    content = _read(path)
    if path is not None and is_exposed(Path(path)):
        raise InvalidArgumentError(
            "TLS_KEY_EXPOSED",
            "every user may read the private key {file}: chmod o= {file}",
            file=os.fspath(path),
        )
    return content


def _read(path: str | os.PathLike[str] | None) -> bytes | None:
    if path is None:
        return None
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidArgumentError(
            "TLS_FILE_UNREADABLE", "{file}: {problem}", file=file, problem=error.strerror
        ) from None
    if _PEM not in content:
        raise InvalidArgumentError("TLS_FILE_INVALID", "{file} must hold PEM", file=file)
    return content
