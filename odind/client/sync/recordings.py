"""Recordings that the daemon makes, for programs without an event loop."""

from __future__ import annotations

from odind.client import recordings

from .faces import Face, blocking, iterating


class Recordings(Face[recordings.Recordings]):
    """The daemon's recordings."""

    start = blocking(recordings.Recordings.start)
    start_room = blocking(recordings.Recordings.start_room)
    set_capture_ring = blocking(recordings.Recordings.set_capture_ring)
    save_clip = blocking(recordings.Recordings.save_clip)
    pause = blocking(recordings.Recordings.pause)
    resume = blocking(recordings.Recordings.resume)
    stop = blocking(recordings.Recordings.stop)
    get = blocking(recordings.Recordings.get)
    list = blocking(recordings.Recordings.list)
    delete = blocking(recordings.Recordings.delete)
    upload = blocking(recordings.Recordings.upload)
    sign = blocking(recordings.Recordings.sign)
    download = iterating(recordings.Recordings.download)
    ended = blocking(recordings.Recordings.ended)
    follow = iterating(recordings.Recordings.follow)
