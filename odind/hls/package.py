"""One output while it is written: its segments in files, and what players ask of it meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.hls.ports import Manifest
from odind.core.hls.refusals import no_file

from . import playlists
from .kinds import exhibit
from .playlists import CAPTIONS, INDEX, MASTER, Listed
from .renditions import PART_S, encodings_of
from .segments import PARTS_PER_SEGMENT, Names, Segment
from .vtt import webvtt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from odind.core.hls.output import HlsOutput
    from odind.core.hls.ports import Exhibit
    from odind.core.live.cues import Cue

    from .encoding import Take
    from .folder import OutputFolder

_WAITS_S: Final = 6.0
"""Three target durations: players ask again after that."""
_AHEAD: Final = 2
_MOST_CUES: Final = 10_000
_LINGERS_S: Final = 5.0
_SPARE_SEGMENTS: Final = 6
"""Kept beyond the window, for players that have read an older playlist."""


class FolderPackage:
    """The package of an output. Used on the loop's thread; encodes and writes in others, one step at a time.

    `closed` is called when nobody writes it any more. With `first`, the next segment has at least that
    number, since another daemon made those before.
    """

    def __init__(
        self,
        output: HlsOutput,
        folder: OutputFolder,
        names: Names,
        kept: Sequence[Segment],
        closed: Callable[[], object],
        *,
        first: int = 0,
    ) -> None:
        self._plan = output.plan
        self.folder = folder
        self._names = names
        self._encodings = encodings_of(output.plan)
        self._kept = list(kept)
        self._length_s = sum(segment.duration_s for segment in kept)
        self._closed = closed
        self._take: Take | None = None
        self._first = first
        self._take_number = max(kept[-1].take if kept else -1, first - 1)
        self._origin = 0.0
        self._media_s = 0.0
        self._ended = False
        self._cues: list[tuple[int, Cue]] = []
        self._texts: dict[tuple[bool, bool, bool], str] = {}
        self._news = asyncio.Condition()

    # While it is written

    @property
    def segments(self) -> int:
        """How many segments are whole and kept."""
        return len(self._kept) - (bool(self._kept) and not self._kept[-1].complete)

    @property
    def size_bytes(self) -> int:
        """How many bytes they take."""
        return sum(segment.size_bytes for segment in self._kept)

    @property
    def length_s(self) -> float:
        """How long they are, in seconds."""
        return self._length_s

    @property
    def edge(self) -> int:
        """The number of the latest segment that is whole, -1 before the first."""
        whole = (segment.number for segment in reversed(self._kept) if segment.complete)
        return next(whole, -1)

    async def begin(self, started_at: float) -> None:
        """Begin a timeline; raises UnavailableError HLS_UNWRITABLE."""
        from .encoding import Take  # noqa: PLC0415 - FFmpeg is for those who serve something

        await self._end_take()
        self._take, self._take_number = Take(self._encodings), self._take_number + 1
        self._origin, self._media_s = started_at, 0.0

    async def write(self, pcm: bytes) -> None:
        """Add samples; raises UnavailableError HLS_UNWRITABLE."""
        if self._take and pcm:
            for fragments in await asyncio.to_thread(self._take.encode, pcm):
                await self._add(fragments, PART_S)

    def caption(self, cue: Cue) -> None:
        """Add what was said: to the segment that players read next, and to those of its time.

        It is shown for a while after it came, because players at the live edge are past its time by then.
        """
        number = self._kept[-1].number if self._kept else 0
        shown_until = self._origin + self._media_s + _LINGERS_S
        self._cues.append((number, replace(cue, ended_at=max(cue.ended_at, shown_until))))
        del self._cues[:-_MOST_CUES]

    async def finish(self) -> None:
        """Add what is left, and end the playlists; raises UnavailableError HLS_UNWRITABLE."""
        await self._end_take()
        self._ended = True
        await self._tell()
        await self._store_playlists()
        if self._plan.captions:
            for segment in self._kept:
                if segment.own:
                    await self._store_captions(segment)

    async def close(self) -> None:
        """Let go of it; what is asked from now on is read from its files."""
        self._closed()
        await self._tell()

    async def _end_take(self) -> None:
        take, self._take = self._take, None
        if take:
            for fragments in await asyncio.to_thread(take.finish):
                left = take.length_s - self._media_s
                if left > 0:
                    await self._add(fragments, min(PART_S, left), take)
            if self._kept and not self._kept[-1].complete:
                await self._complete(self._kept[-1])

    async def _add(self, fragments: tuple[bytes, ...], duration_s: float, take: Take | None = None) -> None:
        """Append a part to the files of a segment, and list it."""
        if not self._kept or self._kept[-1].complete:
            await self._open_segment(take or self._take)
        segment = self._kept[-1]
        name = self._names.segment(segment.number)
        await self._write_all(name, fragments, append=bool(segment.parts))
        segment.add(duration_s, fragments)
        self._media_s += duration_s
        self._length_s += duration_s
        if len(segment.parts) == PARTS_PER_SEGMENT:
            await self._complete(segment)
        await self._tell()

    async def _open_segment(self, take: Take | None) -> None:
        if take and not self._media_s:
            await self._write_all(self._names.init(self._take_number), tuple(take.inits))
        number = max(self._kept[-1].number + 1 if self._kept else 0, self._first)
        started_at = self._origin + self._media_s
        self._kept.append(Segment(number, self._take_number, self._media_s, started_at, own=True))

    async def _complete(self, segment: Segment) -> None:
        """List a segment as a whole, and forget those that leave the window."""
        if self._plan.captions:
            await self._store_captions(segment)
        segment.complete = True
        await self._drop_old()
        await self._store_playlists()

    async def _drop_old(self) -> None:
        window_s = self._plan.window_s
        while window_s and len(self._kept) > 1 and self._length_s - self._kept[0].duration_s >= window_s:
            dropped = self._kept.pop(0)
            self._length_s -= dropped.duration_s
            self._texts.clear()
            await self.folder.forget(self._names, dropped.number - _SPARE_SEGMENTS)
        for old in self._kept[-_SPARE_SEGMENTS - 1 : -_SPARE_SEGMENTS]:
            old.forget_parts()

    async def _write_all(self, name: str, data: tuple[bytes, ...], *, append: bool = False) -> None:
        files = [f"{encoding.folder}/{name}" for encoding in self._encodings]
        await self.folder.write(dict(zip(files, data, strict=True)), append=append)

    async def _store_playlists(self) -> None:
        self._texts.clear()  # somebody may have asked since the segment was completed
        await self.folder.write(self._playlists(ended=self._ended))

    def _playlists(self, *, ended: bool) -> dict[str, bytes]:
        """Return all playlists as they are without parts, those of renditions before the one of them all."""
        texts = {f"{one.folder}/{INDEX}": self._text(one.folder, ended=ended) for one in self._encodings}
        if self._plan.captions:
            texts[f"{CAPTIONS}/{INDEX}"] = self._text(CAPTIONS, ended=ended)
        texts[MASTER] = self.master
        return {name: text.encode() for name, text in texts.items()}

    async def _store_captions(self, segment: Segment) -> None:
        name = f"{CAPTIONS}/{self._names.segment(segment.number, 'vtt')}"
        await self.folder.write({name: self._captions_of(segment)})

    async def _tell(self) -> None:
        """Have players see what is there now."""
        self._texts.clear()
        async with self._news:
            self._news.notify_all()

    # What copies are made of

    def manifest(self, *, ended: bool = False) -> Manifest:
        """Return what it consists of, also after it was closed."""
        listed = [segment for segment in self._kept if segment.complete]
        first = listed[0].number if listed else 0
        takes = dict.fromkeys(segment.take for segment in self._kept)
        inits = [f"{one.folder}/{self._names.init(take)}" for take in takes for one in self._encodings]
        captions = self._captions_files(segment.number for segment in listed)
        own = self._captions_files(segment.number for segment in listed if segment.own)
        sound = [file for segment in listed for file in self._sound_files(segment.number)]
        gone = range(max(0, first - _SPARE_SEGMENTS), first)
        return Manifest(
            files=(*inits, *sound, *captions),
            playlists={
                file: exhibit(file, data, lasting=False)
                for file, data in self._playlists(ended=ended).items()
            },
            spare=(
                *(file for number in gone for file in self._sound_files(number)),
                *self._captions_files(gone),
            ),
            late=frozenset(own if ended else ()),
            ended=ended or self._ended,
        )

    async def show(self, file: str) -> Exhibit:
        """Return a file as it lies there; raises NotFoundError HLS_FILE_NOT_FOUND."""
        return exhibit(file, await self.folder.read(file), lasting=True)

    def _sound_files(self, number: int) -> list[str]:
        return [f"{encoding.folder}/{self._names.segment(number)}" for encoding in self._encodings]

    def _captions_files(self, numbers: Iterable[int]) -> list[str]:
        named = [f"{CAPTIONS}/{self._names.segment(number, 'vtt')}" for number in numbers]
        return named if self._plan.captions else []

    # What players read

    async def playlist(self, folder: str, wanted: tuple[int, int] | None) -> str:
        """Return the playlist of a rendition, once it has what is wanted or some seconds have passed.

        Raises NotFoundError HLS_FILE_NOT_FOUND, InvalidArgumentError HLS_WAIT_INVALID.
        """
        if folder not in (*(one.folder for one in self._encodings), CAPTIONS):
            raise no_file(folder, INDEX)
        if wanted and folder != CAPTIONS:
            await self._wait_for(*wanted)
        return self._text(folder, parts=self._plan.low_latency)

    @property
    def master(self) -> str:
        """The multivariant playlist."""
        return playlists.master(self._encodings, captions=self._plan.captions)

    def part(self, folder: str, number: int, part: int) -> tuple[str, int, int]:
        """Return the file in which a part lies, and where; raises NotFoundError HLS_FILE_NOT_FOUND."""
        rendition = [one.folder for one in self._encodings].index(folder)
        segment = next((one for one in self._kept if one.number == number), None)
        if segment is None or part >= len(segment.parts) or not segment.spans:
            raise no_file(folder, self._names.segment(number))
        return f"{folder}/{self._names.segment(number)}", *segment.spans[rendition][part]

    def captions(self, number: int) -> bytes | None:
        """Return the captions of a segment, None for one whose captions are in its file."""
        segment = next((one for one in self._kept if one.number == number), None)
        return self._captions_of(segment) if segment and segment.own else None

    async def _wait_for(self, number: int, part: int) -> None:
        last = self._kept[-1].number if self._kept else -1
        if number > last + _AHEAD:
            raise InvalidArgumentError(
                "HLS_WAIT_INVALID",
                "segment {number} is too far ahead: the latest one is {last}",
                number=number,
                last=last,
            )
        try:
            async with asyncio.timeout(_WAITS_S), self._news:
                await self._news.wait_for(lambda: self._ended or self._has(number, part))
        except TimeoutError:
            return

    def _has(self, number: int, part: int) -> bool:
        last = self._kept[-1] if self._kept else None
        if last is None or last.number < number:
            return False
        return last.number > number or last.complete or 0 <= part < len(last.parts)

    def _text(self, folder: str, *, parts: bool = False, ended: bool = False) -> str:
        captions, ended = folder == CAPTIONS, ended or self._ended
        key = captions, parts, ended  # those of sound are all the same
        if key not in self._texts:
            first = self._kept[0].take if self._kept else 0
            listed = Listed(self._names, self._kept, first, ended, not self._plan.window_s)
            self._texts[key] = (
                playlists.captions(listed) if captions else playlists.media(listed, parts=parts)
            )
        return self._texts[key]

    def _captions_of(self, segment: Segment) -> bytes:
        """Return what was said during a segment, and what came to be known while it was the latest."""
        shown = [
            cue
            for number, cue in self._cues
            if number == segment.number
            or (cue.began_at < segment.ends_at and cue.ended_at > segment.started_at)
        ]
        return webvtt(shown, segment.started_at - segment.media_s).encode()
