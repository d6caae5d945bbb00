"""One peer of ours in one room: its state, its link to the server, its audio."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .errors import FailedPreconditionError, OdindError, UnavailableError
from .events import ConnectionState, Dismissed, JoinConfirmed, LinkClosed, LinkLost, PeerVanished
from .media import Media
from .room_state import RoomState

if TYPE_CHECKING:
    from collections.abc import Callable

    from .events import ConnectionView, RoomEvent, Signal
    from .limits import Limits
    from .ports import Clock, JoinSpec, RoomLink, Runtime

    Publish = Callable[[str, RoomEvent], None]


class Connection:
    """The sink of a room: signals go to the state, voice to the media, what follows from them outside."""

    def __init__(
        self, view: ConnectionView, number: int, publish: Publish, over: Callable[[Connection], None]
    ) -> None:
        self.connection_id = view.connection_id
        self.number = number
        self.state = RoomState(view)
        self.link: RoomLink
        self.media: Media
        self._publish = publish
        self._over = over
        self._confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self, runtime: Runtime, spec: JoinSpec, limits: Limits, clock: Clock) -> None:
        """Start to join."""
        self.link = runtime.join(spec, self)
        self.media = Media(runtime, self.link, limits, clock.tick())

    async def confirmed(self) -> None:
        """Wait for the first join; raises what the runtime says when it fails."""
        await self._confirmed

    def require_joined(self) -> None:
        """Raise FailedPreconditionError CONNECTION_NOT_JOINED unless we are in the room right now."""
        if not self.state.joined:
            raise FailedPreconditionError(
                "CONNECTION_NOT_JOINED",
                "connection {connection_id} is {state}; wait for its next joined event",
                connection_id=self.connection_id,
                state=self.state.standing.value,
            )

    def user_id(self, peer_id: int) -> str:
        """The user id of a peer, "" when it is not there."""
        peer = self.state.peer(peer_id)
        return peer.user_id if peer else ""

    def signal(self, signal: Signal) -> None:
        """Take a change of the room."""
        if self.state.standing is ConnectionState.LEFT:
            return
        peers = self.state.view.peers if isinstance(signal, LinkLost) else ()
        event = self.state.apply(signal)
        if event:
            self._publish(self.connection_id, event)
        match signal:
            case JoinConfirmed():
                self._resolve(None)
            case PeerVanished(peer_id):
                self.media.forget_peer(peer_id)
            case LinkLost():
                for peer in peers:
                    self.media.forget_peer(peer.peer_id)
            case LinkClosed(error):
                self._end(error, error.message)
            case Dismissed(detail):
                dismissed = UnavailableError("DISMISSED", "the join was ended: {detail}", detail=detail)
                self._end(dismissed, detail)

    def voice(self, peer_id: int, datagram: bytes) -> None:
        """Take a datagram of a peer that is there."""
        if self.state.peer(peer_id):
            self.media.take_voice(peer_id, datagram)

    def _end(self, error: OdindError, detail: str) -> None:
        self._resolve(error)
        self.media.end(
            FailedPreconditionError(
                "CONNECTION_LEFT",
                "connection {connection_id} is over: {detail}",
                connection_id=self.connection_id,
                detail=detail,
            )
        )
        self._over(self)

    def _resolve(self, error: OdindError | None) -> None:
        if self._confirmed.done():
            return
        if error:
            self._confirmed.set_exception(error)
            self._confirmed.exception()
        else:
            self._confirmed.set_result(None)
