"""What requests hold, read leniently where VideoSDK's own documents are at odds with themselves."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec

LONGEST_MINUTES: Final = 30 * 24 * 60
MOST_DESTINATIONS: Final = 8
_OF_CONFIG: Final = ("theme", "mode", "quality", "orientation")
_SECTIONS: Final = ("webhook", "autoCloseConfig", "autoStartConfig", "recording", "hls", "transcription")
Minutes = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_MINUTES)]
Text = Annotated[str, msgspec.Meta(max_length=2_048)]
RoomId = Annotated[str, msgspec.Meta(min_length=1, max_length=1_024)]


class Struct(msgspec.Struct, rename="camel"):
    """Fields that are not known are ignored."""


class Webhook(Struct):
    """Where webhooks of a room go."""

    end_point: Text
    events: list[Text] = []


class AutoClose(Struct):
    """When a session ends by itself, in minutes, and whether the room goes with it."""

    type: Literal[
        "session-ends", "session-end", "session-end-and-deactivate", "session-ends-and-deactivate"
    ] = "session-ends"
    duration: Minutes = 480


class Layout(Struct):
    """How a picture would be laid out."""

    type: Literal["GRID", "SPOTLIGHT", "SIDEBAR"] = "GRID"
    priority: Literal["SPEAKER", "PIN"] = "SPEAKER"
    grid_size: Annotated[int, msgspec.Meta(ge=1, le=4)] = 4


class OfHls(Struct):
    """Whether what is broadcast is recorded too."""

    enabled: bool = False


class Config(Struct):
    """How a picture would look: kept and given back."""

    layout: Layout | None = None
    theme: Literal["DARK", "LIGHT", "DEFAULT"] | None = None
    mode: Literal["video-and-audio", "audio"] | None = None
    quality: Literal["low", "med", "high"] | None = None
    orientation: Literal["portrait", "landscape"] | None = None
    recording: OfHls | None = None


class Summary(Struct):
    """What a summary should say."""

    enabled: bool = False
    prompt: Annotated[str, msgspec.Meta(max_length=8_192)] = ""


class Transcription(Struct):
    """Whether speech is written down."""

    enabled: bool = False
    summary: Summary | None = None


class Job(Struct):
    """What begins with a session: a recording or a broadcast."""

    template_url: Text | None = None
    transcription: Transcription | None = None
    config: Config | None = None
    aws_dir_path: Text | None = None


class AutoStart(Struct):
    """What begins with each session."""

    recording: Job | None = None
    hls: Job | None = None


class CreateRoom(Struct):
    """A room to create."""

    custom_room_id: Annotated[str, msgspec.Meta(max_length=1_024)] = ""
    webhook: Webhook | None = None
    auto_close_config: AutoClose | None = None
    auto_start_config: AutoStart | None = None


class OfRoom(Struct):
    """A call about a room."""

    room_id: RoomId


class RoomStatus(Struct):
    """Whether a room may be used."""

    status: Literal["enabled", "disabled"]


class OfSession(Struct):
    """A call about a session, the one that goes on where none is named."""

    room_id: RoomId
    session_id: str = ""


class OfParticipant(Struct):
    """A call about somebody in a session."""

    room_id: RoomId
    participant_id: Annotated[str, msgspec.Meta(min_length=1, max_length=1_024)]
    session_id: str = ""


class StartRecording(Struct):
    """A recording of a room."""

    room_id: RoomId
    webhook_url: Text | None = None
    config: Config | None = None


class StartTrack(Struct):
    """A recording of one voice."""

    room_id: RoomId
    participant_id: Annotated[str, msgspec.Meta(min_length=1, max_length=1_024)]
    kind: Literal["audio", "video", "screen_audio", "screen_video"] = "audio"
    webhook_url: Text | None = None


class Destination(Struct):
    """Where a livestream goes."""

    url: Text
    stream_key: Annotated[str, msgspec.Meta(max_length=512)] = ""


class StartHls(Struct):
    """A broadcast of a room."""

    room_id: RoomId
    webhook_url: Text | None = None
    config: Config | None = None


class StartLivestream(Struct):
    """Livestreams of a room, one to each destination."""

    room_id: RoomId
    outputs: Annotated[list[Destination], msgspec.Meta(min_length=1, max_length=MOST_DESTINATIONS)]
    webhook_url: Text | None = None
    config: Config | None = None


class StartTranscription(Struct):
    """A transcript of a room."""

    room_id: RoomId
    webhook_url: Text | None = None
    summary: Summary | None = None


def given(value: Any) -> Any:
    """Return a body as plain values, without what it leaves open."""
    if isinstance(value, dict):
        return {key: given(inner) for key, inner in value.items() if inner is not None}
    return value


def tidied(value: Any) -> Any:
    """Return a body as the fields' documentation means it.

    A section may be wrapped in itself once more, and what belongs to a config may stand in its layout.
    """
    if not isinstance(value, dict):
        return value
    tidy = {key: tidied(_unwrapped(key, inner)) for key, inner in value.items()}
    layout = tidy.get("layout")
    if isinstance(layout, dict):
        misplaced = {key: layout.pop(key) for key in _OF_CONFIG if key in layout}
        tidy = misplaced | tidy
    return tidy


def _unwrapped(key: str, value: Any) -> Any:
    wrapped = key in _SECTIONS and isinstance(value, dict) and list(value) == [key]
    return value[key] if wrapped else value
