"""Converts between core's view of ODIN Rooms and the proto's."""

from __future__ import annotations

from odind.core.tokens.hosted import RoomsPage, RoomsTicket
from odind.v1 import rooms_pb2


def unpack_ticket(ticket: rooms_pb2.RoomsTicket) -> RoomsTicket:
    """Return core's ticket."""
    return RoomsTicket(ticket.api_key, ticket.secret_file, ticket.room_id, ticket.user_id)


def pack_page(page: RoomsPage) -> rooms_pb2.RoomsPage:
    """Return the proto's message for a page."""
    return rooms_pb2.RoomsPage(domain=page.domain, url=page.url)
