"""Transcripts as files: WebVTT, SRT, JSON and plain text. Pure.

WebVTT is the W3C's (speakers are `<v Name>`), SRT what SubRip writes; both count from sample 0.
"""

from __future__ import annotations

import html
from enum import Enum
from typing import TYPE_CHECKING, Final

from odind.core.values.json_text import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from odind.core.values.json_text import JsonObject

    from .segment import Segment, Word

_SHORTEST_MS: Final = 1
"""A cue must end after it begins."""


class ExportFormat(Enum):
    """The formats, by the endings of their files."""

    VTT = "vtt"
    SRT = "srt"
    JSON = "json"
    TEXT = "txt"


def export(segments: Iterable[Segment], as_format: ExportFormat) -> str:
    """Return final segments as a file, in the order of their beginnings."""
    final = sorted((one for one in segments if one.final), key=lambda one: (one.start_sample, one.number))
    return _EXPORTERS[as_format](final)


def webvtt(segments: Sequence[Segment]) -> str:
    """Return WebVTT, with the speakers as voices."""
    return "\n".join(["WEBVTT\n", *map(cue, segments)])


def cue(segment: Segment) -> str:
    """Return a segment as a cue of WebVTT."""
    start, end = _span(segment, ".")
    said = html.escape(_one_line(segment.text), quote=False)
    name = html.escape(_one_line(segment.shown), quote=False)
    return f"{start} --> {end}\n{f'<v {name}>' if name else ''}{said}\n"


def _srt(segments: Sequence[Segment]) -> str:
    return "\n".join(_srt_cue(number, one) for number, one in enumerate(segments, 1))


def _srt_cue(number: int, segment: Segment) -> str:
    start, end = _span(segment, ",")
    return f"{number}\n{start} --> {end}\n{_said(segment)}\n"


def _text(segments: Sequence[Segment]) -> str:
    return "".join(f"[{_clock(one.start_s, '.')}] {_said(one)}\n" for one in segments)


def _json(segments: Sequence[Segment]) -> str:
    return compact({"segments": [_document(one) for one in segments]})


def _document(segment: Segment) -> JsonObject:
    return {
        "number": segment.number,
        "speaker": segment.speaker,
        "name": segment.name,
        "peer_id": segment.peer_id,
        "start": round(segment.start_s, 3),
        "end": round(segment.end_s, 3),
        "start_sample": segment.start_sample,
        "end_sample": segment.end_sample,
        "language": segment.language,
        "text": segment.text,
        "words": [_word(word) for word in segment.words],
    }


def _word(word: Word) -> JsonObject:
    return {"text": word.text, "start_sample": word.start_sample, "end_sample": word.end_sample}


def _said(segment: Segment) -> str:
    """Return who says what, on one line."""
    said = _one_line(segment.text)
    return f"{_one_line(segment.shown)}: {said}" if segment.shown else said


def _one_line(text: str) -> str:
    """Return text without line breaks, of which an empty line would end a cue."""
    return " ".join(text.split())


def _span(segment: Segment, point: str) -> tuple[str, str]:
    end_s = max(segment.end_s, segment.start_s + _SHORTEST_MS / 1_000)
    return _clock(segment.start_s, point), _clock(end_s, point)


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(max(0.0, seconds) * 1_000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1_000:02}{point}{rest % 1_000:03}"


_EXPORTERS: Final[dict[ExportFormat, Callable[[Sequence[Segment]], str]]] = {
    ExportFormat.VTT: webvtt,
    ExportFormat.SRT: _srt,
    ExportFormat.JSON: _json,
    ExportFormat.TEXT: _text,
}
