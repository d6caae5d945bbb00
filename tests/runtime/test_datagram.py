"""Voice datagrams: what real clients send is read and written byte for byte, anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import odin_voice
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odind.core.space.place import ORIGIN, Position
from odind.core.voice.ports import VoicePacket
from odind.runtime.odin.datagram import DatagramError, build_positions, build_voice, parse_voice, steps

VECTORS = Path(__file__).parents[1] / "vectors" / "wire-v2"
VOICE = bytes.fromhex("00016591908401ceccb1c95602ce27b008d004c40361626305ce699d7532")
u32 = st.integers(0, 2**32 - 1)
sixteenths = st.integers(-(2**31), 2**31 - 1).map(lambda bits: bits / 16)
positions = st.builds(Position, st.integers(0, 63), sixteenths, sixteenths, sixteenths)


def vectors(kind: str) -> list[dict[str, Any]]:
    lines = (VECTORS / "codec.jsonl").read_text().splitlines()
    return [vector for vector in map(json.loads, lines) if vector["kind"] == kind]


def session(*, malformed: bool) -> list[bytes]:
    """The whole datagrams of voice or positions in the recorded session, or those it broke on purpose.

    A broken one was sent and never forwarded.
    """
    lines = map(json.loads, (VECTORS / "v2-session.jsonl").read_text().splitlines())
    datagrams = [line for line in lines if line["kind"] == "datagram" and "len" not in line]
    forwarded = {line["hex"] for line in datagrams if line["dir"] == "s>c"}
    whole = {line["hex"] for line in datagrams if line.get("test") == "malformed_datagrams"} - forwarded
    return [bytes.fromhex(text) for text in (whole if malformed else forwarded) if text[2:4] != "02"]


def at(places: list[list[int]]) -> tuple[Position, ...]:
    return tuple(Position(channel, *(bits / 16 for bits in place)) for channel, *place in places)


@pytest.mark.parametrize("vector", vectors("datagram"), ids=lambda vector: vector["note"])
def test_the_recorded_datagrams_are_read_as_they_were_meant(vector: dict[str, Any]) -> None:
    datagram, decoded = bytes.fromhex(vector["hex"]), vector["decoded"]
    audio = decoded.get("audio", {})
    if decoded["type"] == 2 or "#6" in audio:
        with pytest.raises(DatagramError):
            parse_voice(datagram)
        return
    packet = parse_voice(datagram)
    assert packet.peer_id == decoded["peer"]
    assert packet.positions == at(decoded["positions"])
    assert packet.datagram is datagram
    assert packet.opus == (bytes.fromhex(audio["#4"]["$bin"]) if audio else None)
    assert (packet.sequence, packet.media_timestamp, packet.ssrc) == tuple(
        audio.get(key, 0) for key in ("#1", "#2", "#5")
    )


@pytest.mark.parametrize("vector", vectors("positions"), ids=lambda vector: vector["msgpack"])
def test_positions_are_written_as_the_core_writes_them(vector: dict[str, Any]) -> None:
    datagram = build_positions(at(vector["positions"]))
    assert datagram.hex() == "000000" + vector["msgpack"]
    assert parse_voice(datagram).positions == at(vector["positions"])


@pytest.mark.parametrize("vector", vectors("fixed_point"), ids=lambda vector: str(vector["value"]))
def test_coordinates_are_rounded_as_the_core_rounds_them(vector: dict[str, Any]) -> None:
    assert steps(vector["value"]) == vector["bits"]


def test_all_voice_of_the_recorded_session_is_read_unless_it_is_encrypted() -> None:
    read = 0
    for datagram in session(malformed=False):
        if b"\xceODIN" in datagram:
            with pytest.raises(DatagramError, match="encrypted"):
                parse_voice(datagram)
        else:
            read += parse_voice(datagram).opus is not None
    assert read > 15


def test_what_made_the_core_panic_in_the_recorded_session_is_refused() -> None:
    broken = session(malformed=True)
    assert len(broken) > 10
    for datagram in broken:
        with pytest.raises(DatagramError):
            parse_voice(datagram)


def test_voice_is_written_as_a_real_client_writes_it() -> None:
    told = parse_voice(VOICE)
    assert told.opus == b"abc"
    ours = build_voice(
        told.opus, sequence=told.sequence, media_timestamp=told.media_timestamp, ssrc=told.ssrc
    )
    assert ours == VOICE[:2] + b"\0" + VOICE[3:]


packets = st.builds(
    VoicePacket,
    peer_id=st.just(0),
    datagram=st.just(b""),
    positions=st.lists(positions, max_size=12).map(tuple),
    opus=st.binary(max_size=200),
    sequence=u32,
    media_timestamp=u32,
    ssrc=u32,
    last=st.booleans(),
)


@given(packets)
def test_what_is_written_is_read_again(packet: VoicePacket) -> None:
    fields = packet._asdict()
    del fields["peer_id"], fields["datagram"]
    datagram = build_voice(**fields)
    assert parse_voice(datagram) == packet._replace(datagram=datagram)


@given(st.lists(positions, min_size=1, max_size=12, unique_by=lambda place: place.channel))
def test_the_core_reads_our_positions(places: list[Position]) -> None:
    decoder = odin_voice.OdinDecoder(odin_voice.OdinAudioDecoderConfig())
    decoder.push(build_positions(places))
    told = {place.channel: (place.x, place.y, place.z) for place in decoder.positions}
    single = np.float32  # the precision in which the core answers
    assert told == {place.channel: (single(place.x), single(place.y), single(place.z)) for place in places}


def test_counters_wrap_at_32_bits() -> None:
    packet = parse_voice(build_voice(b"", sequence=2**32 + 5, media_timestamp=-1, ssrc=7))
    assert (packet.sequence, packet.media_timestamp) == (5, 2**32 - 1)


@given(st.binary(max_size=120))
@example(b"\x00\x01\x00\x90" + b"\x91" * 3_000)
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    for datagram in (noise, b"\x00\x01" + noise, b"\x00\x01\x01\x91\x90" + noise):
        try:
            parse_voice(datagram)
        except DatagramError:
            continue


def test_every_truncation_is_refused() -> None:
    whole = build_voice(
        b"opus", sequence=1, media_timestamp=2, ssrc=3, last=True, positions=[Position(3, 1, -2, 300)]
    )
    for length in range(len(whole)):
        with pytest.raises(DatagramError):
            parse_voice(whole[:length])
    with pytest.raises(DatagramError):
        parse_voice(whole + b"\0")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ([5, []], {4: "text"}),
        ([5, []], {1: -1}),
        ([5, []], {1: 2**32}),
        ([5, []], {3: 1}),
        ([5, []], {"4": b""}),
        ([5, []], []),
        ([5, [[64]]], {}),
        ([5, [[-1]]], {}),
        ([5, [[0, 1.5]]], {}),
        ([5, [[0, 2**31]]], {}),
        ([5, [[0, 1, 2, 3, 4]]], {}),
        ([5, [[]] * 13], {}),
        ([2**32, []], {}),
        ([-1, []], {}),
        ([5, {}], {}),
    ],
)
def test_what_no_client_sends_is_refused(head: list[Any], body: object) -> None:
    encode = msgspec.msgpack.encode
    datagram = b"\x00\x01" + b"".join(map(encode, head)) + encode(body)
    with pytest.raises(DatagramError):
        parse_voice(datagram)


@given(st.lists(positions, max_size=3))
def test_unknown_and_missing_fields_are_tolerated(places: list[Position]) -> None:
    packet = parse_voice(
        b"\x00\x01" + build_positions(places)[2:] + msgspec.msgpack.encode({9: [1], 4: b"x"})
    )
    assert packet.opus == b"x"
    assert packet.sequence == 0
    empty = parse_voice(b"\x00\x01\x05" + b"\x90" + b"\x80")
    assert (empty.positions, empty.opus) == ((), b"")
    assert parse_voice(b"\x00\x01\x05\xdc\x00\x01\x90\x80").positions == ORIGIN


def test_a_real_encoders_datagrams_are_read() -> None:
    encoder = odin_voice.OdinEncoder(odin_voice.OdinAudioEncoderConfig(), peer_id=70_000)
    encoder.set_position(1.5, -2.25, 1000.0, 7)
    encoder.push([0.5] * 960 * 3)
    packets = []
    while (packet := encoder.pop()) is not None:
        packets.append(parse_voice(packet[0]))
    assert [packet.sequence - packets[0].sequence for packet in packets] == [0, 1, 2]
    assert [packet.media_timestamp - packets[0].media_timestamp for packet in packets] == [0, 1_800, 3_600]
    assert {packet.peer_id for packet in packets} == {70_000}
    assert {packet.ssrc for packet in packets} == {packets[0].ssrc}
    assert packets[0].positions == (Position(), Position(7, 1.5, -2.25, 1000.0))
    assert all(packet.opus for packet in packets)
