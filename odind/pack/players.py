"""Converts between core's players and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, assert_never

from odind.core.errors import InvalidArgumentError
from odind.core.players.changes import LaneChanges
from odind.core.players.events import (
    BargeInEnded,
    BargeInStarted,
    EndReason,
    ItemEnded,
    ItemFailed,
    ItemStarted,
    ItemStuck,
    PlayerPaused,
    PlayerResumed,
    PlayerSeeked,
    QueueChanged,
    StreamTitleChanged,
)
from odind.core.players.ports import Severity
from odind.core.players.settings import Item, LaneKind, LaneSettings, Placing, Repeat
from odind.core.players.source import SoundSource, SourceKind
from odind.core.players.view import LaneState
from odind.v1 import players_pb2

from .barge_in import OUTCOMES, pack_barge_in, unpack_barge_in
from .sound_sources import pack_source, unpack_source
from .times import pack_seconds, unpack_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from google.protobuf.duration_pb2 import Duration

    from odind.core.players.events import PlayerEvent
    from odind.core.players.view import LaneView, PlayerView
    from odind.core.rooms.saying import Said
    from odind.v1 import rooms_pb2

T = TypeVar("T")
_LANES: Final[Mapping[int, LaneKind]] = {
    players_pb2.PLAYER_LANE_UNSPECIFIED: LaneKind.MUSIC,
    players_pb2.PLAYER_LANE_MUSIC: LaneKind.MUSIC,
    players_pb2.PLAYER_LANE_ANNOUNCEMENT: LaneKind.ANNOUNCEMENT,
    players_pb2.PLAYER_LANE_EFFECT: LaneKind.EFFECT,
}
_LANE_CODES: Final = {
    LaneKind.MUSIC: players_pb2.PLAYER_LANE_MUSIC,
    LaneKind.ANNOUNCEMENT: players_pb2.PLAYER_LANE_ANNOUNCEMENT,
    LaneKind.EFFECT: players_pb2.PLAYER_LANE_EFFECT,
}
_PLACINGS: Final[Mapping[int, Placing]] = {
    players_pb2.PLACING_UNSPECIFIED: Placing.ADD,
    players_pb2.PLACING_PLAY: Placing.PLAY,
    players_pb2.PLACING_NEXT: Placing.NEXT,
    players_pb2.PLACING_ADD: Placing.ADD,
    players_pb2.PLACING_REPLACE: Placing.REPLACE,
    players_pb2.PLACING_REPLACE_NEXT: Placing.REPLACE_NEXT,
}
_REPEATS: Final[Mapping[int, Repeat]] = {
    players_pb2.REPEAT_UNSPECIFIED: Repeat.OFF,
    players_pb2.REPEAT_OFF: Repeat.OFF,
    players_pb2.REPEAT_ONE: Repeat.ONE,
    players_pb2.REPEAT_ALL: Repeat.ALL,
}
_REPEAT_CODES: Final = {
    Repeat.OFF: players_pb2.REPEAT_OFF,
    Repeat.ONE: players_pb2.REPEAT_ONE,
    Repeat.ALL: players_pb2.REPEAT_ALL,
}
_STATES: Final = {
    LaneState.IDLE: players_pb2.PLAYER_LANE_STATE_IDLE,
    LaneState.LOADING: players_pb2.PLAYER_LANE_STATE_LOADING,
    LaneState.PLAYING: players_pb2.PLAYER_LANE_STATE_PLAYING,
    LaneState.PAUSED: players_pb2.PLAYER_LANE_STATE_PAUSED,
    LaneState.STUCK: players_pb2.PLAYER_LANE_STATE_STUCK,
    LaneState.INTERRUPTED: players_pb2.PLAYER_LANE_STATE_INTERRUPTED,
}
_REASONS: Final = {
    EndReason.FINISHED: players_pb2.ITEM_END_REASON_FINISHED,
    EndReason.LOAD_FAILED: players_pb2.ITEM_END_REASON_LOAD_FAILED,
    EndReason.STOPPED: players_pb2.ITEM_END_REASON_STOPPED,
    EndReason.REPLACED: players_pb2.ITEM_END_REASON_REPLACED,
    EndReason.SKIPPED: players_pb2.ITEM_END_REASON_SKIPPED,
    EndReason.CLEANUP: players_pb2.ITEM_END_REASON_CLEANUP,
    EndReason.INTERRUPTED: players_pb2.ITEM_END_REASON_INTERRUPTED,
}
_SEVERITIES: Final = {
    Severity.COMMON: players_pb2.FAILURE_SEVERITY_COMMON,
    Severity.SUSPICIOUS: players_pb2.FAILURE_SEVERITY_SUSPICIOUS,
    Severity.FAULT: players_pb2.FAILURE_SEVERITY_FAULT,
}


def unpack_lane(code: int) -> LaneKind:
    """Return the lane; raises InvalidArgumentError LANE_INVALID."""
    return _known(_LANES, code, "LANE_INVALID", "lane")


def unpack_placing(code: int) -> Placing:
    """Return where items go; raises InvalidArgumentError PLACING_INVALID."""
    return _known(_PLACINGS, code, "PLACING_INVALID", "placing")


def unpack_items(items: Iterable[players_pb2.PlayerItem]) -> tuple[Item, ...]:
    """Return items without ids; raises ITEMS_MISSING, SOURCE_INVALID, ITEM_INVALID."""
    unpacked = tuple(map(_unpack_item, items))
    if not unpacked:
        raise InvalidArgumentError("ITEMS_MISSING", "the request must have at least one item")
    return unpacked


def unpack_speech(request: players_pb2.SayRequest) -> Item:
    """Return what is to be said as an item; raises SOURCE_INVALID."""
    source = unpack_source(players_pb2.SoundSource(speech=request.speech))
    return Item(item_id="", source=source, interruptible=_interruptible(request))


def unpack_streamed(item: players_pb2.PlayerItem) -> Item:
    """Return an item whose source is to be replaced; raises SOURCE_INVALID if it has one, ITEM_INVALID."""
    if item.HasField("source"):
        raise InvalidArgumentError("SOURCE_INVALID", "the item of a stream must have no source of its own")
    return _item_of(item, SoundSource(SourceKind.SILENCE))


def _unpack_item(item: players_pb2.PlayerItem) -> Item:
    return _item_of(item, unpack_source(item.source))


def _item_of(item: players_pb2.PlayerItem, source: SoundSource) -> Item:
    return Item(
        item_id="",
        source=source,
        title=item.title,
        user_data=item.user_data,
        gain_db=item.gain_db,
        start_s=unpack_seconds(item.start),
        end_s=unpack_seconds(item.end),
        fade_in_s=unpack_seconds(item.fade_in),
        fade_out_s=unpack_seconds(item.fade_out),
        interruptible=_interruptible(item),
    )


def _interruptible(asked: players_pb2.PlayerItem | players_pb2.SayRequest) -> bool:
    return asked.interruptible or not asked.HasField("interruptible")


def unpack_changes(settings: players_pb2.PlayerLaneSettings, paths: Iterable[str]) -> LaneChanges:
    """Return the named settings; raises InvalidArgumentError UPDATE_MASK_INVALID, REPEAT_INVALID."""
    changes: dict[str, Any] = {}
    for path in paths:
        if path not in _CHANGES:
            raise InvalidArgumentError(
                "UPDATE_MASK_INVALID",
                "{path} must be a setting of a lane: {known}",
                path=path,
                known=", ".join(_CHANGES),
            )
        changes.update(_CHANGES[path](settings))
    return LaneChanges(**changes)


def _loudness_change(settings: players_pb2.PlayerLaneSettings) -> dict[str, Any]:
    if settings.HasField("loudness_target_lufs"):
        return {"loudness_target_lufs": settings.loudness_target_lufs}
    return {"as_loud_as_it_is": True}


def _barge_in_change(settings: players_pb2.PlayerLaneSettings) -> dict[str, Any]:
    if not settings.HasField("barge_in"):
        return {"never_gives_way": True}
    return {"barge_in": unpack_barge_in(settings.barge_in)}


_CHANGES: Final[dict[str, Callable[[players_pb2.PlayerLaneSettings], dict[str, Any]]]] = {
    "position": lambda settings: {"position_s": unpack_seconds(settings.position)},
    "paused": lambda settings: {"paused": settings.paused},
    "volume_db": lambda settings: {"volume_db": settings.volume_db},
    "repeat": lambda settings: {"repeat": _known(_REPEATS, settings.repeat, "REPEAT_INVALID", "repeat")},
    "crossfade": lambda settings: {"crossfade_s": unpack_seconds(settings.crossfade)},
    "loudness_target_lufs": _loudness_change,
    "duck_db": lambda settings: {"duck_db": settings.duck_db},
    "duck_fade": lambda settings: {"duck_fade_s": unpack_seconds(settings.duck_fade)},
    "barge_in": _barge_in_change,
}


def pack_player(player: PlayerView) -> players_pb2.PlayerStatus:
    """Return the message of a player."""
    lanes = [pack_lane(player.lane(kind)) for kind in LaneKind]
    return players_pb2.PlayerStatus(connection_id=player.connection_id, lanes=lanes)


def pack_lane(lane: LaneView) -> players_pb2.PlayerLaneStatus:
    """Return the message of a lane."""
    return players_pb2.PlayerLaneStatus(
        lane=_LANE_CODES[lane.kind],
        settings=_pack_settings(lane.settings, lane.position_s),
        items=[pack_item(item) for item in lane.settings.items],
        revision=lane.settings.revision,
        state=_STATES[lane.state],
        length=_pack_length(lane.length_s),
        title=lane.title,
        loudness_lufs=lane.loudness_lufs,
    )


def pack_said(said: Said) -> players_pb2.SayResponse:
    """Return the message of what became of a text."""
    return players_pb2.SayResponse(
        item_id=said.item_id,
        reason=_REASONS[said.reason],
        spoken_text=said.spoken,
        played=pack_seconds(said.played_s),
        interrupted=said.interrupted,
    )


def pack_streamed(said: Said) -> players_pb2.PlayStreamResponse:
    """Return the message of what became of a file that was streamed."""
    return players_pb2.PlayStreamResponse(
        item_id=said.item_id,
        reason=_REASONS[said.reason],
        played=pack_seconds(said.played_s),
        interrupted=said.interrupted,
    )


def _pack_settings(settings: LaneSettings, position_s: float) -> players_pb2.PlayerLaneSettings:
    return players_pb2.PlayerLaneSettings(
        position=pack_seconds(position_s),
        paused=settings.paused,
        volume_db=settings.volume_db,
        repeat=_REPEAT_CODES[settings.repeat],
        crossfade=pack_seconds(settings.crossfade_s),
        loudness_target_lufs=settings.loudness_target_lufs,
        duck_db=settings.duck_db,
        duck_fade=pack_seconds(settings.duck_fade_s),
        barge_in=pack_barge_in(settings.barge_in) if settings.barge_in else None,
    )


def pack_item(item: Item) -> players_pb2.PlayerItem:
    """Return the message of an item."""
    return players_pb2.PlayerItem(
        item_id=item.item_id,
        source=pack_source(item.source),
        title=item.title,
        user_data=item.user_data,
        gain_db=item.gain_db,
        start=_pack_length(item.start_s),
        end=_pack_length(item.end_s),
        fade_in=_pack_length(item.fade_in_s),
        fade_out=_pack_length(item.fade_out_s),
        interruptible=None if item.interruptible else False,
    )


def _pack_length(seconds: float) -> Duration | None:
    return pack_seconds(seconds) if seconds else None


def pack_player_event(event: rooms_pb2.Event, happened: PlayerEvent) -> None:
    """Write what happened to a player into an event."""
    lane = _LANE_CODES[happened.lane]
    match happened:
        case ItemStarted() | ItemEnded() | ItemFailed() | ItemStuck():
            _pack_item_event(event, happened)
        case PlayerPaused(_, item_id, position_s):
            at = pack_seconds(position_s)
            event.player_paused.CopyFrom(players_pb2.PlayerPaused(lane=lane, item_id=item_id, position=at))
        case PlayerResumed(_, item_id, position_s):
            at = pack_seconds(position_s)
            event.player_resumed.CopyFrom(players_pb2.PlayerResumed(lane=lane, item_id=item_id, position=at))
        case PlayerSeeked(_, item_id, position_s):
            at = pack_seconds(position_s)
            event.player_seeked.CopyFrom(players_pb2.PlayerSeeked(lane=lane, item_id=item_id, position=at))
        case QueueChanged(_, revision, count):
            changed = players_pb2.QueueChanged(lane=lane, revision=revision, item_count=count)
            event.queue_changed.CopyFrom(changed)
        case StreamTitleChanged(_, item_id, title):
            titled = players_pb2.StreamTitleChanged(lane=lane, item_id=item_id, title=title)
            event.stream_title_changed.CopyFrom(titled)
        case BargeInStarted(_, item_id, position_s, peer_id, user_id):
            began = players_pb2.BargeInStarted(
                lane=lane,
                item_id=item_id,
                position=pack_seconds(position_s),
                peer_id=peer_id,
                user_id=user_id,
            )
            event.barge_in_started.CopyFrom(began)
        case BargeInEnded(_, outcome, by_deadline):
            ended = players_pb2.BargeInEnded(lane=lane, outcome=OUTCOMES[outcome], by_deadline=by_deadline)
            event.barge_in_ended.CopyFrom(ended)
        case _:
            assert_never(happened)


def _pack_item_event(
    event: rooms_pb2.Event, happened: ItemStarted | ItemEnded | ItemFailed | ItemStuck
) -> None:
    lane, item = _LANE_CODES[happened.lane], pack_item(happened.item)
    match happened:
        case ItemStarted(_, _, position_s, length_s):
            started = players_pb2.ItemStarted(
                lane=lane, item=item, position=pack_seconds(position_s), length=_pack_length(length_s)
            )
            event.item_started.CopyFrom(started)
        case ItemEnded(_, _, reason, played_s, spoken):
            ended = players_pb2.ItemEnded(
                lane=lane,
                item=item,
                reason=_REASONS[reason],
                played=pack_seconds(played_s),
                spoken_text=spoken,
            )
            event.item_ended.CopyFrom(ended)
        case ItemFailed(_, _, failure):
            failed = players_pb2.ItemFailed(
                lane=lane,
                item=item,
                severity=_SEVERITIES[failure.severity],
                reason=failure.reason,
                detail=failure.detail,
            )
            event.item_failed.CopyFrom(failed)
        case ItemStuck(_, _, silent_s):
            event.item_stuck.CopyFrom(
                players_pb2.ItemStuck(lane=lane, item=item, silent=pack_seconds(silent_s))
            )
        case _:
            assert_never(happened)


def _known(known: Mapping[int, T], code: int, reason: str, name: str) -> T:
    if code not in known:
        raise InvalidArgumentError(
            reason, "{name} {code} is not one that this daemon knows", name=name, code=code
        )
    return known[code]
