"""Converts the events of managed rooms. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.managed.events import (
    AutoStartFailed,
    ManagedRoomCreated,
    ManagedRoomDeactivated,
    ManagedRoomDeleted,
    ManagedRoomEnabled,
    ManagedRoomUpdated,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantRefused,
    SessionEnded,
    SessionStarted,
    SessionWarning,
)
from odind.v1 import managed_pb2

from .managed import END_REASONS, PARTS, pack_participant, pack_room, pack_session
from .times import pack_time

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from odind.core.managed.events import ManagedEvent
    from odind.v1 import rooms_pb2

MANAGED_KINDS: Final[dict[str, type[ManagedEvent]]] = {
    "managed_room_created": ManagedRoomCreated,
    "managed_room_updated": ManagedRoomUpdated,
    "managed_room_enabled": ManagedRoomEnabled,
    "managed_room_deactivated": ManagedRoomDeactivated,
    "managed_room_deleted": ManagedRoomDeleted,
    "session_started": SessionStarted,
    "session_warning": SessionWarning,
    "session_ended": SessionEnded,
    "participant_joined": ParticipantJoined,
    "participant_left": ParticipantLeft,
    "participant_refused": ParticipantRefused,
    "auto_start_failed": AutoStartFailed,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
_FIELDS: Final = {kind: name for name, kind in MANAGED_KINDS.items()}


def pack_managed_event(event: rooms_pb2.Event, happened: ManagedEvent) -> None:
    """Fill in an event of a managed room."""
    getattr(event, _FIELDS[type(happened)]).CopyFrom(_message_of(happened))


def _message_of(happened: ManagedEvent) -> Message:
    match happened:
        case SessionStarted(session) | SessionEnded(session):
            return managed_pb2.RoomSessionChanged(session=pack_session(session))
        case SessionWarning(session_id, deadline):
            return managed_pb2.RoomSessionWarning(
                session_id=session_id,
                reason=END_REASONS[deadline.reason],
                ends_at=pack_time(deadline.ends_at),
            )
        case ParticipantJoined() | ParticipantLeft():
            return managed_pb2.ParticipantMoved(
                session_id=happened.session_id,
                participant=pack_participant(happened.participant),
                peer_count=happened.peer_count,
                human_count=happened.human_count,
            )
        case ParticipantRefused():
            return managed_pb2.ParticipantRefused(**vars(happened))
        case AutoStartFailed(session_id, part, reason, problem):
            return managed_pb2.AutoStartFailed(
                session_id=session_id, part=PARTS[part], reason=reason, problem=problem
            )
        case _:
            return managed_pb2.ManagedRoomChanged(room=pack_room(happened.room))
