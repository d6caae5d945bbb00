"""The sockets of one connection: those in use, and those that peers have opened and nobody has accepted."""

from __future__ import annotations

import asyncio
import itertools
from collections import OrderedDict, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from odind.core.timing.tick import TICKS_PER_SECOND
from odind.core.values.late import dataclass

from .items import EndReason
from .refusals import no_socket, options_invalid, too_many_sockets
from .socket import Socket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from .ports import SocketLink, SocketOptions

MAX_SOCKETS: Final = 64
OFFERED_BYTES: Final = 16_777_216
"""Messages of all sockets that wait to be accepted."""
_OFFER_TICKS: Final = 10 * TICKS_PER_SECOND
_DISMISSED: Final = 1_024
_MAX_OPTION: Final = 2**31 - 1


@dataclass(frozen=True)
class Offer:
    """A socket that a peer has opened, under the id by which it can be accepted."""

    socket_id: str
    user_id: str
    options: SocketOptions


class Listener:
    """One who is told of the sockets that peers open."""

    def __init__(self) -> None:
        self._offers: deque[Offer] = deque(maxlen=MAX_SOCKETS)
        self._news = asyncio.Event()
        self._over = False

    def tell(self, offer: Offer) -> None:
        """Tell of a socket."""
        self._offers.append(offer)
        self._news.set()

    def end(self) -> None:
        """No more sockets will come."""
        self._over = True
        self._news.set()

    async def offers(self) -> AsyncIterator[Offer]:
        """Yield the sockets that come, until the connection is over."""
        while True:
            while self._offers:
                yield self._offers.popleft()
            if self._over:
                return
            self._news.clear()
            await self._news.wait()


class Sockets:
    """Belongs to the loop. `open_link` opens a socket of the runtime, `wake` asks for ticks.

    While nobody listens, what peers send on sockets of their own is dropped.
    """

    def __init__(
        self,
        open_link: Callable[[SocketOptions], SocketLink],
        user_id: Callable[[int], str],
        wake: Callable[[], None],
    ) -> None:
        self._open_link = open_link
        self._user_id = user_id
        self._wake = wake
        self._sockets: dict[int, Socket] = {}
        self._offered: dict[str, tuple[Socket, int]] = {}
        self._listeners: list[Listener] = []
        self._dismissed: OrderedDict[int, None] = OrderedDict()
        self._numbers = itertools.count(1)
        self._ticks = 0

    @property
    def resting(self) -> bool:
        """Whether no tick is needed."""
        return not self._offered and all(socket.resting for socket in self._sockets.values())

    def open(self, options: SocketOptions, buffer_bytes: int) -> Socket:
        """Open a socket to a peer that is in the room.

        Raises InvalidArgumentError SOCKET_OPTIONS_INVALID, ResourceExhaustedError TOO_MANY_SOCKETS.
        """
        _require_possible(options)
        if len(self._sockets) >= MAX_SOCKETS:
            raise too_many_sockets(MAX_SOCKETS)
        return self._add(self._open_link(options), buffer_bytes)

    def accept(self, socket_id: str, buffer_bytes: int) -> Socket:
        """Take a socket that a peer has opened, with what was sent on it; raises SOCKET_NOT_FOUND."""
        if socket_id not in self._offered:
            raise no_socket(socket_id)
        socket, _ = self._offered.pop(socket_id)
        socket.buffer_bytes = max(buffer_bytes, socket.held_bytes)
        return socket

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """Listen for the length of the block."""
        listener = Listener()
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)
            if not self._listeners:
                self._withdraw(0)

    def take(self, link: SocketLink, data: bytes) -> None:
        """Take a message of a peer, the first one of a socket that it has opened, too."""
        socket = self._sockets.get(link.number) or self._offer(link)
        if socket:
            socket.take(data)
            self._keep_offers_bounded()
            self._wake()

    def tick(self) -> None:
        """See what was transmitted, and who has waited for too long."""
        self._ticks += 1
        self._withdraw(_OFFER_TICKS)
        for socket in tuple(self._sockets.values()):
            socket.tick()

    def peer_left(self, peer_id: int) -> None:
        """A peer is gone, and its sockets with it."""
        for socket in tuple(self._sockets.values()):
            if socket.options.peer_id == peer_id:
                socket.end(EndReason.PEER_LEFT, f"peer {peer_id} has left the room")

    def lost(self, detail: str) -> None:
        """The link to the server broke, and with it every socket."""
        self._end_all(EndReason.CONNECTION_LOST, detail)
        self._dismissed.clear()

    def end(self, reason: EndReason, detail: str) -> None:
        """The connection is over."""
        self._end_all(reason, detail)
        for listener in self._listeners:
            listener.end()

    def _end_all(self, reason: EndReason, detail: str) -> None:
        for socket in tuple(self._sockets.values()):
            socket.end(reason, detail)

    def _offer(self, link: SocketLink) -> Socket | None:
        """Offer a socket that a peer has opened to those who listen; None when it is not wanted."""
        if not self._listeners or link.number in self._dismissed or len(self._sockets) >= MAX_SOCKETS:
            return None
        socket = self._add(link, OFFERED_BYTES)
        offer = Offer(f"socket-{next(self._numbers)}", self._user_id(link.options.peer_id), link.options)
        self._offered[offer.socket_id] = socket, self._ticks
        for listener in self._listeners:
            listener.tell(offer)
        return socket

    def _add(self, link: SocketLink, buffer_bytes: int) -> Socket:
        socket = self._sockets[link.number] = Socket(link, buffer_bytes, self._on_over, self._wake)
        return socket

    def _on_over(self, socket: Socket) -> None:
        """Forget a socket that is over, and ignore what may still come on it."""
        self._sockets.pop(socket.number, None)
        self._dismissed[socket.number] = None
        while len(self._dismissed) > _DISMISSED:
            self._dismissed.popitem(last=False)

    def _withdraw(self, ticks: int) -> None:
        """End the offers that have waited for so many ticks."""
        for name, (socket, since) in tuple(self._offered.items()):
            if self._ticks - since >= ticks:
                self._dismiss(name, socket)

    def _keep_offers_bounded(self) -> None:
        """End the oldest offers while all of them hold too much."""
        while sum(socket.held_bytes for socket, _ in self._offered.values()) > OFFERED_BYTES:
            name, (socket, _) = next(iter(self._offered.items()))
            self._dismiss(name, socket)

    def _dismiss(self, socket_id: str, socket: Socket) -> None:
        del self._offered[socket_id]
        socket.end(EndReason.REFUSED, "nobody has accepted it")


def _require_possible(options: SocketOptions) -> None:
    """Raise InvalidArgumentError SOCKET_OPTIONS_INVALID."""
    bounds = {
        "label": (options.label, 0, _MAX_OPTION),
        "priority": (options.priority, -_MAX_OPTION if options.reliable else 0, _MAX_OPTION),
    }
    for setting, (value, low, high) in bounds.items():
        if not low <= value <= high:
            raise options_invalid(setting, value, low, high)
