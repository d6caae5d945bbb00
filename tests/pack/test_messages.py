"""Requests that are within the limit of bytes and have more items than anybody needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.errors import InvalidArgumentError
from odind.http.codecs import from_json, to_json
from odind.pack.messages import MAX_ITEMS, read_message
from odind.v1 import audio_pb2, rooms_pb2

if TYPE_CHECKING:
    from google.protobuf.message import Message


def lane_chunks(number: int, packets: int) -> audio_pb2.StreamAudioRequest:
    chunk = audio_pb2.LaneChunk(chunk=audio_pb2.AudioChunk(opus=[b""] * packets))
    return audio_pb2.StreamAudioRequest(chunks=audio_pb2.LaneChunks(chunks=[chunk] * number))


TOO_MANY: list[Message] = [
    rooms_pb2.SendMessageRequest(peer_ids=[1] * (MAX_ITEMS + 1)),
    rooms_pb2.WatchEventsRequest(connection_ids=["c"] * (MAX_ITEMS + 1)),
    audio_pb2.UpdateListeningRequest(peers=[audio_pb2.PeerListening(peer_id=1)] * (MAX_ITEMS + 1)),
    audio_pb2.StreamAudioRequest(chunk=audio_pb2.AudioChunk(opus=[b""] * (MAX_ITEMS + 1))),
    lane_chunks(MAX_ITEMS + 1, 0),
    lane_chunks(60, 70),
]
ENOUGH: list[Message] = [
    rooms_pb2.SendMessageRequest(peer_ids=[1] * MAX_ITEMS),
    lane_chunks(60, 60),
    audio_pb2.StreamAudioRequest(chunk=audio_pb2.AudioChunk(pcm=bytes(500_000))),
]


def summary(message: Message) -> str:
    return f"{type(message).__name__} of {message.ByteSize()} bytes"


@pytest.mark.parametrize("message", TOO_MANY, ids=summary)
def test_too_many_items_are_refused_however_small_they_are(message: Message):
    for read in (
        lambda: read_message(type(message), message.SerializeToString()),
        lambda: from_json(to_json(message), type(message)()),
    ):
        with pytest.raises(InvalidArgumentError, match="too many items") as caught:
            read()
        assert caught.value.reason == "MESSAGE_TOO_LARGE"


@pytest.mark.parametrize("message", ENOUGH, ids=summary)
def test_as_many_items_as_callers_have_are_taken(message: Message):
    assert read_message(type(message), message.SerializeToString()) == message


def test_json_of_more_values_than_can_be_meant_is_refused_unparsed():
    with pytest.raises(InvalidArgumentError, match="too many items"):
        from_json('{"unknown": [' + "1," * 32_769, rooms_pb2.SendMessageRequest())
