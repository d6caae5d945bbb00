"""API keys and sessions, for programs without an event loop."""

from __future__ import annotations

from odind.client import access

from .faces import Face, blocking


class Access(Face[access.Access]):
    """API keys and sessions of a daemon."""

    create_key = blocking(access.Access.create_key)
    keys = blocking(access.Access.keys)
    key = blocking(access.Access.key)
    rotate_key = blocking(access.Access.rotate_key)
    revoke_key = blocking(access.Access.revoke_key)
    create_session = blocking(access.Access.create_session)
    who_am_i = blocking(access.Access.who_am_i)
