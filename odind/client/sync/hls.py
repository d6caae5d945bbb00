"""HLS outputs of the daemon, for programs without an event loop."""

from __future__ import annotations

from odind.client import hls

from .faces import Face, blocking, iterating


class Hls(Face[hls.Hls]):
    """The daemon's HLS outputs."""

    start = blocking(hls.Hls.start)
    start_room = blocking(hls.Hls.start_room)
    stop = blocking(hls.Hls.stop)
    get = blocking(hls.Hls.get)
    list = blocking(hls.Hls.list)
    sign = blocking(hls.Hls.sign)
    playable = blocking(hls.Hls.playable)
    ended = blocking(hls.Hls.ended)
    follow = iterating(hls.Hls.follow)
