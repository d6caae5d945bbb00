"""Access control: decides who may call, before the work of a call begins."""

from __future__ import annotations

import hmac
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.access import key, sessions
from odind.core.access.principal import NOBODY, OWNER, Principal
from odind.core.access.refusals import grant_revoked
from odind.core.bounds.budget import SHARES_ALONE
from odind.core.errors import OdindError, PermissionDeniedError
from odind.core.rooms.events import GRANT_OVER
from odind.core.values.late import dataclass

from .tracing import NO_CONTEXT, TraceContext

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from odind.core.access.gate import Gate
    from odind.core.access.keys import Keys
    from odind.core.access.live import LiveCalls
    from odind.core.access.sessions import Sessions
    from odind.core.access.tickets import Tickets


CALLER_KEY: Final = "odind-caller"
QUOTAS_KEY: Final = "odind-stream-quotas"
"""The metadata by which the daemon tells a worker whose call it relays, and within which quotas, as JSON."""


MEMBER_FACE: Final = "fleet"
"""The face of calls that another member of a fleet passes on."""


@dataclass(frozen=True)
class Caller:
    """The caller. `face` names where the call arrived: rpc, http, websocket, worker or fleet.

    `local` marks callers on a unix socket, which file permissions protect; others present a `bearer`
    credential, and only one, which `twice` denies, or have shown a `certificate`, which was verified: its
    names are here. `page` marks pages in browsers that come from elsewhere. `peer` is where the call comes
    from, as far as its wire tells callers apart; `trace` what it says of the trace that it belongs to.
    `principal` is who it turned out to be, nobody before that was looked at. `stream_quotas` are those of
    audio streams, by the accounts that have any.
    """

    face: str
    local: bool = True
    bearer: str = field(default="", repr=False)
    certificate: tuple[str, ...] = ()
    peer: str = "unix"
    trace: TraceContext = NO_CONTEXT
    twice: bool = False
    page: bool = False
    principal: Principal = field(default=NOBODY, repr=False)
    stream_quotas: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """Whose budgets the call uses: its principal's, or for the owner its peer's."""
        return self.principal.account or self.peer

    def known_as(self, principal: Principal, stream_quotas: Mapping[str, int] = SHARES_ALONE) -> Caller:
        """Return the caller once it is known who it is; what a front said of a relayed one stays."""
        return replace(self, principal=principal, stream_quotas=self.stream_quotas or stream_quotas)


class Access(Protocol):
    """Decides who may call, and for how long."""

    def admit(self, caller: Caller, rpc: str) -> Principal:
        """Return who calls; raises PermissionDeniedError unless they may make the call."""

    def under(self, principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run a call's work; raises PermissionDeniedError GRANT_REVOKED when the grant ends before."""


class OpenAccess:
    """Takes every caller for the owner."""

    def admit(self, _caller: Caller, _rpc: str) -> Principal:
        """Admit the caller."""
        return OWNER

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on."""
        return nullcontext()


OPEN: Final = OpenAccess()


class MemberAccess:
    """Takes the word of another member of the fleet for who calls: that member has admitted the call."""

    def admit(self, caller: Caller, _rpc: str) -> Principal:
        """Return who calls; raises PermissionDeniedError MEMBERS_ONLY for calls that no member passes on."""
        if caller.principal == NOBODY:
            raise PermissionDeniedError(
                "MEMBERS_ONLY", "this address is for the members of a fleet: use another one of the daemon"
            )
        return caller.principal

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on: the member that admitted the call ends it when the grant ends."""
        return nullcontext()


class KeptCookie(Protocol):
    """The cookie as it is at the moment, and the file that tells it."""

    text: str
    file: Path


class CookieAccess:
    """Knows the owner: who is on a unix socket, has shown a certificate, or presents the cookie."""

    def __init__(self, cookie: KeptCookie) -> None:
        self._cookie = cookie

    def admit(self, caller: Caller, _rpc: str) -> Principal:
        """Return the owner; raises PermissionDeniedError COOKIE_MISSING, COOKIE_WRONG."""
        if self._is_ambient(caller) or self._is_presented(caller):
            return OWNER
        if not caller.bearer:
            raise PermissionDeniedError(
                "COOKIE_MISSING",
                'the call must carry the daemon\'s cookie or an API key: send "authorization: Bearer COOKIE" '
                "with that in {file} or `odindctl cookie`, or use the unix socket",
                file=self._cookie.file,
            )
        raise PermissionDeniedError(
            "COOKIE_WRONG",
            "the cookie is wrong; it changes at every start of the daemon: read {file} again, or use the "
            "unix socket",
            file=self._cookie.file,
        )

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on: the owner is never refused later."""
        return nullcontext()

    @staticmethod
    def _is_ambient(caller: Caller) -> bool:
        """Whether the way in says who calls; not of pages: their browser is there for all of them."""
        return not caller.page and (caller.local or bool(caller.certificate))

    def _is_presented(self, caller: Caller) -> bool:
        return hmac.compare_digest(caller.bearer.encode(errors="replace"), self._cookie.text.encode())


class KeyedAccess:
    """Knows those who present API keys and sessions too, and holds all to their grants.

    `owners` knows the owner by other means; `pages` likewise where the caller is a page from elsewhere, which
    nothing but a credential makes the owner.
    """

    def __init__(
        self,
        owners: Access,
        *,
        pages: Access,
        gate: Gate,
        keys: Keys,
        sessions: Sessions,
        live: LiveCalls,
    ) -> None:
        self._owners = owners
        self._pages = pages
        self._gate = gate
        self._keys = keys
        self._sessions = sessions
        self._live = live

    def admit(self, caller: Caller, rpc: str) -> Principal:
        """Return who calls.

        Raises PermissionDeniedError VERB_NOT_GRANTED, KEY_WRONG, KEY_EXPIRED, SESSION_WRONG, SESSION_EXPIRED,
        and what `owners` raises.
        """
        principal = self._principal(caller, rpc)
        self._gate.require(principal, rpc)
        return principal

    def under(self, principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run a call's work; raises PermissionDeniedError GRANT_REVOKED when the grant ends before."""
        return nullcontext() if principal.is_owner else self._live.under(principal)

    def _principal(self, caller: Caller, rpc: str) -> Principal:
        if caller.twice:
            raise PermissionDeniedError(
                "CREDENTIALS_AMBIGUOUS", "the call carries several credentials: send one authorization alone"
            )
        if caller.bearer.startswith(key.PREFIX):
            return self._keys.principal(caller.bearer)
        if caller.bearer.startswith(sessions.PREFIX):
            return self._sessions.principal(caller.bearer)
        return (self._pages if caller.page else self._owners).admit(caller, rpc)


class TicketAccess:
    """Knows those who present tickets at a worker's own socket, and takes others there for the owner."""

    def __init__(self, tickets: Tickets, gate: Gate) -> None:
        self._tickets = tickets
        self._gate = gate

    def admit(self, caller: Caller, rpc: str) -> Principal:
        """Return who calls; raises PermissionDeniedError TICKET_WRONG, TICKET_EXPIRED, VERB_NOT_GRANTED."""
        if not caller.bearer:
            return OWNER
        holder = self._tickets.holder(caller.bearer)
        self._gate.require(holder, rpc)
        return holder

    @asynccontextmanager
    async def under(self, principal: Principal) -> AsyncIterator[None]:
        """Run a call's work, which ends with the connection that a ticket is for.

        Raises PermissionDeniedError GRANT_REVOKED where that ends because the key has.
        """
        try:
            yield
        except OdindError as error:
            if not principal.is_owner and error.metadata.get("detail") == GRANT_OVER.detail:
                raise grant_revoked() from error
            raise


def bearer_of(authorization: str) -> str:
    """Return the credential in an Authorization header, empty when it has none."""
    scheme, _, credential = authorization.partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""
