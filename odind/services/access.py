"""Who may call: the one question that is asked of every call, before its work begins."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.base.errors import PermissionDeniedError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Caller:
    """Who calls. `face` names the way by which the call came: rpc, http, websocket, worker.

    `local` is a caller on a unix socket, whose file says who may reach it; `bearer` is what others present.
    """

    face: str
    local: bool = True
    bearer: str = field(default="", repr=False)


class Access(Protocol):
    """Says who may call."""

    def require(self, caller: Caller) -> None:
        """Raise PermissionDeniedError when a caller may not call at all."""


class OpenAccess:
    """Whoever reaches the daemon may call."""

    def require(self, caller: Caller) -> None:
        """Admit."""


OPEN: Final = OpenAccess()


class CookieAccess:
    """Whoever reaches a unix socket may call, and whoever knows the cookie, which stands in `file`."""

    def __init__(self, cookie: str, file: Path) -> None:
        self._cookie = cookie.encode()
        self._file = file

    def require(self, caller: Caller) -> None:
        """Raise PermissionDeniedError COOKIE_MISSING, COOKIE_WRONG."""
        if caller.local or hmac.compare_digest(caller.bearer.encode(errors="replace"), self._cookie):
            return
        if not caller.bearer:
            raise PermissionDeniedError(
                "COOKIE_MISSING",
                'this address needs the daemon\'s cookie: send "authorization: Bearer COOKIE", which '
                "`odindctl cookie` prints and {file} holds, or use the unix socket",
                file=self._file,
            )
        raise PermissionDeniedError(
            "COOKIE_WRONG",
            "this is not the daemon's cookie, which changes at every start: read {file} again, or use the "
            "unix socket",
            file=self._file,
        )


def bearer_of(authorization: str) -> str:
    """Return the credential in an Authorization header, empty when it has none."""
    scheme, _, credential = authorization.partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""
