"""Messages as documents and as harmless text."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.cli.documents import document, event_document, payload_document
from odind.cli.printable import printable, printable_payload
from odind.v1.payload_pb2 import Payload
from odind.v1.rooms_pb2 import Connection, Event, JoinRoomRequest
from odind.v1.space_pb2 import ChannelMask, SetChannelMasksRequest, Space


@given(st.binary())
def test_bytes_of_a_payload_survive_as_a_document(data: bytes):
    shown = payload_document(Payload(data=data))

    assert base64.b64decode(shown["data_base64"]) == data
    assert shown.get("text", "").encode() in (data, b"")


@given(st.text())
def test_printable_text_is_one_line_without_control_characters(text: str):
    assert printable(text).isprintable()


@given(st.text(st.characters(exclude_categories=("C", "Z"))))
def test_harmless_text_stays_as_it_is(text: str):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (Payload(json='{"a":"\x9b"}'), '{"a":"\\x9b"}'),
        (Payload(data=b'say "hi"\n'), r'"say \"hi\"\n"'),
        (Payload(data=b"\xff" * 40), f"0x{'ff' * 32}... (40 bytes)"),
        (Payload(), '""'),
    ],
    ids=["json", "text", "long", "unset"],
)
def test_a_payload_is_shown_on_one_line(payload: Payload, shown: str):
    assert printable_payload(payload) == shown


def test_choices_that_were_not_taken_are_left_out_and_unset_messages_are_null():
    assert document(JoinRoomRequest(room_id="lobby", user_id="alice")) == {
        "room_id": "lobby",
        "user_id": "alice",
        "gateway": "",
        "user_data": None,
        "rooms_peer": None,
        "position_scale": None,
        "positions": [],
        "placement": None,
        "linger": None,
        "on_lost": "unspecified",
        "request_id": "",
        "cipher": None,
    }


def test_masks_that_javascript_would_round_stand_in_hexadecimal_too():
    space = Space(default_mask=2**64 - 1, masks=[ChannelMask(peer_id=4, mask=0b1001)])

    shown = document(space)

    assert (shown["default_mask"], shown["default_mask_hex"]) == (2**64 - 1, "0xffffffffffffffff")
    assert shown["masks"] == [{"peer_id": 4, "mask": 9, "mask_hex": "0x0000000000000009"}]
    assert document(SetChannelMasksRequest())["default_mask_hex"] is None


def test_a_state_of_a_newer_daemon_is_shown_as_its_number():
    assert document(Connection(state=42))["state"] == "42"


def test_an_event_of_a_newer_daemon_is_unknown_and_still_a_document():
    newer = Event.FromString(Event(sequence=7, connection_id="c-1").SerializeToString() + b"\xba\xa3\x09\x00")

    assert event_document(newer)["kind"] == "unknown"
    assert json.dumps(event_document(newer))
