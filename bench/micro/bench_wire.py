"""Bytes in and out: messages of callers, datagrams of the runtime, and what the grid forwards."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec
import pytest

from odind.core.log.log import Entry
from odind.core.rooms.events import ConnectionState, ConnectionView, Peer, PeerJoined
from odind.core.rooms.watching import Snapshot
from odind.core.sound.format import AudioFormat
from odind.core.values.payload import Json
from odind.core.voice.events import SpeakingStarted
from odind.core.voice.outbox import HeardFrame, HeardTick
from odind.grid import GridLimits
from odind.grid.counters import Counters
from odind.grid.sfu.room_key import RoomKey
from odind.grid.sfu.rooms import Peer as GridPeer
from odind.grid.sfu.rooms import Room
from odind.grid.sfu.voice_path import VoicePath
from odind.grid.wire.datagram import read_head, read_media
from odind.pack.audio import pack_item
from odind.pack.rooms import pack_watched
from odind.runtime.odin.datagram import build_voice, parse_voice
from odind.v1 import audio_pb2, rooms_pb2

from .inputs import LOUD, Clip, endless

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from odind.core.rooms.rooms import Watched
    from odind.grid.sfu.faulty_path import FaultyPath

messages = pytest.mark.benchmark(group="08 messages of gRPC, in our Python and protobuf's C")
datagrams = pytest.mark.benchmark(group="09 datagrams")


# Messages


def written(item: Watched) -> bytes:
    """Return the only message of an item of a watch."""
    (message,) = pack_watched(item)
    return message.SerializeToString()


@messages
def test_floor_a_copy_of_a_chunk(benchmark: BenchmarkFixture, clip: Clip):
    pcm = AudioFormat().encode(clip.frames[LOUD])
    assert benchmark(bytearray, pcm) == pcm


@messages
def test_read_a_chunk(benchmark: BenchmarkFixture, clip: Clip):
    pcm = AudioFormat().encode(clip.frames[LOUD])
    message = audio_pb2.StreamAudioRequest(chunk=audio_pb2.AudioChunk(pcm=pcm)).SerializeToString()

    def read() -> tuple[str | None, bytes]:
        request = audio_pb2.StreamAudioRequest.FromString(message)
        return request.WhichOneof("kind"), request.chunk.pcm

    assert benchmark(read) == ("chunk", pcm)


@messages
@pytest.mark.parametrize("peers", [1, 10], ids="{:2} peers".format)
def test_write_a_tick_of(benchmark: BenchmarkFixture, clip: Clip, peers: int):
    sounds = {peer_id: AudioFormat().encode(sound) for peer_id, sound in clip.voices(peers).items()}
    tick = HeardTick(
        1, [HeardFrame(peer_id, f"user-{peer_id}", 5, 960, pcm) for peer_id, pcm in sounds.items()]
    )
    message = benchmark(lambda: pack_item(tick).SerializeToString())
    frames = audio_pb2.StreamAudioResponse.FromString(message).frames.frames
    assert {frame.peer_id: frame.pcm for frame in frames} == sounds


@messages
def test_write_an_event(benchmark: BenchmarkFixture):
    event = Entry(8, 1.7e9, "c0123456789abcdef", SpeakingStarted(7, "anna"))
    message = benchmark(lambda: written(event))
    told = rooms_pb2.WatchEventsResponse.FromString(message).event
    assert (told.sequence, told.speaking_started.user_id) == (8, "anna")


@messages
def test_write_an_event_with_user_data(benchmark: BenchmarkFixture):
    peer = Peer(7, "anna", Json('{"team": "red", "level": 12}'), ("vip",))
    event = Entry(8, 1.7e9, "c0123456789abcdef", PeerJoined(peer))
    message = benchmark(lambda: written(event))
    told = rooms_pb2.WatchEventsResponse.FromString(message).event.peer_joined.peer
    assert (told.peer_id, told.user_data.json) == (7, '{"team": "red", "level": 12}')


@messages
def test_write_a_snapshot_of_50_peers(benchmark: BenchmarkFixture):
    peers = tuple(Peer(number, f"user-{number}", b"\0" * 50) for number in range(1, 51))
    view = ConnectionView(
        "c0123456789abcdef", "lobby", "me", "", "gw", ConnectionState.JOINED, 99, b"", peers, 1.7e9
    )
    message = benchmark(lambda: written(Snapshot(3, (view,))))
    (told,) = rooms_pb2.WatchEventsResponse.FromString(message).snapshot.connections
    assert [peer.peer_id for peer in told.peers] == list(range(1, 51))


# Datagrams


@datagrams
def test_floor_msgpack_alone(benchmark: BenchmarkFixture, clip: Clip):
    datagram = clip.datagram
    body = datagram[read_head(datagram).end :]
    audio = benchmark(msgspec.msgpack.Decoder().decode, body)
    assert audio[4] == parse_voice(datagram).opus


@datagrams
def test_parse_and_check(benchmark: BenchmarkFixture, clip: Clip):
    packet = benchmark(parse_voice, clip.datagram)
    assert (packet.peer_id, packet.last) == (0, False)
    assert packet.opus
    assert clip.datagram.count(packet.opus) == 1


@datagrams
def test_build(benchmark: BenchmarkFixture, clip: Clip):
    packet = parse_voice(clip.datagram)

    def build() -> bytes:
        return build_voice(
            packet.opus or b"",
            sequence=packet.sequence,
            media_timestamp=packet.media_timestamp,
            ssrc=packet.ssrc,
        )

    assert parse_voice(benchmark(build)) == parse_voice(build())
    assert parse_voice(build()).opus == packet.opus


# The grid


class Outlet:
    """A client of the grid that counts what it gets; nothing but voice comes here."""

    def __init__(self) -> None:
        self.received = 0
        self.last = b""

    def send_datagram(self, datagram: bytes) -> None:
        """Take a datagram."""
        self.received += 1
        self.last = datagram

    def send_event(self, event: bytes) -> None:
        """Nobody reads events here."""

    def open_socket(self, hello: bytes) -> int | None:
        raise NotImplementedError(hello)

    def send_socket(self, stream: int, data: bytes, *, end: bool) -> bool:
        raise NotImplementedError(stream, data, end)

    def reset_socket(self, stream: int, code: int) -> None:
        raise NotImplementedError(stream, code)

    def dismiss(self, reason: str) -> None:
        raise NotImplementedError(reason)

    def disturb(self, sent: FaultyPath | None, received: FaultyPath | None) -> None:
        raise NotImplementedError(sent, received)

    def silence(self, until: float) -> None:
        raise NotImplementedError(until)


forwarding = pytest.mark.benchmark(group="10 grid: a datagram checked and handed to all who hear it")


def stamped(datagram: bytes, peer_id: int) -> bytes:
    """Put the speaker's peer id into a datagram, as the runtime does when it sends."""
    return datagram[:2] + msgspec.msgpack.encode(peer_id) + datagram[3:]


@forwarding
def test_floor_the_check_alone(benchmark: BenchmarkFixture, clip: Clip):
    datagram = clip.datagram
    head = read_head(datagram)
    assert benchmark(read_media, datagram, head) == parse_voice(datagram).ssrc


@forwarding
@pytest.mark.parametrize("listeners", [1, 5, 20], ids="{:2} listeners".format)
def test_to(benchmark: BenchmarkFixture, clip: Clip, listeners: int):
    room = Room(RoomKey("acme", "lobby"), "acme")
    outlets = [Outlet() for _ in range(listeners + 1)]
    for peer_id, outlet in enumerate(outlets, 1):
        room.admit(GridPeer(peer_id, f"user-{peer_id}", outlet))
    counters = Counters()
    path = VoicePath(room, room.peers[1], GridLimits(), counters, 0.0)
    datagram = endless([stamped(datagram, 1) for datagram in clip.conversation])
    clock = itertools.count(1)
    benchmark(lambda: path.receive(datagram(), next(clock) * 0.02))
    assert counters.datagrams_received > 0
    assert counters.datagrams_forwarded == listeners * counters.datagrams_received
    assert {outlet.received for outlet in outlets[1:]} == {counters.datagrams_received}
    assert outlets[0].received == 0
    assert parse_voice(outlets[1].last).peer_id == 1
