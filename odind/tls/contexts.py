"""TLS contexts of Python's own, made from identities."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .identity import Identity


class Identities(Protocol):
    """Has the identity of the moment."""

    @property
    def identity(self) -> Identity:
        """What to prove oneself with."""


class ServerContexts:
    """Gives new connections a context with the newest identity; `mutual` asks for clients' certificates."""

    def __init__(self, source: Identities, *, mutual: bool = False) -> None:
        self._source = source
        self._mutual = mutual
        self._identity: Identity | None = None
        self._context: ssl.SSLContext

    def newest(self) -> ssl.SSLContext:
        """Return the context for a connection that begins now."""
        identity = self._source.identity
        if identity is not self._identity:
            self._context = server_context(identity, mutual=self._mutual)
            self._identity = identity
        return self._context


def server_context(identity: Identity, *, mutual: bool) -> ssl.SSLContext:
    """Return a context for HTTP/1.1 over TLS 1.3."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.set_alpn_protocols(["http/1.1"])
    _load(context, identity)
    if mutual:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=identity.client_ca.decode("ascii"))
    return context


def _load(context: ssl.SSLContext, identity: Identity) -> None:
    """Load what was checked: the library takes files alone, and those on disk may be others by now."""
    with os.fdopen(os.memfd_create("odind-tls"), "wb") as file:
        file.write(identity.key + b"\n" + identity.certificate)
        file.flush()
        context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")
