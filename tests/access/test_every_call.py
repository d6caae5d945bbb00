"""Every RPC over every face: as nobody, without the verb, elsewhere, expired, revoked, and as who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from odind.core.access.grant import Grant
from odind.core.access.verbs import ALL, Verb
from odind.pack.access import unpack_verb
from odind.services.verbs import daemon_wide, path_of
from odind.v1 import verbs_pb2
from tests.rpc.bench import GATEWAY, NOW

from .ground import COOKIE, ROOM, Ground, Outcome, open_ground

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from google.protobuf.descriptor import MethodDescriptor

NOT_FOUND = {"CONNECTION_NOT_FOUND", "LINE_NOT_FOUND", "RECORDING_NOT_FOUND"}
NOT_SEEN = {*NOT_FOUND, "ROOM_NOT_GRANTED"}
REFUSALS = {
    *NOT_SEEN,
    "COOKIE_MISSING",
    "COOKIE_WRONG",
    "KEY_WRONG",
    "KEY_EXPIRED",
    "VERB_NOT_GRANTED",
    "USER_NOT_GRANTED",
    "GRANT_REVOKED",
    "GRANT_EXCEEDED",
    "DAEMON_NOT_GRANTED",
}
THINGS = {"connection_id", "connection_ids", "line_id", "line_ids", "recording_id"}
NAMING = {*THINGS, "room_id", "room_ids"}
STOPPING = {"Drain", "LeaveRoom", "CloseLine"}
"""What would end the ground itself; `test_who_may_leave` makes these calls."""


CHECKED_BY_HAND = {
    "AudioService.StreamAudio config.connection_id",
    "PlayerService.PlayStream config.connection_id",
    "RoomService.JoinRoom rooms.room_id",
    "SocketService.StreamSocket config.connection_id",
}
"""What is named below the request itself, where services check it and not the request's fields."""


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path) as opened:
        yield opened


async def outcomes(ground: Ground, method: MethodDescriptor, bearer: str) -> dict[str, Outcome]:
    """Make a call over every face that serves it."""
    made = {"grpc": await ground.over_grpc(method, bearer)}
    if method.name == "StreamAudio":
        made["websocket"] = await ground.over_socket("/v1/audio", method, bearer)
    if not method.client_streaming:
        made["connect"] = await ground.over_connect(method, bearer)
        made["grpc-web"] = await ground.over_grpc_web(method, bearer)
    if method.name == "WatchEvents":
        made["websocket"] = await ground.over_socket("/v1/events", method, bearer)
        made["sse"] = await ground.over_sse(bearer)
    return made


def needed(method: MethodDescriptor) -> set[Verb]:
    return set(map(unpack_verb, method.GetOptions().Extensions[verbs_pb2.verb]))


def names_something(method: MethodDescriptor, of: set[str] = NAMING) -> bool:
    if method.client_streaming:
        return bool(named_below(method.input_type))
    return bool(of & set(method.input_type.fields_by_name))


async def reasons(ground: Ground, bearer: str) -> dict[str, set[str]]:
    """Make every call over every face; return the reasons of its errors."""
    return {
        method.full_name: {one.reason for one in (await outcomes(ground, method, bearer)).values()}
        for method in ground.methods
    }


def named_below(message: Any, path: str = "", depth: int = 0) -> set[str]:
    """The fields below a request, at most three messages deep, that name what belongs to somebody."""
    found = {f"{path}{field.name}" for field in message.fields if path and field.name in NAMING}
    for field in message.fields:
        if field.message_type is not None and depth < 3:
            found |= named_below(field.message_type, f"{path}{field.name}.", depth + 1)
    return found


async def test_what_is_named_deeper_is_known_here_and_so_was_thought_of(ground: Ground) -> None:
    found = {
        f"{method.containing_service.name}.{method.name} {path}"
        for method in ground.methods
        for path in named_below(method.input_type)
    }
    assert found == CHECKED_BY_HAND


@pytest.mark.parametrize(
    ("bearer", "reason"),
    [
        ("", "COOKIE_MISSING"),
        ("guessed", "COOKIE_WRONG"),
        ("odk_right_" + "A" * 43, "KEY_WRONG"),
        ("odk_nobody_" + "A" * 43, "KEY_WRONG"),
        ("odk_right", "KEY_WRONG"),
        ("ods_e30.x", "SESSION_WRONG"),
    ],
    ids=["nobody", "no key", "wrong secret", "unknown key", "truncated key", "no session"],
)
async def test_who_is_not_known_makes_no_call(ground: Ground, bearer: str, reason: str) -> None:
    made = await reasons(ground, bearer)
    assert len(made) > 50
    assert {name: found for name, found in made.items() if found != {reason}} == {}


async def test_an_expired_key_makes_no_call(ground: Ground) -> None:
    expired = ground.declare("late", Grant(ALL, expires_at=NOW - 1))
    assert {
        name for name, found in (await reasons(ground, expired)).items() if found != {"KEY_EXPIRED"}
    } == set()


async def test_a_revoked_key_makes_no_call(ground: Ground) -> None:
    by = ground.principal("right")
    key, text = await ground.plane.keys.create("short", Grant(frozenset({Verb.READ}), (ROOM,)), by)
    await ground.plane.keys.revoke(key.key_id, by)
    made = await reasons(ground, text)
    assert {name for name, found in made.items() if found != {"KEY_WRONG"}} == set()


async def test_without_its_verb_no_call_is_made(ground: Ground) -> None:
    for method in ground.methods:
        if needed(method) == {Verb.KNOWN}:
            continue
        others = ALL - needed(method) - {Verb.ADMIN}
        bearer = ground.declare("without", Grant(others))
        made = await outcomes(ground, method, bearer)
        assert {one.reason for one in made.values()} == {"VERB_NOT_GRANTED"}, method.full_name


async def test_admin_includes_every_verb_but_token_and_device(ground: Ground) -> None:
    bearer = ground.declare("chief", Grant(frozenset({Verb.ADMIN})))
    for method in ground.methods:
        if method.name in STOPPING:
            continue
        denied = needed(method) <= {Verb.TOKEN, Verb.DEVICE}
        made = await outcomes(ground, method, bearer)
        found = {one.reason == "VERB_NOT_GRANTED" for one in made.values()}
        assert found == {denied}, method.full_name


async def test_what_belongs_to_another_room_and_key_is_neither_found_nor_told(ground: Ground) -> None:
    bearer = ground.keys["elsewhere"]
    for method in ground.methods:
        if Verb.ADMIN in needed(method):
            continue
        for face, one in (await outcomes(ground, method, bearer)).items():
            if names_something(method):
                assert one.reason in NOT_SEEN | {"GRANT_EXCEEDED"}, (method.full_name, face, one)
            assert ground.connection_id not in one.answer, (method.full_name, face)


@pytest.mark.parametrize("tenant", ["", "umbrella"])
async def test_what_belongs_to_a_tenant_is_neither_found_nor_told_by_another_one(
    ground: Ground, tenant: str
) -> None:
    """Rooms of the same name are others: what a call does there, it does on another gateway."""
    await ground.move_to("acme")
    bearer = ground.declare("stranger", Grant(ALL, tenant=tenant))
    for method in ground.methods:
        for face, one in (await outcomes(ground, method, bearer)).items():
            if names_something(method, THINGS):
                assert one.reason in NOT_FOUND, (method.full_name, face, one)
            assert ground.connection_id not in one.answer, (method.full_name, face)
            assert ground.line_id not in one.answer, (method.full_name, face)
    asked = {gateway for gateway, _, _ in ground.inside.gateway.asked}
    assert asked == {f"{tenant}.example" if tenant else GATEWAY}


async def test_no_tenant_controls_the_daemon(ground: Ground) -> None:
    chief = ground.declare("chief", Grant(ALL, tenant="acme"))
    wide = daemon_wide(ground.inside.services)
    assert {name.rpartition("/")[2] for name in wide} >= {"Drain", "Undrain", "Upgrade", "Diagnose"}
    for method in ground.methods:
        if path_of(method) in wide:
            made = await outcomes(ground, method, chief)
            assert {one.reason for one in made.values()} == {"DAEMON_NOT_GRANTED"}, method.full_name


async def test_a_tenant_has_its_own(ground: Ground) -> None:
    await ground.move_to("acme")
    chief = ground.declare("chief", Grant(ALL, tenant="acme"))
    for method in ground.methods:
        if method.name not in STOPPING and path_of(method) not in daemon_wide(ground.inside.services):
            for face, one in (await outcomes(ground, method, chief)).items():
                assert one.reason not in REFUSALS, (method.full_name, face, one)
    (listing,) = (method for method in ground.methods if method.name == "ListConnections")
    assert ground.connection_id in (await ground.over_connect(listing, COOKIE)).answer


async def test_only_who_may_passes(ground: Ground) -> None:
    """A call may still fail for what it asks, as for a device that is not there: it was let in."""
    chief = ground.declare("chief", Grant(ALL, (ROOM,)))
    for method in ground.methods:
        if method.name in STOPPING:
            continue
        bearer = chief if Verb.ADMIN in needed(method) else ground.keys["right"]
        made = await outcomes(ground, method, bearer)
        for face, one in made.items():
            assert one.reason not in REFUSALS, (method.full_name, face, one)


async def test_who_may_leave(ground: Ground) -> None:
    (leave,) = (method for method in ground.methods if method.name == "LeaveRoom")
    assert (await ground.over_grpc(leave, ground.keys["elsewhere"])).reason == "CONNECTION_NOT_FOUND"
    assert (await ground.over_grpc(leave, ground.keys["right"])).reason == ""
    (close,) = (method for method in ground.methods if method.name == "CloseLine")
    assert (await ground.over_grpc(close, ground.keys["elsewhere"])).reason == "LINE_NOT_FOUND"


async def test_the_cookie_is_the_owner(ground: Ground) -> None:
    (listing,) = (method for method in ground.methods if method.name == "ListConnections")
    assert ground.connection_id in (await ground.over_connect(listing, COOKIE)).answer
