"""The layout of binary messages, both ways, as docs/WEBSOCKET.md has it."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.http.audio_frames import HEADER, RequestReader, written
from odind.v1 import audio_pb2

DOCUMENT = Path(__file__).parents[2] / "docs" / "WEBSOCKET.md"
CONFIG = '{"connectionId": "c1", "send": {}}'
OPUS_CONFIG = '{"connectionId": "c1", "send": {"sampleFormat": "SAMPLE_FORMAT_OPUS"}}'

u8, u16, u32, u64 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32, 64))
frames = st.builds(
    audio_pb2.AudioFrame,
    peer_id=u32,
    sequence=u64,
    room_sample=u64,
    pcm=st.binary(max_size=8),
    lane=u16,
    media_id=u32,
    level_dbfs=st.floats(-127, 0, width=32),
    voice=st.booleans(),
    media_timestamp=st.none() | u32,
    gap=st.sampled_from(audio_pb2.GapKind.values()),
)


def sent(*listened: audio_pb2.AudioFrame, dropped: int = 0) -> list[str | bytes]:
    heard = audio_pb2.AudioFrames(frames=listened, dropped=dropped)
    return list(written(audio_pb2.StreamAudioResponse(frames=heard)))


@given(frames, u32)
def test_a_frame_is_read_as_the_document_says(frame: audio_pb2.AudioFrame, dropped: int):
    (message,) = sent(frame, dropped=dropped)
    assert isinstance(message, bytes)
    header_bytes, flags, lane, peer_id = struct.unpack_from("<BBHI", message, 0)
    sequence, room_sample, media_id = struct.unpack_from("<QQI", message, 8)
    level, timestamp, lost = struct.unpack_from("<fII", message, 28)
    assert message[header_bytes:] == frame.pcm
    assert (lane, peer_id, sequence) == (frame.lane, frame.peer_id, frame.sequence)
    assert (room_sample, media_id, level) == (frame.room_sample, frame.media_id, frame.level_dbfs)
    assert (timestamp, lost) == (frame.media_timestamp, dropped)
    assert bool(flags & 1) == frame.voice
    assert bool(flags & 2) == (frame.gap == audio_pb2.GAP_KIND_SILENCE)
    assert bool(flags & 4) == (frame.gap == audio_pb2.GAP_KIND_LOSS)
    assert bool(flags & 8) == frame.HasField("media_timestamp")


def test_opus_packets_are_flagged():
    (message,) = sent(audio_pb2.AudioFrame(opus=b"packet"))
    assert isinstance(message, bytes)
    assert message[1] & 16
    assert message[HEADER.size :] == b"packet"


def test_a_user_id_comes_ahead_of_its_frame_as_text():
    frame = audio_pb2.AudioFrame(peer_id=7, user_id="anna", lane=1, media_id=3, pcm=b"ab")
    introduction, message = sent(frame)
    assert isinstance(introduction, str)
    assert json.loads(introduction) == {
        "frames": {"frames": [{"peerId": 7, "userId": "anna", "lane": 1, "mediaId": 3}]}
    }
    assert isinstance(message, bytes)


def test_losses_are_told_once_with_the_first_frame():
    first, second = sent(audio_pb2.AudioFrame(pcm=b"1"), audio_pb2.AudioFrame(pcm=b"2"), dropped=5)
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)
    assert [struct.unpack_from("<I", message, 36)[0] for message in (first, second)] == [5, 0]


def test_everything_else_is_proto_json_on_one_line():
    (message,) = written(audio_pb2.StreamAudioResponse(lane=2, drained=audio_pb2.SendDrained(samples=2**40)))
    assert message == '{"lane": 2, "drained": {"samples": "1099511627776"}}'


def test_the_first_text_may_be_a_bare_config():
    bare = RequestReader(prefixed=False).text(CONFIG)
    whole = RequestReader(prefixed=False).text(f'{{"config": {CONFIG}}}')
    assert bare == whole
    assert bare.config.connection_id == "c1"


def test_later_texts_are_requests_alone():
    reader = RequestReader(prefixed=False)
    reader.text(CONFIG)
    assert reader.text(CONFIG).WhichOneof("kind") is None
    assert reader.text('{"lane": 0, "mark": {"name": "here"}}').mark.name == "here"
    assert reader.text('{"getQueueStatus": {}}').HasField("get_queue_status")


def test_without_prefixes_sound_goes_to_the_first_lane():
    request = RequestReader(prefixed=False).binary(b"\x05sound")
    assert (request.lane, request.chunk.pcm) == (0, b"\x05sound")


def test_a_prefix_names_the_lane():
    request = RequestReader(prefixed=True).binary(b"\x05sound")
    assert (request.lane, request.chunk.pcm) == (5, b"sound")


def test_a_prefix_over_127_is_for_the_echo_canceller():
    request = RequestReader(prefixed=True).binary(b"\x85sound")
    assert (request.lane, request.reverse.pcm) == (5, b"sound")


def test_a_missing_prefix_is_told():
    with pytest.raises(InvalidArgumentError, match="PREFIX_MISSING"):
        RequestReader(prefixed=True).binary(b"")


def test_sound_for_an_opus_lane_is_one_packet():
    reader = RequestReader(prefixed=True)
    reader.text(CONFIG)
    reader.text(f'{{"config": {OPUS_CONFIG}}}')
    assert reader.binary(b"\x00pcm").chunk == audio_pb2.AudioChunk(pcm=b"pcm")
    assert reader.binary(b"\x01packet").chunk == audio_pb2.AudioChunk(opus=[b"packet"])


@pytest.mark.parametrize("text", ["", "{", "[]", "hello", '{"lane": -1}', '{"mark": 7}', '{"lane": 1e99}'])
def test_text_that_is_no_request_is_told(text: str):
    with pytest.raises(InvalidArgumentError, match="MESSAGE_MALFORMED"):
        RequestReader(prefixed=False).text(text)


def test_the_document_shows_the_header_as_it_is():
    rows = re.findall(r"^\| (\d+) \| (u8|u16|u32|u64|f32) \|", DOCUMENT.read_text(), re.MULTILINE)
    kinds = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q", "f32": "f"}
    assert "<" + "".join(kinds[kind] for _, kind in rows) == HEADER.format
    sizes = [struct.calcsize("<" + kinds[kind]) for _, kind in rows]
    assert [int(offset) for offset, _ in rows] == [sum(sizes[:number]) for number in range(len(sizes))]
