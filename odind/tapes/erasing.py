"""Erases a recording's folder but for a manifest that says what was there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .folder import MANIFEST
from .journal import moment

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.recordings.recording import Recording


def erase(folder: Path, tombstone: Recording) -> None:
    """Write the manifest of a tombstone, then delete every other file; can be repeated. Raises OSError."""
    if not folder.exists():
        return
    draft = folder / f"{MANIFEST}.draft"
    draft.write_text(json.dumps(_manifest(tombstone), ensure_ascii=False, indent=2) + "\n")
    draft.replace(folder / MANIFEST)
    for path in folder.iterdir():
        if path.name != MANIFEST and path.is_file():
            path.unlink()


def _manifest(tombstone: Recording) -> dict[str, object]:
    """Return who was recorded when and for how long, and who has erased it when."""
    started_at = tombstone.started_at or tombstone.created_at
    return {
        "version": 1,
        "recording_id": tombstone.recording_id,
        "room_id": tombstone.room_id,
        "started_at": moment(started_at),
        "duration_s": tombstone.duration_s,
        "user_ids": sorted({one.user_id for one in tombstone.artifacts if one.user_id}),
        "deleted_at": moment(tombstone.deleted_at or 0.0),
        "deleted_by": tombstone.deleted_by,
    }
