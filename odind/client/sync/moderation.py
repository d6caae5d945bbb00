"""Moderation, for programs without an event loop."""

from __future__ import annotations

from odind.client import moderation

from .faces import Face, blocking


class Moderation(Face[moderation.Moderation]):
    """What the owner of a room's key may do to it from outside."""

    kick_user = blocking(moderation.Moderation.kick_user)
    ban_user = blocking(moderation.Moderation.ban_user)
    close_room = blocking(moderation.Moderation.close_room)
    send_message = blocking(moderation.Moderation.send_message)
    update_room = blocking(moderation.Moderation.update_room)
