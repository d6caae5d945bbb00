"""Fetches the segments of HLS (RFC 8216) one after the other: joined, they are one stream for the decoder."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, NamedTuple

import m3u8

from odind.core.errors import FailedPreconditionError, UnavailableError

from .packets import RATE_HZ

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .decoded import DecodedSound
    from .feeding import Feeder
    from .web import Web

_FROM_END: Final = 3
"""With how many segments before the end of a live playlist to begin: RFC 8216, section 6.3.3."""
_MOST_STILL: Final = 5
"""How many times in a row a live playlist may have nothing new."""


class Part(NamedTuple):
    """What to fetch: all of an address, or a range of its bytes."""

    url: str
    byte_range: str = ""


class Hls:
    """Plays what an HLS playlist names; encrypted segments are refused."""

    def __init__(self, web: Web, feeder: Feeder) -> None:
        self._web = web
        self._feeder = feeder

    async def play(self, text: str, url: str, sound: DecodedSound, start: int) -> None:
        """Feed a sound. Raises what `Web.pieces` and `Feeder.stream` do, and

        FailedPreconditionError HLS_UNSUPPORTED, UnavailableError HLS_STALLED.
        """
        playlist = _parsed(text, url)
        if playlist.is_variant:
            url = _variant(playlist)
            playlist = _parsed(await self._web.text(url), url)
        if playlist.is_endlist:
            sound.length = round(sum(segment.duration for segment in playlist.segments) * RATE_HZ)
            skipped, rest = _skipped(playlist, start)
        else:
            skipped, rest = max(0, len(playlist.segments) - _FROM_END), 0
        await self._feeder.stream(sound, self._pieces(playlist, url, skipped), rest)

    async def _pieces(self, playlist: m3u8.M3U8, url: str, skipped: int) -> AsyncIterator[bytes]:
        """Yield the bytes of all segments but the first, and of those that a live playlist gets later."""
        wanted, beginning = playlist.media_sequence + skipped, None
        while True:
            for number, segment in enumerate(playlist.segments, playlist.media_sequence):
                if number < wanted:
                    continue
                wanted = number + 1
                for part in _parts(segment, beginning):
                    async for piece in self._web.pieces(part.url, part.byte_range):
                        yield piece
                beginning = segment.init_section
            if playlist.is_endlist:
                return
            playlist = await self._later(playlist, url, wanted)

    async def _later(self, playlist: m3u8.M3U8, url: str, wanted: int) -> m3u8.M3U8:
        """Wait for a live playlist that has more than before."""
        for _ in range(_MOST_STILL):
            await asyncio.sleep(max(1, playlist.target_duration) / 2)
            playlist = _parsed(await self._web.text(url), url)
            if playlist.media_sequence + len(playlist.segments) > wanted or playlist.is_endlist:
                return playlist
        raise UnavailableError("HLS_STALLED", "the live playlist has had nothing new for too long")


def _parsed(text: str, url: str) -> m3u8.M3U8:
    try:
        playlist = m3u8.loads(text, uri=url)
    except ValueError as error:
        raise _unsupported(str(error)) from None
    if any(segment.key and segment.key.method not in (None, "NONE") for segment in playlist.segments):
        raise _unsupported("its segments are encrypted")
    if not playlist.segments and not playlist.is_variant:
        raise _unsupported("it names no segments")
    playlist.media_sequence = playlist.media_sequence or 0
    return playlist


def _variant(playlist: m3u8.M3U8) -> str:
    """Return the address of the sound alone, or of the variant with the fewest bytes."""
    alone = [media.absolute_uri for media in playlist.media if media.type == "AUDIO" and media.uri]
    if alone:
        return str(alone[0])
    return str(min(playlist.playlists, key=lambda one: one.stream_info.bandwidth).absolute_uri)


def _skipped(playlist: m3u8.M3U8, start: int) -> tuple[int, int]:
    """Return how many segments end before a sample, and where it is in the next one."""
    count, at = 0, 0
    for segment in playlist.segments:
        end = at + round(segment.duration * RATE_HZ)
        if end > start:
            break
        count, at = count + 1, end
    return count, start - at


def _parts(segment: m3u8.Segment, beginning: m3u8.InitializationSection | None) -> list[Part]:
    """Return what to fetch for a segment: also its beginning, where that is another than the one before."""
    init = segment.init_section
    first = [Part(init.absolute_uri, _ranged(init.byterange))] if init and init != beginning else []
    return [*first, Part(segment.absolute_uri, _ranged(segment.byterange))]


def _ranged(byte_range: str | None) -> str:
    """Return a range "LENGTH@OFFSET" as HTTP has it."""
    if not byte_range:
        return ""
    length, at, offset = byte_range.partition("@")
    if not at:
        raise _unsupported("its ranges of bytes do not say where they begin")
    return f"bytes={offset}-{int(offset) + int(length) - 1}"


def _unsupported(problem: str) -> FailedPreconditionError:
    return FailedPreconditionError(
        "HLS_UNSUPPORTED", "the HLS playlist cannot be played: {problem}", problem=problem
    )
