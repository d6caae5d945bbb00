"""What happens to managed rooms, in the log: subject is the managed id, room the room's id."""

from __future__ import annotations

from typing import Final, TypeAlias, get_args

from odind.core.values.portable import portable

from .room import AutoStart, ManagedRoom
from .rules import Deadline
from .session import Participant, RoomSession


@portable
class ManagedRoomCreated:
    """A room is managed from now on."""

    room: ManagedRoom


@portable
class ManagedRoomUpdated:
    """A caller changed the settings of a room."""

    room: ManagedRoom


@portable
class ManagedRoomEnabled:
    """A room may be used again."""

    room: ManagedRoom


@portable
class ManagedRoomDeactivated:
    """A room may not be used any more: by call, or by a rule."""

    room: ManagedRoom


@portable
class ManagedRoomDeleted:
    """A room is managed no more; its past sessions are kept."""

    room: ManagedRoom


@portable
class SessionStarted:
    """The first human is in the room; `session` is brief."""

    session: RoomSession


@portable
class SessionWarning:
    """A session ends soon, unless something happens."""

    session_id: str
    deadline: Deadline


@portable
class SessionEnded:
    """A session is over; `session` is brief."""

    session: RoomSession


@portable
class ParticipantJoined:
    """A peer of a participant came into the room. Counts are without the daemon's observer."""

    session_id: str
    participant: Participant
    peer_count: int
    human_count: int


@portable
class ParticipantLeft:
    """A peer of a participant left the room. Counts are without the daemon's observer."""

    session_id: str
    participant: Participant
    peer_count: int
    human_count: int


@portable
class ParticipantRefused:
    """A peer came that the room does not admit. `problem` says why it could not be removed, "" if it was.

    `reason` is ROOM_DEACTIVATED, USER_NOT_ADMITTED or ROOM_FULL.
    """

    user_id: str
    reason: str
    problem: str = ""


@portable
class AutoStartFailed:
    """What should start with a session did not; `problem` says why, `reason` does for programs."""

    session_id: str
    part: AutoStart
    reason: str
    problem: str


ManagedEvent: TypeAlias = (
    ManagedRoomCreated
    | ManagedRoomUpdated
    | ManagedRoomEnabled
    | ManagedRoomDeactivated
    | ManagedRoomDeleted
    | SessionStarted
    | SessionWarning
    | SessionEnded
    | ParticipantJoined
    | ParticipantLeft
    | ParticipantRefused
    | AutoStartFailed
)
MANAGED_EVENTS: Final[tuple[type[ManagedEvent], ...]] = get_args(ManagedEvent)
"""Every kind of event of managed rooms."""
