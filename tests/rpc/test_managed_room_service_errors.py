"""Every error of ManagedRoomService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask

from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import ALL, Verb
from odind.core.errors import UnavailableError
from odind.core.log.refusals import store_unavailable
from odind.core.managed import rooms as managed_rooms
from odind.core.rooms.events import Peer, PeerJoined
from odind.v1 import cipher_pb2
from odind.v1 import managed_pb2 as pb

from .bench import Bench, open_bench, until
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("ManagedRoomService")
LONG = "r" * 1_025
REASON = ("field", "problem")
OF_ROOMS = (
    "GetManagedRoom",
    "UpdateManagedRoom",
    "EnableManagedRoom",
    "DeactivateManagedRoom",
    "DeleteManagedRoom",
    "CreateJoinToken",
)
OF_SESSIONS = ("GetRoomSession", "EndRoomSession", "ListParticipants", "RemoveParticipant")
TAGS: dict[str, Any] = {"update_mask": FieldMask(paths=["tags"])}
PARTS: dict[str, dict[str, Any]] = {
    "UpdateManagedRoom": TAGS,
    "CreateJoinToken": {"user_id": "anna"},
    "RemoveParticipant": {"user_id": "anna"},
}


async def call(bench: Bench, rpc: str, **fields: Any) -> Any:
    request = getattr(pb, f"{rpc}Request")(**{**PARTS.get(rpc, {}), **fields})
    return await getattr(bench.ask_managed, rpc)(request)


async def create(bench: Bench, room_id: str = "lobby", **settings: Any) -> None:
    await call(bench, "CreateManagedRoom", room_id=room_id, settings=pb.RoomSettings(**settings))


async def begin(bench: Bench) -> str:
    """Begin a session of anna's, and return its id."""
    await create(bench, observe_always=True)
    keeper = bench.managed.keepers.get("lobby")
    assert keeper is not None
    await until(lambda: keeper.observer.connection_id)
    bench.host.publish(keeper.observer.connection_id, PeerJoined(Peer(77, "anna")))
    await until(lambda: keeper.session)
    assert keeper.session is not None
    return keeper.session.session_id


def failing(bench: Bench) -> None:
    """Let nothing be stored any more."""
    bench.plane.scribe.failure = store_unavailable("it is full")


# Settings


def wrong_settings(reason: str, *metadata: str, code: str = "INVALID_ARGUMENT", **settings: Any) -> None:
    """Note settings that neither a new nor an old room can have."""
    (name,) = settings

    @CASES.add("CreateManagedRoom", code, reason, *metadata)
    async def created(bench: Bench) -> None:
        await create(bench, **settings)

    @CASES.add("UpdateManagedRoom", code, reason, *metadata)
    async def updated(bench: Bench) -> None:
        await create(bench)
        mask = FieldMask(paths=[name])
        changed = pb.RoomSettings(**settings)
        await call(bench, "UpdateManagedRoom", room_id="lobby", settings=changed, update_mask=mask)

    created.__name__, updated.__name__ = f"created_with_{name}", f"updated_with_{name}"


def rules(**spans: float) -> pb.CloseRules:
    made = pb.CloseRules()
    for name, seconds in spans.items():
        getattr(made, name).CopyFrom(Duration(seconds=int(seconds)))
    return made


for _seconds in (0, -60, 60 * 10**9):
    wrong_settings("ROOM_SETTINGS_INVALID", *REASON, close=rules(duration=_seconds))
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, close=pb.CloseRules(after_session=9))  # type: ignore[arg-type]
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, close=pb.CloseRules(silence={"after": Duration(seconds=0)}))  # type: ignore[arg-type]
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, tags=["t" * 129])
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, tags=[""])
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, metadata={"key": "v" * 16_385})
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, user_ids=[LONG])
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, max_peers=100_001)
wrong_settings("ROOM_SETTINGS_INVALID", *REASON, auto_start=[99])
wrong_settings("PASSWORD_NOT_DURABLE", cipher=cipher_pb2.Cipher(password="secret"))  # noqa: S106
wrong_settings("GATEWAY_INVALID", "gateway", gateway="ftp://gateway.example")
wrong_settings("GATEWAY_UNKNOWN", "name", "known", gateway="nowhere")
wrong_settings("GATEWAY_NOT_ALLOWED", "gateway", code="PERMISSION_DENIED", gateway="elsewhere.example")


@CASES.add("CreateManagedRoom", "FAILED_PRECONDITION", "AUTO_START_UNIMPLEMENTED", "part")
async def captions_without_an_engine(bench: Bench) -> None:
    bench.managed.rooms.able = frozenset()
    await create(bench, auto_start=[pb.AUTO_START_CAPTIONS])


@CASES.add("UpdateManagedRoom", "FAILED_PRECONDITION", "AUTO_START_UNIMPLEMENTED", "part")
async def captions_later_without_an_engine(bench: Bench) -> None:
    await create(bench)
    bench.managed.rooms.able = frozenset()
    settings = pb.RoomSettings(auto_start=[pb.AUTO_START_CAPTIONS])
    await call(
        bench, "UpdateManagedRoom", room_id="lobby", settings=settings, update_mask={"paths": ["auto_start"]}
    )


# Rooms


@CASES.add("CreateManagedRoom", "INVALID_ARGUMENT", "ROOM_ID_INVALID", "noun", "limit")
async def an_id_that_is_too_long(bench: Bench) -> None:
    await create(bench, LONG)


@CASES.add("CreateManagedRoom", "INVALID_ARGUMENT", "CUSTOM_ID_INVALID", "limit")
async def a_custom_id_that_is_too_long(bench: Bench) -> None:
    await call(bench, "CreateManagedRoom", custom_id=LONG)


@CASES.add("CreateManagedRoom", "PERMISSION_DENIED", "ROOM_NOT_GRANTED", "room_id", "rooms")
async def a_room_beyond_the_grant(bench: Bench) -> None:
    bench.access.principal = Principal("key", Grant(ALL, rooms=("game-*",)))
    await create(bench, "")


@CASES.add("CreateManagedRoom", "ALREADY_EXISTS", "MANAGED_ROOM_EXISTS", "room_id")
async def a_room_that_is_there(bench: Bench) -> None:
    await create(bench)
    await create(bench)


@CASES.add("CreateManagedRoom", "RESOURCE_EXHAUSTED", "TOO_MANY_MANAGED_ROOMS", "limit")
async def one_room_too_many(bench: Bench) -> None:
    before, managed_rooms.MAX_ROOMS = managed_rooms.MAX_ROOMS, 1  # type: ignore[misc]
    try:
        await create(bench)
        await create(bench, "another")
    finally:
        managed_rooms.MAX_ROOMS = before  # type: ignore[misc]


@CASES.add("UpdateManagedRoom", "INVALID_ARGUMENT", "UPDATE_MASK_INVALID", "known")
async def no_mask(bench: Bench) -> None:
    await create(bench)
    await call(bench, "UpdateManagedRoom", room_id="lobby", update_mask=None)


@CASES.add("UpdateManagedRoom", "INVALID_ARGUMENT", "UPDATE_MASK_INVALID", "known")
async def a_mask_of_unknown_fields(bench: Bench) -> None:
    await create(bench)
    mask = FieldMask(paths=["tags", "colour"])
    await call(bench, "UpdateManagedRoom", room_id="lobby", update_mask=mask)


def an_unknown_room(rpc: str) -> None:
    @CASES.add(rpc, "NOT_FOUND", "MANAGED_ROOM_NOT_FOUND", "room_id")
    async def unknown(bench: Bench) -> None:
        await call(bench, rpc, room_id="lobby")

    @CASES.add(rpc, "NOT_FOUND", "MANAGED_ROOM_NOT_FOUND", "room_id")
    async def of_somebody_else(bench: Bench) -> None:
        await create(bench)
        bench.access.principal = Principal("key", Grant(ALL - {Verb.ADMIN}))
        await call(bench, rpc, room_id="lobby")


def without_a_store(rpc: str) -> None:
    @CASES.add(rpc, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def the_store_fails(bench: Bench) -> None:
        await create(bench)
        if rpc == "EnableManagedRoom":
            await call(bench, "DeactivateManagedRoom", room_id="lobby")
        failing(bench)
        await call(bench, rpc, room_id="another" if rpc == "CreateManagedRoom" else "lobby")


for _rpc in OF_ROOMS:
    an_unknown_room(_rpc)
for _rpc in ("CreateManagedRoom", *OF_ROOMS[1:]):
    without_a_store(_rpc)


@CASES.add("ListManagedRooms", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_wrong_page_of_rooms(bench: Bench) -> None:
    await call(bench, "ListManagedRooms", page_token="next")  # noqa: S106


# Join tokens


def a_wrong_token(reason: str, *metadata: str, **fields: Any) -> None:
    @CASES.add("CreateJoinToken", "INVALID_ARGUMENT", reason, *metadata)
    async def asked(bench: Bench) -> None:
        await create(bench)
        await call(bench, "CreateJoinToken", room_id="lobby", **fields)


a_wrong_token("USER_ID_MISSING", "noun", user_id="")
a_wrong_token("USER_ID_INVALID", "noun", "limit", user_id=LONG)
a_wrong_token("LIFETIME_INVALID", "lifetime", "limit", lifetime=Duration(seconds=-1))


@CASES.add("CreateJoinToken", "PERMISSION_DENIED", "USER_NOT_GRANTED", "user_id", "users")
async def a_user_beyond_the_grant(bench: Bench) -> None:
    bench.access.principal = Principal("key", Grant(ALL, users=("bot-*",)))
    await create(bench)
    await call(bench, "CreateJoinToken", room_id="lobby")


@CASES.add("CreateJoinToken", "PERMISSION_DENIED", "USER_NOT_ADMITTED", "user_id", "room_id")
async def a_user_whom_the_room_does_not_admit(bench: Bench) -> None:
    await create(bench, user_ids=["bert"])
    await call(bench, "CreateJoinToken", room_id="lobby")


@CASES.add("CreateJoinToken", "FAILED_PRECONDITION", "ROOM_DEACTIVATED", "room_id")
async def a_room_that_is_deactivated(bench: Bench) -> None:
    await create(bench)
    await call(bench, "DeactivateManagedRoom", room_id="lobby")
    await call(bench, "CreateJoinToken", room_id="lobby")


@CASES.add("CreateJoinToken", "FAILED_PRECONDITION", "NO_ACCESS_KEY", "setting", has_key=False)
async def nothing_to_sign_with(bench: Bench) -> None:
    await create(bench)
    await call(bench, "CreateJoinToken", room_id="lobby")


@CASES.add("CreateJoinToken", "RESOURCE_EXHAUSTED", "ROOM_FULL", "room_id", "limit")
async def a_room_that_is_full(bench: Bench) -> None:
    await begin(bench)
    one = pb.RoomSettings(max_peers=1)
    mask = FieldMask(paths=["max_peers"])
    await call(bench, "UpdateManagedRoom", room_id="lobby", settings=one, update_mask=mask)
    await call(bench, "CreateJoinToken", room_id="lobby")


# Sessions


def an_unknown_session(rpc: str) -> None:
    @CASES.add(rpc, "NOT_FOUND", "SESSION_NOT_FOUND", "session_id")
    async def unknown(bench: Bench) -> None:
        await call(bench, rpc, session_id="s1")

    @CASES.add(rpc, "NOT_FOUND", "SESSION_NOT_FOUND", "session_id")
    async def of_somebody_else(bench: Bench) -> None:
        session_id = await begin(bench)
        bench.access.principal = Principal("key", Grant(ALL - {Verb.ADMIN}))
        await call(bench, rpc, session_id=session_id)

    @CASES.add(rpc, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def the_store_fails(bench: Bench) -> None:
        bench.plane.scribe._store.failure = _full()  # type: ignore[attr-defined]
        await call(bench, rpc, session_id="s1")


def _full() -> UnavailableError:
    return store_unavailable("it is full")


for _rpc in OF_SESSIONS:
    an_unknown_session(_rpc)


@CASES.add("ListRoomSessions", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_wrong_page_of_sessions(bench: Bench) -> None:
    await call(bench, "ListRoomSessions", page_token="-1")  # noqa: S106


@CASES.add("ListParticipants", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_wrong_page_of_participants(bench: Bench) -> None:
    await call(bench, "ListParticipants", session_id=await begin(bench), page_token="-1")  # noqa: S106


@CASES.add("ListRoomSessions", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def history_that_cannot_be_read(bench: Bench) -> None:
    session_id = await begin(bench)
    await call(bench, "EndRoomSession", session_id=session_id)
    bench.managed.keepers.ledger.history._sessions._kept.clear()
    bench.plane.scribe._store.failure = _full()  # type: ignore[attr-defined]
    await call(bench, "ListRoomSessions")


def a_session_that_is_over(rpc: str) -> None:
    @CASES.add(rpc, "FAILED_PRECONDITION", "SESSION_ENDED", "session_id")
    async def over(bench: Bench) -> None:
        session_id = await begin(bench)
        await call(bench, "EndRoomSession", session_id=session_id)
        await call(bench, rpc, session_id=session_id)


a_session_that_is_over("EndRoomSession")
a_session_that_is_over("RemoveParticipant")


@CASES.add("RemoveParticipant", "NOT_FOUND", "PARTICIPANT_NOT_FOUND", "user_id", "session_id")
async def somebody_who_is_not_there(bench: Bench) -> None:
    await call(bench, "RemoveParticipant", session_id=await begin(bench), user_id="bert")


@CASES.add("RemoveParticipant", "UNAVAILABLE", "REMOVAL_FAILED", "user_id", "problem")
async def a_gateway_that_does_not_answer(bench: Bench) -> None:
    session_id = await begin(bench)
    bench.gateway.failure = UnavailableError("GATEWAY_TIMEOUT", "no answer")
    await call(bench, "RemoveParticipant", session_id=session_id)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_managed_room_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
