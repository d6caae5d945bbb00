"""Tickets: signed texts with which a key's holder has a worker carry the audio of one connection.

A worker knows no keys, so a ticket says all. It is valid for the seconds in which a call begins. What has
begun ends with the connection, which is left when the key is revoked or expires.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import PermissionDeniedError
from odind.core.values.late import dataclass

from .grant import Grant
from .principal import Principal
from .quotas import Quotas
from .signed import Signer, secret_for
from .verbs import Verb

if TYPE_CHECKING:
    from odind.core.timing.clock import Clock

PREFIX: Final = "odt_"
LIVES_S: Final = 30.0
_VERBS: Final = frozenset({Verb.SPEAK, Verb.LISTEN})


def ticket_secret(secret: bytes) -> bytes:
    """Return the secret of tickets, made of the daemon's."""
    return secret_for("tickets", secret)


@dataclass(frozen=True)
class TicketHolder(Principal):
    """Who shows a ticket, which is for one connection."""

    connection_id: str = ""


class Tickets:
    """Makes tickets in the front, and reads them in a worker; `secret` is known to both."""

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._signer = Signer(PREFIX, secret)
        self._clock = clock

    def issue(self, by: Principal, connection_id: str) -> str:
        """Return a ticket for a connection of a key's own, "" for everybody else.

        A session may end before its connection does, and so do the calls of its holder, in the front.
        """
        verbs = sorted(verb.value for verb in _VERBS if by.grant.allows(verb))
        if not verbs or by.name != by.root or not by.owns(connection_id):
            return ""
        return self._signer.write(
            {
                "name": by.name,
                "tenant": by.tenant,
                "streams": by.grant.quotas.audio_streams,
                "verbs": verbs,
                "connection": connection_id,
                "until": self._clock.now() + LIVES_S,
            }
        )

    def holder(self, text: str) -> TicketHolder:
        """Return who shows a ticket; raises PermissionDeniedError TICKET_WRONG, TICKET_EXPIRED."""
        claims = self._signer.read(text)
        if claims is None:
            raise PermissionDeniedError(
                "TICKET_WRONG", "the ticket is wrong: GetConnection returns one with the audio_target"
            )
        if claims["until"] <= self._clock.now():
            raise PermissionDeniedError(
                "TICKET_EXPIRED", "the ticket has expired: GetConnection returns another one"
            )
        quotas = Quotas(audio_streams=claims["streams"])
        grant = Grant(frozenset(map(Verb, claims["verbs"])), tenant=claims["tenant"], quotas=quotas)
        return TicketHolder(claims["name"], grant, connection_id=claims["connection"])
