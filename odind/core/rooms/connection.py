"""One peer of ours in one room, in the process that holds it: its state, its link, its audio."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, assert_never

from odind.core.errors import UnavailableError
from odind.core.players.player import Player
from odind.core.players.settings import PlayerSettings
from odind.core.recordings.recorders import Recorders
from odind.core.sockets.items import EndReason
from odind.core.sockets.sockets import Sockets
from odind.core.space.movement import Movement
from odind.core.space.place import Place
from odind.core.values.statistics import ConnectionStatistics, HostTotals
from odind.core.voice.media import Media

from .chronicle import mark_of, room_of
from .decryption import WINDOW_TICKS, Decryption
from .events import LEFT_BY_US, CannotDecrypt, ConnectionChanged, ConnectionLeft, ConnectionState
from .noted import PlayerMoved, PlayerNoted
from .refusals import connection_left, connection_lost, not_encrypted
from .settings import ConnectionSettings
from .signals import (
    Dismissed,
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerPlaced,
    PeerUpdated,
    PeerVanished,
)
from .state import RoomState, SignalReader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from odind.core.errors import OdindError
    from odind.core.players.ports import Sounds
    from odind.core.players.settings import PlayerPositions
    from odind.core.recordings.capture import TakeBegan, TakeEnded
    from odind.core.recordings.ports import Tapes
    from odind.core.sockets.ports import SocketLink
    from odind.core.space.place import Position
    from odind.core.timing.tick import Ticker
    from odind.core.values.payload import Payload
    from odind.core.voice.ports import VoicePacket

    from .events import ConnectionView, Peer, RoomEvent
    from .ports import Cipher, JoinSpec, Runtime
    from .signals import Signal


class Connection:
    """The sink of a room: passes signals to the state and voice to the media, and publishes the events.

    The constructor begins to join. `publish` is called with every event, `over` once, after the last one.
    Used on the loop's thread.
    """

    def __init__(
        self,
        view: ConnectionView,
        spec: JoinSpec,
        runtime: Runtime,
        ticker: Ticker,
        cipher: Cipher | None = None,
        *,
        sounds: Sounds,
        tapes: Tapes | None = None,
        publish: Callable[[str, RoomEvent | TakeBegan | TakeEnded | PlayerNoted | PlayerMoved], None],
        over: Callable[[Connection], None],
    ) -> None:
        self.connection_id = view.connection_id
        self.state = RoomState(view)
        self._signals = SignalReader(self.state, renewable=spec.renewable)
        self._settings = ConnectionSettings(user_data=view.user_data, place=view.place)
        self._applied = False
        self._ticker = ticker
        self._publish = publish
        self._over = over
        self._movement = Movement()
        self._cipher = cipher
        self._decryption = Decryption()
        self._confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.link = runtime.join(spec, self, cipher)
        self.media = Media(
            runtime,
            self.link,
            ticker.tick(),
            self.user_id,
            self._tell,
            own_peer_id=lambda: self.state.own_peer_id,
        )
        self.recorders = Recorders(
            self.media,
            tapes,
            ticker,
            tell=partial(publish, self.connection_id),
            room=lambda: room_of(self.state.view),
            own_user_id=view.user_id,
            user_data=self._user_data_of,
        )
        self.sockets = Sockets(self.link.open_socket, self.user_id, ticker.wake)
        self.player = Player(
            view.connection_id,
            sounds,
            tell=self._tell,
            note=self._note,
            plug_in=self._plug_player_in,
            utterances=self.media.utterances,
        )
        if view.place != Place():
            self.media.outgoing.move(view.place)

    async def confirmed(self) -> None:
        """Wait for the first join; raises the runtime's error when it fails."""
        await self._confirmed

    def apply(self, settings: ConnectionSettings) -> None:
        """Apply settings, also while speaking."""
        before, self._settings = self._settings, settings
        if not self._applied:
            self._applied = True
            self.player.restore(settings.player)
        if settings.user_data != before.user_data:
            self.link.set_user_data(settings.user_data)
        self.media.outgoing.apply(settings.processing, settings.place)
        self.media.masks.apply(settings.masks)
        self.media.apply_listening(settings.listening)
        self.media.silence(silenced=settings.silenced)
        self._attend()
        if self._confirmed.done():
            self.recorders.apply(settings.recordings, settings.capture_ring_s)
        if (settings.user_data, settings.place) != (before.user_data, before.place):
            view = replace(self.state.view, user_data=settings.user_data, place=settings.place)
            self._tell(ConnectionChanged(view))

    def _attend(self) -> None:
        """Have voice sent while somebody wants to know who speaks."""
        counting = self._settings.attentive
        attentive = counting or self.player.gives_way
        self.media.attend(attentive=attentive, counting=counting)
        if attentive:
            self._ticker.wake()

    @property
    def idle(self) -> bool:
        """Whether no tick is needed."""
        return self.media.idle and self._movement.resting and self.sockets.resting

    def user_id(self, peer_id: int) -> str:
        """Return the user id of a peer, which may be ourselves, "" when the peer is not in the room."""
        if peer := self.state.peer(peer_id):
            return peer.user_id
        return self.state.own_user_id if peer_id == self.state.own_peer_id else ""

    def signal(self, signal: Signal) -> None:
        """Handle a change of the room."""
        if self.state.standing is ConnectionState.LEFT:
            return
        present = tuple(self.state.present)
        event = self._signals.event_of(self._with_status(signal))
        if event:
            self._tell(event)
        self._follow_up(signal, present)
        if isinstance(event, ConnectionLeft):
            detail = signal.error.message if isinstance(signal, LinkClosed) else event.detail
            self._end(event, detail)

    def _with_status(self, signal: Signal) -> Signal:
        """Add to what a signal says of a peer how its encryption stands."""
        match signal:
            case PeerAppeared(peer) if self._cipher:
                return PeerAppeared(replace(peer, cipher=self._cipher.status(peer.peer_id)))
            case PeerUpdated(peer_id) if self._cipher:
                return replace(signal, cipher=self._cipher.status(peer_id))
            case _:
                return signal

    def _follow_up(self, signal: Signal, present: Collection[int]) -> None:
        """Apply a signal to link and media; `present` are the peers that were in the room before it."""
        match signal:
            case JoinConfirmed():
                self.media.rejoined(self.state.present)
                self._resolve(None)
                self.recorders.apply(self._settings.recordings, self._settings.capture_ring_s)
            case PeerVanished(peer_id):
                self._forget((peer_id,))
                self.sockets.peer_left(peer_id)
                self.media.drop_settings(peer_id)
            case LinkLost(detail):
                self.media.outgoing.lost()
                self.sockets.lost(detail)
                self._forget(present)
            case LinkClosed(error):
                self._resolve(error)
            case Dismissed(detail):
                self._resolve(UnavailableError("DISMISSED", "the join was ended: {detail}", detail=detail))
            case PeerAppeared() | PeerUpdated() | PeerPlaced() | MessageArrived():
                pass
            case _:
                assert_never(signal)

    def _forget(self, peer_ids: Collection[int]) -> None:
        for peer_id in peer_ids:
            self._movement.forget(peer_id)
            self._decryption.forget(peer_id)
            self.media.forget_peer(peer_id)
            self.recorders.forget(peer_id)

    def voice(self, packet: VoicePacket) -> None:
        """Handle a packet of a peer that is in the room."""
        if self.state.peer(packet.peer_id):
            self._follow(packet)
            self.media.take_voice(packet)

    def socket_data(self, link: SocketLink, data: bytes) -> None:
        """Handle a message that a peer sent on a socket."""
        self.sockets.take(link, data)

    def unreadable(self, peer_id: int) -> None:
        """Handle that encrypted voice of a peer came, while we have no cipher."""
        peer = self.state.peer(peer_id)
        if peer:
            self._tell_unreadable((peer,), self._ticker.tick())

    def _tell_unreadable(self, peers: tuple[Peer, ...], tick: int) -> None:
        due = self._decryption.due(peers, tick)
        if due:
            self._tell(CannotDecrypt(due))

    async def change_password(self, password: str) -> None:
        """Encrypt with another password; raises FailedPreconditionError CONNECTION_NOT_ENCRYPTED."""
        if self._cipher is None:
            raise not_encrypted(self.connection_id)
        await self._cipher.change(password)
        for peer_id in tuple(self.state.present):
            self.signal(PeerUpdated(peer_id))

    def _follow(self, packet: VoicePacket) -> None:
        """Report a peer's positions now, or at a later tick when they change often."""
        if self._movement.take(packet.peer_id, packet.positions, self._ticker.tick()):
            self._place_peer(packet.peer_id, packet.positions)
        elif not self._movement.resting:
            self._ticker.wake()

    def speak(self, tick: int) -> None:
        """Speak one frame, and see how sockets go."""
        self.sockets.tick()
        self.media.speak(tick)

    def _user_data_of(self, peer_id: int) -> Payload:
        """Return the user data of a peer, ours for 0."""
        peer = self.state.peer(peer_id)
        return peer.user_data if peer else b"" if peer_id else self._settings.user_data

    def hear(self, tick: int) -> None:
        """Hear one frame, and report who moved and who cannot be decrypted."""
        self.media.hear(tick)
        self.recorders.tick()
        if self._cipher and tick % WINDOW_TICKS == 0 and self._decryption.speaks(self.link.undelivered):
            self._tell_unreadable(self.state.mismatched, tick)
        for peer_id, positions in self._movement.due(tick):
            self._place_peer(peer_id, positions)

    def statistics(self) -> ConnectionStatistics:
        """Return the counters."""
        media = self.media
        return ConnectionStatistics(
            connection_id=self.connection_id,
            link=self.link.stats(),
            voice_sent=media.outgoing.datagrams,
            voice_sent_bytes=media.outgoing.bytes,
            voice_received=media.received,
            voice_received_bytes=media.received_bytes,
            malformed=self.link.malformed,
            messages_dropped=self.link.dropped,
            streams=media.streams(),
            peers=media.decoders(),
            pace=self._ticker.pace(),
        )

    def totals(self) -> HostTotals:
        """Return the counters that its process adds up."""
        media = self.media
        return HostTotals(
            voice_sent=media.outgoing.datagrams,
            voice_sent_bytes=media.outgoing.bytes,
            voice_received=media.received,
            voice_received_bytes=media.received_bytes,
            underruns=media.underruns,
            malformed=self.link.malformed,
            messages_dropped=self.link.dropped,
        )

    def _place_peer(self, peer_id: int, positions: tuple[Position, ...]) -> None:
        self.signal(PeerPlaced(peer_id, self._settings.place.from_the_wire(positions)))

    def _tell(self, event: RoomEvent) -> None:
        self.state.apply(event)
        mark = mark_of(event)
        if mark:
            self.recorders.mark(*mark)
        self._publish(self.connection_id, event)

    def _note(self, noted: PlayerSettings | PlayerPositions) -> None:
        if isinstance(noted, PlayerSettings):
            self._attend()
        note = PlayerNoted(noted) if isinstance(noted, PlayerSettings) else PlayerMoved(noted)
        self._publish(self.connection_id, note)

    def _plug_player_in(self) -> Callable[[], None]:
        stream = self.media.play(self.player)
        self._ticker.wake()
        return partial(self.media.unplug, stream)

    def _end(self, left: ConnectionLeft, detail: str) -> None:
        lost = connection_lost if left.may_return else connection_left
        self.player.close()
        self.sockets.end(EndReason.CONNECTION_LEFT, detail)
        self.media.end(lost(self.connection_id, detail), failed=left.reason != LEFT_BY_US.reason)
        self._over(self)

    def _resolve(self, error: OdindError | None) -> None:
        if self._confirmed.done():
            return
        if error:
            self._confirmed.set_exception(error)
            self._confirmed.exception()
        else:
            self._confirmed.set_result(None)
