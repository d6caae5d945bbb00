"""The receiving side of a lane: what is heard in a tick becomes frames of the caller's format and length."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np

from odind.core.sound.format import SampleFormat
from odind.core.timing.tick import RATE_HZ, TICK_MS, TICK_SAMPLES
from odind.core.values.late import dataclass

from .lane_config import ReceiveMode
from .outbox import Gap, HeardFrame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from odind.core.sound.format import AudioFormat
    from odind.core.sound.samples import Samples

    from .lane_config import Reception
    from .ports import VoicePacket

_SILENCE_DBFS: Final = -127.0
_MEDIA_CLOCK_HZ: Final = 90_000
_TALKSPURT_ENDS_TICKS: Final = 10
_MAX_LOSS_FRAMES: Final = 50
_MAX_LATE_FRAMES: Final = 50
"""A packet further behind than this is not late: its sender started again."""
_HALF: Final = 2**31


class Names(Protocol):
    """Who is who in the room."""

    def user_id(self, peer_id: int) -> str:
        """The user id of a peer, "" when it is not there."""

    def media_id(self, peer_id: int) -> int:
        """The daemon's number for the peer's present media source."""


Deliver: TypeAlias = Callable[[int, list[HeardFrame]], None]


class _Frames:
    """Numbers the frames of each peer, and delivers them in groups of `frames_per_message`."""

    def __init__(self, lane: int, reception: Reception, names: Names, deliver: Deliver) -> None:
        self._lane = lane
        self._names = names
        self._deliver = deliver
        self._per_message = reception.frames_per_message
        self._sequences: dict[int, int] = {}
        self._waiting: list[HeardFrame] = []
        self._slots = 0

    def frame(self, peer_id: int, room_sample: int, **content: object) -> None:
        """Add a frame."""
        sequence = self._sequences[peer_id] = self._sequences.get(peer_id, 0) + 1
        user_id = self._names.user_id(peer_id) if peer_id else ""
        media_id = self._names.media_id(peer_id) if peer_id else 0
        self._waiting.append(
            HeardFrame(
                peer_id,
                user_id,
                sequence,
                room_sample,
                lane=self._lane,
                media_id=media_id,
                **content,  # type: ignore[arg-type]
            )
        )

    def end_slot(self, tick: int) -> None:
        """All frames of one time are there."""
        self._slots += 1
        if self._slots >= self._per_message:
            if self._waiting:
                self._deliver(tick, self._waiting)
            self._waiting, self._slots = [], 0

    def forget(self, peer_id: int) -> None:
        """A peer is gone; frames of another peer with its id count from 1."""
        self._sequences.pop(peer_id, None)


class PcmListener:
    """Samples of peers or of the mix."""

    def __init__(self, lane: int, reception: Reception, names: Names, deliver: Deliver) -> None:
        self.pcm: AudioFormat | None = reception.format
        self.own_voice = reception.own_voice
        self._reception = reception
        self._format = reception.format
        self._frames = _Frames(lane, reception, names, deliver)
        self._mixes = ReceiveMode.MIX in reception.mode
        self._tells_peers = ReceiveMode.PER_PEER in reception.mode
        self._ticks_per_frame = max(1, reception.frame_ms // TICK_MS)
        self._group: list[Mapping[int, Samples]] = []
        self._first = 0

    def on_packet(self, packet: VoicePacket, room_tick: int) -> None:
        """Packets are heard through the ear."""

    def hear(self, tick: int, room_tick: int, heard: Mapping[int, Samples]) -> None:
        """Take one tick: the samples of each peer that is heard, in this lane's layout."""
        if room_tick != self._first + len(self._group):
            self._group, self._first = [], room_tick
        self._group.append(heard)
        if len(self._group) == self._ticks_per_frame:
            for start, stop in self._spans():
                self._slot(start, stop)
                self._frames.end_slot(tick)
            self._first, self._group = room_tick + 1, []

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._frames.forget(peer_id)

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Where frames begin and end, in samples of the connection's clock."""
        step = self._reception.frame_ms // 10
        for part in range(self._first * 2, (self._first + len(self._group)) * 2, step):
            yield self._format.position_10ms(part), self._format.position_10ms(part + step)

    def _slot(self, start: int, stop: int) -> None:
        peers = dict.fromkeys(peer_id for heard in self._group for peer_id in heard)
        if self._mixes:
            heard = [
                self._cut(peer_id, start, stop)
                for peer_id in peers
                if peer_id not in self._reception.mix_without
            ]
            self._add(0, start, self._mix(heard, (stop - start) * self._format.channels), voice=bool(heard))
        if self._tells_peers:
            for peer_id in peers:
                self._add(peer_id, start, self._cut(peer_id, start, stop), voice=True)

    @staticmethod
    def _mix(heard: list[Samples], length: int) -> Samples:
        """Return the sum, which may be one of the arrays itself, so nobody may write into it."""
        if not heard:
            return np.zeros(length, np.float32)
        mixed = heard[0]
        if len(heard) > 1:
            mixed = mixed + heard[1]
            for samples in heard[2:]:
                mixed += samples
        return mixed

    def _cut(self, peer_id: int, start: int, stop: int) -> Samples:
        """One peer's samples of the group from `start` to `stop`, silence where it was silent."""
        if len(self._group) == 1:
            whole = self._group[0][peer_id]
            if len(whole) == (stop - start) * self._format.channels:
                return whole
        else:
            whole = np.concatenate([self._or_silence(peer_id, n) for n in range(len(self._group))])
        offset = start - self._format.position(self._first)
        return whole[offset * self._format.channels : (offset + stop - start) * self._format.channels]

    def _or_silence(self, peer_id: int, number: int) -> Samples:
        samples = self._group[number].get(peer_id)
        if samples is None:
            return np.zeros(self._format.samples_in(self._first + number), np.float32)
        return samples

    def _add(self, peer_id: int, start: int, samples: Samples, *, voice: bool) -> None:
        self._frames.frame(
            peer_id, start, pcm=self._format.encode(samples), level_dbfs=level_dbfs(samples), voice=voice
        )


@dataclass
class _Track:
    """A source, its clock tied to the connection's where its last talkspurt began.

    `expected` is the sequence number that comes next, `seen` are those that came lately, and `end` is the
    position after the last packet.
    """

    ssrc: int
    room_sample: int
    media_timestamp: int
    expected: int
    last_tick: int
    end: int = 0
    speaking: bool = True
    seen: deque[int] = field(default_factory=lambda: deque(maxlen=_MAX_LATE_FRAMES))

    def position(self, media_timestamp: int) -> int:
        """Where on the connection's clock a packet lies, by its own clock since the anchor."""
        passed = (media_timestamp - self.media_timestamp + _HALF) % (2 * _HALF) - _HALF
        return max(0, self.room_sample + passed * RATE_HZ // _MEDIA_CLOCK_HZ)

    def behind(self, sequence: int) -> int:
        """How many packets came after this one; 0 when none did."""
        behind = (self.expected - sequence) % (2 * _HALF)
        return behind if behind < _HALF else 0


class OpusListener:
    """Packets as they came, without repeated ones, and frames that mark the gaps between them."""

    def __init__(self, lane: int, reception: Reception, names: Names, deliver: Deliver) -> None:
        self.pcm: AudioFormat | None = None
        self.own_voice = reception.own_voice
        self._frames = _Frames(lane, reception, names, deliver)
        self._tracks: dict[int, _Track] = {}

    def on_packet(self, packet: VoicePacket, room_tick: int) -> None:
        """Pass a packet on. Mark what was lost before it, and the silence after the last of a talkspurt."""
        track = self._tracks.get(packet.peer_id)
        if track and track.ssrc == packet.ssrc and 0 < track.behind(packet.sequence) <= _MAX_LATE_FRAMES:
            if packet.opus and packet.sequence not in track.seen:
                self._add(packet, packet.opus, track)
            return
        if packet.opus:
            track = self._follow(packet, track, room_tick)
            self._add(packet, packet.opus, track)
        if packet.last and track and track.speaking:
            self._silence(packet.peer_id, track)

    def hear(self, tick: int, room_tick: int, heard: Mapping[int, Samples]) -> None:  # noqa: ARG002 - packets only
        """Deliver what came since the last tick, and mark the end of talkspurts that had no last packet."""
        for peer_id, track in self._tracks.items():
            if track.speaking and room_tick - track.last_tick > _TALKSPURT_ENDS_TICKS:
                self._silence(peer_id, track)
        self._frames.end_slot(tick)

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._tracks.pop(peer_id, None)
        self._frames.forget(peer_id)

    def _follow(self, packet: VoicePacket, track: _Track | None, room_tick: int) -> _Track:
        """Follow a packet that is ahead of all others, within a talkspurt or at the start of one."""
        if track and track.speaking and track.ssrc == packet.ssrc and not track.behind(packet.sequence):
            self._mark_losses(packet, track)
        else:
            track = self._anchor(packet, track, room_tick)
        track.expected = (packet.sequence + 1) % (2 * _HALF)
        track.last_tick = room_tick
        return track

    def _anchor(self, packet: VoicePacket, before: _Track | None, room_tick: int) -> _Track:
        """Start a talkspurt: now, or where the one before ended if that is a little later."""
        start = room_tick * TICK_SAMPLES
        if before and before.end - start <= _MAX_LATE_FRAMES * TICK_SAMPLES:
            start = max(start, before.end)
        track = _Track(packet.ssrc, start, packet.media_timestamp, packet.sequence, room_tick)
        if before and before.ssrc == packet.ssrc:
            track.seen = before.seen
        self._tracks[packet.peer_id] = track
        return track

    def _add(self, packet: VoicePacket, opus: bytes, track: _Track) -> None:
        position = track.position(packet.media_timestamp)
        track.end = max(track.end, position + TICK_SAMPLES)
        track.seen.append(packet.sequence)
        self._frames.frame(packet.peer_id, position, opus=opus, media_timestamp=packet.media_timestamp)

    def _mark_losses(self, packet: VoicePacket, track: _Track) -> None:
        lost = (packet.sequence - track.expected) % (2 * _HALF)
        for missing in range(min(lost, _MAX_LOSS_FRAMES), 0, -1):
            position = max(0, track.position(packet.media_timestamp) - missing * TICK_SAMPLES)
            self._frames.frame(packet.peer_id, position, voice=False, gap=Gap.LOSS)

    def _silence(self, peer_id: int, track: _Track) -> None:
        track.speaking = False
        self._frames.frame(peer_id, track.end, voice=False, gap=Gap.SILENCE)


Listener = PcmListener | OpusListener


def new_listener(lane: int, reception: Reception, names: Names, deliver: Deliver) -> Listener:
    """Return the listener for a reception."""
    kind = OpusListener if reception.format.sample_format is SampleFormat.OPUS else PcmListener
    return kind(lane, reception, names, deliver)


def level_dbfs(samples: Samples) -> float:
    """Root mean square level, 0 dBFS for a full-scale square wave, at least -127."""
    power = float(np.vecdot(samples, samples)) / max(1, len(samples))
    return max(_SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else _SILENCE_DBFS
