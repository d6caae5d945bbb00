"""A file of a recording, and what becomes of it. Its state is apart from that of the capture."""

from __future__ import annotations

from enum import Enum
from typing import Final

from odind.core.values.portable import portable


class ArtifactKind(Enum):
    """What a file holds."""

    TRACK = "track"
    MIX = "mix"
    DUAL = "dual"
    MULTITRACK = "multitrack"
    MANIFEST = "manifest"
    TIMELINE = "timeline"
    PEAKS = "peaks"
    LABELS = "labels"
    PROJECT = "project"

    @property
    def sounds(self) -> bool:
        """Whether it holds sound."""
        return self in _SOUND


_SOUND: Final = (ArtifactKind.TRACK, ArtifactKind.MIX, ArtifactKind.DUAL, ArtifactKind.MULTITRACK)


class ArtifactState(Enum):
    """PROCESSING while it is written, SPOOLED while it waits for its storages, READY where it belongs.

    UPLOADED is that a storage has it and its checksum is not confirmed yet. DELETED keeps the name alone.
    """

    PROCESSING = "processing"
    SPOOLED = "spooled"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"

    @property
    def settled(self) -> bool:
        """Whether nothing more happens to the file by itself, or by another attempt."""
        return self in (ArtifactState.READY, ArtifactState.DELETED)


@portable
class Artifact:
    """A file at one moment. `file` is its name in the recording's folder, with `.part` while it is written.

    `changed_at` is when its state was set, in seconds since the epoch. `reason` and `detail` say why it
    failed. `user_id` is whose voice it holds, "" for everybody's; `track_user_ids` says so of each track of a
    MULTITRACK, in their order. `stored_bytes` is how much the slowest of its storages has of it, and
    `locations` are the URLs where storages have it.
    """

    file: str
    kind: ArtifactKind
    state: ArtifactState
    changed_at: float
    size_bytes: int = 0
    sha256: str = ""
    user_id: str = ""
    peer_ids: tuple[int, ...] = ()
    reason: str = ""
    detail: str = ""
    stored_bytes: int = 0
    locations: tuple[str, ...] = ()
    encrypted: bool = False
    track_user_ids: tuple[str, ...] = ()
