"""A runtime in memory, for tests: its rooms live in one process, its codecs carry samples unchanged.

It needs no server, no key and no clock. It delivers in later turns of the loop, in the order of the causes.
Belongs to the loop.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Final

import msgspec

from odind.core.errors import OdindError, PermissionDeniedError
from odind.core.rooms import events, signals
from odind.core.rooms.cipher import CipherStatus
from odind.core.rooms.ports import Cipher, JoinSpec, RoomSink, RuntimeInfo
from odind.core.space.masks import EVERYBODY, FULL_MASK, SILENCE
from odind.core.tokens.tokens import rooms_of
from odind.core.values.payload import Payload, from_value, to_value
from odind.core.values.statistics import LinkStatistics
from odind.tokens import jwt

from .fake_codecs import (
    FakeConverter,
    FakeDecoder,
    FakeEncoder,
    FakePacketDecoder,
    FakeVoice,
    decode_voice,
    encode_voice,
)
from .fake_sockets import FakeSocket

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from odind.core.sockets.ports import SocketOptions
    from odind.core.space.place import Position
    from odind.core.voice.ports import VoicePacket

_TIMESTAMP_STEP: Final = 1_800
_FRAME_SAMPLES: Final = 960
_U32_MAX: Final = 2**32 - 1
_CIPHERTEXT_BYTES: Final = 150


class FakeRuntime:
    """Lets everybody into the room that their token names, unless a test says otherwise.

    Signatures and times of tokens are not checked. `links` holds every link that is not over, oldest first.
    """

    def __init__(self) -> None:
        self.info = RuntimeInfo("fake", 2, "1")
        self.failed = asyncio.Event()
        self.links: list[FakeLink] = []
        self._held: list[FakeLink] = []
        self._refusal: OdindError | None = None
        self._holding = False
        self.peer_ids = itertools.count(1)
        self._ssrcs = itertools.count(1)

    def refuse_joins(self, error: OdindError | None = None) -> None:
        """Refuse further joins, with this error or with TOKEN_REFUSED."""
        self._refusal = error or PermissionDeniedError(
            "TOKEN_REFUSED", "the gateway refuses the token: {detail}", detail="not authorized"
        )

    def hold_joins(self) -> None:
        """Leave further joins unanswered."""
        self._holding = True

    def allow_joins(self) -> None:
        """Undo refuse_joins and hold_joins, and answer the held joins."""
        self._refusal, self._holding = None, False
        while self._held:
            self._held.pop(0).enter()

    def link(self, user_id: str) -> FakeLink:
        """Return the oldest link of that user; raises KeyError."""
        return {link.user_id: link for link in reversed(self.links)}[user_id]

    async def cipher(self, password: str) -> FakeCipher:
        """Make the cipher of one room."""
        return FakeCipher(password)

    def join(self, spec: JoinSpec, sink: RoomSink, cipher: Cipher | None = None) -> FakeLink:
        """Begin to join."""
        link = FakeLink(self, spec, sink)
        if isinstance(cipher, FakeCipher):
            link.cipher, cipher.link = cipher, link
        self.links.append(link)
        if self._refusal:
            link.close(self._refusal)
        elif self._holding:
            self._held.append(link)
        else:
            link.enter()
        return link

    def encoder(self, sample_rate_hz: int, channels: int) -> FakeEncoder:
        """Make an encoder for samples of a layout."""
        return FakeEncoder(sample_rate_hz, channels, next(self._ssrcs))

    def decoder(self, sample_rate_hz: int, channels: int) -> FakeDecoder:
        """Make a decoder to samples of a layout."""
        return FakeDecoder(sample_rate_hz, channels)

    def packet(self, datagram: bytes) -> VoicePacket | None:
        """Read a datagram of ours."""
        try:
            return decode_voice(datagram).packet(0, datagram)
        except msgspec.MsgspecError:
            return None

    def converter(self, from_hz: int, to_hz: int, channels: int) -> FakeConverter:
        """Make a converter of rates."""
        return FakeConverter(from_hz, to_hz, channels)

    def packet_decoder(self) -> FakePacketDecoder:
        """Make a decoder of Opus packets."""
        return FakePacketDecoder()

    def datagram(
        self,
        positions: Sequence[Position],
        opus: bytes | None = None,
        *,
        sequence: int = 0,
        media_timestamp: int = 0,
        ssrc: int = 0,
        last: bool = False,
    ) -> bytes:
        """Write an Opus packet, or positions alone, as a datagram."""
        voice = FakeVoice(
            tuple(positions),
            opus=opus,
            sequence=sequence,
            media_timestamp=media_timestamp,
            ssrc=ssrc,
            last=last,
        )
        return encode_voice(voice)


class FakeCipher:
    """Lets the peers of a room understand each other that have the same password."""

    def __init__(self, password: str) -> None:
        self.password = password
        self.link: FakeLink | None = None
        self.failure: OdindError | None = None

    async def change(self, password: str) -> None:
        """Use another password, and send our user data again; raises `failure` when a test has set it."""
        if self.failure:
            raise self.failure
        self.password = password
        if self.link:
            self.link.announce_again()

    def status(self, peer_id: int) -> CipherStatus:
        """Return how a peer's encryption stands; one without any counts as one with another password."""
        other = self.link and self.link.other(peer_id)
        if not self.link or not other:
            return CipherStatus.UNKNOWN
        understood = other.password == self.password
        return CipherStatus.ENCRYPTED if understood else CipherStatus.PASSWORD_MISMATCH


class FakeLink:
    """One peer of a fake room. Beyond the port, it offers what a server or a network can do to it."""

    def __init__(self, runtime: FakeRuntime, spec: JoinSpec, sink: RoomSink) -> None:
        claims = jwt.parse(spec.token).claims
        self.room_id: str = spec.room_id or rooms_of(claims)[0]
        self.user_id = str(claims["uid"])
        self.own_peer_id = 0
        self.masks: Mapping[int, int] = SILENCE
        self.link_stats = LinkStatistics(1.0, 0, 0, 0.0, 0, 0, 14_720, 0)
        self.malformed = 0
        self.undelivered = 0
        self.cipher: FakeCipher | None = None
        self.dropped = 0
        self._customer = str(claims.get("cid", ""))
        self._user_data = _carried(spec.user_data)
        self._runtime = runtime
        self._sink = sink
        self._over = False

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""
        for other in self._others():
            if (not peer_ids or other.own_peer_id in peer_ids) and other.understands(self):
                other.deliver(signals.MessageArrived(self.own_peer_id, _carried(message)))

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data."""
        self._user_data = _carried(user_data)
        for other in self._others():
            other.deliver(signals.PeerUpdated(self.own_peer_id, user_data=self.peer_for(other).user_data))

    @property
    def password(self) -> str | None:
        """The password that we encrypt with, None without a cipher."""
        return self.cipher.password if self.cipher else None

    def understands(self, other: FakeLink) -> bool:
        """Whether we can read what another link sends."""
        return other.password == self.password

    def announce_again(self) -> None:
        """Show who we are to all others, and see who they are, with another password than before."""
        for other in self._others():
            other.deliver(signals.PeerUpdated(self.own_peer_id, user_data=self.peer_for(other).user_data))
            self.deliver(signals.PeerUpdated(other.own_peer_id, user_data=other.peer_for(self).user_data))

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram to all others that listen; one that no fake made is lost."""
        try:
            packet = decode_voice(datagram).packet(self.own_peer_id, datagram)
        except msgspec.MsgspecError:
            return
        for other in self._others():
            if other.gets(packet):
                other.receive(packet, self)

    def open_socket(self, options: SocketOptions) -> FakeSocket:
        """Open a socket to a peer."""
        return FakeSocket(self, options)

    def deliver_socket(self, socket: FakeSocket, data: bytes) -> None:
        """Deliver what a peer sent on a socket."""
        self._later(self._sink.socket_data, socket, data)

    def receive(self, packet: VoicePacket, sender: FakeLink) -> None:
        """Deliver a packet of another link, if we can read it."""
        if self.understands(sender):
            self._later(self._sink.voice, packet)
        elif self.cipher:
            self.undelivered += _CIPHERTEXT_BYTES
        else:
            self._later(self._sink.unreadable, packet.peer_id)

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        """Receive voice on these channels."""
        self.masks = masks

    @property
    def hears(self) -> bool:
        """Whether any voice can get through our masks."""
        return any(self.masks.values())

    def gets(self, packet: VoicePacket) -> bool:
        """Whether a packet gets through our masks, whatever the distance."""
        default = self.masks.get(EVERYBODY, FULL_MASK)
        mask = self.masks.get(packet.peer_id, 0 if default == 0 else FULL_MASK) & (default or FULL_MASK)
        return any(mask >> position.channel & 1 for position in packet.positions)

    def stats(self) -> LinkStatistics | None:
        """Return `link_stats` while we are in the room."""
        return self.link_stats if self.own_peer_id else None

    async def aclose(self) -> None:
        """Leave the room; the sink is told nothing more."""
        self._depart()
        self._over = True

    def enter(self) -> None:
        """Confirm the join, the first one or another after `lose`, with a new peer id."""
        if self.own_peer_id or self not in self._runtime.links:
            return
        self.own_peer_id = next(self._runtime.peer_ids)
        for other in self._others():
            self.deliver(signals.PeerAppeared(other.peer_for(self)))
            other.deliver(signals.PeerAppeared(self.peer_for(other)))
        self.deliver(signals.JoinConfirmed(self.own_peer_id, self.room_id, self._customer))

    def lose(self, detail: str = "connection lost") -> None:
        """Break the network connection: the other peers see us leave, and `enter` brings us back."""
        self._vanish()
        self.deliver(signals.LinkLost(detail))

    def dismiss(self, detail: str = "we were kicked") -> None:
        """Remove our peer from the room, as a server does."""
        self._vanish()
        self.deliver(signals.Dismissed(detail))

    def close(self, error: OdindError) -> None:
        """End the link, as a runtime does that gives up."""
        self._depart()
        self.deliver(signals.LinkClosed(error))

    def deliver(self, signal: signals.Signal) -> None:
        """Deliver a signal to the sink, in a later turn of the loop."""
        self._later(self._sink.signal, signal)

    def peer_for(self, other: FakeLink) -> events.Peer:
        """Return our peer as another link sees it."""
        readable = other.understands(self)
        return events.Peer(self.own_peer_id, self.user_id, self._user_data if readable else b"")

    def other(self, peer_id: int) -> FakeLink | None:
        """Return the link of a peer of our room."""
        return {link.own_peer_id: link for link in self._others()}.get(peer_id)

    def _later(self, tell: Callable[..., object], *news: object) -> None:
        asyncio.get_running_loop().call_soon(lambda: None if self._over else tell(*news))

    def _others(self) -> list[FakeLink]:
        """The other peers of the room; none while we are not in it."""
        links = [link for link in self._runtime.links if link.own_peer_id and link.room_id == self.room_id]
        return [link for link in links if link is not self] if self.own_peer_id else []

    def _vanish(self) -> None:
        for other in self._others():
            other.deliver(signals.PeerVanished(self.own_peer_id))
        self.own_peer_id = 0

    def _depart(self) -> None:
        self._vanish()
        if self in self._runtime.links:
            self._runtime.links.remove(self)


def _carried(payload: Payload) -> Payload:
    """Return a payload as it arrives: a JSON list that looks like bytes becomes bytes, as on the wire."""
    return from_value(to_value(payload), _U32_MAX)
