"""All rooms, and the door to them: tokens, bans, limits, reconnects. No I/O; time is an argument."""

from __future__ import annotations

import itertools
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .bans import Bans
from .faults import Faults
from .rooms import Outlet, Peer, Room, RoomKey
from .verdict import Customer, Customers, GatewayError, judge, room_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.grid.config import GridConfig
    from odind.grid.counters import Counters
    from odind.grid.state.keys import ServerKey
    from odind.grid.wire.commands import Hello

_SERVER: Final = "server"


class JoinRefusedError(Exception):
    """A hello that is not answered with Ok; the text is for the client's user."""


@dataclass(frozen=True)
class Pass:
    """What a believed SFU token allows."""

    user_id: str
    room: RoomKey
    customer: str
    tags: tuple[str, ...] | None
    address: str
    session: str


@dataclass(eq=False)
class Membership:
    """A peer in its room. Which room object that is, is settled when it enters."""

    room: Room
    peer: Peer
    address: str


class Lobby:
    """Everybody who is in, and who else may come in."""

    def __init__(
        self,
        config: GridConfig,
        customers: Customers,
        server_key: ServerKey,
        counters: Counters,
        *,
        clock: Callable[[], float],
    ) -> None:
        self._limits = config.limits
        self._times = config.times
        self._customers = customers
        self._server_key = server_key
        self._counters = counters
        self._peer_ids = itertools.count(1)
        self._sessions: dict[str, Membership] = {}
        self.rooms: dict[RoomKey, Room] = {}
        self.bans = Bans(config.limits.bans)
        self.refuse_joins: str | None = None
        self.faults = Faults(self, config.fault_seed, clock)

    @property
    def peer_count(self) -> int:
        """How many peers are in rooms."""
        return len(self._sessions)

    def admit(self, hello: Hello, outlet: Outlet, now: float) -> Membership:
        """Check a hello and return the peer it makes, not yet in its room; raises JoinRefusedError."""
        try:
            return self._admit(hello, outlet, now)
        except (JoinRefusedError, GatewayError) as refusal:
            self._counters.joins_refused += 1
            raise JoinRefusedError(str(refusal)) from None

    def enter(self, membership: Membership) -> None:
        """Let an admitted peer into its room; the connection it had before, if any, is put out."""
        peer = membership.peer
        former = self._sessions.get(peer.session)
        if former is not None:
            self.leave(former)
            former.peer.outlet.dismiss("connection_replaced")
        # two who were admitted at once each brought a new room: the first to enter opens it for both
        room = membership.room = self.rooms.setdefault(membership.room.key, membership.room)
        self._sessions[peer.session] = membership
        room.admit(peer)
        self.faults.apply(membership)
        self._counters.joins += 1

    def leave(self, membership: Membership) -> None:
        """Take a peer out of its room, and drop the room when it was the last. Harmless when repeated."""
        room, peer = membership.room, membership.peer
        if self._sessions.get(peer.session) is not membership:
            return
        del self._sessions[peer.session]
        room.remove(peer)
        if not room.peers:
            self.rooms.pop(room.key, None)
        self._counters.leaves += 1

    def put_out(self, membership: Membership, reason: str) -> None:
        """End a peer's stay and tell it why."""
        self.leave(membership)
        membership.peer.outlet.dismiss(reason)

    def kick(self, key: RoomKey, user_id: str, until: float, now: float) -> int:
        """Put a user out of a room and keep it out until then; return how many peers that were."""
        self.bans.add(key, user_id, until)
        chosen = [m for m in self.members() if m.room.key == key and m.peer.user_id == user_id]
        return self._expel(chosen, "peer_kicked", now)

    def close_room(self, key: RoomKey, until: float, now: float) -> int:
        """Put everybody out of a room and keep it closed until then; return how many peers that were."""
        self.bans.add(key, None, until)
        return self._expel([m for m in self.members() if m.room.key == key], "room_closing", now)

    def close(self) -> None:
        """Put everybody out because the server ends."""
        for membership in self.members():
            self.put_out(membership, "server_closing")

    def members(self) -> list[Membership]:
        """Return everybody."""
        return list(self._sessions.values())

    def reconnect_token(self, membership: Membership, now: float) -> str:
        """Sign the token that brings this peer back as the same user into the same room."""
        room, peer = membership.room, membership.peer
        claims: dict[str, Any] = {
            "rid": room.room_id,
            "uid": peer.user_id,
            "adr": membership.address,
            **({"tgs": list(peer.tags)} if peer.tags else {}),
            "cid": room.customer,
            "nsp": room.key[0],
            "internal": {"session": peer.session},
        }
        return self.sign(claims, now, self._times.reconnect_token_lifetime)

    def sign(self, claims: Mapping[str, Any], now: float, lifetime: float) -> str:
        """Sign SFU claims: subject, audience and times are added."""
        start = int(now)
        whole = {**claims, "sub": "connect", "aud": "sfu", "exp": start + int(lifetime), "nbf": start}
        return self._server_key.sign(json.dumps(whole, separators=(",", ":")))

    def _admit(self, hello: Hello, outlet: Outlet, now: float) -> Membership:
        if self.refuse_joins is not None:
            raise JoinRefusedError(self.refuse_joins)
        ticket = self._read_token(hello, now)
        if self.bans.is_banned(ticket.room, ticket.user_id, now):
            raise JoinRefusedError("banned from room")
        if self.bans.is_revoked(ticket.session):
            raise JoinRefusedError("session has ended")
        room = self._room_for(ticket)
        self._check_sizes(hello)
        peer = Peer(
            peer_id=next(self._peer_ids),
            user_id=ticket.user_id,
            outlet=outlet,
            session=ticket.session,
            user_data=hello.user_data,
            tags=ticket.tags,
            parameters=hello.parameters,
        )
        peer.hearing.set_masks(
            ((peer_id, mask) for peer_id, mask in hello.channel_masks if peer_id == 0), reset=True
        )
        peer.hearing.place(hello.positions)
        return Membership(room, peer, ticket.address)

    def _read_token(self, hello: Hello, now: float) -> Pass:
        verdict = judge(
            hello.token,
            self._find_key,
            now,
            leeway=self._times.sfu_leeway,
            audience="sfu",
            required=("rid", "uid", "cid"),
        )
        claims = verdict.claims
        customer = verdict.customer
        namespace = str(claims.get("nsp", "")) if customer.name == _SERVER else customer.namespace
        internal = claims.get("internal")
        session = internal.get("session") if isinstance(internal, dict) else None
        return Pass(
            user_id=self._identifier(claims["uid"], "uid"),
            room=(namespace, self._identifier(_choose_room(room_ids(claims), hello.room_id), "rid")),
            customer=self._identifier(claims["cid"], "cid"),
            tags=_tags(claims.get("tgs")),
            address=str(claims.get("adr", "")),
            session=session
            if isinstance(session, str) and customer.name == _SERVER
            else secrets.token_hex(8),
        )

    def _find_key(self, kid: str) -> Customer:
        if kid == self._server_key.key_id:
            return Customer(_SERVER, "", self._server_key.public_key)
        return self._customers.find(kid)

    def _identifier(self, value: object, claim: str) -> str:
        if not isinstance(value, str) or len(value.encode()) > self._limits.identifier_bytes:
            raise JoinRefusedError(f"invalid {claim} in token")
        return value

    def _room_for(self, ticket: Pass) -> Room:
        room = self.rooms.get(ticket.room)
        replaces = ticket.session in self._sessions
        if room is None and len(self.rooms) >= self._limits.max_rooms:
            raise JoinRefusedError("too many rooms")
        if not replaces and self.peer_count >= self._limits.max_peers:
            raise JoinRefusedError("too many peers")
        if room is not None and not replaces and len(room.peers) >= self._limits.max_peers_per_room:
            raise JoinRefusedError("room is full")
        return room or Room(ticket.room, ticket.customer)

    def _check_sizes(self, hello: Hello) -> None:
        if len(hello.user_data) > self._limits.user_data_bytes:
            raise JoinRefusedError("user data is too large")
        if parameters_bytes(hello.parameters) > self._limits.parameters_bytes:
            raise JoinRefusedError("parameters are too large")

    def _expel(self, chosen: list[Membership], reason: str, now: float) -> int:
        """Put peers out for good: a client comes back by itself unless its session is revoked."""
        for membership in chosen:
            self.bans.revoke(membership.peer.session, now + self._times.reconnect_token_lifetime)
            self.put_out(membership, reason)
        return len(chosen)


def parameters_bytes(parameters: Mapping[str, object] | None) -> int:
    """Return about how many bytes parameters take on the wire."""
    return len(repr(parameters)) if parameters else 0


def _choose_room(allowed: tuple[str, ...], wished: str | None) -> str:
    if wished is None:
        return allowed[0]
    if wished not in allowed:
        raise JoinRefusedError("token does not allow this room")
    return wished


def _tags(value: object) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
        return tuple(value)
    return None
