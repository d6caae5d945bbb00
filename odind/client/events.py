"""What a watch yields for something that happened: who and when, and what as one typed message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias, cast

from odind.v1 import (
    access_pb2,
    captions_pb2,
    daemon_pb2,
    hls_pb2,
    managed_pb2,
    players_pb2,
    push_pb2,
    recordings_pb2,
    rooms_pb2,
    webhooks_pb2,
)

EventKind: TypeAlias = (
    rooms_pb2.ConnectionJoined
    | rooms_pb2.ConnectionReconnecting
    | rooms_pb2.ConnectionChanged
    | rooms_pb2.ConnectionLeft
    | rooms_pb2.ConnectionHeld
    | rooms_pb2.ConnectionReleased
    | rooms_pb2.ConnectionAdopted
    | rooms_pb2.PeerJoined
    | rooms_pb2.PeerChanged
    | rooms_pb2.PeerLeft
    | rooms_pb2.PeerMoved
    | rooms_pb2.MessageReceived
    | access_pb2.KeyChanged
    | rooms_pb2.CannotDecrypt
    | rooms_pb2.SpeakingStarted
    | rooms_pb2.SpeakingStopped
    | rooms_pb2.MediaAdded
    | rooms_pb2.MediaRemoved
    | managed_pb2.ManagedRoomChanged
    | managed_pb2.RoomSessionChanged
    | managed_pb2.RoomSessionWarning
    | managed_pb2.ParticipantMoved
    | managed_pb2.ParticipantRefused
    | managed_pb2.AutoStartFailed
    | players_pb2.ItemStarted
    | players_pb2.ItemEnded
    | players_pb2.ItemFailed
    | players_pb2.ItemStuck
    | players_pb2.PlayerPaused
    | players_pb2.PlayerResumed
    | players_pb2.PlayerSeeked
    | players_pb2.QueueChanged
    | players_pb2.StreamTitleChanged
    | players_pb2.BargeInStarted
    | players_pb2.BargeInEnded
    | push_pb2.PushStarting
    | push_pb2.PushStarted
    | push_pb2.PushChanged
    | push_pb2.PushStopping
    | push_pb2.PushStopped
    | push_pb2.PushFailed
    | hls_pb2.HlsStarted
    | hls_pb2.HlsChanged
    | hls_pb2.HlsPlayable
    | hls_pb2.HlsEnded
    | recordings_pb2.RecordingStarted
    | recordings_pb2.RecordingChanged
    | recordings_pb2.RecordingEnded
    | recordings_pb2.ArtifactChanged
    | recordings_pb2.RecordingDeleted
    | captions_pb2.TranscriptStarted
    | captions_pb2.TranscriptChanged
    | captions_pb2.TranscriptEnded
    | captions_pb2.CaptionSpoken
    | captions_pb2.CaptionsStarted
    | captions_pb2.CaptionsChanged
    | captions_pb2.CaptionsEnded
    | captions_pb2.SummaryEnded
    | webhooks_pb2.WebhookDisabled
    | webhooks_pb2.WebhookDead
    | daemon_pb2.DaemonReady
    | daemon_pb2.DaemonDraining
    | daemon_pb2.DaemonStopping
    | daemon_pb2.StoreFailed
    | daemon_pb2.StoreRecovered
    | daemon_pb2.SpoolFilling
)


@dataclass(frozen=True)
class Event:
    """Something that happened on a connection, or to the daemon itself, whose `connection_id` is empty.

    `time` is in UTC, `message` is all of it as it was sent.

    `kind` says what, and is there to be matched by type; None is a kind that this client does not know:

        match item:
            case Event(PeerJoined(peer=peer)): ...
            case Event(MessageReceived(sender_user_id=user_id, message=payload)): ...
    """

    kind: EventKind | None
    connection_id: str
    sequence: int
    time: datetime
    message: rooms_pb2.Event = field(repr=False)

    @classmethod
    def of(cls, message: rooms_pb2.Event) -> Event:
        """Return the event that a message tells."""
        name = message.WhichOneof("kind")
        return cls(
            kind=cast("EventKind", getattr(message, name)) if name else None,
            connection_id=message.connection_id,
            sequence=message.sequence,
            time=message.time.ToDatetime(UTC),
            message=message,
        )


@dataclass(frozen=True)
class FleetStanding:
    """The fleet's database does not answer for the reason `problem`, so events are late; "" once it does.

    The watch has come to `sequence`: another one goes on after it.
    """

    problem: str
    sequence: int
