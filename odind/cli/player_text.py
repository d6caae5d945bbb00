"""Players as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .documents import document
from .printable import printable
from .terminal import minutes

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration

    from odind.client import messages

QUEUE_HEADER: Final = ("ITEM", "TITLE", "POSITION", "LENGTH")
_BAR: Final = 24
_NANOS: Final = 10**9


def title_of(item: messages.PlayerItem, told: str = "") -> str:
    """Return what an item is called: by its caller, by its sound, or by where it comes from."""
    kind = item.source.WhichOneof("kind")
    source = getattr(item.source, kind) if kind else ""
    named = source if isinstance(source, str) else source.text if kind == "speech" else kind or ""
    return printable(item.title or told or named.rpartition("/")[2] or named)


def progress(lane: messages.PlayerLaneStatus) -> str:
    """Return where a lane is, as one line: title, position, bar, what remains."""
    if not lane.items:
        return "nothing to play"
    position = _seconds(lane.settings.position)
    line = f"{_state(lane)}  {title_of(lane.items[0], lane.title)}  {minutes(position)}"
    if not lane.HasField("length"):
        return line
    length = max(_seconds(lane.length), position)
    filled = round(_BAR * position / length) if length else _BAR
    return f"{line}  {'=' * filled}{'-' * (_BAR - filled)}  -{minutes(length - position)}"


def lane_lines(lane: messages.PlayerLaneStatus) -> list[str]:
    """Return what plays, how, and what follows."""
    return [progress(lane), _how(lane), *(f"  {item.item_id}  {title_of(item)}" for item in lane.items)]


def queue_rows(lane: messages.PlayerLaneStatus) -> list[tuple[str, ...]]:
    """Return a row for each item, after QUEUE_HEADER; the first one plays. - is unknown, or endless."""
    rows: list[tuple[str, ...]] = [(item.item_id, title_of(item), "-", _length(item)) for item in lane.items]
    return rows if _word(lane, "lane") == "effect" else [*_first_row(lane), *rows[1:]]


def played_line(played: messages.PlayStreamResponse) -> str:
    """Return what became of what was streamed."""
    heard = f"played {minutes(_seconds(played.played))}"
    return f"{heard}, then it was {_word(played, 'reason')}" if played.interrupted else heard


def _first_row(lane: messages.PlayerLaneStatus) -> list[tuple[str, ...]]:
    """Return the row of what plays, of which more is known."""
    return [
        (
            item.item_id,
            title_of(item, lane.title),
            minutes(_seconds(lane.settings.position)),
            minutes(_seconds(lane.length)) if lane.HasField("length") else _length(item),
        )
        for item in lane.items[:1]
    ]


def _length(item: messages.PlayerItem) -> str:
    """Return how long an item lasts, as far as it says so itself."""
    source = item.source
    kind = source.WhichOneof("kind")
    of_source = source.silence if kind == "silence" else source.tone.duration
    end = _seconds(item.end) or _seconds(of_source)
    return minutes(max(0.0, end - _seconds(item.start))) if end else "-"


def player_detail(event: messages.Event, kind: str) -> str:
    """Return what an event says of a player, "" for one of another kind."""
    match kind:
        case "item_started" | "item_ended" | "item_failed" | "item_stuck":
            happened = getattr(event, kind)
            return f"{happened.item.item_id} {title_of(happened.item)}  {getattr(happened, 'detail', '')}"
        case "queue_changed":
            return f"{event.queue_changed.item_count} items, revision {event.queue_changed.revision}"
        case "stream_title_changed":
            return str(event.stream_title_changed.title)
        case "player_paused" | "player_resumed" | "player_seeked":
            at = getattr(event, kind)
            return f"{at.item_id} at {minutes(_seconds(at.position))}"
        case "barge_in_started" | "barge_in_ended":
            return _barge_in_detail(event, kind)
    return ""


def _barge_in_detail(event: messages.Event, kind: str) -> str:
    if kind == "barge_in_ended":
        return _word(event.barge_in_ended, "outcome")
    began = event.barge_in_started
    at = minutes(_seconds(began.position))
    return f"{began.item_id} at {at}: {printable(began.user_id)} speaks"


def _how(lane: messages.PlayerLaneStatus) -> str:
    settings = lane.settings
    words = [f"volume {settings.volume_db:g} dB", f"repeat {_word(settings, 'repeat')}"]
    if _seconds(settings.crossfade):
        words.append(f"crossfade {_seconds(settings.crossfade):g} s")
    if settings.HasField("loudness_target_lufs"):
        words.append(f"loudness {settings.loudness_target_lufs:g} LUFS")
    if settings.HasField("barge_in"):
        words.append("gives way to speech")
    return ", ".join([*words, f"revision {lane.revision}"])


def _state(lane: messages.PlayerLaneStatus) -> str:
    return _word(lane, "state")


def _word(
    message: messages.PlayerLaneStatus
    | messages.PlayerLaneSettings
    | messages.PlayStreamResponse
    | messages.BargeInEnded,
    name: str,
) -> str:
    """Return the last word of an enum value, in lower case."""
    return str(document(message)[name]).rpartition("_")[2]


def _seconds(duration: Duration) -> float:
    return duration.seconds + duration.nanos / _NANOS
