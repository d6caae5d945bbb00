"""Core's types and the proto's, into each other. Nothing is decided here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, assert_never

from google.protobuf.timestamp_pb2 import Timestamp

from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.errors import InvalidArgumentError
from odind.core.events import (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    ConnectionView,
    LoggedEvent,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
)
from odind.core.listening import ReceiveMode
from odind.core.outbox import Drained, HeardTick, Item
from odind.core.payload import Json, Payload
from odind.v1 import audio_pb2, payload_pb2, rooms_pb2

if TYPE_CHECKING:
    from odind.core.rooms import Snapshot

_STATES: Final = {
    ConnectionState.JOINING: rooms_pb2.CONNECTION_STATE_JOINING,
    ConnectionState.JOINED: rooms_pb2.CONNECTION_STATE_JOINED,
    ConnectionState.RECONNECTING: rooms_pb2.CONNECTION_STATE_RECONNECTING,
    ConnectionState.LEFT: rooms_pb2.CONNECTION_STATE_LEFT,
}
_FORMATS: Final[dict[int, SampleFormat]] = {
    audio_pb2.SAMPLE_FORMAT_UNSPECIFIED: SampleFormat.S16LE,
    audio_pb2.SAMPLE_FORMAT_S16LE: SampleFormat.S16LE,
    audio_pb2.SAMPLE_FORMAT_F32LE: SampleFormat.F32LE,
}
_FORMAT_CODES: Final = {
    SampleFormat.S16LE: audio_pb2.SAMPLE_FORMAT_S16LE,
    SampleFormat.F32LE: audio_pb2.SAMPLE_FORMAT_F32LE,
}
_MODES: Final[dict[int, ReceiveMode]] = {
    audio_pb2.RECEIVE_MODE_UNSPECIFIED: ReceiveMode.MIX,
    audio_pb2.RECEIVE_MODE_MIX: ReceiveMode.MIX,
    audio_pb2.RECEIVE_MODE_PER_PEER: ReceiveMode.PER_PEER,
}


def timestamp(seconds: float) -> Timestamp:
    """Return seconds since the epoch as a Timestamp."""
    stamp = Timestamp()
    stamp.FromDatetime(datetime.fromtimestamp(seconds, UTC))
    return stamp


def pack_payload(payload: Payload) -> payload_pb2.Payload:
    """Return what peers exchange as the proto says it."""
    if isinstance(payload, Json):
        return payload_pb2.Payload(json=payload.text)
    return payload_pb2.Payload(data=payload)


def unpack_payload(payload: payload_pb2.Payload) -> Payload:
    """Return what peers exchange as core says it; unset is empty bytes."""
    return Json(payload.json) if payload.WhichOneof("kind") == "json" else payload.data


def pack_peer(peer: Peer) -> rooms_pb2.Peer:
    """Return a peer as the proto says it."""
    return rooms_pb2.Peer(
        peer_id=peer.peer_id,
        user_id=peer.user_id,
        user_data=pack_payload(peer.user_data),
        tags=peer.tags,
    )


def pack_connection(view: ConnectionView) -> rooms_pb2.Connection:
    """Return a connection as the proto says it."""
    return rooms_pb2.Connection(
        connection_id=view.connection_id,
        room_id=view.room_id,
        user_id=view.user_id,
        customer=view.customer,
        gateway=view.gateway,
        state=_STATES[view.state],
        own_peer_id=view.own_peer_id,
        user_data=pack_payload(view.user_data),
        peers=[pack_peer(peer) for peer in view.peers],
        created_at=timestamp(view.created_at),
    )


def pack_snapshot(snapshot: Snapshot) -> rooms_pb2.WatchEventsResponse:
    """Return the first message of a watch."""
    connections = [pack_connection(view) for view in snapshot.connections]
    return rooms_pb2.WatchEventsResponse(
        snapshot=rooms_pb2.Snapshot(sequence=snapshot.sequence, connections=connections)
    )


def pack_event(logged: LoggedEvent) -> rooms_pb2.WatchEventsResponse:
    """Return a later message of a watch."""
    event = rooms_pb2.Event(
        sequence=logged.sequence, time=timestamp(logged.time), connection_id=logged.connection_id
    )
    match logged.event:
        case ConnectionJoined(connection):
            event.joined.connection.CopyFrom(pack_connection(connection))
        case ConnectionReconnecting(detail):
            event.reconnecting.detail = detail
        case ConnectionLeft(detail):
            event.left.detail = detail
        case PeerJoined(peer):
            event.peer_joined.peer.CopyFrom(pack_peer(peer))
        case PeerChanged(peer):
            event.peer_changed.peer.CopyFrom(pack_peer(peer))
        case PeerLeft(peer):
            event.peer_left.peer.CopyFrom(pack_peer(peer))
        case MessageReceived(sender, user_id, message):
            event.message_received.sender_peer_id = sender
            event.message_received.sender_user_id = user_id
            event.message_received.message.CopyFrom(pack_payload(message))
        case _:
            assert_never(logged.event)
    return rooms_pb2.WatchEventsResponse(event=event)


def pack_format(audio_format: AudioFormat | None) -> audio_pb2.AudioFormat | None:
    """Return a layout of samples as the proto says it."""
    if audio_format is None:
        return None
    return audio_pb2.AudioFormat(
        sample_rate_hz=audio_format.sample_rate_hz,
        channels=audio_format.channels,
        sample_format=_FORMAT_CODES[audio_format.sample_format],
    )


def unpack_format(audio_format: audio_pb2.AudioFormat) -> AudioFormat:
    """Return a layout of samples with the defaults filled in.

    Raises InvalidArgumentError SAMPLE_RATE_INVALID, CHANNELS_INVALID, FORMAT_INVALID.
    """
    sample_format = _FORMATS.get(audio_format.sample_format)
    if sample_format is None:
        raise InvalidArgumentError(
            "FORMAT_INVALID", "sample format {number} is not known", number=audio_format.sample_format
        )
    return AudioFormat(audio_format.sample_rate_hz or 48_000, audio_format.channels or 1, sample_format)


def unpack_mode(mode: int) -> ReceiveMode:
    """Return how peers are delivered; raises InvalidArgumentError RECEIVE_MODE_INVALID."""
    known = _MODES.get(mode)
    if known is None:
        raise InvalidArgumentError("RECEIVE_MODE_INVALID", "receive mode {number} is not known", number=mode)
    return known


def pack_item(item: Item) -> audio_pb2.StreamAudioResponse:
    """Return something heard, or the notice that all is said."""
    match item:
        case HeardTick(frames, dropped):
            heard = audio_pb2.AudioFrames(
                dropped=dropped,
                frames=[
                    audio_pb2.AudioFrame(
                        peer_id=frame.peer_id,
                        user_id=frame.user_id,
                        sequence=frame.sequence,
                        room_sample=frame.room_sample,
                        pcm=frame.pcm,
                    )
                    for frame in frames
                ],
            )
            return audio_pb2.StreamAudioResponse(frames=heard)
        case Drained(samples, underruns):
            return audio_pb2.StreamAudioResponse(
                drained=audio_pb2.SendDrained(samples=samples, underruns=underruns)
            )
        case _:
            assert_never(item)
