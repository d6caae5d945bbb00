"""What real peers send, for fuzzers to damage: from the vectors of the wire, and from the protos."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from odind.framing import framed
from odind.tokens.access_key import AccessKey
from odind.v1 import audio_pb2, devices_pb2, payload_pb2, rooms_pb2, space_pb2

CONNECTION: Final = b"c0123456789abcdef"
"""The id that seeds name."""
_ID: Final = CONNECTION.decode()
_VECTORS: Final = Path(__file__).parents[1] / "vectors" / "wire-v2"
_PACK: Final = msgspec.msgpack.encode
_KEY: Final = AccessKey(bytes(range(32)))


def _recorded(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_VECTORS / name).read_text().splitlines()]


def _hex(vectors: list[dict[str, Any]], kind: str) -> list[bytes]:
    return [bytes.fromhex(vector["hex"]) for vector in vectors if vector["kind"] == kind and "hex" in vector]


DATAGRAMS: Final = _hex(_recorded("codec.jsonl"), "datagram")
RTMP: Final = [  # the size of chunks and a result; the start of a stream; a ping and a command of two chunks
    bytes.fromhex(
        "020000000000040100000000000010000300000000002114000000000200075f726573756c74003ff000000000000003"
        "00016102000178000009050101"
    ),
    bytes.fromhex(
        "0300000000004914000000000200086f6e537461747573000000000000000000050300056c6576656c02000673746174"
        "75730004636f64650200174e657453747265616d2e5075626c6973682e5374617274000009"
    ),
    bytes.fromhex(
        "020000000000060400000000000600000001030000000000d414000000000200c8787878787878787878787878787878"
        "787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
        "787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
        "7878787878787878787878787878c3787878787878787878787878787878787878787878787878787878787878787878"
        "787878787878787878787878787878787878787878787878787878787878787878787878787878787878000000000000"
        "000000"
    ),
]
ITEMS: Final = [_PACK(value) for value in (0, -1, 2**31, 2**63, -(2**63), [1] * 3, [0] * 20)]
TOKENS: Final = [_KEY.sign(json.dumps({"rid": "r", "uid": "u", "aud": "sfu", "exp": 1})).encode(), b"a.b.c"]
KEYS: Final = [_KEY.text.encode()]
STREAMS: Final = [
    b"\x20" + _PACK(command)
    for command in (
        {"Room": {"token": "a.b.c", "user_data": b"x", "positions": [], "channel_masks": [[0, 1]]}},
        {"SendMessage": {"peer_ids": [1, 2], "message": b"\xa1x"}},
        {"ChangeSelf": {"user_data": b"\xc0", "parameters": {"a": [1]}, "tags": ["t"]}},
        {"SetChannelMasks": {"masks": [[1, 2**64 - 1]], "reset": True}},
        {"Ping": {"id": 1}},
        {"Socket": {"address": 100, "priority": 0, "label": 3}},
    )
]
AUDIO_SOCKETS: Final = [
    b'\x01{"connectionId":"c1","send":{"channels":1}}\0\x01\x02\0{"mark":{"name":"m"}}',
    b'\x02{"config":{"connectionId":"c1","receive":{"sampleFormat":"SAMPLE_FORMAT_OPUS"}}}\0\x80\x01',
]
_MESSAGES: Final = (
    rooms_pb2.JoinRoomRequest(room_id="r", user_id="u", user_data=payload_pb2.Payload(json="[1]")),
    rooms_pb2.SendMessageRequest(connection_id=_ID, message=payload_pb2.Payload(data=b"x"), peer_ids=[1]),
    rooms_pb2.WatchEventsRequest(connection_ids=[_ID], after_sequence=1),
    devices_pb2.OpenCaptureRequest(
        connection_id=_ID, settings=devices_pb2.LineSettings(device_id="tone:440", gain_db=1)
    ),
    space_pb2.SetPositionsRequest(connection_id=_ID, positions=[space_pb2.Position(channel=1, x=1)]),
    audio_pb2.StreamAudioRequest(
        config=audio_pb2.StreamAudioConfig(connection_id=_ID, send=audio_pb2.AudioFormat(channels=1))
    ),
)
MESSAGES: Final = [message.SerializeToString() for message in _MESSAGES]
DOORS: Final = [b"\0" + framed(b"") + b"".join(map(framed, MESSAGES))]
METHODS: Final = 48
"""More methods than there are: a first byte names each of them."""
REQUESTS: Final = [bytes([method]) + message for message in MESSAGES for method in range(METHODS)]
BODIES: Final = [
    bytes([method, kind]) + body
    for method in range(METHODS)
    for kind, body in enumerate(
        (b'{"connectionId":"%b","roomId":"r","userId":"u"}' % CONNECTION, MESSAGES[0], b"\0\0\0\0\x02{}")
    )
]
JSON_RPC: Final = [
    json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    for method, params in (
        ("Connect", {}),
        ("RoomSendMessage", {"room_id": "r", "message": [1, 2]}),
        ("RoomBanClient", {"room_id": "r", "user_id": "u", "ban_time": 1}),
        ("RoomUpdate", {"room_id": "r", "user_data": "AA=="}),
    )
]
