"""The sockets of a connection: what peers open, who accepts it, and how it ends."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from odind.core.errors import NotFoundError
from odind.core.sockets.items import EndReason, SocketEnd
from odind.core.sockets.ports import SocketOptions
from odind.core.sockets.sockets import MAX_SOCKETS, OFFERED_BYTES, Listener, Offer, Sockets

from .test_socket import Wire

MEGABYTE = 1_048_576


class Desk:
    """Sockets, with wires of peers."""

    def __init__(self) -> None:
        self.sockets = Sockets(self._open, lambda peer_id: f"user {peer_id}", lambda: None)
        self.opened: list[Wire] = []
        self._numbers = iter(range(1_000, 2_000))

    def _open(self, options: SocketOptions) -> Wire:
        wire = self.peer(options.peer_id)
        self.opened.append(wire)
        return wire

    def peer(self, peer_id: int = 2) -> Wire:
        wire = Wire()
        wire.number, wire.options = next(self._numbers), SocketOptions(peer_id, label=peer_id)
        return wire


async def offered(listener: Listener) -> Offer:
    return await anext(aiter(listener.offers()))


async def test_a_socket_of_a_peer_is_offered_and_accepted_with_what_was_sent_meanwhile():
    desk = Desk()
    with desk.sockets.listening() as one, desk.sockets.listening() as other:
        wire = desk.peer()
        desk.sockets.take(wire, b"one")
        desk.sockets.take(wire, b"two")
        offer = await offered(one)
        assert offer == await offered(other)
        assert (offer.user_id, offer.options.label) == ("user 2", 2)
        socket = desk.sockets.accept(offer.socket_id, 100)
        items = socket.items()
        assert [await anext(items), await anext(items)] == [b"one", b"two"]
        with pytest.raises(NotFoundError, match="SOCKET_NOT_FOUND"):
            desk.sockets.accept(offer.socket_id, 100)


async def test_while_nobody_listens_what_peers_open_is_dropped():
    desk = Desk()
    desk.sockets.take(desk.peer(), b"unheard")
    assert desk.sockets.resting
    with desk.sockets.listening():
        desk.sockets.take(desk.peer(), b"heard")
        assert not desk.sockets.resting
    assert desk.sockets.resting


async def test_an_offer_that_nobody_accepts_for_ten_seconds_is_withdrawn_and_stays_away():
    desk = Desk()
    with desk.sockets.listening() as listener:
        wire = desk.peer()
        desk.sockets.take(wire, b"one")
        offer = await offered(listener)
        for _ in range(500):
            desk.sockets.tick()
        with pytest.raises(NotFoundError, match="SOCKET_NOT_FOUND"):
            desk.sockets.accept(offer.socket_id, 100)
        assert wire.closed
        desk.sockets.take(wire, b"two")
        assert desk.sockets.resting


async def test_offers_hold_a_bounded_number_of_bytes_and_the_oldest_gives_way():
    desk = Desk()
    with desk.sockets.listening() as listener:
        old, new = desk.peer(), desk.peer()
        desk.sockets.take(old, bytes(MEGABYTE))
        for _ in range(OFFERED_BYTES // MEGABYTE):
            desk.sockets.take(new, bytes(MEGABYTE))
        offers = listener.offers()
        first, second = await anext(offers), await anext(offers)
        with pytest.raises(NotFoundError, match="SOCKET_NOT_FOUND"):
            desk.sockets.accept(first.socket_id, 100)
        assert desk.sockets.accept(second.socket_id, 100).held_bytes == OFFERED_BYTES


async def test_a_connection_has_a_bounded_number_of_sockets():
    desk = Desk()
    with desk.sockets.listening(), ExitStack():
        for _ in range(MAX_SOCKETS + 10):
            desk.sockets.take(desk.peer(), b"data")
        assert len(desk.sockets._sockets) == MAX_SOCKETS


async def test_a_peer_that_leaves_takes_its_own_sockets_with_it():
    desk = Desk()
    gone, stays = (desk.sockets.open(SocketOptions(peer_id), 100) for peer_id in (2, 3))
    desk.sockets.peer_left(2)
    (end,) = [item async for item in gone.items()]
    assert isinstance(end, SocketEnd)
    assert end.reason is EndReason.PEER_LEFT
    assert [wire.closed for wire in desk.opened] == [True, False]
    stays.abandon()


async def test_the_end_of_the_connection_ends_sockets_and_listeners():
    desk = Desk()
    socket = desk.sockets.open(SocketOptions(2), 100)
    with desk.sockets.listening() as listener:
        desk.sockets.end(EndReason.CONNECTION_LEFT, "we left")
        assert [offer async for offer in listener.offers()] == []
    assert [item async for item in socket.items()] == [SocketEnd(EndReason.CONNECTION_LEFT, "we left")]
