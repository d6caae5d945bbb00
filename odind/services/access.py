"""Access control: decides who may call, before the work of a call begins."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.errors import PermissionDeniedError

from .tracing import NO_CONTEXT, TraceContext

if TYPE_CHECKING:
    from pathlib import Path


CALLER_KEY: Final = "odind-caller"
"""The metadata by which the daemon tells a worker whose call it relays."""


@dataclass(frozen=True)
class Caller:
    """The caller. `face` names where the call arrived: rpc, http, websocket or worker.

    `local` marks callers on a unix socket, which file permissions protect; others present a `bearer`
    credential, or have shown a `certificate`, which was verified: its names are here. `peer` is where the
    call comes from, as far as its wire tells callers apart; `trace` what it says of its trace.
    """

    face: str
    local: bool = True
    bearer: str = field(default="", repr=False)
    certificate: tuple[str, ...] = ()
    peer: str = "unix"
    trace: TraceContext = NO_CONTEXT

    @property
    def name(self) -> str:
        """Whose budgets the call uses: its peer's, until callers have keys of their own."""
        return self.peer


class Access(Protocol):
    """Decides who may call."""

    def require(self, caller: Caller) -> None:
        """Raise PermissionDeniedError unless the caller may call."""


class OpenAccess:
    """Admits every caller."""

    def require(self, caller: Caller) -> None:
        """Admit the caller."""


OPEN: Final = OpenAccess()


class KeptCookie(Protocol):
    """The cookie as it is at the moment, and the file that tells it."""

    text: str
    file: Path


class CookieAccess:
    """Admits callers on a unix socket, with a certificate, and callers that present the cookie."""

    def __init__(self, cookie: KeptCookie) -> None:
        self._cookie = cookie

    def require(self, caller: Caller) -> None:
        """Raise PermissionDeniedError COOKIE_MISSING, COOKIE_WRONG."""
        if caller.local or caller.certificate or self._is_presented(caller):
            return
        if not caller.bearer:
            raise PermissionDeniedError(
                "COOKIE_MISSING",
                'the call must carry the daemon\'s cookie: send "authorization: Bearer COOKIE" with that in '
                "{file} or `odindctl cookie`, or use the unix socket",
                file=self._cookie.file,
            )
        raise PermissionDeniedError(
            "COOKIE_WRONG",
            "the cookie is wrong; it changes at every start of the daemon: read {file} again, or use the "
            "unix socket",
            file=self._cookie.file,
        )

    def _is_presented(self, caller: Caller) -> bool:
        return hmac.compare_digest(caller.bearer.encode(errors="replace"), self._cookie.text.encode())


def bearer_of(authorization: str) -> str:
    """Return the credential in an Authorization header, empty when it has none."""
    scheme, _, credential = authorization.partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""
