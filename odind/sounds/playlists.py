"""Playlists of radio stations, M3U and PLS: which address to play."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from odind.core.errors import FailedPreconditionError

_PLS: Final = re.compile(r"^\s*File\d+\s*=\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_M3U: Final = re.compile(r"^\s*([^#\s]\S*)", re.MULTILINE)
_TYPES: Final = (
    "audio/x-scpls",
    "audio/mpegurl",
    "audio/x-mpegurl",
    "application/pls+xml",
    "application/x-mpegurl",
    "application/vnd.apple.mpegurl",
)
_ENDINGS: Final = (".m3u", ".m3u8", ".pls")
_HLS: Final = "#EXT-X-"


def is_playlist(content_type: str, path: str) -> bool:
    """Whether an answer names sounds instead of being one."""
    return content_type in _TYPES or path.lower().endswith(_ENDINGS)


def is_hls(text: str) -> bool:
    """Whether a playlist is one of HLS."""
    return _HLS in text


def first_entry(text: str, url: str) -> str:
    """Return the first address that a playlist names. Raises FailedPreconditionError PLAYLIST_EMPTY."""
    pattern = _PLS if text.lstrip().lower().startswith("[playlist]") else _M3U
    found = pattern.search(text)
    if found is None:
        raise FailedPreconditionError("PLAYLIST_EMPTY", "the playlist names no sound")
    return urljoin(url, str(found[1]))
