"""Managed rooms and their sessions, for programs without an event loop."""

from __future__ import annotations

from odind.client import managed

from .faces import Face, blocking, iterating


class ManagedRooms(Face[managed.ManagedRooms]):
    """Rooms that the daemon keeps."""

    create = blocking(managed.ManagedRooms.create)
    get = blocking(managed.ManagedRooms.get)
    rooms = iterating(managed.ManagedRooms.rooms)
    update = blocking(managed.ManagedRooms.update)
    validate = blocking(managed.ManagedRooms.validate)
    enable = blocking(managed.ManagedRooms.enable)
    deactivate = blocking(managed.ManagedRooms.deactivate)
    delete = blocking(managed.ManagedRooms.delete)
    create_join_token = blocking(managed.ManagedRooms.create_join_token)
    session = blocking(managed.ManagedRooms.session)
    sessions = iterating(managed.ManagedRooms.sessions)
    end_session = blocking(managed.ManagedRooms.end_session)
    participants = iterating(managed.ManagedRooms.participants)
    remove_participant = blocking(managed.ManagedRooms.remove_participant)
