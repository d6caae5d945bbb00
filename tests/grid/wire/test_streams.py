"""The stream codecs: events as clients accept them, commands as clients send them, junk refused."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.grid.wire import commands, events
from odind.grid.wire.datagram import Position
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import FirstValue, ValueStream

PACK = msgspec.msgpack.encode
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1)
json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(max_size=8)
    | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def without_bins(value: Any) -> Any:
    """Turn the vectors' `{"$bin": hex}` into bytes."""
    match value:
        case {"$bin": str(text)}:
            return bytes.fromhex(text)
        case dict():
            return {key: without_bins(entry) for key, entry in value.items()}
        case list():
            return [without_bins(entry) for entry in value]
        case _:
            return value


def test_events_agree_with_the_vectors(codec_vectors: list[dict[str, Any]]):
    written = {
        "hello ok": events.HELLO_OK,
        "hello rejected": events.rejected("room is full"),
        "Joined": events.joined(101, "my-room", "cust"),
        "PeerJoined": events.peer_joined(2, "bob", PACK({"name": "b"}), ["t1"], {"k": 1}),
        "PeerLeft": events.peer_left(2),
        "PeerChanged": events.peer_changed(2, b"\x80", None, None),
        "MessageReceived": events.message_received(2, PACK({"text": "yo"})),
        "NewReconnectToken": events.new_reconnect_token("<jwt>"),
        "Left": events.left("peer_kicked"),
        "Error": events.error("bad"),
    }
    vectors = {v["name"]: v["msgpack"] for v in codec_vectors if v["kind"] == "event"}
    assert {name: event.hex() for name, event in written.items()} == vectors


def test_commands_agree_with_the_vectors(codec_vectors: list[dict[str, Any]]):
    expected = {
        "SendMessage": commands.SendMessage((), PACK({"text": "hi"})),
        "SetChannelMasks": commands.SetChannelMasks(((7, 5), (0, 2**64 - 1)), reset=True),
        "ChangeSelf": commands.ChangeSelf(PACK({"a": 1}), None, None),
        "Ping": commands.Ping(1),
    }
    vectors = [v for v in codec_vectors if v["kind"] == "command"]
    assert len(vectors) == len(expected)
    for v in vectors:
        [value] = ValueStream(10_000).feed(bytes.fromhex(v["msgpack"]))
        assert value == without_bins(v["decoded"])
        assert commands.read_command(value) == expected[v["name"]]


def test_a_hello_with_everything_in_it_is_read():
    place = {"x": {"bits": 16}, "y": {"bits": -1}, "z": {"bits": 0}, "channel": 4}
    hello = commands.read_hello(
        {
            "Room": {
                "token": "t",
                "room_id": "r",
                "user_data": b"d",
                "parameters": {"p": 1},
                "channel_masks": [[0, 5]],
                "positions": [place],
                "platform_identifiers": ["x"],
            }
        }
    )
    assert hello == commands.Hello("t", "r", b"d", {"p": 1}, ((0, 5),), (Position(4, 16, -1, 0),))


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"Room": []},
        {"Room": {}},
        {"Rooms": {"token": "t"}},
        {"Room": {"token": 1}},
        {"Room": {"token": "t", "user_data": "text"}},
        {"Room": {"token": "t", "parameters": {1: 2}}},
        {"Room": {"token": "t", "channel_masks": [[0]]}},
        {"Room": {"token": "t", "channel_masks": [[0, -1]]}},
        {"Room": {"token": "t", "positions": [{"x": 1}]}},
        {"Room": {"token": "t"}, "More": {}},
    ],
)
def test_an_ill_formed_hello_is_refused(value: object):
    with pytest.raises(WireError):
        commands.read_hello(value)


@pytest.mark.parametrize(
    "value",
    [
        {"Bogus": {}},
        {"SendMessage": {}},
        {"SendMessage": {"peer_ids": [-1], "message": b""}},
        {"SendMessage": {"peer_ids": [2**32], "message": b""}},
        {"SendMessage": {"peer_ids": [True], "message": b""}},
        {"SendMessage": {"peer_ids": [], "message": "text"}},
        {"ChangeSelf": {"tags": "t"}},
        {"ChangeSelf": {"tags": [1]}},
        {"ChangeSelf": {"user_data": 1}},
        {"SetChannelMasks": {"masks": {}, "reset": True}},
        {"SetChannelMasks": {"masks": [[1, 2**64]], "reset": True}},
        {"SetChannelMasks": {"masks": [], "reset": 1}},
        {"Ping": {"id": "x"}},
    ],
)
def test_an_ill_formed_command_is_refused(value: object):
    with pytest.raises(WireError):
        commands.read_command(value)


@given(json_like | st.dictionaries(st.sampled_from(["Room", "Ping", "SendMessage", "ChangeSelf"]), json_like))
def test_reading_a_command_raises_nothing_but_the_codecs_own_error(value: object):
    for read in (commands.read_hello, commands.read_command, commands.read_socket_hello):
        try:
            read(value)
        except WireError:
            continue


@given(st.lists(json_like, max_size=5), st.lists(st.integers(1, 7), min_size=1))
def test_values_come_out_as_they_went_in_however_the_stream_is_cut(values: list[Any], cuts: list[int]):
    data = b"".join(PACK(value) for value in values)
    stream, out, at = ValueStream(10_000), [], 0
    while at < len(data):
        step = cuts[at % len(cuts)]
        out += list(stream.feed(data[at : at + step]))
        at += step
    assert out == values


@given(st.binary(max_size=400))
def test_random_bytes_on_a_stream_raise_nothing_but_the_codecs_own_error(data: bytes):
    with contextlib.suppress(WireError):
        list(ValueStream(10_000).feed(data))
    with contextlib.suppress(WireError):
        FirstValue(100).feed(data)


@pytest.mark.parametrize(
    "bomb", [b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xc7\xff\x01"]
)
def test_a_length_beyond_all_bounds_is_refused_before_it_fills_the_memory(bomb: bytes):
    with pytest.raises(WireError):
        list(ValueStream(1000).feed(bomb + bytes(1000)))


def test_a_value_larger_than_allowed_is_refused():
    with pytest.raises(WireError):
        list(ValueStream(1000).feed(PACK(b"x" * 2000)))


def test_nesting_without_end_is_refused():
    with pytest.raises(WireError):
        list(ValueStream(100_000).feed(b"\x91" * 50_000))


def test_the_first_value_is_cut_from_what_follows_it():
    first = FirstValue(100)
    data = PACK({"Socket": {"address": 2}})
    assert first.feed(data[:5]) is None
    value, rest = first.feed(data[5:] + b"\x05hello")
    assert value == {"Socket": {"address": 2}}
    assert rest == b"\x05hello"


def test_a_first_value_that_never_ends_is_refused():
    with pytest.raises(WireError):
        FirstValue(100).feed(b"\x91" * 101)


@given(st.binary(max_size=60), st.integers(0, 16))
def test_the_token_of_an_incomplete_hello_is_read_or_refused_with_the_codecs_own_error(tail: bytes, cut: int):
    start = PACK({"Room": {"token": "header.claims.signature", "user_data": b"x" * 100}})
    assert commands.read_early_token(start[:60]) == "header.claims.signature"
    with contextlib.suppress(WireError):
        assert isinstance(commands.read_early_token(start[:cut] + tail), str)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        PACK({"Join": {"token": "t"}}),
        PACK({"Room": {"user_data": b"", "token": "t"}}),
        PACK({"Room": {"token": 1}}),
        PACK({"Room": {"token": "t" * 300}})[:200],
    ],
    ids=["empty", "other command", "token later", "no text", "incomplete"],
)
def test_a_large_hello_that_does_not_begin_with_its_token_is_refused(start: bytes):
    with pytest.raises(WireError):
        commands.read_early_token(start)
