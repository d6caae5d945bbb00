"""The datagram codec: what real clients send passes, what would hurt a receiver does not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.grid.wire import address
from odind.grid.wire import datagram as wire
from odind.grid.wire.datagram import DatagramKind, Head, Position, SocketMessage
from odind.grid.wire.errors import WireError

VOICE = bytes.fromhex("00016591908401ceccb1c95602ce27b008d004c40361626305ce699d7532")
ENCRYPTED = bytes.fromhex("0001019190810693ce4f44494e01c403616263")
u32 = st.integers(0, 2**32 - 1)
i32 = st.integers(-(2**31), 2**31 - 1)
positions = st.builds(Position, st.integers(0, 63), i32, i32, i32)


def accept(datagram: bytes) -> Head | SocketMessage:
    """Check a datagram as the server does before it forwards one."""
    if wire.kind_of(datagram) is DatagramKind.SOCKET:
        return wire.read_socket_message(datagram)
    head = wire.read_head(datagram)
    if head.kind is DatagramKind.AUDIO:
        wire.read_media(datagram, head)
    else:
        wire.check_no_body(datagram, head)
    return head


def media_datagram(kind: int, peer_id: int, places: list[Any], body: bytes) -> bytes:
    encode = msgspec.msgpack.encode
    return bytes([0, kind]) + encode(peer_id) + encode(places) + body


def test_socket_addresses_agree_with_the_vectors(codec_vectors: list[dict[str, Any]]):
    vectors = [v for v in codec_vectors if v["kind"] == "socket_address"]
    assert vectors
    for v in vectors:
        parts = address.SocketAddress(v["peer"], v["port"], bool(v["answer"]))
        assert address.encode(parts) == v["value"]
        assert address.decode(v["value"]) == parts
        assert msgspec.msgpack.encode(v["value"]).hex() == v["msgpack"]


def test_datagrams_agree_with_the_vectors(codec_vectors: list[dict[str, Any]]):
    vectors = [v for v in codec_vectors if v["kind"] == "datagram"]
    assert vectors
    for v in vectors:
        data, expected = bytes.fromhex(v["hex"]), v["decoded"]
        read = accept(data)
        if isinstance(read, SocketMessage):
            assert (read.address, read.priority, read.label) == (
                expected["address"],
                expected["priority"],
                expected["label"],
            )
            assert wire.encode_socket_message(read.address, read.tail) == data
        else:
            assert (read.kind, read.peer_id, read.end) == (
                expected["type"],
                expected["peer"],
                expected["body_at"],
            )
            assert [list(position) for position in read.positions] == expected["positions"]


def test_positions_agree_with_the_vectors(codec_vectors: list[dict[str, Any]]):
    vectors = [v for v in codec_vectors if v["kind"] == "positions"]
    assert vectors
    for v in vectors:
        head = wire.read_head(b"\x00\x00\x01" + bytes.fromhex(v["msgpack"]))
        assert [list(position) for position in head.positions] == v["positions"]


def test_every_datagram_that_a_real_client_sent_passes(session_vectors: list[dict[str, Any]]):
    sent = [
        bytes.fromhex(frame["hex"])
        for frame in session_vectors
        if frame["kind"] == "datagram" and frame["dir"] == "c>s" and frame["test"] != "malformed_datagrams"
    ]
    whole = [datagram for datagram in sent if len(datagram) < 256]
    assert len(whole) > 50
    for datagram in whole:
        accept(datagram)


def test_the_media_of_a_voice_packet_is_its_ssrc_and_of_an_encrypted_one_unknown():
    assert wire.read_media(VOICE, wire.read_head(VOICE)) == 0x699D7532
    assert wire.read_media(ENCRYPTED, wire.read_head(ENCRYPTED)) is None


@pytest.mark.parametrize("length", range(len(VOICE)))
def test_no_truncated_voice_packet_passes(length: int):
    with pytest.raises(WireError):
        accept(VOICE[:length])


@pytest.mark.parametrize("length", range(len(ENCRYPTED)))
def test_no_truncated_encrypted_packet_passes(length: int):
    with pytest.raises(WireError):
        accept(ENCRYPTED[:length])


@pytest.mark.parametrize(
    ("reason", "datagram"),
    [
        ("empty", b""),
        ("another session", b"\x01" + VOICE[1:]),
        ("unknown kind", b"\x00\x03" + VOICE[2:]),
        ("oversize", VOICE[:-1] + bytes(wire.MAX_BYTES)),
        ("trailing bytes", VOICE + b"\x00"),
        ("position with a body", b"\x00\x00" + VOICE[2:]),
        ("peer id beyond 32 bits", media_datagram(1, 2**32, [[0]], b"\x80")),
        ("negative peer id", media_datagram(1, -1, [[0]], b"\x80")),
        ("channel 64", media_datagram(1, 1, [[64]], b"\x80")),
        ("negative channel", media_datagram(1, 1, [[-1]], b"\x80")),
        ("13 channels", media_datagram(1, 1, [[n] for n in range(13)], b"\x80")),
        ("five numbers in a position", media_datagram(1, 1, [[0, 0, 0, 0, 0]], b"\x80")),
        ("a float in a position", media_datagram(1, 1, [[0, 1.5]], b"\x80")),
        ("a coordinate beyond 32 bits", media_datagram(1, 1, [[0, 2**31]], b"\x80")),
        ("positions as a map", media_datagram(1, 1, {}, b"\x80")),  # type: ignore[arg-type]
        ("no audio part", media_datagram(1, 1, [[0]], b"")),
        ("audio as an array", media_datagram(1, 1, [[0]], b"\x90")),
        ("two audio parts", media_datagram(1, 1, [[0]], b"\x80\x80")),
        ("text keys", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({"a": 1}))),
        ("sequence as text", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({1: "x"}))),
        ("sequence beyond 32 bits", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({1: 2**32}))),
        ("payload as text", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({4: "x"}))),
        ("end marker as number", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({3: 1}))),
        ("encrypted without mark", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({6: [1, 1, b""]}))),
        ("a structure under an unknown key", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({9: [1]}))),
        ("key beyond 127", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({128: 1}))),
        ("negative key", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({-1: 1}))),
        ("a key in two bytes", media_datagram(1, 1, [[0]], b"\x81\xcc\x05\x01")),
        ("the same key twice", media_datagram(1, 1, [[0]], b"\x82\x01\x01\x01\x02")),
        ("deeply nested", media_datagram(1, 1, [[0]], b"\x81\x09" + b"\x91" * 1000 + b"\xc0")),
        ("invalid UTF-8", media_datagram(1, 1, [[0]], b"\x81\x09\xa1\xff")),
        ("reserved byte", media_datagram(1, 1, [[0]], b"\xc1")),
        ("bin longer than the datagram", media_datagram(1, 1, [[0]], b"\x81\x04\xc6\xff\xff\xff\xff")),
        ("address beyond 53 bits", b"\x00\x02" + msgspec.msgpack.encode(1 << 53) + b"\x00\x00"),
        ("negative priority", b"\x00\x02\x22\xff\x00"),
        ("socket message without label", b"\x00\x02\x22\x00"),
    ],
)
def test_what_would_hurt_a_receiver_is_refused(reason: str, datagram: bytes):
    with pytest.raises(WireError):
        accept(datagram)
    assert reason


@pytest.mark.parametrize(
    ("reason", "datagram"),
    [
        ("unknown key with a scalar", media_datagram(1, 1, [[0]], msgspec.msgpack.encode({9: 1}))),
        ("an empty map", media_datagram(1, 1, [[0]], b"\x80")),
        ("12 channels", media_datagram(1, 1, [[n] for n in range(12)], b"\x80")),
        ("duplicate channels", media_datagram(1, 1, [[3], [3]], b"\x80")),
        ("a non-minimal peer id", b"\x00\x01\xce\x00\x00\x00\x01\x91\x90\x80"),
        ("an empty socket message", b"\x00\x02\x22\x00\x00"),
        ("the largest datagram", b"\x00\x02\x22\x00\x00" + bytes(wire.MAX_BYTES - 5)),
    ],
)
def test_what_receivers_tolerate_passes(reason: str, datagram: bytes):
    accept(datagram)
    assert reason


@given(st.binary(max_size=1500))
def test_random_bytes_are_refused_with_the_codecs_own_error_or_accepted(data: bytes):
    for candidate in (data, b"\x00\x00" + data, b"\x00\x01" + data, b"\x00\x02" + data):
        try:
            accept(candidate)
        except WireError:
            continue


@given(st.binary(min_size=1), st.integers(0), st.sampled_from([VOICE, ENCRYPTED]))
def test_damaged_packets_raise_nothing_but_the_codecs_own_error(noise: bytes, at: int, packet: bytes):
    at %= len(packet)
    try:
        accept(packet[:at] + noise + packet[at + len(noise) :])
    except WireError:
        return


@given(st.sampled_from([0, 1]), u32, st.lists(positions, max_size=12))
def test_a_head_is_read_as_it_was_written(kind: int, peer_id: int, places: list[Position]):
    body = b"\x80" if kind else b""
    datagram = media_datagram(kind, peer_id, [list(place) for place in places], body)
    head = wire.read_head(datagram)
    assert (head.kind, head.peer_id, head.positions) == (kind, peer_id, tuple(places))
    assert datagram[head.end :] == body


@given(u32, st.integers(0, 2**20 - 1), st.booleans(), u32)
def test_an_address_survives_the_wire_and_a_change_of_peer(peer: int, port: int, answer: bool, other: int):  # noqa: FBT001
    value = address.encode(address.SocketAddress(peer, port, answer))
    assert 0 <= value <= address.ADDRESS_MAX
    assert address.decode(value) == (peer, port, answer)
    assert address.decode(address.with_peer(value, other)) == (other, port, answer)


@given(st.integers(0, address.ADDRESS_MAX))
def test_every_53_bit_number_is_an_address(value: int):
    assert address.encode(address.decode(value)) == value
