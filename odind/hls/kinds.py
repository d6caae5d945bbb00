"""The files of HLS outputs as players get them."""

from __future__ import annotations

from typing import Final

from odind.core.hls.ports import Exhibit

_KINDS: Final = {
    "m3u8": "application/vnd.apple.mpegurl",
    "mp4": "audio/mp4",
    "m4s": "audio/mp4",
    "vtt": "text/vtt; charset=utf-8",
}


def exhibit(file: str, data: bytes, *, lasting: bool) -> Exhibit:
    """Return a file with the media type of its name; `lasting` is whether it never changes."""
    return Exhibit(data, _KINDS[file.rpartition(".")[2]], lasting)
