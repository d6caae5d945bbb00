"""The daemon's library of sounds, for programs without an event loop."""

from __future__ import annotations

from odind.client import library

from .faces import Face, blocking


class Library(Face[library.Library]):
    """Uploads, lists and deletes sounds."""

    put = blocking(library.Library.put)
    put_bytes = blocking(library.Library.put_bytes)
    get = blocking(library.Library.get)
    list = blocking(library.Library.list)
    delete = blocking(library.Library.delete)
