"""All rooms and their members: admission, reconnects, kicks. No I/O; time is an argument."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from odind.core.values.late import dataclass

from .bans import Bans
from .passes import JoinRefusedError, Pass, Passes
from .rooms import Outlet, Peer, Room
from .verdict import GatewayError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.grid.config import GridConfig
    from odind.grid.counters import Counters
    from odind.grid.wire.commands import Hello

    from .fault_table import FaultTable
    from .room_key import RoomKey


@dataclass(eq=False)
class Membership:
    """A peer in its room, the pass it joined with and the client process it belongs to.

    `room` is final once the peer has entered.
    """

    room: Room
    peer: Peer
    allowed: Pass
    client_id: str = ""

    @property
    def session(self) -> str:
        """The session, which outlives a reconnect."""
        return self.allowed.session


class Lobby:
    """The rooms, their members, and the rules for joining.

    A client is first admitted (`admit` checks its hello) and then enters (`enter` adds its peer to the room).
    `now` is in seconds since the epoch.
    """

    def __init__(self, config: GridConfig, passes: Passes, faults: FaultTable, counters: Counters) -> None:
        self._limits = config.limits
        self._revocation_seconds = config.times.reconnect_token_lifetime
        self._passes = passes
        self._faults = faults
        self._counters = counters
        self._peer_ids = itertools.count(1)
        self._sessions: dict[str, Membership] = {}
        self.rooms: dict[RoomKey, Room] = {}
        self.bans = Bans(config.limits.bans)

    @property
    def peer_count(self) -> int:
        """How many peers have joined rooms."""
        return len(self._sessions)

    def check_token(self, token: str, now: float) -> None:
        """Check a token before the rest of its hello has arrived; raises JoinRefusedError."""
        try:
            self._passes.check(token, now)
        except GatewayError as refusal:
            self._counters.joins_refused += 1
            raise JoinRefusedError(str(refusal)) from None

    def admit(self, hello: Hello, client_id: str, outlet: Outlet, now: float) -> Membership:
        """Check a hello and return the membership that `enter` needs; raises JoinRefusedError."""
        try:
            return self._admit(hello, client_id, outlet, now)
        except (JoinRefusedError, GatewayError) as refusal:
            self._counters.joins_refused += 1
            raise JoinRefusedError(str(refusal)) from None

    def enter(self, membership: Membership) -> None:
        """Add an admitted peer to its room; its session's former connection, if any, is dismissed."""
        former = self._sessions.get(membership.session)
        if former is not None:
            self.leave(former)
            former.peer.outlet.dismiss("connection_replaced")
        # Two clients admitted at once each brought a new room: the first one to enter opens it for both.
        room = membership.room = self.rooms.setdefault(membership.room.key, membership.room)
        self._sessions[membership.session] = membership
        room.admit(membership.peer)
        self.apply_faults(membership)
        self._counters.joins += 1

    def leave(self, membership: Membership) -> None:
        """Remove a peer from its room, and the room when it is empty. Does nothing when repeated."""
        room = membership.room
        if self._sessions.get(membership.session) is not membership:
            return
        del self._sessions[membership.session]
        room.remove(membership.peer)
        if not room.peers:
            self.rooms.pop(room.key, None)
        self._counters.leaves += 1

    def dismiss(self, membership: Membership, reason: str) -> None:
        """Remove a peer from its room and tell its client why."""
        self.leave(membership)
        membership.peer.outlet.dismiss(reason)

    def kick(self, key: RoomKey, user_id: str, until: float, now: float) -> int:
        """Remove a user from a room and ban it until then; return how many peers were removed."""
        self.bans.add(key, user_id, until)
        chosen = [m for m in self.members() if m.room.key == key and m.peer.user_id == user_id]
        return self._expel(chosen, "peer_kicked", now)

    def close_room(self, key: RoomKey, until: float, now: float) -> int:
        """Remove all peers from a room and ban everybody until then; return how many peers were removed."""
        self.bans.add(key, None, until)
        return self._expel([m for m in self.members() if m.room.key == key], "room_closing", now)

    def close(self) -> None:
        """Dismiss all peers because the server stops."""
        for membership in self.members():
            self.dismiss(membership, "server_closing")

    def members(self) -> list[Membership]:
        """Return all members of all rooms."""
        return list(self._sessions.values())

    def reconnect_token(self, membership: Membership, now: float) -> str:
        """Sign the token that resumes this membership's session."""
        return self._passes.sign_reconnect(
            membership.allowed, membership.peer.tags, membership.client_id, now
        )

    def apply_faults(self, membership: Membership) -> None:
        """Apply the faults in force to a member."""
        user_id, outlet = membership.peer.user_id, membership.peer.outlet
        outlet.disturb(*self._faults.paths(user_id, membership.room.key))
        if end := self.blackhole_end(membership):
            outlet.silence(end)

    def blackhole_end(self, membership: Membership) -> float:
        """Return the time at which a member's blackhole ends; 0 when there is none."""
        return self._faults.blackhole_end(membership.peer.user_id, membership.room.key)

    def _admit(self, hello: Hello, client_id: str, outlet: Outlet, now: float) -> Membership:
        if self._faults.refusal is not None:
            raise JoinRefusedError(self._faults.refusal)
        allowed = self._passes.read(hello.token, hello.room_id, client_id, now)
        if self.bans.is_banned(allowed.room, allowed.user_id, now):
            raise JoinRefusedError("banned from room")
        if self.bans.is_revoked(allowed.session):
            raise JoinRefusedError("session has ended")
        room = self._room_for(allowed)
        self._check_sizes(hello)
        return Membership(room, self._make_peer(hello, allowed, outlet), allowed, client_id)

    def _make_peer(self, hello: Hello, allowed: Pass, outlet: Outlet) -> Peer:
        peer = Peer(
            peer_id=next(self._peer_ids),
            user_id=allowed.user_id,
            outlet=outlet,
            user_data=hello.user_data,
            tags=allowed.tags,
            parameters=hello.parameters,
        )
        peer.hearing.set_masks(
            ((peer_id, mask) for peer_id, mask in hello.channel_masks if peer_id == 0), reset=True
        )
        peer.hearing.place(hello.positions)
        return peer

    def _room_for(self, allowed: Pass) -> Room:
        room = self.rooms.get(allowed.room)
        replaces = allowed.session in self._sessions
        if room is None and len(self.rooms) >= self._limits.max_rooms:
            raise JoinRefusedError("too many rooms")
        if not replaces and self.peer_count >= self._limits.max_peers:
            raise JoinRefusedError("too many peers")
        if room is not None and not replaces and len(room.peers) >= self._limits.max_peers_per_room:
            raise JoinRefusedError("room is full")
        return room or Room(allowed.room, allowed.customer)

    def _check_sizes(self, hello: Hello) -> None:
        if len(hello.user_data) > self._limits.user_data_bytes:
            raise JoinRefusedError("user data is too large")
        if parameters_bytes(hello.parameters) > self._limits.parameters_bytes:
            raise JoinRefusedError("parameters are too large")

    def _expel(self, chosen: list[Membership], reason: str, now: float) -> int:
        """Dismiss peers and revoke their sessions, without which their clients would reconnect."""
        for membership in chosen:
            self.bans.revoke(membership.session, now + self._revocation_seconds)
            self.dismiss(membership, reason)
        return len(chosen)


def parameters_bytes(parameters: Mapping[str, object] | None) -> int:
    """Return approximately how many bytes parameters need on the wire."""
    return len(repr(parameters)) if parameters else 0
