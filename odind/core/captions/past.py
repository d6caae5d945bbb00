"""Transcribes what is past: a recording, track by track, or an uploaded sound."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from odind.core.players.source import SoundSource, SourceKind
from odind.core.recordings.artifact import ArtifactKind
from odind.core.values.late import dataclass

from .listening import utterances
from .pen import Pen
from .refusals import recording_unheard
from .segment import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from odind.core.archive.downloads import Downloads
    from odind.core.archive.shelf import RecordingShelf
    from odind.core.players.ports import Sound
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.recording import Recording
    from odind.core.timing.clock import Clock

    from .book import TranscriptBook
    from .cutting import Cutting
    from .line import EngineLine
    from .ports import Sources
    from .transcript import Transcript

_WHOLE: Final = (ArtifactKind.MIX, ArtifactKind.DUAL)
_STEP: Final = 0.05
"""How much progress is told."""


@dataclass(frozen=True)
class VoiceTrack:
    """A track of a file of a recording, and whose voice it holds, "" for everybody's."""

    file: str
    speaker: str
    track: int = 0


@dataclass(frozen=True)
class Track:
    """A sound and whose voice it is; `samples` is how long it should be."""

    sound: Sound
    speaker: str
    samples: int


class PastReader:
    """Reads recordings and sounds into transcripts. Belongs to the loop."""

    def __init__(
        self,
        book: TranscriptBook,
        line: EngineLine,
        sources: Sources,
        downloads: Downloads,
        *,
        recordings: RecordingShelf,
        clock: Clock,
        cutting: Cutting,
    ) -> None:
        self._book = book
        self._line = line
        self._sources = sources
        self._downloads = downloads
        self._recordings = recordings
        self._clock = clock
        self._cutting = cutting

    async def read(self, transcript: Transcript) -> None:
        """Write all of a transcript.

        Raises what DownloadArtifact lists, SOUND_UNREADABLE, and what `EngineLine.ask` does.
        """
        pen = Pen(transcript, self._book, self._line)
        tracks = await self._tracks(transcript.recording_id)
        for number, voice in enumerate(tracks):
            track = await self._track(transcript, voice)
            progress = _Progress(self._book, transcript.transcript_id, number, len(tracks))
            with closing(track.sound):
                await self._read_track(track, pen, progress.note)

    async def _tracks(self, recording_id: str) -> Sequence[VoiceTrack | None]:
        """Return the voices of a recording, or None for a sound."""
        return tracks_of(await self._recordings.whole(recording_id)) if recording_id else [None]

    async def _read_track(self, track: Track, pen: Pen, note: Callable[[float], object]) -> None:
        async for at, said in utterances(track.sound, self._cutting, self._clock):
            note(at / max(track.sound.length or track.samples, at, 1))
            if said:
                await pen.write(said, Speaker(track.speaker))

    async def _track(self, transcript: Transcript, voice: VoiceTrack | None) -> Track:
        if voice is None:
            return Track(self._sources.open(SoundSource(SourceKind.SOUND, transcript.sound_id)), "", 0)
        download = await self._downloads.open(transcript.recording_id, voice.file)
        samples = self._recordings.find(transcript.recording_id).samples
        sound = self._sources.decode(download.pieces, download.length, voice.track)
        return Track(sound, voice.speaker, samples)


def tracks_of(recording: Recording) -> list[VoiceTrack]:
    """Return the tracks that hold a voice each, or else the one with all of them.

    Raises FailedPreconditionError RECORDING_HAS_NO_SOUND.
    """
    sounds = recording.artifacts if recording.state.over and recording.deleted_at is None else ()
    parted = [voice for one in sounds for voice in _voices_of(one)]
    found = parted or [VoiceTrack(one.file, "") for one in sounds if one.kind in _WHOLE]
    if not found:
        raise recording_unheard(recording.recording_id)
    return found


def _voices_of(artifact: Artifact) -> Iterable[VoiceTrack]:
    """Return the tracks of a file that hold a voice each."""
    if artifact.kind is ArtifactKind.TRACK:
        return (VoiceTrack(artifact.file, artifact.user_id),)
    numbered = enumerate(artifact.track_user_ids)
    return (VoiceTrack(artifact.file, user_id, track) for track, user_id in numbered)


class _Progress:
    """Tells how far one of several tracks is read."""

    def __init__(self, book: TranscriptBook, transcript_id: str, before: int, tracks: int) -> None:
        self._book = book
        self._id = transcript_id
        self._before = before
        self._tracks = tracks
        self._told = before / tracks

    def note(self, share: float) -> None:
        """Note how much of the track is read, from 0 to 1."""
        progress = (self._before + share) / self._tracks
        if progress >= self._told + _STEP:
            self._told = progress
            self._book.change(self._id, progress=progress)
