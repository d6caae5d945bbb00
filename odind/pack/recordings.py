"""Converts between core's recordings and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from odind.core.errors import InvalidArgumentError
from odind.core.recordings.artifact import ArtifactKind, ArtifactState
from odind.core.recordings.events import (
    ArtifactChanged,
    RecordingChanged,
    RecordingDeleted,
    RecordingEnded,
    RecordingStarted,
)
from odind.core.recordings.plan import Encoding, Layout, PauseMode, RecordingPlan
from odind.core.recordings.recording import CaptureState, Quality
from odind.v1 import recordings_pb2

from .times import pack_seconds, pack_time, unpack_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.events import RecordingEvent
    from odind.core.recordings.recording import Recording
    from odind.v1 import rooms_pb2

_LAYOUTS: Final = {
    recordings_pb2.RECORDING_LAYOUT_UNSPECIFIED: Layout.MIX,
    recordings_pb2.RECORDING_LAYOUT_MIX: Layout.MIX,
    recordings_pb2.RECORDING_LAYOUT_PER_PEER: Layout.PER_PEER,
    recordings_pb2.RECORDING_LAYOUT_DUAL: Layout.DUAL,
    recordings_pb2.RECORDING_LAYOUT_MULTITRACK: Layout.MULTITRACK,
}
_ENCODINGS: Final = {
    recordings_pb2.RECORDING_ENCODING_OPUS: Encoding.OPUS,
    recordings_pb2.RECORDING_ENCODING_FLAC: Encoding.FLAC,
    recordings_pb2.RECORDING_ENCODING_WAV: Encoding.WAV,
    recordings_pb2.RECORDING_ENCODING_MP3: Encoding.MP3,
    recordings_pb2.RECORDING_ENCODING_AAC: Encoding.AAC,
}
_USUAL: Final = {Layout.PER_PEER: Encoding.OPUS, Layout.MULTITRACK: Encoding.OPUS}
_PAUSES: Final = {
    recordings_pb2.RECORDING_PAUSE_UNSPECIFIED: PauseMode.SILENCE,
    recordings_pb2.RECORDING_PAUSE_SILENCE: PauseMode.SILENCE,
    recordings_pb2.RECORDING_PAUSE_OMIT: PauseMode.OMIT,
}
_STATES: Final = {
    state: recordings_pb2.CaptureState.Value(f"CAPTURE_STATE_{state.name}") for state in CaptureState
}
_QUALITIES: Final = {
    quality: recordings_pb2.RecordingQuality.Value(f"RECORDING_QUALITY_{quality.name}") for quality in Quality
}
_KINDS: Final = {
    kind: recordings_pb2.ArtifactKind.Value(f"ARTIFACT_KIND_{kind.name}") for kind in ArtifactKind
}
_ARTIFACT_STATES: Final = {
    state: recordings_pb2.ArtifactState.Value(f"ARTIFACT_STATE_{state.name}") for state in ArtifactState
}


def unpack_plan(request: recordings_pb2.StartRecordingRequest) -> RecordingPlan:
    """Return the plan of a recording; raises LAYOUT_UNKNOWN, and what RecordingPlan raises."""
    layout = _LAYOUTS.get(request.layout)
    pause = _PAUSES.get(request.pause)
    if layout is None or pause is None or (request.encoding and request.encoding not in _ENCODINGS):
        raise InvalidArgumentError(
            "LAYOUT_UNKNOWN", "layout, encoding and pause must be values that this daemon knows"
        )
    return RecordingPlan(
        layout=layout,
        encoding=_ENCODINGS.get(request.encoding) or _USUAL.get(layout, Encoding.FLAC),
        name=request.name,
        user_ids=tuple(request.user_ids),
        peer_ids=tuple(request.peer_ids),
        left=request.left_user_id,
        pause_mode=pause,
        max_duration_s=unpack_seconds(request.max_duration),
        max_bytes=request.max_bytes,
        expires_after_s=unpack_seconds(request.expires_after),
        outputs=tuple(dict.fromkeys(request.outputs)),
        consent_field=request.consent_field,
        metadata=dict(request.metadata),
    )


def unpack_clip_plan(request: recordings_pb2.SaveClipRequest) -> RecordingPlan:
    """Return the plan of a clip; raises LAYOUT_UNKNOWN, and what RecordingPlan raises."""
    layout = _LAYOUTS.get(request.layout or recordings_pb2.RECORDING_LAYOUT_PER_PEER)
    if layout is None:
        raise InvalidArgumentError("LAYOUT_UNKNOWN", "the layout must be one that this daemon knows")
    return RecordingPlan(
        layout=layout,
        encoding=Encoding.FLAC if layout is Layout.MIX else Encoding.OPUS,
        name=request.name,
        user_ids=tuple(request.user_ids),
        metadata=dict(request.metadata),
    )


def unpack_last(request: recordings_pb2.SaveClipRequest) -> float | None:
    """Return how many seconds to save, None for all."""
    return unpack_seconds(request.last) if request.HasField("last") else None


def unpack_states(states: Iterable[recordings_pb2.CaptureState.ValueType]) -> list[CaptureState]:
    """Return the states of a filter; those that are not known let nothing through."""
    by_value = {value: state for state, value in _STATES.items()}
    return [by_value[state] for state in states if state in by_value]


def pack_recording(recording: Recording) -> recordings_pb2.Recording:
    """Return the proto's message for a recording."""
    plan = recording.plan
    message = recordings_pb2.Recording(
        recording_id=recording.recording_id,
        connection_id=recording.connection_id,
        room_id=recording.room_id,
        state=_STATES[recording.state],
        quality=_QUALITIES[recording.quality],
        reason=recording.reason,
        detail=recording.detail,
        duration=pack_seconds(recording.duration_s),
        size_bytes=recording.size_bytes,
        artifacts=map(pack_artifact, recording.artifacts),
        folder=recording.folder,
        layout=recordings_pb2.RecordingLayout.Value(f"RECORDING_LAYOUT_{plan.layout.name}"),
        encoding=recordings_pb2.RecordingEncoding.Value(f"RECORDING_ENCODING_{plan.encoding.name}"),
        metadata=plan.metadata,
        progress=recording.progress,
        deleted_by=recording.deleted_by,
        outputs=plan.outputs,
        name=recording.name,
        continues=recording.continues,
        continues_after=pack_seconds(recording.continues_after_s) if recording.continues else None,
    )
    for name in ("created_at", "started_at", "ended_at", "deleted_at", "expires_at"):
        seconds = getattr(recording, name)
        if seconds is not None:
            getattr(message, name).CopyFrom(pack_time(seconds))
    return message


def pack_artifact(artifact: Artifact) -> recordings_pb2.Artifact:
    """Return the proto's message for a file."""
    return recordings_pb2.Artifact(
        file=artifact.file,
        kind=_KINDS[artifact.kind],
        state=_ARTIFACT_STATES[artifact.state],
        changed_at=pack_time(artifact.changed_at),
        size_bytes=artifact.size_bytes,
        sha256=artifact.sha256,
        user_id=artifact.user_id,
        reason=artifact.reason,
        detail=artifact.detail,
        stored_bytes=artifact.stored_bytes,
        locations=artifact.locations,
        encrypted=artifact.encrypted,
    )


def pack_recording_event(event: rooms_pb2.Event, happened: RecordingEvent) -> None:
    """Write an event of a recording into an event of a watch."""
    recording = pack_recording(happened.recording)
    match happened:
        case RecordingStarted():
            event.recording_started.recording.CopyFrom(recording)
        case RecordingChanged(_, before):
            previous = _STATES[before] if before else recordings_pb2.CAPTURE_STATE_UNSPECIFIED
            changed = recordings_pb2.RecordingChanged(recording=recording, previous_state=previous)
            event.recording_changed.CopyFrom(changed)
        case RecordingEnded():
            event.recording_ended.recording.CopyFrom(recording)
        case ArtifactChanged(_, file):
            event.artifact_changed.recording.CopyFrom(recording)
            event.artifact_changed.file = file
        case RecordingDeleted():
            event.recording_deleted.recording.CopyFrom(recording)
        case _:
            assert_never(happened)
