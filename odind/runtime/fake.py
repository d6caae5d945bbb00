"""A runtime in memory: its rooms live in one process, its codecs carry samples as they are. For tests.

It needs no server, no key and no clock. What it delivers comes in later turns of the loop, in the order in
which it was caused. Belongs to the loop.
"""

from __future__ import annotations

import asyncio
import itertools
import struct
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core import events
from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.errors import OdindError, PermissionDeniedError
from odind.core.payload import Payload, from_value, to_value
from odind.core.ports import JoinSpec, RoomSink, RuntimeInfo
from odind.core.tokens import rooms_of
from odind.tokens import jwt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.ports import Samples

_HEADER: Final = struct.Struct("<IB")
"""Rate and channels; float samples follow. A datagram without samples ends a talkspurt."""


class FakeRuntime:
    """Lets everybody into the room that their token names, unless a test says otherwise.

    Signatures and times of tokens are not checked. `links` holds every link that is not over, oldest first.
    """

    def __init__(self) -> None:
        self.info = RuntimeInfo("fake", 2, "1")
        self.links: list[FakeLink] = []
        self._held: list[FakeLink] = []
        self._refusal: OdindError | None = None
        self._holding = False
        self.peer_ids = itertools.count(1)

    def refuse_joins(self, error: OdindError | None = None) -> None:
        """Let joins to come fail: with this error, or with TOKEN_REFUSED."""
        self._refusal = error or PermissionDeniedError(
            "TOKEN_REFUSED", "the gateway refuses the token: {detail}", detail="not authorized"
        )

    def hold_joins(self) -> None:
        """Leave joins to come without an answer."""
        self._holding = True

    def allow_joins(self) -> None:
        """Undo refuse_joins and hold_joins, and answer the joins that were held."""
        self._refusal, self._holding = None, False
        while self._held:
            self._held.pop(0).enter()

    def link(self, user_id: str) -> FakeLink:
        """Return the oldest link of that user; raises KeyError."""
        return {link.user_id: link for link in reversed(self.links)}[user_id]

    def join(self, spec: JoinSpec, sink: RoomSink) -> FakeLink:
        """Begin to join."""
        link = FakeLink(self, spec, sink)
        self.links.append(link)
        if self._refusal:
            link.close(self._refusal)
        elif self._holding:
            self._held.append(link)
        else:
            link.enter()
        return link

    def encoder(self, sample_rate_hz: int, channels: int) -> FakeEncoder:
        """Make an encoder for samples of that layout."""
        return FakeEncoder(sample_rate_hz, channels)

    def decoder(self, sample_rate_hz: int, channels: int) -> FakeDecoder:
        """Make a decoder to samples of that layout."""
        return FakeDecoder(sample_rate_hz, channels)


class FakeLink:
    """One peer of a fake room. Beside the port it has what a server or a network would do to it."""

    def __init__(self, runtime: FakeRuntime, spec: JoinSpec, sink: RoomSink) -> None:
        claims = jwt.parse(spec.token).claims
        self.room_id: str = spec.room_id or rooms_of(claims)[0]
        self.user_id: str = claims["uid"]
        self.own_peer_id = 0
        self.hears = False
        self._customer: str = claims.get("cid", "")
        self._user_data = _carried(spec.user_data)
        self._runtime = runtime
        self._sink = sink
        self._over = False

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""
        for other in self._others():
            if not peer_ids or other.own_peer_id in peer_ids:
                other.deliver(events.MessageArrived(self.own_peer_id, _carried(message)))

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data."""
        self._user_data = _carried(user_data)
        for other in self._others():
            other.deliver(events.PeerUpdated(self.own_peer_id, user_data=self._user_data))

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram to all others that want to hear."""
        for other in self._others():
            if other.hears:
                other._later(other._sink.voice, self.own_peer_id, datagram)  # noqa: SLF001 - another of us

    def hear(self, *, wanted: bool) -> None:
        """Have voice sent to us, or nothing."""
        self.hears = wanted

    async def aclose(self) -> None:
        """Leave the room; the sink is told nothing more."""
        self._depart()
        self._over = True

    def enter(self) -> None:
        """Let it in, for the first time or again after `lose`, with a new peer id."""
        if self.own_peer_id or self not in self._runtime.links:
            return
        self.own_peer_id = next(self._runtime.peer_ids)
        for other in self._others():
            self.deliver(events.PeerAppeared(other.peer))
            other.deliver(events.PeerAppeared(self.peer))
        self.deliver(events.JoinConfirmed(self.own_peer_id, self.room_id, self._customer))

    def lose(self, detail: str = "connection lost") -> None:
        """Let its network fail; the others see it go, and `enter` brings it back."""
        self._vanish()
        self.deliver(events.LinkLost(detail))

    def dismiss(self, detail: str = "we were kicked") -> None:
        """Send it away."""
        self._vanish()
        self.deliver(events.Dismissed(detail))

    def close(self, error: OdindError) -> None:
        """Let the runtime give it up."""
        self._depart()
        self.deliver(events.LinkClosed(error))

    def deliver(self, signal: events.Signal) -> None:
        """Have the sink told of it, in a later turn of the loop."""
        self._later(self._sink.signal, signal)

    @property
    def peer(self) -> events.Peer:
        """How the others see it."""
        return events.Peer(self.own_peer_id, self.user_id, self._user_data)

    def _later(self, tell: Callable[..., object], *news: object) -> None:
        asyncio.get_running_loop().call_soon(lambda: None if self._over else tell(*news))

    def _others(self) -> list[FakeLink]:
        """The other peers of the room, nobody while we are not in it."""
        links = [link for link in self._runtime.links if link.own_peer_id and link.room_id == self.room_id]
        return [link for link in links if link is not self] if self.own_peer_id else []

    def _vanish(self) -> None:
        for other in self._others():
            other.deliver(events.PeerVanished(self.own_peer_id))
        self.own_peer_id = 0

    def _depart(self) -> None:
        self._vanish()
        if self in self._runtime.links:
            self._runtime.links.remove(self)


class FakeEncoder:
    """Puts frames of 20 ms into datagrams. A frame of zeros is silence: the first one ends the talkspurt."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self.silent = True
        self._format = AudioFormat(sample_rate_hz, channels, SampleFormat.F32LE)
        self._frame = 0
        self._waiting: Samples = np.zeros(0, np.float32)
        self.cancels_echo = False
        self.reversed: list[tuple[Samples, int]] = []

    def cancel_echo(self, *, wanted: bool) -> None:
        """Remember the wish; nothing is cancelled."""
        self.cancels_echo = wanted

    def reverse(self, played: Samples, delay_ms: int) -> None:
        """Remember what was played last."""
        self.reversed = [*self.reversed[-49:], (played, delay_ms)]

    def encode(self, samples: Samples) -> list[bytes]:
        """Take samples; return complete datagrams, none for silence."""
        self._waiting = np.concatenate((self._waiting, samples), dtype=np.float32)
        datagrams: list[bytes] = []
        while len(self._waiting) >= (length := self._format.samples_in(self._frame)):
            frame, self._waiting = self._waiting[:length], self._waiting[length:]
            self._frame += 1
            quiet = not frame.any()
            if not (quiet and self.silent):
                datagrams.append(_HEADER.pack(*self._format.layout) + (b"" if quiet else frame.tobytes()))
            self.silent = quiet
        return datagrams


class FakeDecoder:
    """Gives back what a `FakeEncoder` took: the very same samples when the layouts are equal.

    Like the real one it keeps two seconds and drops what comes on top.
    """

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._format = AudioFormat(sample_rate_hz, channels, SampleFormat.F32LE)
        self._limit = 2 * sample_rate_hz * channels
        self._frame, self._ended = 0, False
        self._waiting: Samples = np.zeros(0, np.float32)

    def push(self, datagram: bytes) -> None:
        """Take a datagram; what no `FakeEncoder` made is ignored."""
        try:
            source = AudioFormat(*_HEADER.unpack_from(datagram))
            samples = np.frombuffer(datagram, "<f4", offset=_HEADER.size).reshape(-1, source.channels)
        except (OdindError, ValueError, struct.error):
            return
        self._ended = not samples.size
        if samples.size and len(self._waiting) < self._limit:
            self._waiting = np.concatenate((self._waiting, self._convert(samples, source)))

    def pop(self, samples: int) -> Samples | None:
        """Return samples, or None while there are not enough; the rest of a talkspurt is filled up."""
        if not self._waiting.size or (len(self._waiting) < samples and not self._ended):
            return None
        heard, self._waiting = self._waiting[:samples], self._waiting[samples:]
        return np.pad(heard, (0, samples - len(heard)))

    def _convert(self, samples: Samples, source: AudioFormat) -> Samples:
        """Bring one frame into our layout, by straight lines between its samples."""
        length = self._format.samples_in(self._frame) // self._format.channels
        self._frame += 1
        if source.channels > self._format.channels:
            samples = samples.mean(axis=1, keepdims=True)
        if source.sample_rate_hz != self._format.sample_rate_hz:
            at = np.arange(length) * len(samples) / length
            samples = np.array([np.interp(at, np.arange(len(samples)), column) for column in samples.T]).T
        return np.asarray(samples + np.zeros(self._format.channels), np.float32).reshape(-1)


def _carried(payload: Payload) -> Payload:
    """What arrives of a payload: a JSON value that looks like bytes becomes bytes, as it does on the wire."""
    return from_value(to_value(payload))
