"""Completes a recording's folder: whole tracks, what they sound like, the timeline, and last the manifest."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.core.recordings.plan import Layout
from odind.core.recordings.ports import Finished
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES
from odind.core.values.late import dataclass
from odind.sealing.file import is_sealed

from .folder import LABELS, MANIFEST, PROJECT, TIMELINE, part_path, parts_in
from .formats import FORMATS
from .joining import JoinError, join_parts, join_tracks, length_of
from .journal import moment, read_timeline
from .labels import audacity_labels, list_of_files
from .measures import measure
from .safe import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from odind.core.recordings.recording import Recording

    from .journal import TakeSpan, Timeline
    from .safe import Safe

KINDS: Final = {Layout.MIX: ArtifactKind.MIX, Layout.DUAL: ArtifactKind.DUAL}
MULTITRACK: Final = "multitrack.mka"
_VERSION: Final = 1


@dataclass
class Track:
    """A whole track: its file, and what the timeline and the measures say of it."""

    file: str
    user_id: str
    channels: int
    document: dict[str, Any]


class Finishing:
    """Works on one recording, in one thread. It can be repeated: what is done already is left as it is."""

    def __init__(
        self,
        recording: Recording,
        now: float,
        progress: Callable[[float], object],
        safe: Safe,
    ) -> None:
        self._recording = recording
        self._folder = Path(recording.folder)
        self._safe = safe
        self._now = now
        self._progress = progress
        self._encoding = recording.plan.encoding
        self._all_written = True

    def run(self) -> Finished:
        """Complete the files, as far as the disk takes them; raises OSError and PyAV's errors."""
        path = self._folder / MANIFEST
        manifest = json.loads(path.read_text()) if path.exists() else self._complete()
        return self._finished(manifest)

    def _complete(self) -> dict[str, Any]:
        """Return the manifest, which is also written unless the disk is full."""
        timeline = self._timeline()
        parts = self._parts()
        spans = self._spans(timeline, parts)
        slots = max((span.stop or span.start for span in spans), default=0)
        whole = len(spans) == 1 and timeline.takes[spans[0].number].stop is not None
        for track, by_take in parts.items():
            target = self._folder / f"{track}{FORMATS[self._encoding].ending}"
            if whole:
                by_take[spans[0].number].replace(target)
            else:
                self._join(by_take, spans, slots, target)
        tracks = self._measured(timeline, slots * TICK_SAMPLES)
        self._write_texts(timeline, tracks, slots * TICK_SAMPLES)
        manifest = self._manifest(timeline, tracks, spans, slots, whole=whole)
        self._save(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", OPEN)
        return manifest

    def _save(self, file: str, text: str, safe: Safe | None = None) -> None:
        """Write a file whole, or not at all where the disk is full; sealed unless another safe says so."""
        draft = self._folder / f"{file}.draft"
        try:
            (safe or self._safe).write(draft, text.encode())
            draft.replace(self._folder / file)
        except OSError:
            self._all_written = False
            draft.unlink(missing_ok=True)

    # Tracks

    def _join(self, parts: Mapping[int, Path], spans: list[TakeSpan], slots: int, target: Path) -> None:
        """Join parts; what a full disk has only one of remains as it was written, which can be read."""
        try:
            join_parts(parts, spans, slots, target, self._encoding, safe=self._safe)
        except JoinError:
            if len(parts) > 1:
                raise
            self._all_written = False
            next(iter(parts.values())).replace(target)
        else:
            for part in parts.values():
                part.unlink()

    def _timeline(self) -> Timeline:
        part, done = part_path(self._folder, TIMELINE), self._folder / TIMELINE
        return read_timeline(part if part.exists() else done, self._safe)

    def _parts(self) -> dict[str, dict[int, Path]]:
        parts: dict[str, dict[int, Path]] = {}
        for part in parts_in(self._folder):
            parts.setdefault(part.track, {})[part.take] = part.path
        return parts

    def _spans(self, timeline: Timeline, parts: Mapping[str, Mapping[int, Path]]) -> list[TakeSpan]:
        """Return the takes in order; one that was not closed is as long as its longest part."""
        spans: list[TakeSpan] = []
        for span in sorted(timeline.takes.values(), key=lambda span: span.number):
            start = max(span.start, spans[-1].stop or 0) if spans else span.start
            stop = span.stop
            if stop is None:
                lengths = (
                    length_of(by_take[span.number], self._safe)
                    for by_take in parts.values()
                    if span.number in by_take
                )
                stop = start + max(lengths, default=0)
            spans.append(replace(span, start=start, stop=max(stop, start)))
        return spans

    def _measured(self, timeline: Timeline, samples: int) -> list[Track]:
        opened = {line["file"]: line for line in timeline.lines if line["kind"] == "track"}
        present = [line for file, line in sorted(opened.items()) if (self._folder / file).exists()]
        return [
            self._measure(line, number / len(present), 1 / len(present), samples)
            for number, line in enumerate(present)
        ]

    def _measure(self, line: Mapping[str, Any], done: float, share: float, samples: int) -> Track:
        file, channels = line["file"], line["channels"]
        path = self._folder / file
        progress = partial(self._measured_up_to, done, share / max(1, samples))
        found = measure(path, channels, progress, self._safe)
        peaks = f"{file}.peaks.json"
        self._save(peaks, json.dumps(found.peaks, separators=(",", ":")))
        document = {
            "file": file,
            "user_id": line["user_id"],
            "channels": channels,
            "first_sample": 0,
            "samples": min(found.samples, samples),
            "first_sound_sample": found.first_sound,
            "loudness": found.loudness,
            "peaks": peaks,
        }
        return Track(file, line["user_id"], channels, document)

    def _measured_up_to(self, done: float, share: float, samples: int) -> None:
        self._progress(done + share * samples)

    # What lies beside them

    def _write_texts(self, timeline: Timeline, tracks: list[Track], samples: int) -> None:
        part = part_path(self._folder, TIMELINE)
        if part.exists():
            part.replace(self._folder / TIMELINE)
        self._save(LABELS, audacity_labels(timeline.lines, samples))
        if self._recording.plan.layout is Layout.MULTITRACK and tracks:
            paths = [self._folder / track.file for track in tracks]
            join_tracks(paths, [track.user_id for track in tracks], self._folder / MULTITRACK, self._safe)
            for path in paths:
                path.unlink()
        else:
            self._save(PROJECT, list_of_files(track.file for track in tracks))

    def _manifest(
        self, timeline: Timeline, tracks: list[Track], spans: list[TakeSpan], slots: int, *, whole: bool
    ) -> dict[str, Any]:
        recording = self._recording
        started_at = recording.started_at or recording.created_at
        return {
            "version": _VERSION,
            "recording_id": recording.recording_id,
            "room_id": recording.room_id,
            "layout": recording.plan.layout.value,
            "encoding": recording.plan.encoding.value,
            "metadata": dict(recording.plan.metadata),
            "started_at": moment(started_at),
            "sample_rate": RATE_HZ,
            "samples": slots * TICK_SAMPLES,
            "complete": whole or all(timeline.takes[span.number].stop is not None for span in spans),
            "takes": [_span(span) for span in spans],
            "gaps": list(_gaps(spans)),
            "counts": timeline.counts,
            "tracks": [track.document for track in tracks],
            "files": list(self._files(tracks)),
        }

    def _files(self, tracks: list[Track]) -> Iterator[dict[str, Any]]:
        """Yield all files of the folder but the manifest: kind, size and checksum."""
        layout = self._recording.plan.layout
        users = {track.file: track.user_id for track in tracks}
        kinds = {track.file: KINDS.get(layout, ArtifactKind.TRACK) for track in tracks}
        kinds |= {f"{track.file}.peaks.json": ArtifactKind.PEAKS for track in tracks}
        kinds |= {
            MULTITRACK: ArtifactKind.MULTITRACK,
            TIMELINE: ArtifactKind.TIMELINE,
            LABELS: ArtifactKind.LABELS,
            PROJECT: ArtifactKind.PROJECT,
        }
        for file, kind in kinds.items():
            yield from self._described(file, kind, users.get(file, ""))

    def _described(self, file: str, kind: ArtifactKind, user_id: str = "") -> Iterator[dict[str, Any]]:
        """Yield what is said of a file, if it is there."""
        path = self._folder / file
        if path.exists():
            yield {
                "file": file,
                "kind": kind.value,
                "user_id": user_id,
                "size": self._safe.size(path),
                "sha256": self._safe.sha256(path),
                "encrypted": is_sealed(path),
            }

    def _finished(self, manifest: Mapping[str, Any]) -> Finished:
        complete = manifest["complete"] and len(manifest["takes"]) == 1 and self._all_written
        files = [*manifest["files"], *self._described(MANIFEST, ArtifactKind.MANIFEST)]
        users = tuple(track["user_id"] for track in manifest["tracks"])
        artifacts = (self._artifact(file, users) for file in files)
        return Finished(manifest["samples"], tuple(artifacts), complete)

    def _artifact(self, described: Mapping[str, Any], users: tuple[str, ...]) -> Artifact:
        kind = ArtifactKind(described["kind"])
        return Artifact(
            file=described["file"],
            kind=kind,
            state=ArtifactState.SPOOLED if self._recording.plan.outputs else ArtifactState.READY,
            changed_at=self._now,
            size_bytes=described["size"],
            sha256=described["sha256"],
            encrypted=described.get("encrypted", False),
            user_id=described["user_id"],
            track_user_ids=users if kind is ArtifactKind.MULTITRACK else (),
        )


def _span(span: TakeSpan) -> dict[str, int]:
    stop = span.start if span.stop is None else span.stop
    return {"take": span.number, "first_sample": span.start * TICK_SAMPLES, "end_sample": stop * TICK_SAMPLES}


def _gaps(spans: list[TakeSpan]) -> Iterator[dict[str, int]]:
    for before, after in pairwise(spans):
        end = before.start if before.stop is None else before.stop
        if after.start > end:
            yield {"first_sample": end * TICK_SAMPLES, "samples": (after.start - end) * TICK_SAMPLES}
