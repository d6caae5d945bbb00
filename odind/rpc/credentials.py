"""TLS for gRPC: credentials that follow an identity, so that a new connection is served with the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import grpc

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from odind.tls.contexts import Identities
    from odind.tls.identity import Identity

_COMMON_NAME: Final = "x509_common_name"


def server_credentials(source: Identities, *, mutual: bool = False) -> grpc.ServerCredentials:
    """Return credentials with the identity of the moment; `mutual` asks for clients' certificates."""
    served = source.identity

    def fetch() -> grpc.ServerCertificateConfiguration | None:
        """Return a newer configuration, or None. gRPC calls this at every handshake, in its own thread."""
        nonlocal served
        newest = source.identity
        if newest is served:
            return None
        served = newest
        return _configuration(newest, mutual=mutual)

    return grpc.dynamic_ssl_server_credentials(
        _configuration(served, mutual=mutual),
        fetch,  # type: ignore[arg-type] # whose stubs forget None
        require_client_authentication=mutual,
    )


def certificate_names(context: grpc.aio.ServicerContext[bytes, Message]) -> tuple[str, ...]:
    """Return the names in the certificate that a client has shown, or none; its common name comes last."""
    shown = context.auth_context()
    names = [*(shown.get("peer_dns") or ()), *(shown.get("peer_uri") or ()), *(shown.get(_COMMON_NAME) or ())]
    return tuple(dict.fromkeys(name.decode(errors="replace") for name in names))


def _configuration(identity: Identity, *, mutual: bool) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration(
        [(identity.key, identity.certificate)], identity.client_ca if mutual else None
    )
