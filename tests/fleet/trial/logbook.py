"""The log of one member, followed over its restarts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from odind.client import Event
from odind.v1 import rooms_pb2
from tests.chaos.told import Told

from .judging import Hearing

if TYPE_CHECKING:
    from odind.client import Daemon


@dataclass
class Logbook:
    """What one member has told.

    `joins` are the rooms and peers of all connections that it had in their rooms, in order; `users` are the
    connections' users and rooms, `reconnects` count why connections were away.
    """

    member: str
    told: Told = field(default_factory=Told)
    joins: list[tuple[str, str, int]] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    users: dict[str, tuple[str, str]] = field(default_factory=dict)
    reconnects: Counter[str] = field(default_factory=Counter)

    async def follow(self, daemon: Daemon) -> None:
        """Read on from the first event, until it is cancelled."""
        async for item in daemon.follow_events(after_sequence=0):
            if not isinstance(item, Event):
                raise AssertionError(f"{self.member} does not keep the events that follow {self.told.last}")  # noqa: TRY004
            self.told.see(item)
            self._note(item)

    def holds(self) -> set[tuple[str, int]]:
        """Return the rooms and peers of its connections, as far as it has told."""
        return {(room_id, peer_id) for room_id, _, peer_id in self.joins}

    def _note(self, event: Event) -> None:
        if isinstance(event.kind, rooms_pb2.ConnectionJoined):
            view = event.kind.connection
            self.users[event.connection_id] = view.user_id, view.room_id
            self.joins.append((view.room_id, view.user_id, view.own_peer_id))
        elif isinstance(event.kind, rooms_pb2.ConnectionReconnecting):
            self.reconnects[event.kind.detail] += 1
        elif isinstance(event.kind, rooms_pb2.MessageReceived) and event.kind.sender_user_id == "onlooker":
            number = json.loads(event.kind.message.json)["number"]
            user_id, room_id = self.users[event.connection_id]
            self.hearings.append(Hearing(self.member, user_id, room_id, number))
