"""Converts between core's audio types and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.timing.tick import RATE_HZ
from odind.core.values.daemon import DaemonDraining, DaemonReady
from odind.core.voice.delivery import Delivery
from odind.core.voice.lane_config import LaneConfig, Overflow, ReceiveMode, Reception, SendBuffer
from odind.core.voice.notices import (
    Drained,
    FlowControl,
    Flushed,
    LaneEnded,
    LaneStarted,
    MarkReached,
    QueueStatus,
    StreamBargeInEnded,
    StreamBargeInStarted,
)
from odind.core.voice.outbox import Gap, HeardFrame, HeardTick, Item, LaneNotice
from odind.v1 import audio_pb2

from .barge_in import OUTCOMES, unpack_barge_in
from .daemon import pack_draining
from .errors import code_name, info_of, status_of
from .times import pack_milliseconds, unpack_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.protobuf.internal.containers import RepeatedCompositeFieldContainer
    from google.rpc import status_pb2

    from odind.core.voice.hearing import PeerHearing
    from odind.core.voice.notices import CallNotice, Notice

_FORMATS: Final[dict[int, SampleFormat]] = {
    audio_pb2.SAMPLE_FORMAT_UNSPECIFIED: SampleFormat.S16LE,
    audio_pb2.SAMPLE_FORMAT_S16LE: SampleFormat.S16LE,
    audio_pb2.SAMPLE_FORMAT_F32LE: SampleFormat.F32LE,
    audio_pb2.SAMPLE_FORMAT_OPUS: SampleFormat.OPUS,
}
_FORMAT_CODES: Final = {
    SampleFormat.S16LE: audio_pb2.SAMPLE_FORMAT_S16LE,
    SampleFormat.F32LE: audio_pb2.SAMPLE_FORMAT_F32LE,
    SampleFormat.OPUS: audio_pb2.SAMPLE_FORMAT_OPUS,
}
_MODES: Final[dict[int, ReceiveMode]] = {
    audio_pb2.RECEIVE_MODE_MIX: ReceiveMode.MIX,
    audio_pb2.RECEIVE_MODE_PER_PEER: ReceiveMode.PER_PEER,
    audio_pb2.RECEIVE_MODE_MIX_AND_PER_PEER: ReceiveMode.MIX | ReceiveMode.PER_PEER,
}
_OVERFLOWS: Final[dict[int, Overflow]] = {
    audio_pb2.OVERFLOW_UNSPECIFIED: Overflow.WAIT,
    audio_pb2.OVERFLOW_WAIT: Overflow.WAIT,
    audio_pb2.OVERFLOW_FAIL: Overflow.FAIL,
}
_OVERFLOW_CODES: Final = {Overflow.WAIT: audio_pb2.OVERFLOW_WAIT, Overflow.FAIL: audio_pb2.OVERFLOW_FAIL}
_GAPS: Final = {
    Gap.NONE: audio_pb2.GAP_KIND_UNSPECIFIED,
    Gap.SILENCE: audio_pb2.GAP_KIND_SILENCE,
    Gap.LOSS: audio_pb2.GAP_KIND_LOSS,
}
_HEARING: Final = ("gain_db", "muted", "paused")


def unpack_config(config: audio_pb2.StreamAudioConfig, send_buffer_ms: int) -> LaneConfig:
    """Return a lane's config with its defaults; raises what AudioService.StreamAudio lists for configs."""
    return LaneConfig(
        connection_id=config.connection_id,
        send=unpack_format(config.send) if config.HasField("send") else None,
        send_buffer=_unpack_buffer(config.send_buffer, send_buffer_ms),
        reception=_unpack_reception(config) if config.HasField("receive") else None,
        exclusive=config.exclusive,
        delivery=Delivery(
            config.gain_db,
            config.ducked,
            unpack_barge_in(config.barge_in) if config.HasField("barge_in") else None,
        ),
    )


def _pack_started(started: LaneStarted) -> audio_pb2.StreamAudioStarted:
    """Return the response that tells the caller a lane's effective config."""
    config, buffer = started.config, started.config.send_buffer
    return audio_pb2.StreamAudioStarted(
        send=_pack_format(config.send) if config.send else None,
        receive=_pack_format(config.reception.format) if config.reception else None,
        send_buffer=audio_pb2.SendBuffer(
            capacity=pack_milliseconds(buffer.capacity_ms),
            head_start=pack_milliseconds(buffer.head_start_ms),
            overflow=_OVERFLOW_CODES[buffer.overflow],
        )
        if config.send
        else None,
        room_sample=config.reception.format.position(started.room_tick) if config.reception else 0,
        accepted_until=started.accepted_until,
    )


def pack_item(item: Item) -> audio_pb2.StreamAudioResponse:
    """Return the response for an item that waits for the caller."""
    match item:
        case HeardTick():
            return _pack_tick(item)
        case LaneNotice(lane, notice):
            response = audio_pb2.StreamAudioResponse(lane=lane)
            _pack_notice(notice, response)
            return response
        case _:
            assert_never(item)


def _pack_notice(notice: Notice, into: audio_pb2.StreamAudioResponse) -> None:
    match notice:
        case LaneStarted():
            into.started.CopyFrom(_pack_started(notice))
        case Drained(samples, underruns):
            into.drained.CopyFrom(audio_pb2.SendDrained(samples=samples, underruns=underruns))
        case MarkReached(name, position, flushed):
            reached = audio_pb2.MarkReached(name=name, position=position, flushed=flushed)
            into.mark_reached.CopyFrom(reached)
        case Flushed(dropped, spoken):
            into.flushed.CopyFrom(audio_pb2.Flushed(dropped_samples=dropped, spoken_samples=spoken))
        case FlowControl(accepted_until, queued_ms):
            queued = pack_milliseconds(queued_ms)
            into.flow.CopyFrom(audio_pb2.FlowControl(accepted_until=accepted_until, queued=queued))
        case QueueStatus():
            into.queue_status.CopyFrom(_pack_status(notice))
        case StreamBargeInStarted() | StreamBargeInEnded():
            _pack_barge_in(notice, into)
        case LaneEnded(error):
            into.lane_ended.CopyFrom(pack_lane_ended(status_of(error)))
        case DaemonDraining() | DaemonReady():
            _pack_call_notice(notice, into)
        case _:
            assert_never(notice)


def _pack_barge_in(
    notice: StreamBargeInStarted | StreamBargeInEnded, into: audio_pb2.StreamAudioResponse
) -> None:
    match notice:
        case StreamBargeInStarted():
            into.barge_in_started.CopyFrom(audio_pb2.StreamBargeInStarted(**vars(notice)))
        case StreamBargeInEnded(outcome, by_deadline, dropped, spoken):
            ended = audio_pb2.StreamBargeInEnded(
                outcome=OUTCOMES[outcome],
                by_deadline=by_deadline,
                dropped_samples=dropped,
                spoken_samples=spoken,
            )
            into.barge_in_ended.CopyFrom(ended)


def _pack_call_notice(notice: CallNotice, into: audio_pb2.StreamAudioResponse) -> None:
    match notice:
        case DaemonDraining():
            into.daemon_draining.CopyFrom(pack_draining(notice))
        case DaemonReady():
            into.daemon_ready.SetInParent()


def pack_lane_ended(status: status_pb2.Status) -> audio_pb2.LaneEnded:
    """Return what tells the end of a lane by the error that a status holds."""
    info = info_of(status)
    return audio_pb2.LaneEnded(
        reason=info.reason, detail=status.message, code=code_name(status.code), metadata=info.metadata
    )


def pack_hearing(peer_id: int, hearing: PeerHearing) -> audio_pb2.PeerListening:
    """Return a peer's listening settings."""
    return audio_pb2.PeerListening(
        peer_id=peer_id, gain_db=hearing.gain_db, muted=hearing.muted, paused=hearing.paused
    )


def unpack_hearing(peers: Iterable[audio_pb2.PeerListening]) -> dict[int, dict[str, float | bool]]:
    """Return the changed listening settings by peer id; if a field is set twice, the last value counts."""
    changes: dict[int, dict[str, float | bool]] = {}
    for peer in peers:
        said = changes.setdefault(peer.peer_id, {})
        said.update({field: getattr(peer, field) for field in _HEARING if peer.HasField(field)})
    return changes


def _unpack_reception(config: audio_pb2.StreamAudioConfig) -> Reception:
    audio_format = unpack_format(config.receive)
    usual = ReceiveMode.PER_PEER if audio_format.sample_format is SampleFormat.OPUS else ReceiveMode.MIX
    mode = _MODES.get(config.receive_mode) if config.receive_mode else usual
    if mode is None:
        raise InvalidArgumentError(
            "RECEIVE_MODE_INVALID", "the receive mode {number} is unknown", number=config.receive_mode
        )
    return Reception(
        audio_format,
        mode,
        config.frame_ms or 20,
        config.frames_per_message or 1,
        frozenset(config.mix_without_peer_ids),
        config.own_voice,
    )


def unpack_format(audio_format: audio_pb2.AudioFormat) -> AudioFormat:
    """Return a layout of samples; raises FORMAT_INVALID, SAMPLE_RATE_INVALID, CHANNELS_INVALID."""
    sample_format = _FORMATS.get(audio_format.sample_format)
    if sample_format is None:
        raise InvalidArgumentError(
            "FORMAT_INVALID", "the sample format {number} is unknown", number=audio_format.sample_format
        )
    if sample_format is SampleFormat.OPUS:
        return AudioFormat(RATE_HZ, 1, sample_format)
    return AudioFormat(audio_format.sample_rate_hz or RATE_HZ, audio_format.channels or 1, sample_format)


def _unpack_buffer(buffer: audio_pb2.SendBuffer, default_ms: int) -> SendBuffer:
    overflow = _OVERFLOWS.get(buffer.overflow)
    if overflow is None:
        raise InvalidArgumentError(
            "BUFFER_INVALID", "the overflow {number} is unknown", setting="overflow", number=buffer.overflow
        )
    capacity_ms = unpack_milliseconds(buffer.capacity) if buffer.HasField("capacity") else default_ms
    if not buffer.HasField("head_start"):
        return SendBuffer(capacity_ms, overflow=overflow)
    return SendBuffer(capacity_ms, unpack_milliseconds(buffer.head_start), overflow)


def _pack_format(audio_format: AudioFormat) -> audio_pb2.AudioFormat:
    return audio_pb2.AudioFormat(
        sample_rate_hz=audio_format.sample_rate_hz,
        channels=audio_format.channels,
        sample_format=_FORMAT_CODES[audio_format.sample_format],
    )


def _pack_tick(tick: HeardTick) -> audio_pb2.StreamAudioResponse:
    response = audio_pb2.StreamAudioResponse()
    response.frames.dropped = tick.dropped
    for frame in tick.frames:
        _pack_frame(frame, response.frames.frames)
    return response


def _pack_frame(frame: HeardFrame, into: RepeatedCompositeFieldContainer[audio_pb2.AudioFrame]) -> None:
    """Add a frame in place: copying a message costs more than setting its fields."""
    into.add(
        peer_id=frame.peer_id,
        user_id=frame.user_id,
        sequence=frame.sequence,
        room_sample=frame.room_sample,
        pcm=frame.pcm,
        opus=frame.opus,
        lane=frame.lane,
        media_id=frame.media_id,
        level_dbfs=frame.level_dbfs,
        voice=frame.voice,
        media_timestamp=frame.media_timestamp,
        gap=_GAPS[frame.gap],
    )


def _pack_status(status: QueueStatus) -> audio_pb2.QueueStatus:
    return audio_pb2.QueueStatus(
        queued_samples=status.queued_samples,
        queued=pack_milliseconds(status.queued_ms),
        spoken_samples=status.spoken_samples,
        underruns=status.underruns,
        marks=status.marks,
        paused=status.paused,
    )
