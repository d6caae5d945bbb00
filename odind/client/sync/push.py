"""Pushes of the daemon, for programs without an event loop."""

from __future__ import annotations

from odind.client import push

from .faces import Face, blocking, iterating


class Pushes(Face[push.Pushes]):
    """The daemon's pushes."""

    add = blocking(push.Pushes.add)
    add_room = blocking(push.Pushes.add_room)
    remove = blocking(push.Pushes.remove)
    get = blocking(push.Pushes.get)
    list = blocking(push.Pushes.list)
    streaming = blocking(push.Pushes.streaming)
    ended = blocking(push.Pushes.ended)
    follow = iterating(push.Pushes.follow)
