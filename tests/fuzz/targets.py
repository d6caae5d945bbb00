"""What is fuzzed. A target takes any bytes; what it raises is a defect. Its seeds are what real peers send.

Each is fast, keeps nothing from one input to the next, and touches no network.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError
from odind.door.call import read_hello, read_request
from odind.framing import Unframer
from odind.grid.sfu.verdict import GatewayError, judge
from odind.grid.wire import commands, datagram
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import ValueStream
from odind.http.audio_frames import RequestReader
from odind.msgpack_items import U64_MAX, ItemError, read_array_length, read_integer
from odind.pack.messages import check_size
from odind.push import amf
from odind.push.chunks import COMMAND, MessageReader
from odind.runtime.odin.datagram import DatagramError, parse_voice
from odind.tokens.access_key import AccessKey
from odind.workers.wire import Cancel, Failure, MessageError, Subject, decode, encode

from . import seeds
from .inside import SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_STREAM_BYTES: Final = 4_096
_NOW: Final = 1_700_000_000.0


@dataclass(frozen=True)
class Target:
    """Something that takes bytes from strangers."""

    run: Callable[[bytes], None]
    seeds: Sequence[bytes]
    examples: int = 300
    """How many inputs CI tries."""


def grid_datagram(data: bytes) -> None:
    """Check a datagram as the grid does before it forwards one."""
    try:
        if datagram.kind_of(data) is datagram.DatagramKind.SOCKET:
            datagram.read_socket_message(data)
            return
        head = datagram.read_head(data)
        if head.kind is datagram.DatagramKind.AUDIO:
            datagram.read_media(data, head)
        else:
            datagram.check_no_body(data, head)
    except WireError:
        return


def grid_stream(data: bytes) -> None:
    """Read the values of a stream; it does not matter in which pieces they come."""
    cut = data[0] if data else 0
    whole, pieces = _values((data[1:],)), _values((data[1 : cut + 1], data[cut + 1 :]))
    assert repr(whole) == repr(pieces)
    for value in whole:
        for read in (commands.read_hello, commands.read_command, commands.read_socket_hello):
            try:
                read(value)
            except WireError:
                continue


def _values(pieces: Sequence[bytes]) -> list[object]:
    """Return all values that the pieces hold, and the error behind them."""
    stream, values = ValueStream(_STREAM_BYTES), list[object]()
    try:
        for piece in pieces:
            values += stream.feed(piece)
            assert len(stream) <= _STREAM_BYTES
    except WireError:
        values.append("malformed")
    return values


def grid_early_token(data: bytes) -> None:
    """Read the token of a hello that is not there yet as a whole."""
    try:
        commands.read_early_token(data)
    except WireError:
        return


def grid_token(data: bytes) -> None:
    """Judge a bearer token; nobody has the key that it names."""

    def nobody(_key_id: str) -> None:
        raise GatewayError("not authorized")

    try:
        judge(data.decode("latin-1"), nobody, _NOW)  # type: ignore[arg-type] # it finds none
    except GatewayError:
        return


def access_key(data: bytes) -> None:
    """Read an access key."""
    try:
        AccessKey.parse(data.decode("latin-1"))
    except (OdindError, ValueError):
        return


def voice_datagram(data: bytes) -> None:
    """Read a datagram of a peer."""
    try:
        packet = parse_voice(data)
    except DatagramError:
        return
    assert packet.datagram is data


def msgpack_items(data: bytes) -> None:
    """Read integers and array lengths; an item that is there ends within the bytes."""
    for read in (read_integer, lambda data, at, _, most: read_array_length(data, at, most)):
        try:
            _, end = read(data, 0, -(2**63), U64_MAX)
        except ItemError:
            continue
        assert 0 < end <= len(data)


def worker_wire(data: bytes) -> None:
    """Read a message of a worker; what is read is written again to the same value."""
    try:
        number, value = decode(data)
    except MessageError:
        return
    assert repr(decode(encode(number, value))) == repr((number, value))


def audio_socket(data: bytes) -> None:
    """Read messages of an audio WebSocket, which zero bytes divide: texts and sound in turn."""
    reader = RequestReader(prefixed=bool(data) and data[0] % 2 == 0)
    for number, message in enumerate(data[1:].split(b"\0")):
        try:
            if number % 2:
                reader.binary(message)
            else:
                reader.text(message.decode("utf-8", "replace"))
        except OdindError:
            return


def door(data: bytes) -> None:
    """Read what comes at an audio socket; it does not matter in which pieces it comes."""
    cut = data[0] if data else 0
    whole, pieces = _messages((data[1:],)), _messages((data[1 : cut + 1], data[cut + 1 :]))
    assert whole == pieces
    for message in whole:
        for read in (read_hello, read_request):
            try:
                read(message)
            except OdindError:
                continue


def _messages(pieces: Sequence[bytes]) -> list[bytes]:
    """Return all messages that the pieces hold, before one that is too large."""
    unframer, messages = Unframer(check_size), list[bytes]()
    try:
        for piece in pieces:
            for message in unframer.feed(piece):
                messages.append(message)
    except OdindError:
        pass
    return messages


def rtmp_server(data: bytes) -> None:
    """Read what an RTMP server sends after the handshake, as one that publishes there does."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_read_as_publisher(data))
    except (EOFError, ValueError):
        return
    finally:
        loop.close()


async def _read_as_publisher(data: bytes) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    messages = MessageReader(reader)
    while True:
        message = await messages.read()
        if message.kind == COMMAND:
            amf.decode(message.body)


TARGETS: Final = {
    "rtmp_server": Target(rtmp_server, seeds.RTMP, 500),
    "grid_datagram": Target(grid_datagram, seeds.DATAGRAMS, 1_000),
    "grid_stream": Target(grid_stream, seeds.STREAMS, 1_000),
    "grid_early_token": Target(grid_early_token, seeds.STREAMS),
    "grid_token": Target(grid_token, seeds.TOKENS),
    "access_key": Target(access_key, seeds.KEYS),
    "voice_datagram": Target(voice_datagram, seeds.DATAGRAMS, 1_000),
    "msgpack_items": Target(msgpack_items, seeds.ITEMS, 1_000),
    "worker_wire": Target(
        worker_wire,
        [encode(1, Subject("c1")), encode(0, Cancel()), encode(2, (Failure(""), Cancel())), encode(3, None)],
    ),
    "audio_socket": Target(audio_socket, seeds.AUDIO_SOCKETS),
    "door": Target(door, seeds.DOORS),
    "requests": Target(SERVICES.call, seeds.REQUESTS, 400),
    "http_bodies": Target(SERVICES.post, seeds.BODIES, 400),
    "json_rpc": Target(SERVICES.json_rpc, seeds.JSON_RPC),
}
