"""The text of playlists: RFC 8216bis (draft-pantos-hls-rfc8216bis), versions 7 and 9. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass

from .renditions import PART_S
from .segments import TARGET_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .renditions import Encoding
    from .segments import Names, Segment

MASTER: Final = "master.m3u8"
INDEX: Final = "index.m3u8"
CAPTIONS: Final = "captions"
END: Final = "#EXT-X-ENDLIST"
_VERSION: Final = 7
_VERSION_OF_PARTS: Final = 9
_SHOWN_PARTS: Final = 3
"""Segments before the live edge whose parts are listed."""
_HOLD_BACK_PARTS: Final = 3
_OVERHEAD: Final = 1.25
_BOXES_BIT_RATE: Final = 6_000


@dataclass(frozen=True)
class Listed:
    """What a playlist tells: the segments that are kept, and how it goes on.

    `discontinuities` is how many there were before the first segment. Without a window, an `event` keeps
    everything from its beginning.
    """

    names: Names
    segments: Sequence[Segment]
    discontinuities: int
    ended: bool
    event: bool


def master(encodings: Iterable[Encoding], *, captions: bool) -> str:
    """Return the multivariant playlist."""
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{_VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if captions:
        lines.append(
            f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{CAPTIONS}",NAME="Captions",DEFAULT=YES,AUTOSELECT=YES,'
            f'FORCED=NO,LANGUAGE="und",URI="{CAPTIONS}/{INDEX}"'
        )
    for encoding in encodings:
        average = encoding.bit_rate + _BOXES_BIT_RATE
        shown = f',SUBTITLES="{CAPTIONS}"' if captions else ""
        rates = f"BANDWIDTH={round(average * _OVERHEAD)},AVERAGE-BANDWIDTH={average}"
        lines.append(f'#EXT-X-STREAM-INF:{rates},CODECS="{encoding.codecs}"{shown}')
        lines.append(f"{encoding.folder}/{INDEX}")
    return "\n".join([*lines, ""])


def media(listed: Listed, *, parts: bool) -> str:
    """Return the playlist of a rendition of sound, with parts of the latest segments or without."""
    parts = parts and not listed.ended
    lines = _head(listed, _VERSION_OF_PARTS if parts else _VERSION)
    if parts:
        lines += [
            f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={_HOLD_BACK_PARTS * PART_S:.3f}",
            f"#EXT-X-PART-INF:PART-TARGET={PART_S:.5f}",
        ]
    edge = listed.segments[-1].number - _SHOWN_PARTS if listed.segments and parts else float("inf")
    take = None
    for segment in listed.segments:
        if segment.number >= edge:
            lines += [
                *_opening(listed, segment, take),
                *_parts(listed.names, segment),
                *_whole(listed, segment),
            ]
        elif take is None:
            lines += [*_opening(listed, segment, take), *_whole(listed, segment)]
        elif segment.complete:
            segment.listed = segment.listed or "\n".join(
                [*_opening(listed, segment, take), *_whole(listed, segment)]
            )
            lines.append(segment.listed)
        take = segment.take
    if parts and listed.segments:
        lines.append(_hint(listed))
    return "\n".join([*lines, *_tail(listed)])


def captions(listed: Listed) -> str:
    """Return the playlist of the subtitles."""
    lines = _head(listed, _VERSION)
    take = None
    for segment in listed.segments:
        if segment.complete:
            lines += _opening(listed, segment, take, mapped=False)
            take = segment.take
            lines += [f"#EXTINF:{segment.duration_s:.5f},", listed.names.segment(segment.number, "vtt")]
    return "\n".join([*lines, *_tail(listed)])


def _head(listed: Listed, version: int) -> list[str]:
    first = listed.segments[0].number if listed.segments else 0
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{version}",
        f"#EXT-X-TARGETDURATION:{TARGET_S}",
        f"#EXT-X-MEDIA-SEQUENCE:{first}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{listed.discontinuities}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    kind = "VOD" if listed.ended else "EVENT" if listed.event else ""
    return [*lines, f"#EXT-X-PLAYLIST-TYPE:{kind}"] if kind else lines


def _opening(listed: Listed, segment: Segment, take: int | None, *, mapped: bool = True) -> list[str]:
    """Return what stands before a segment, after one of the timeline `take`."""
    lines = ["#EXT-X-DISCONTINUITY"] if take is not None and take != segment.take else []
    if mapped and take != segment.take:
        lines.append(f'#EXT-X-MAP:URI="{listed.names.init(segment.take)}"')
    stamp = datetime.fromtimestamp(segment.started_at, UTC).isoformat(timespec="milliseconds")
    return [*lines, f"#EXT-X-PROGRAM-DATE-TIME:{stamp.removesuffix('+00:00')}Z"]


def _whole(listed: Listed, segment: Segment) -> list[str]:
    file = listed.names.segment(segment.number)
    return [f"#EXTINF:{segment.duration_s:.5f},", file] if segment.complete else []


def _parts(names: Names, segment: Segment) -> list[str]:
    files = [names.part(segment.take, segment.number, part) for part in range(len(segment.parts))]
    return [
        f'#EXT-X-PART:DURATION={length:.5f},URI="{file}",INDEPENDENT=YES'
        for file, length in zip(files, segment.parts, strict=True)
    ]


def _hint(listed: Listed) -> str:
    last = listed.segments[-1]
    number, part = (last.number + 1, 0) if last.complete else (last.number, len(last.parts))
    return f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{listed.names.part(last.take, number, part)}"'


def _tail(listed: Listed) -> list[str]:
    return [END, ""] if listed.ended else [""]
