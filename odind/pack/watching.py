"""Converts what a watch asks for, and consumers. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.fleet.refusals import no_fleet
from odind.core.log.events import StoreFailed, StoreRecovered
from odind.core.players.events import (
    BargeInEnded,
    BargeInStarted,
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
from odind.core.recordings.events import (
    ArtifactChanged,
    RecordingChanged,
    RecordingDeleted,
    RecordingEnded,
    RecordingStarted,
)
from odind.core.rooms.events import (
    CannotDecrypt,
    ConnectionAdopted,
    ConnectionChanged,
    ConnectionHeld,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionReleased,
    MessageReceived,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
)
from odind.core.rooms.watching import Wanted
from odind.core.values.daemon import DaemonDraining, DaemonReady, DaemonStopping, SpoolFilling
from odind.core.voice.events import MediaAdded, MediaRemoved, SpeakingStarted, SpeakingStopped
from odind.v1 import rooms_pb2

from .captions import CAPTION_KINDS
from .hls import HLS_KINDS
from .key_events import KEY_KINDS
from .managed_events import MANAGED_KINDS
from .push import PUSH_KINDS
from .times import pack_time, unpack_time
from .webhook_events import WEBHOOK_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.rooms.consumers import Consumer

KINDS: Final[dict[str, type[object]]] = {
    "joined": ConnectionJoined,
    "reconnecting": ConnectionReconnecting,
    "left": ConnectionLeft,
    "changed": ConnectionChanged,
    "held": ConnectionHeld,
    "released": ConnectionReleased,
    "adopted": ConnectionAdopted,
    "peer_joined": PeerJoined,
    "peer_changed": PeerChanged,
    "peer_left": PeerLeft,
    "peer_moved": PeerMoved,
    "message_received": MessageReceived,
    "cannot_decrypt": CannotDecrypt,
    "speaking_started": SpeakingStarted,
    "speaking_stopped": SpeakingStopped,
    "media_added": MediaAdded,
    "media_removed": MediaRemoved,
    "item_started": ItemStarted,
    "item_ended": ItemEnded,
    "item_failed": ItemFailed,
    "item_stuck": ItemStuck,
    "player_paused": PlayerPaused,
    "player_resumed": PlayerResumed,
    "player_seeked": PlayerSeeked,
    "queue_changed": QueueChanged,
    "stream_title_changed": StreamTitleChanged,
    "barge_in_started": BargeInStarted,
    "barge_in_ended": BargeInEnded,
    "recording_started": RecordingStarted,
    "recording_changed": RecordingChanged,
    "recording_ended": RecordingEnded,
    "artifact_changed": ArtifactChanged,
    "recording_deleted": RecordingDeleted,
    **CAPTION_KINDS,
    "daemon_ready": DaemonReady,
    "daemon_draining": DaemonDraining,
    "daemon_stopping": DaemonStopping,
    **HLS_KINDS,
    **MANAGED_KINDS,
    **KEY_KINDS,
    **PUSH_KINDS,
    **WEBHOOK_KINDS,
    "store_failed": StoreFailed,
    "store_recovered": StoreRecovered,
    "spool_filling": SpoolFilling,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
_ALL: Final = tuple(KINDS.values())


def is_of_fleet(request: rooms_pb2.WatchEventsRequest) -> bool:
    """Whether a watch is of all members of a fleet; raises InvalidArgumentError SCOPE_INVALID."""
    if request.scope not in rooms_pb2.EventScope.values():
        raise InvalidArgumentError("SCOPE_INVALID", "the scope {scope} is unknown", scope=request.scope)
    return request.scope == rooms_pb2.EVENT_SCOPE_FLEET


def unpack_wanted(request: rooms_pb2.WatchEventsRequest) -> Wanted:
    """Return what a watch of this daemon asks for; raises FLEET_OFF, and what `unpack_fleet_wanted` does.

    In a fleet, watches of all members have been answered before.
    """
    if is_of_fleet(request):
        raise no_fleet()
    return unpack_fleet_wanted(request)


def unpack_fleet_wanted(request: rooms_pb2.WatchEventsRequest) -> Wanted:
    """Return what a watch asks for, whosever it is.

    Raises InvalidArgumentError KIND_UNKNOWN, SCOPE_INVALID, and what `Wanted` raises.
    """
    return Wanted(
        connection_ids=tuple(request.connection_ids),
        after_sequence=request.after_sequence if request.HasField("after_sequence") else None,
        since=unpack_time(request.since) if request.HasField("since") else None,
        consumer=request.consumer,
        kinds=_kinds(request.kinds),
        room_ids=frozenset(request.room_ids),
        until_now=request.until_now,
        snapshot_if_expired=request.snapshot_if_expired,
    )


def pack_consumer(name: str, consumer: Consumer) -> rooms_pb2.Consumer:
    """Return the message of a consumer."""
    return rooms_pb2.Consumer(
        name=name,
        acknowledged=consumer.acknowledged,
        created_at=pack_time(consumer.created_at),
        acknowledged_at=pack_time(consumer.acknowledged_at),
    )


def _kinds(names: Iterable[str]) -> tuple[type[object], ...]:
    unknown = next((name for name in names if name not in KINDS), None)
    if unknown is not None:
        raise InvalidArgumentError(
            "KIND_UNKNOWN",
            "there are no events of kind {kind}; kinds are {known}",
            kind=unknown,
            known=", ".join(KINDS),
        )
    return tuple(KINDS[name] for name in names) or _ALL
