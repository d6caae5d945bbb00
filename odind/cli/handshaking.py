"""Says why TLS with a daemon fails, by trying it once more where the reason can be seen."""

from __future__ import annotations

import os
import socket
import ssl
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, OdindError, PermissionDeniedError

if TYPE_CHECKING:
    from odind.client.tls import Tls

_PATIENCE_S: Final = 2.0
_SYSTEM: Final = "system"
_REFUSALS: Final = ("CERTIFICATE", "UNKNOWN_CA")
"""What alerts about our own certificate are called; most servers close the connection without one."""


def handshake_problem(target: str, source: str, tls: Tls | None) -> OdindError | None:
    """Return what is wrong with TLS to host:port, or with the lack of it; None if nothing is.

    `source` says where the address comes from, for the sentence.
    """
    if tls is None:
        return _needs_tls(target, source) if _answer(target, _unverified()) is not None else None
    try:
        answer = _answer(target, _verifying(tls))
    except ssl.SSLCertVerificationError as error:
        return _untrusted(target, source, error.verify_message)
    except ssl.SSLError as error:
        refused = any(word in (error.reason or "") for word in _REFUSALS)
        return _refused(target, source) if refused else _without_tls(target, source)
    return _refused(target, source) if answer == b"" else None


def _answer(target: str, context: ssl.SSLContext) -> bytes | None:
    """Return how the peer begins over TLS: nothing if it closes at once, None if it does not speak TLS."""
    host, _, port = target.rpartition(":")
    host = host.strip("[]")
    try:
        with (
            socket.create_connection((host, int(port)), _PATIENCE_S) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            return secured.recv(1)
    except ssl.SSLError:
        if context.verify_mode is ssl.CERT_REQUIRED:
            raise
        return None
    except (OSError, OverflowError):
        return None


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # nothing is said to whom we reach
    return _for_grpc(context)


def _verifying(tls: Tls) -> ssl.SSLContext:
    authority = None if tls.ca in (None, _SYSTEM) else tls.ca
    context = ssl.create_default_context(cafile=authority)
    if tls.certificate and tls.key:
        context.load_cert_chain(os.fspath(tls.certificate), os.fspath(tls.key))
    return _for_grpc(context)


def _for_grpc(context: ssl.SSLContext) -> ssl.SSLContext:
    context.set_alpn_protocols(["h2"])
    return context


def _needs_tls(target: str, source: str) -> OdindError:
    return InvalidArgumentError(
        "TARGET_NEEDS_TLS",
        "{target} ({source}) speaks TLS: name the authority that signed its certificate with --tls-ca, or in "
        "ODIND_TLS_CA",
        target=target,
        source=source,
    )


def _without_tls(target: str, source: str) -> OdindError:
    return InvalidArgumentError(
        "TARGET_WITHOUT_TLS",
        "{target} ({source}) does not speak TLS as we do: leave out --tls-ca and ODIND_TLS_CA if the daemon "
        "has no certificate",
        target=target,
        source=source,
    )


def _untrusted(target: str, source: str, detail: str) -> OdindError:
    return FailedPreconditionError(
        "CERTIFICATE_UNTRUSTED",
        "the certificate of {target} ({source}) is not trusted here: {detail}; name the authority that "
        "signed it with --tls-ca, and the daemon as the certificate does",
        target=target,
        source=source,
        detail=detail,
    )


def _refused(target: str, source: str) -> OdindError:
    return PermissionDeniedError(
        "CLIENT_CERTIFICATE_REFUSED",
        "{target} ({source}) closes the connection: it asks for a client's certificate, signed by its "
        "tls.client_ca and not expired; give one with --tls-cert and --tls-key",
        target=target,
        source=source,
    )
