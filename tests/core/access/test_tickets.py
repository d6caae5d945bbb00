"""Tickets for workers' own sockets: who gets one, and what it is good for."""

from __future__ import annotations

import pytest

from odind.core.access.gate import Gate
from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.quotas import Quotas
from odind.core.access.tickets import LIVES_S, TicketHolder, Tickets, ticket_secret
from odind.core.access.verbs import ALL, Verb
from odind.core.errors import NotFoundError, PermissionDeniedError
from odind.services.access import Caller, TicketAccess
from odind.services.scope import require_tickets_connection, require_tickets_lane
from odind.v1 import audio_pb2
from tests.core.fakes import FakeClock

SECRET = ticket_secret(b"the daemon's")
STREAM = "/odind.v1.AudioService/StreamAudio"
LISTENER = Principal(
    "game", Grant(ALL - {Verb.SPEAK, Verb.ADMIN}, tenant="acme", quotas=Quotas(audio_streams=2))
)
MINE, OTHER = LISTENER.new_id("c"), LISTENER.new_id("c")
FORMAT = audio_pb2.AudioFormat(sample_rate_hz=48_000, channels=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def tickets(clock: FakeClock) -> Tickets:
    return Tickets(SECRET, clock)


def access(tickets: Tickets) -> TicketAccess:
    return TicketAccess(tickets, Gate({STREAM: frozenset({Verb.SPEAK, Verb.LISTEN})}))


def test_it_lets_a_key_do_with_its_connection_what_its_grant_says_and_no_more(tickets: Tickets) -> None:
    by = access(tickets).admit(Caller("rpc", bearer=tickets.issue(LISTENER, MINE)), STREAM)
    assert isinstance(by, TicketHolder)
    assert (by.account, by.grant.quotas) == (LISTENER.account, Quotas(audio_streams=2))
    require_tickets_lane(by, audio_pb2.StreamAudioConfig(connection_id=MINE, receive=FORMAT))
    with pytest.raises(PermissionDeniedError, match="VERB_NOT_GRANTED"):
        require_tickets_lane(by, audio_pb2.StreamAudioConfig(connection_id=MINE, send=FORMAT))
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        require_tickets_lane(by, audio_pb2.StreamAudioConfig(connection_id=OTHER, receive=FORMAT))
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        require_tickets_connection(by, OTHER)
    with pytest.raises(PermissionDeniedError, match="VERB_NOT_GRANTED"):
        access(tickets).admit(Caller("rpc", bearer=tickets.issue(LISTENER, MINE)), "/another")


def test_only_a_key_whose_connection_it_is_gets_one(tickets: Tickets) -> None:
    session = Principal("game/anna", LISTENER.grant)
    deaf = Principal("game", Grant(frozenset({Verb.JOIN}), tenant="acme"))
    chief = Principal("chief", Grant(ALL, tenant="acme"))
    assert [tickets.issue(by, MINE) for by in (session, deaf, chief, OWNER)] == [""] * 4
    assert tickets.issue(session, session.new_id("c")) == ""


def test_it_is_for_the_beginning_of_a_call(tickets: Tickets, clock: FakeClock) -> None:
    text = tickets.issue(LISTENER, MINE)
    clock.advance(LIVES_S)
    with pytest.raises(PermissionDeniedError, match="TICKET_EXPIRED"):
        tickets.holder(text)


@pytest.mark.parametrize("end", ["", ".", "x", "odt_e30.x"])
def test_what_the_front_has_not_signed_is_refused(tickets: Tickets, clock: FakeClock, end: str) -> None:
    forged = Tickets(b"another", clock).issue(LISTENER, MINE)
    for text in (forged, tickets.issue(LISTENER, MINE)[:-1] + end, f"odt_{end}", f"odk_game_{end}"):
        with pytest.raises(PermissionDeniedError, match="TICKET_WRONG"):
            access(tickets).admit(Caller("rpc", bearer=text), STREAM)


def test_without_one_the_mode_of_the_socket_has_let_in_owners_alone(tickets: Tickets) -> None:
    by = access(tickets).admit(Caller("rpc"), STREAM)
    assert by is OWNER
    require_tickets_lane(by, audio_pb2.StreamAudioConfig(connection_id=OTHER, send=FORMAT))
