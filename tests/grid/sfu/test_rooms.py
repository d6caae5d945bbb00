"""Rooms and the lobby as pure state, with outlets that write down what they are given."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from odind.grid import GridConfig, GridLimits
from odind.grid.counters import Counters
from odind.grid.sfu.fault_table import FaultTable
from odind.grid.sfu.lobby import Lobby, Membership
from odind.grid.sfu.passes import JoinRefusedError, Passes
from odind.grid.sfu.room_key import RoomKey
from odind.grid.sfu.rooms import Peer, Room
from odind.grid.sfu.verdict import Customers
from odind.grid.sfu.voice_path import VoicePath
from odind.grid.state.keys import ServerKey
from odind.grid.wire.commands import ChangeSelf, Hello
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from odind.grid.sfu.faulty_path import FaultyPath

KEY = AccessKey.generate()
NOW = 1_700_000_000.0


class FakeOutlet:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.datagrams: list[bytes] = []
        self.dismissed: str | None = None

    def send_event(self, event: bytes) -> None:
        self.events.append(msgspec.msgpack.decode(event))

    def send_datagram(self, datagram: bytes) -> None:
        self.datagrams.append(datagram)

    def open_socket(self, hello: bytes) -> int | None:
        raise NotImplementedError(hello)

    def send_socket(self, stream: int, data: bytes, *, end: bool) -> bool:
        raise NotImplementedError(stream, data, end)

    def reset_socket(self, stream: int, code: int) -> None:
        raise NotImplementedError(stream, code)

    def dismiss(self, reason: str) -> None:
        self.dismissed = reason

    def disturb(self, sent: FaultyPath | None, received: FaultyPath | None) -> None:
        pass

    def silence(self, until: float) -> None:
        pass


def make_lobby(customer: str = "acme", **settings: Any) -> Lobby:
    config = GridConfig(limits=GridLimits(**settings))
    passes = Passes(config, Customers([(customer, KEY)]), ServerKey(Ed25519PrivateKey.generate()))
    return Lobby(config, passes, FaultTable(0, clock=lambda: 0.0), Counters())


def hello(user_id: str = "u", room: Any = "room", **claims: Any) -> Hello:
    token = KEY.sign(json.dumps({"rid": room, "uid": user_id, "cid": "acme", "aud": "sfu", **claims}))
    return Hello(token, None, b"", None, (), ())


def join(
    lobby: Lobby, wish: Hello | None = None, now: float = NOW, *, client: str = ""
) -> tuple[Membership, FakeOutlet]:
    outlet = FakeOutlet()
    membership = lobby.admit(wish or hello(), client, outlet, now)
    lobby.enter(membership)
    return membership, outlet


def voice(peer_id: int) -> bytes:
    encode = msgspec.msgpack.encode
    return b"\x00\x01" + encode(peer_id) + b"\x91\x90" + encode({1: 1, 2: 2, 4: b"x", 5: 3})


def test_two_who_are_admitted_to_a_new_room_at_once_meet_in_it():
    lobby = make_lobby()
    outlets = FakeOutlet(), FakeOutlet()
    memberships = [
        lobby.admit(hello(name), "", outlet, NOW) for name, outlet in zip("ab", outlets, strict=True)
    ]
    for membership in memberships:
        lobby.enter(membership)
    assert memberships[0].room is memberships[1].room
    assert [len(room.peers) for room in lobby.rooms.values()] == [2]
    assert any("PeerJoined" in event for event in outlets[0].events)


def test_an_empty_room_is_forgotten():
    lobby = make_lobby()
    membership, _ = join(lobby)
    assert list(lobby.rooms) == [("acme", "room")]
    lobby.leave(membership)
    lobby.leave(membership)
    assert lobby.rooms == {}
    assert lobby.peer_count == 0


def test_peer_ids_are_never_used_twice():
    lobby = make_lobby()
    seen = set()
    for _ in range(50):
        membership, _ = join(lobby)
        seen.add(membership.peer.peer_id)
        lobby.leave(membership)
    assert len(seen) == 50
    assert 0 not in seen


def test_the_first_of_two_who_leave_is_told_to_the_second_only():
    lobby = make_lobby()
    (alice, heard_by_alice), (bob, heard_by_bob) = join(lobby), join(lobby)
    lobby.leave(alice)
    lobby.leave(bob)
    assert heard_by_bob.events[-1] == {"PeerLeft": {"peer_id": alice.peer.peer_id}}
    assert {"PeerLeft": {"peer_id": bob.peer.peer_id}} not in heard_by_alice.events


def test_a_reconnect_token_brings_the_user_back_in_place_of_its_former_self():
    lobby = make_lobby(max_peers=2, max_peers_per_room=2)
    alice, former = join(lobby, hello("alice"))
    _, other = join(lobby, hello("bob"))
    token = lobby.reconnect_token(alice, NOW)
    again, _ = join(lobby, dataclasses.replace(hello(), token=token))
    assert again.peer.user_id == "alice"
    assert former.dismissed == "connection_replaced"
    assert [name for event in other.events[-2:] for name in event] == ["PeerLeft", "PeerJoined"]
    assert lobby.peer_count == 2


def test_a_former_self_that_ends_late_does_not_take_the_new_one_along():
    lobby = make_lobby()
    alice, _ = join(lobby, hello("alice"))
    again, _ = join(lobby, dataclasses.replace(hello(), token=lobby.reconnect_token(alice, NOW)))
    lobby.leave(alice)
    assert lobby.members() == [again]


def test_a_customer_cannot_forge_a_session_or_a_namespace():
    lobby = make_lobby()
    alice, former = join(lobby, hello("alice"))
    forged = hello("mallory", internal={"session": alice.session}, nsp="other")
    mallory, _ = join(lobby, forged)
    assert former.dismissed is None
    assert mallory.room.key == ("acme", "room")


def test_a_reconnect_token_resumes_the_session_of_its_own_client_only():
    lobby = make_lobby()
    alice, former = join(lobby, hello("alice"), client="alice's process")
    wish = dataclasses.replace(hello(), token=lobby.reconnect_token(alice, NOW))
    for thief in ("another process", ""):
        with pytest.raises(JoinRefusedError, match="belongs to another client"):
            join(lobby, wish, client=thief)
    assert (former.dismissed, lobby.members()) == (None, [alice])
    join(lobby, wish, client="alice's process")
    assert former.dismissed == "connection_replaced"


def test_a_customer_called_server_is_a_customer_like_others():
    lobby = make_lobby(customer="server")
    alice, former = join(lobby, hello("alice"))
    assert alice.room.key == RoomKey("server", "room")
    mallory, _ = join(lobby, hello("mallory", nsp="acme", internal={"session": alice.session, "client": ""}))
    assert mallory.room.key == RoomKey("server", "room")
    assert former.dismissed is None


@pytest.mark.parametrize(
    "claims", [{"uid": "\ud800"}, {"rid": "a\udfff"}, {"cid": "\ud800"}, {"tgs": ["\ud800"]}]
)
def test_texts_that_utf8_cannot_express_are_refused(claims: dict[str, Any]):
    lobby = make_lobby()
    (claim,) = claims
    wish = hello(claims.pop("uid", "u"), claims.pop("rid", "room"), **claims)
    with pytest.raises(JoinRefusedError, match=f"invalid {claim} in token"):
        join(lobby, wish)
    assert (lobby.rooms, lobby.peer_count) == ({}, 0)


def test_a_reconnect_token_expires():
    lobby = make_lobby()
    alice, _ = join(lobby, hello("alice"))
    wish = dataclasses.replace(hello(), token=lobby.reconnect_token(alice, NOW))
    join(lobby, wish, NOW + 3605)
    with pytest.raises(JoinRefusedError, match="token has expired"):
        join(lobby, wish, NOW + 3606)


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (hello(cid=None), "invalid cid"),
        (hello(aud="gateway"), "audience"),
        (hello(room=["a", 1]), "invalid rid"),
        (dataclasses.replace(hello(), room_id="x"), "does not allow"),
        (dataclasses.replace(hello(), user_data=bytes(70_000)), "user data is too large"),
        (dataclasses.replace(hello(), parameters={"x": "y" * 20_000}), "parameters are too large"),
        (dataclasses.replace(hello(), token=""), "three segments"),
    ],
)
def test_a_refused_hello_says_why_and_leaves_nothing_behind(wish: Hello, message: str):
    lobby = make_lobby()
    with pytest.raises(JoinRefusedError, match=message):
        join(lobby, wish)
    assert (lobby.rooms, lobby.peer_count) == ({}, 0)


def test_masks_of_a_hello_count_for_everybody_only():
    lobby = make_lobby()
    wish = dataclasses.replace(hello(), channel_masks=((0, 5), (7, 0)))
    membership, _ = join(lobby, wish)
    assert membership.peer.hearing.mask_for(7) == 5


def test_a_change_shows_what_changed_and_later_comers_see_the_whole():
    room = Room(RoomKey("ns", "r"), "c")
    outlets = [FakeOutlet() for _ in range(3)]
    peers = [Peer(n + 1, f"u{n}", outlet) for n, outlet in enumerate(outlets)]
    room.admit(peers[0])
    room.admit(peers[1])
    room.change(peers[0], ChangeSelf(None, {"p": 1}, None))
    room.change(peers[0], ChangeSelf(b"data", None, ("tag",)))
    room.admit(peers[2])
    changed = [event["PeerChanged"] for event in outlets[1].events if "PeerChanged" in event]
    assert changed == [
        {"peer_id": 1, "parameters": {"p": 1}},
        {"peer_id": 1, "user_data": b"data", "tags": ["tag"]},
    ]
    introduction = outlets[2].events[0]["PeerJoined"]
    assert introduction == {
        "peer_id": 1,
        "user_id": "u0",
        "user_data": b"data",
        "tags": ["tag"],
        "parameters": {"p": 1},
    }


def test_the_audience_is_found_anew_when_somebody_comes_goes_moves_or_masks():
    lobby, counters = make_lobby(), Counters()
    alice, _ = join(lobby)
    path = VoicePath(alice.room, alice.peer, GridLimits(), counters, 0.0)
    packet = voice(alice.peer.peer_id)
    path.receive(packet, 0.0)
    bob, heard = join(lobby)
    path.receive(packet, 0.0)
    assert heard.datagrams == [packet]
    bob.peer.hearing.set_masks([(0, 0)], reset=True)
    alice.room.version += 1
    path.receive(packet, 0.0)
    lobby.leave(bob)
    path.receive(packet, 0.0)
    assert heard.datagrams == [packet]
    assert counters.datagrams_forwarded == 1


def test_the_bytes_that_leave_are_the_object_that_came():
    lobby = make_lobby()
    (alice, _), (_, heard) = join(lobby), join(lobby)
    packet = voice(alice.peer.peer_id)
    VoicePath(alice.room, alice.peer, GridLimits(), Counters(), 0.0).receive(packet, 0.0)
    assert heard.datagrams[0] is packet
