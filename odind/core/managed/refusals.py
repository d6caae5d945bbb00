"""Errors of managed rooms and their sessions."""

from __future__ import annotations

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)


def no_managed_room(room_id: str) -> NotFoundError:
    """Return the error of a call that names a room which is not managed."""
    return NotFoundError(
        "MANAGED_ROOM_NOT_FOUND",
        "no room {room_id} is managed; ListManagedRooms returns those that are",
        room_id=room_id,
    )


def room_exists(room_id: str) -> AlreadyExistsError:
    """Return the error of a call that would manage a room twice."""
    return AlreadyExistsError(
        "MANAGED_ROOM_EXISTS",
        "the room {room_id} is managed already; name another, or leave room_id empty to have one made",
        room_id=room_id,
    )


def made_elsewhere(room_id: str) -> UnavailableError:
    """Return the error of a call that made a room at the moment in which another member of the fleet did."""
    return UnavailableError(
        "MANAGED_ROOM_MADE_ELSEWHERE",
        "another member of the fleet has just made the room {room_id}, or one of its custom id: try again",
        room_id=room_id,
    )


def too_many_rooms(limit: int) -> ResourceExhaustedError:
    """Return the error of a call that would make one room too many."""
    return ResourceExhaustedError(
        "TOO_MANY_MANAGED_ROOMS", "{limit} rooms are managed already; delete one first", limit=limit
    )


def room_deactivated(room_id: str) -> FailedPreconditionError:
    """Return the error of a call that needs an enabled room."""
    return FailedPreconditionError(
        "ROOM_DEACTIVATED",
        "the room {room_id} is deactivated; EnableManagedRoom has it used again",
        room_id=room_id,
    )


def user_not_admitted(user_id: str, room_id: str) -> PermissionDeniedError:
    """Return the error of a token for somebody whom the room does not admit."""
    return PermissionDeniedError(
        "USER_NOT_ADMITTED",
        "the user {user_id} is not among the user_ids of the room {room_id}",
        user_id=user_id,
        room_id=room_id,
    )


def room_full(room_id: str, limit: int) -> ResourceExhaustedError:
    """Return the error of a token for a room in which as many peers are as may be."""
    return ResourceExhaustedError(
        "ROOM_FULL",
        "{limit} peers are in the room {room_id}, its max_peers; try again when one has left",
        limit=limit,
        room_id=room_id,
    )


def settings_invalid(field: str, problem: str) -> InvalidArgumentError:
    """Return the error of settings that no room can have; `field` is as in the proto."""
    return InvalidArgumentError("ROOM_SETTINGS_INVALID", "{field} {problem}", field=field, problem=problem)


def custom_id_invalid(limit: int) -> InvalidArgumentError:
    """Return the error of a custom id that no room can have."""
    return InvalidArgumentError(
        "CUSTOM_ID_INVALID", "custom_id must be UTF-8 text of at most {limit} bytes", limit=limit
    )


def not_implemented(part: str) -> FailedPreconditionError:
    """Return the error of a room that should start what this daemon cannot."""
    return FailedPreconditionError(
        "AUTO_START_UNIMPLEMENTED", "this daemon cannot start {part} by itself; leave it out", part=part
    )


def no_session(session_id: str) -> NotFoundError:
    """Return the error of a call that names an unknown session."""
    return NotFoundError(
        "SESSION_NOT_FOUND",
        "there is no session {session_id}; ListRoomSessions returns those that are kept",
        session_id=session_id,
    )


def session_over(session_id: str) -> FailedPreconditionError:
    """Return the error of a call that needs a session which goes on."""
    return FailedPreconditionError(
        "SESSION_ENDED", "the session {session_id} has ended already", session_id=session_id
    )


def no_participant(user_id: str, session_id: str) -> NotFoundError:
    """Return the error of a call that names somebody who is not there."""
    return NotFoundError(
        "PARTICIPANT_NOT_FOUND",
        "the user {user_id} is not in the session {session_id} now",
        user_id=user_id,
        session_id=session_id,
    )
