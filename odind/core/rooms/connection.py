"""One peer of ours in one room: its state, its link to the server, its audio."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.base.errors import FailedPreconditionError, OdindError, UnavailableError
from odind.core.base.statistics import ConnectionStatistics
from odind.core.space.movement import Movement
from odind.core.voice.media import Media

from .events import ConnectionState
from .signals import Dismissed, JoinConfirmed, LinkClosed, LinkLost, PeerPlaced, PeerVanished
from .state import RoomState

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.base.tick import Ticker
    from odind.core.space.place import Place, Position
    from odind.core.voice.ports import VoicePacket

    from .events import ConnectionView, RoomEvent
    from .ports import JoinSpec, RoomLink, Runtime
    from .signals import Signal

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
        self._ticker: Ticker
        self._publish = publish
        self._over = over
        self._movement = Movement()
        self._confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self, runtime: Runtime, spec: JoinSpec, ticker: Ticker, place: Place | None = None) -> None:
        """Start to join, and to be at a place."""
        self.link = runtime.join(spec, self)
        self._ticker = ticker
        self.media = Media(runtime, self.link, ticker.tick(), self.user_id, self._tell)
        if place:
            self.media.outgoing.move(place)

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

    @property
    def idle(self) -> bool:
        """Whether no tick is needed."""
        return self.media.idle and self._movement.resting

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
            self._tell(event)
        match signal:
            case JoinConfirmed():
                self.media.rejoined({peer.peer_id for peer in self.state.view.peers})
                self._resolve(None)
            case PeerVanished(peer_id):
                self._movement.forget(peer_id)
                self.media.forget_peer(peer_id)
                self.media.drop_settings(peer_id)
            case LinkLost():
                self.media.outgoing.lost()
                for peer in peers:
                    self._movement.forget(peer.peer_id)
                    self.media.forget_peer(peer.peer_id)
            case LinkClosed(error):
                self._end(error, error.message)
            case Dismissed(detail):
                dismissed = UnavailableError("DISMISSED", "the join was ended: {detail}", detail=detail)
                self._end(dismissed, detail)

    def voice(self, packet: VoicePacket) -> None:
        """Take a packet of a peer that is there."""
        if self.state.peer(packet.peer_id):
            self._follow(packet)
            self.media.take_voice(packet)

    def _follow(self, packet: VoicePacket) -> None:
        """Report where a peer is, at once or, by a tick, soon."""
        if self._movement.take(packet.peer_id, packet.positions, self._ticker.tick()):
            self._place_peer(packet.peer_id, packet.positions)
        elif not self._movement.resting:
            self._ticker.wake()

    def speak(self, tick: int) -> None:
        """Speak one frame."""
        self.media.speak(tick)

    def hear(self, tick: int) -> None:
        """Hear one frame, and report who moved."""
        self.media.hear(tick)
        for peer_id, positions in self._movement.due(tick):
            self._place_peer(peer_id, positions)

    def statistics(self) -> ConnectionStatistics:
        """Return what was counted so far."""
        media = self.media
        return ConnectionStatistics(
            connection_id=self.connection_id,
            link=self.link.stats(),
            voice_sent=media.outgoing.datagrams,
            voice_sent_bytes=media.outgoing.bytes,
            voice_received=media.received,
            voice_received_bytes=media.received_bytes,
            malformed=self.link.malformed,
            streams=media.streams(),
            peers=media.decoders(),
            pace=self._ticker.pace(),
        )

    def _place_peer(self, peer_id: int, positions: tuple[Position, ...]) -> None:
        self.signal(PeerPlaced(peer_id, self.media.outgoing.place.from_the_wire(positions)))

    def _tell(self, event: RoomEvent) -> None:
        self._publish(self.connection_id, event)

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
