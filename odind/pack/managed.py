"""Converts managed rooms, their settings and their sessions. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.core.errors import InvalidArgumentError
from odind.core.managed.room import AfterSession, AutoStart, CloseRules, RoomSettings, SilenceRule
from odind.core.managed.rooms import RoomFilter
from odind.core.managed.session import EndReason
from odind.core.managed.sessions import SessionFilter
from odind.core.rooms.cipher import Password, PasswordFile, RoomsDefault
from odind.v1 import cipher_pb2, managed_pb2

from .cipher import unpack_cipher
from .times import pack_seconds, pack_time, unpack_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from google.protobuf.message import Message

    from odind.core.managed.managed import RoomNow
    from odind.core.managed.room import ManagedRoom
    from odind.core.managed.session import Participant, RoomSession, Stay

END_REASONS: Final = {
    reason: managed_pb2.SessionEndReason.Value(f"SESSION_END_REASON_{reason.name}") for reason in EndReason
}
_AFTER: Final = {
    AfterSession.STAYS: managed_pb2.AFTER_SESSION_STAYS,
    AfterSession.IS_DEACTIVATED: managed_pb2.AFTER_SESSION_DEACTIVATE,
}
_AFTER_ASKED: Final[dict[int, AfterSession]] = {0: AfterSession.STAYS} | {
    number: after for after, number in _AFTER.items()
}
PARTS: Final = {part: managed_pb2.AutoStart.Value(f"AUTO_START_{part.name}") for part in AutoStart}
_PARTS_ASKED: Final[dict[int, AutoStart]] = {number: part for part, number in PARTS.items()}
_CORE_FIELDS: Final = {"cipher": ("password_file", "rooms_default")}
"""Fields of the proto that are several in core."""


# Settings


def unpack_settings(settings: managed_pb2.RoomSettings) -> RoomSettings:
    """Return core's settings; raises InvalidArgumentError ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE."""
    return RoomSettings(
        metadata=dict(settings.metadata),
        tags=tuple(settings.tags),
        gateway=settings.gateway,
        **_unpack_cipher(settings),
        max_peers=settings.max_peers,
        user_ids=tuple(settings.user_ids),
        close=_unpack_rules(settings.close),
        auto_start=tuple(_unpack_parts(settings.auto_start)),
        observe_always=settings.observe_always,
        summary_prompt=settings.summary_prompt,
    )


def unpack_changes(request: managed_pb2.UpdateManagedRoomRequest) -> dict[str, Any]:
    """Return new values of the settings that a mask names.

    Raises InvalidArgumentError UPDATE_MASK_INVALID, and what `unpack_settings` raises.
    """
    known = managed_pb2.RoomSettings.DESCRIPTOR.fields_by_name
    paths = request.update_mask.paths
    if not paths or not all(path in known for path in paths):
        raise InvalidArgumentError(
            "UPDATE_MASK_INVALID",
            "update_mask must name fields of the settings: {known}",
            known=", ".join(known),
        )
    settings = unpack_settings(request.settings)
    return {name: getattr(settings, name) for path in paths for name in _CORE_FIELDS.get(path, (path,))}


def _unpack_cipher(settings: managed_pb2.RoomSettings) -> Mapping[str, Any]:
    if not settings.HasField("cipher"):
        return {}
    match unpack_cipher(settings.cipher):
        case PasswordFile(name):
            return {"password_file": name}
        case RoomsDefault():
            return {"rooms_default": True}
        case Password():
            raise InvalidArgumentError(
                "PASSWORD_NOT_DURABLE",
                "a managed room outlives the daemon, which keeps no passwords: name a password_file of the "
                "folder odin.passwords_dir, or use rooms_default",
            )


def _unpack_rules(rules: managed_pb2.CloseRules) -> CloseRules:
    if rules.after_session not in _AFTER_ASKED:
        raise _unknown("close.after_session", rules.after_session)
    silence = (
        SilenceRule(**_spans(rules.silence, "after", "armed_after")) if rules.HasField("silence") else None
    )
    return CloseRules(
        after_session=_AFTER_ASKED[rules.after_session],
        silence=silence,
        **_spans(rules, "duration", "empty", "only_bots", "max_uptime"),
    )


def _spans(message: Message, *names: str) -> dict[str, Any]:
    """Return those fields that are set, in seconds."""
    return {f"{name}_s": unpack_seconds(getattr(message, name)) for name in names if message.HasField(name)}


def _unpack_parts(parts: Iterable[int]) -> Iterator[AutoStart]:
    for number in dict.fromkeys(parts):
        if number not in _PARTS_ASKED:
            raise _unknown("auto_start", number)
        yield _PARTS_ASKED[number]


def _unknown(field: str, number: int) -> InvalidArgumentError:
    return InvalidArgumentError(
        "ROOM_SETTINGS_INVALID", "{field} {problem}", field=field, problem=f"{number} is unknown"
    )


def _pack_settings(settings: RoomSettings) -> managed_pb2.RoomSettings:
    return managed_pb2.RoomSettings(
        metadata=settings.metadata,
        tags=settings.tags,
        gateway=settings.gateway,
        cipher=_pack_cipher(settings),
        max_peers=settings.max_peers,
        user_ids=settings.user_ids,
        close=_pack_rules(settings.close),
        auto_start=[PARTS[part] for part in settings.auto_start],
        observe_always=settings.observe_always,
        summary_prompt=settings.summary_prompt,
    )


def _pack_cipher(settings: RoomSettings) -> cipher_pb2.Cipher | None:
    if settings.password_file is not None:
        return cipher_pb2.Cipher(password_file=settings.password_file)
    return cipher_pb2.Cipher(rooms_default=True) if settings.rooms_default else None


def _pack_rules(rules: CloseRules) -> managed_pb2.CloseRules:
    silence = rules.silence
    return managed_pb2.CloseRules(
        after_session=_AFTER[rules.after_session],
        duration=pack_seconds(rules.duration_s),
        empty=pack_seconds(rules.empty_s),
        only_bots=pack_seconds(rules.only_bots_s),
        silence=None
        if silence is None
        else managed_pb2.SilenceRule(
            after=pack_seconds(silence.after_s), armed_after=pack_seconds(silence.armed_after_s)
        ),
        max_uptime=None if rules.max_uptime_s is None else pack_seconds(rules.max_uptime_s),
    )


# Rooms and sessions


def unpack_room_filter(request: managed_pb2.ListManagedRoomsRequest) -> RoomFilter:
    """Return which rooms to list."""
    enabled = request.enabled if request.HasField("enabled") else None
    return RoomFilter(frozenset(request.tags), request.custom_id, enabled)


def unpack_session_filter(request: managed_pb2.ListRoomSessionsRequest) -> SessionFilter:
    """Return which sessions to list."""
    return SessionFilter(request.room_id, request.ongoing if request.HasField("ongoing") else None)


def pack_room(room: ManagedRoom) -> managed_pb2.ManagedRoom:
    """Return the message of a room, without what goes on in it."""
    return managed_pb2.ManagedRoom(
        managed_id=room.managed_id,
        room_id=room.room_id,
        custom_id=room.custom_id,
        settings=_pack_settings(room.settings),
        enabled=room.enabled,
        created_at=pack_time(room.created_at),
        updated_at=pack_time(room.updated_at),
    )


def pack_room_now(now: RoomNow) -> managed_pb2.ManagedRoom:
    """Return the message of a room with what goes on in it."""
    message = pack_room(now.room)
    message.MergeFrom(
        managed_pb2.ManagedRoom(
            session_id=now.session_id,
            peer_count=now.peer_count,
            human_count=now.human_count,
            observer_id=now.observer_id,
            observer_problem=now.observer_problem,
        )
    )
    return message


def pack_session(session: RoomSession) -> managed_pb2.RoomSession:
    """Return the message of a session."""
    gaps = (
        managed_pb2.SessionGap(
            began_at=pack_time(gap.began_at),
            ended_at=None if gap.ended_at is None else pack_time(gap.ended_at),
        )
        for gap in session.gaps
    )
    return managed_pb2.RoomSession(
        session_id=session.session_id,
        room_id=session.room_id,
        managed_id=session.managed_id,
        started_at=pack_time(session.started_at),
        ended_at=None if session.ended_at is None else pack_time(session.ended_at),
        reason=END_REASONS[session.reason] if session.reason else managed_pb2.SESSION_END_REASON_UNSPECIFIED,
        problem=session.problem,
        gaps=gaps,
        participant_count=len(session.participants),
        present_count=sum(one.present for one in session.participants.values()),
        participants_left_out=session.participants_left_out,
        talk=pack_seconds(sum(session.speech.talk_s.values())),
        overlap=pack_seconds(session.speech.overlap_s),
        recording_ids=session.recording_ids,
        hls_ids=session.hls_ids,
        caption_ids=session.caption_ids,
    )


def pack_participant(one: Participant, talk_s: float | None = None) -> managed_pb2.Participant:
    """Return the message of a participant."""
    return managed_pb2.Participant(
        user_id=one.user_id,
        name=one.name,
        bot=one.bot,
        present=one.present,
        stays=map(_pack_stay, one.stays),
        stays_left_out=one.stays_left_out,
        packets=one.packets,
        packets_lost=one.packets_lost,
        talk=None if talk_s is None else pack_seconds(talk_s),
    )


def _pack_stay(stay: Stay) -> managed_pb2.Stay:
    return managed_pb2.Stay(
        peer_id=stay.peer_id,
        joined_at=pack_time(stay.joined_at),
        left_at=None if stay.left_at is None else pack_time(stay.left_at),
        join_unseen=not stay.join_seen,
        leave_unseen=not stay.leave_seen,
    )
