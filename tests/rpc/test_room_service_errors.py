"""Every error of RoomService."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from odind.core.access.grant import Grant
from odind.core.access.principal import ITSELF, Principal
from odind.core.access.verbs import ALL
from odind.core.bounds.limits import Limits
from odind.core.errors import (
    FailedPreconditionError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.log.memory import MemoryStore
from odind.core.log.numbers import FLEET_FROM
from odind.core.log.refusals import store_unavailable
from odind.core.managed.room import RoomSettings
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.consumers import MAX_CONSUMERS
from odind.core.rooms.holding import MAX_HOLDERS
from odind.runtime.odin.failures import failure, runtime_failed
from odind.v1 import cipher_pb2, odin_rooms_pb2, payload_pb2, rooms_pb2, server_pb2

from .bench import NOW, Bench, open_bench
from .cases import BUDGET, Case, Cases, check
from .repeating import add_repetitions

if TYPE_CHECKING:
    from pathlib import Path


CASES = Cases("RoomService")
LONG = "r" * 1_025
NOT_JSON = payload_pb2.Payload(json='{"half":')
ONE = {"limits": Limits(max_connections=1, max_watchers=1, join_timeout_ms=1, event_buffer=3)}
SMALL = {"limits": Limits(max_user_data_bytes=4, max_message_bytes=4)}
SECRET = cipher_pb2.Cipher(password="planted")  # noqa: S106
FIVE_BYTES = payload_pb2.Payload(data=b"12345")
FIVE_BYTES_OF_JSON = payload_pb2.Payload(json='"äö"')


def signed(bench: Bench, **claims: object) -> str:
    return bench.key.sign(json.dumps({"rid": "room", "uid": "me", **claims}))


async def join_with(bench: Bench, token: str, room_id: str = "") -> None:
    await bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id=room_id, token=token))


# JoinRoom, refused by the daemon


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ROOM_ID_MISSING", "noun")
async def no_room(bench: Bench) -> None:
    await bench.join(room_id="")


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ROOM_ID_MISSING", "count")
async def no_choice_among_the_rooms_of_a_token(bench: Bench) -> None:
    await join_with(bench, signed(bench, rid=["a", "b", "c"]))


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ROOM_ID_INVALID", "noun", "limit")
async def a_room_with_too_long_a_name(bench: Bench) -> None:
    await bench.join(room_id=LONG)


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "USER_ID_MISSING", "noun")
async def neither_user_nor_token(bench: Bench) -> None:
    await bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="room"))


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "USER_ID_INVALID", "noun", "limit")
async def a_user_with_too_long_a_name(bench: Bench) -> None:
    await bench.join(LONG)


@CASES.add("JoinRoom", "FAILED_PRECONDITION", "ROOM_DEACTIVATED", "room_id")
async def a_managed_room_that_is_deactivated(bench: Bench) -> None:
    await bench.managed.rooms.create("room", "", RoomSettings())
    await bench.managed.rooms.deactivate("room")
    await bench.join(room_id="room")


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "TOKEN_MALFORMED")
async def a_token_that_is_none(bench: Bench) -> None:
    await join_with(bench, "no.to.ken")


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "TOKEN_MALFORMED")
async def an_empty_token(bench: Bench) -> None:
    await join_with(bench, "")


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "TOKEN_MALFORMED")
async def a_token_without_a_user(bench: Bench) -> None:
    await join_with(bench, signed(bench, uid=None))


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "TOKEN_MALFORMED")
async def a_token_without_a_room(bench: Bench) -> None:
    await join_with(bench, signed(bench, rid=[7]))


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ROOM_NOT_IN_TOKEN", "room_id")
async def another_room_than_the_token_opens(bench: Bench) -> None:
    await join_with(bench, signed(bench), room_id="cellar")


@CASES.add("JoinRoom", "PERMISSION_DENIED", "ROOM_NOT_GRANTED", "room_id", "rooms")
async def a_room_that_is_not_granted(bench: Bench) -> None:
    bench.access.principal = Principal("bot", Grant(ALL, ("hall",)))
    await bench.join()


@CASES.add("JoinRoom", "PERMISSION_DENIED", "ROOM_NOT_GRANTED", "room_id", "rooms")
async def a_token_for_a_room_that_is_not_granted(bench: Bench) -> None:
    bench.access.principal = Principal("bot", Grant(ALL, ("hall",)))
    await join_with(bench, signed(bench))


@CASES.add("JoinRoom", "PERMISSION_DENIED", "USER_NOT_GRANTED", "user_id", "users")
async def a_user_that_one_may_not_be(bench: Bench) -> None:
    bench.access.principal = Principal("bot", Grant(ALL, users=("bot-*",)))
    await bench.join()


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "GATEWAY_UNKNOWN", "name", "known")
async def a_gateway_of_no_such_name(bench: Bench) -> None:
    await bench.join(gateway="nowhere")


@CASES.add("JoinRoom", "PERMISSION_DENIED", "GATEWAY_NOT_ALLOWED", "gateway")
async def a_public_gateway_that_the_settings_do_not_allow(bench: Bench) -> None:
    await bench.join(gateway="eu")


@CASES.add("JoinRoom", "PERMISSION_DENIED", "GATEWAY_NOT_ALLOWED", "gateway")
async def a_gateway_of_the_callers_own(bench: Bench) -> None:
    await bench.join(gateway="elsewhere.example")


TICKET = rooms_pb2.RoomsTicket(api_key="key", secret_file="game", room_id="lobby", user_id="me")  # noqa: S106
SERVICE_FAILURES = (
    PermissionDeniedError("TOKEN_SERVICE_REFUSED", "{detail} {code}", detail="no", code=1),
    ResourceExhaustedError("TOKEN_SERVICE_BUSY", "wait {retry_after_s}", retry_after_s=7),
    UnavailableError("TOKEN_SERVICE_UNREACHABLE", "{url} {detail}", url="u", detail="gone"),
    UnavailableError("TOKEN_SERVICE_TIMEOUT", "{url} {seconds}", url="u", seconds=10),
    UnavailableError("TOKEN_SERVICE_ANSWER_INVALID", "{detail}", detail="garbage"),
    FailedPreconditionError("CERTIFICATE_UNTRUSTED", "{detail}", detail="who is this"),
)


async def join_by(bench: Bench, room_id: str = "", **changes: str) -> None:
    ticket = rooms_pb2.RoomsTicket()
    ticket.CopyFrom(TICKET)
    for name, value in changes.items():
        setattr(ticket, name, value)
    await bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id=room_id, rooms=ticket))


def a_wrong_ticket(reason: str, *metadata: str, **changes: str) -> None:
    @CASES.add("JoinRoom", "INVALID_ARGUMENT", reason, *metadata)
    async def a_ticket(bench: Bench) -> None:
        await join_by(bench, **changes)


def a_failing_service(failure: OdindError) -> None:
    @CASES.add("JoinRoom", failure.code, failure.reason, *failure.metadata)
    async def of_the_token_service(bench: Bench) -> None:
        bench.token_service.failure = failure
        await join_by(bench)


a_wrong_ticket("API_KEY_INVALID", "limit", api_key="")
a_wrong_ticket("API_KEY_INVALID", "limit", api_key="kéy")
a_wrong_ticket("SECRET_FILE_UNKNOWN", "name", secret_file="../game")  # noqa: S106
a_wrong_ticket("USER_ID_MISSING", "noun", user_id="")
a_wrong_ticket("ROOM_NOT_IN_TOKEN", "room_id", room_id="elsewhere")
for _failure in SERVICE_FAILURES:
    a_failing_service(_failure)


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ROOM_ID_INVALID", "noun")
async def a_room_with_a_slash(bench: Bench) -> None:
    ticket = rooms_pb2.RoomsTicket(api_key="key", secret_file="game", room_id="a/b", user_id="me")  # noqa: S106
    await bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(rooms=ticket))


@CASES.add("JoinRoom", "UNAVAILABLE", "TOKEN_SERVICE_ANSWER_INVALID", "detail")
async def a_service_whose_token_is_none(bench: Bench) -> None:
    bench.token_service.token = "garbage"  # noqa: S105
    await join_by(bench)


def seen(avatar_seed: str = "", **data: Any) -> odin_rooms_pb2.RoomsPeer:
    return odin_rooms_pb2.RoomsPeer(data=odin_rooms_pb2.RoomsPeerData(**data), avatar_seed=avatar_seed)


def a_wrong_peer_in_rooms(
    name: str, peer: odin_rooms_pb2.RoomsPeer, reason: str, *metadata: str, **more: Any
) -> None:
    limits = SMALL if "LARGE" in reason else {}

    @CASES.add("JoinRoom", "INVALID_ARGUMENT", reason, *metadata, **limits)
    async def joining(bench: Bench) -> None:
        await bench.join(rooms_peer=peer, **more)

    @CASES.add("UpdateUserData", "INVALID_ARGUMENT", reason, *metadata, **limits)
    async def updating(bench: Bench) -> None:
        joined = await bench.join()
        request = rooms_pb2.UpdateUserDataRequest(connection_id=joined.connection_id, rooms_peer=peer, **more)
        await bench.ask_rooms.UpdateUserData(request)

    joining.__name__, updating.__name__ = f"joining_{name}", f"updating_{name}"


a_wrong_peer_in_rooms("both", seen(), "USER_DATA_AMBIGUOUS", user_data=FIVE_BYTES)
a_wrong_peer_in_rooms("no_object", seen(more_json="[]"), "PEER_DATA_INVALID", "problem")
a_wrong_peer_in_rooms("no_build", seen(build_no=float("inf")), "PEER_DATA_INVALID", "problem")
a_wrong_peer_in_rooms("no_picture", seen(avatar="javascript:x"), "AVATAR_INVALID", "limit")
a_wrong_peer_in_rooms("no_seed", seen("a/b-1"), "AVATAR_SEED_INVALID", "seed")
a_wrong_peer_in_rooms("large", seen(custom_status="x" * 2**19), "USER_DATA_TOO_LARGE", "size", "limit")


@CASES.add("SendMessage", "INVALID_ARGUMENT", "MESSAGE_AMBIGUOUS")
async def a_message_and_a_chat(bench: Bench) -> None:
    joined = await bench.join()
    await bench.ask_rooms.SendMessage(
        rooms_pb2.SendMessageRequest(connection_id=joined.connection_id, message=FIVE_BYTES, chat="hi")
    )


@CASES.add("SendMessage", "INVALID_ARGUMENT", "MESSAGE_TOO_LARGE", "size", "limit", **SMALL)
async def a_long_chat(bench: Bench) -> None:
    joined = await bench.join()
    request = rooms_pb2.SendMessageRequest(connection_id=joined.connection_id, chat="x" * 2**19)
    await bench.ask_rooms.SendMessage(request)


def a_gateway_of(gateway: str) -> None:
    @CASES.add("JoinRoom", "INVALID_ARGUMENT", "GATEWAY_INVALID", "gateway")
    async def provoke(bench: Bench) -> None:
        await bench.join(gateway=gateway)

    provoke.__name__ = f"a_gateway_of_{gateway}"


a_gateway_of("ftp://gateway.example")
a_gateway_of("http://")
a_gateway_of("two words")
a_gateway_of("gateway.example:70000")
a_gateway_of("http://[::1")


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "PAYLOAD_NOT_JSON", "problem")
async def initial_user_data_that_is_no_json(bench: Bench) -> None:
    await bench.join(user_data=NOT_JSON)


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "USER_DATA_TOO_LARGE", "size", "limit", **SMALL)
async def too_much_initial_user_data(bench: Bench) -> None:
    await bench.join(user_data=FIVE_BYTES)


@CASES.add("JoinRoom", "FAILED_PRECONDITION", "NO_ACCESS_KEY", "setting", has_key=False)
async def no_key_for_a_token(bench: Bench) -> None:
    await bench.join()


@CASES.add(
    "JoinRoom", "RESOURCE_EXHAUSTED", "TOO_MANY_CONNECTIONS", "limit", limits=Limits(max_connections=1)
)
async def one_connection_too_many(bench: Bench) -> None:
    await bench.join("first")
    await bench.join("second")


@CASES.add("JoinRoom", "UNAVAILABLE", "JOIN_TIMEOUT", "limit", "gateway", **ONE)
async def a_server_that_never_answers(bench: Bench) -> None:
    bench.runtime.hold_joins()
    await bench.join()


@CASES.add("JoinRoom", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_join_while_the_daemon_stops(bench: Bench) -> None:
    bench.stop()
    await bench.join()


@CASES.add("JoinRoom", "UNAVAILABLE", "DRAINING")
async def a_join_while_the_daemon_waits_for_its_last_connection(bench: Bench) -> None:
    await bench.join()
    await bench.ask_server.Drain(server_pb2.DrainRequest())
    await bench.join()


@CASES.add("JoinRoom", "UNAVAILABLE", "DRAINING", "retry_after_s")
async def a_join_while_the_daemon_is_about_to_stop(bench: Bench) -> None:
    await bench.join()
    await bench.ask_server.Drain(server_pb2.DrainRequest(deadline=Duration(seconds=60)))
    await bench.join()


# JoinRoom, refused elsewhere: the core's words, which odind/runtime/odin reads


def words(code: str, reason: str, said: str) -> None:
    @CASES.add("JoinRoom", code, reason, "detail")
    async def provoke(bench: Bench) -> None:
        bench.runtime.refuse_joins(failure(said))
        await bench.join()

    provoke.__name__ = f"the_core_says_{said}"


words("INVALID_ARGUMENT", "TOKEN_MALFORMED", "invalid initial token")
words("PERMISSION_DENIED", "TOKEN_REFUSED", "not authorized")
words("PERMISSION_DENIED", "TOKEN_REFUSED", "token has expired")
words("PERMISSION_DENIED", "ROOM_REFUSED", "open room was rejected: room is full")
words("FAILED_PRECONDITION", "CERTIFICATE_UNTRUSTED", "invalid peer certificate: UnknownIssuer")
words("UNAVAILABLE", "GATEWAY_UNREACHABLE", "error sending request for url (https://gateway.example/)")
words("UNAVAILABLE", "GATEWAY_ANSWER_INVALID", "gateway returned invalid json")
words("UNAVAILABLE", "SERVER_UNREACHABLE", "connect timeout")


@CASES.add("JoinRoom", "PERMISSION_DENIED", "TOKEN_EXPIRED", "detail")
async def a_token_that_has_expired(bench: Bench) -> None:
    bench.runtime.refuse_joins(failure("whatever this gateway says of it"))
    await join_with(bench, signed(bench, exp=int(NOW) - 1))


# The other calls


async def leave(bench: Bench, connection_id: str) -> None:
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=connection_id))


@CASES.add("LeaveRoom", "FAILED_PRECONDITION", "CONNECTION_OF_DAEMON", "connection_id")
async def the_daemons_own(bench: Bench) -> None:
    view = await bench.plane.rooms.join(JoinRequest("room", "odind"), ITSELF)
    await leave(bench, view.connection_id)


async def update(bench: Bench, connection_id: str, payload: Any = None) -> None:
    await bench.ask_rooms.UpdateUserData(
        rooms_pb2.UpdateUserDataRequest(connection_id=connection_id, user_data=payload)
    )


async def send(bench: Bench, connection_id: str, payload: Any = None, *peer_ids: int) -> None:
    await bench.ask_rooms.SendMessage(
        rooms_pb2.SendMessageRequest(connection_id=connection_id, message=payload, peer_ids=peer_ids)
    )


async def set_cipher(bench: Bench, connection_id: str, cipher: cipher_pb2.Cipher = SECRET) -> None:
    await bench.ask_rooms.SetCipher(rooms_pb2.SetCipherRequest(connection_id=connection_id, cipher=cipher))


async def watch(bench: Bench, *connection_ids: str) -> Any:
    """Begin a watch and return it once its snapshot is read."""
    call = bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest(connection_ids=connection_ids))
    async for _snapshot in call:
        break
    return call


async def hold(bench: Bench, *connection_ids: str, holder: str = "") -> Any:
    """Hold connections, and return the call once they are held."""
    request = rooms_pb2.HoldConnectionsRequest(connection_ids=connection_ids, holder=holder)
    return await answered(bench.ask_rooms.HoldConnections(request))


async def adopt(bench: Bench, **fields: Any) -> Any:
    """Take connections over, and return the call once they are held."""
    return await answered(bench.ask_rooms.AdoptConnections(rooms_pb2.AdoptConnectionsRequest(**fields)))


async def answered(call: Any) -> Any:
    """Return a call once it has answered."""
    async for _ in call:
        break
    return call


async def ended(call: Any) -> None:
    """Wait until a call that has answered ends."""
    async for _ in call:
        raise AssertionError("it answered twice")


async def get(bench: Bench, connection_id: str) -> None:
    await bench.ask_rooms.GetConnection(rooms_pb2.GetConnectionRequest(connection_id=connection_id))


def an_unknown_connection(rpc: str, call: Any) -> None:
    @CASES.add(rpc, "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
    async def never_was(bench: Bench) -> None:
        await call(bench, "c0123")

    @CASES.add(rpc, "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
    async def was_left(bench: Bench) -> None:
        connection_id = await bench.join_id()
        await leave(bench, connection_id)
        await call(bench, connection_id)


for _rpc, _call in (
    ("LeaveRoom", leave),
    ("GetConnection", get),
    ("UpdateUserData", update),
    ("SendMessage", send),
    ("SetCipher", set_cipher),
    ("WatchEvents", watch),
    ("HoldConnections", hold),
):
    an_unknown_connection(_rpc, _call)


def a_lost_link(rpc: str, call: Any) -> None:
    @CASES.add(rpc, "FAILED_PRECONDITION", "CONNECTION_NOT_JOINED", "connection_id", "state")
    async def reconnecting(bench: Bench) -> None:
        connection_id = await bench.join_id()
        watching = await watch(bench)
        bench.runtime.link("me").lose()
        async for answer in watching:
            assert answer.event.HasField("reconnecting")
            break
        await call(bench, connection_id)


a_lost_link("UpdateUserData", update)
a_lost_link("SendMessage", send)
a_lost_link("SetCipher", set_cipher)


def a_wrong_payload(rpc: str, reason: str, payload: payload_pb2.Payload, call: Any, *metadata: str) -> None:
    @CASES.add(rpc, "INVALID_ARGUMENT", reason, *metadata, **SMALL)
    async def provoke(bench: Bench) -> None:
        await call(bench, await bench.join_id(), payload)

    provoke.__name__ = f"with_{payload.data or payload.json!r}"


a_wrong_payload("UpdateUserData", "USER_DATA_TOO_LARGE", FIVE_BYTES, update, "size", "limit")
a_wrong_payload("UpdateUserData", "USER_DATA_TOO_LARGE", FIVE_BYTES_OF_JSON, update, "size", "limit")
a_wrong_payload("UpdateUserData", "PAYLOAD_NOT_JSON", payload_pb2.Payload(json="nul"), update, "problem")
a_wrong_payload("UpdateUserData", "PAYLOAD_NOT_JSON", payload_pb2.Payload(json=""), update, "problem")
a_wrong_payload("SendMessage", "MESSAGE_TOO_LARGE", FIVE_BYTES, send, "size", "limit")
a_wrong_payload("SendMessage", "MESSAGE_TOO_LARGE", FIVE_BYTES_OF_JSON, send, "size", "limit")
a_wrong_payload("SendMessage", "PAYLOAD_NOT_JSON", payload_pb2.Payload(json="NaN"), send, "problem")
a_wrong_payload("SendMessage", "PAYLOAD_NOT_JSON", payload_pb2.Payload(json="'a'"), send, "problem")


@CASES.add("SendMessage", "NOT_FOUND", "PEER_NOT_FOUND", "peer_id", "connection_id")
async def a_peer_that_is_not_there(bench: Bench) -> None:
    await send(bench, await bench.join_id(), FIVE_BYTES, 4_000)


@CASES.add("SendMessage", "NOT_FOUND", "PEER_NOT_FOUND", "peer_id", "connection_id")
async def ourselves(bench: Bench) -> None:
    connection = await bench.join()
    await send(bench, connection.connection_id, FIVE_BYTES, connection.own_peer_id)


def a_password_of(cipher: cipher_pb2.Cipher, reason: str, *metadata: str) -> None:
    @CASES.add("JoinRoom", "INVALID_ARGUMENT", reason, *metadata)
    async def in_a_join(bench: Bench) -> None:
        await bench.join(cipher=cipher)

    @CASES.add("SetCipher", "INVALID_ARGUMENT", reason, *metadata)
    async def of_a_connection(bench: Bench) -> None:
        await set_cipher(bench, (await bench.join(cipher=SECRET)).connection_id, cipher)

    for provoke in (in_a_join, of_a_connection):
        provoke.__name__ += f"_{str(cipher)[:30]!r}"


a_password_of(cipher_pb2.Cipher(), "PASSWORD_INVALID", "limit")
a_password_of(cipher_pb2.Cipher(password=""), "PASSWORD_INVALID", "limit")
a_password_of(cipher_pb2.Cipher(password="p" * 1_025), "PASSWORD_INVALID", "limit")
a_password_of(cipher_pb2.Cipher(rooms_default=False), "PASSWORD_INVALID", "limit")
a_password_of(cipher_pb2.Cipher(password_file="../club"), "PASSWORD_FILE_UNKNOWN", "name")  # noqa: S106


@CASES.add("SetCipher", "FAILED_PRECONDITION", "CONNECTION_NOT_ENCRYPTED", "connection_id")
async def a_password_for_a_connection_without_a_cipher(bench: Bench) -> None:
    await set_cipher(bench, await bench.join_id())


@CASES.add("SetCipher", "UNAVAILABLE", "RUNTIME_FAILED", "fault")
async def a_cipher_that_panics(bench: Bench) -> None:
    connection = await bench.join(cipher=SECRET)
    cipher = bench.runtime.link("me").cipher
    assert cipher
    cipher.failure = runtime_failed("PanicException")
    await set_cipher(bench, connection.connection_id)


def a_page_token_of(page_token: str) -> None:
    @CASES.add("ListConnections", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
    async def provoke(bench: Bench) -> None:
        await bench.ask_rooms.ListConnections(rooms_pb2.ListConnectionsRequest(page_token=page_token))

    provoke.__name__ = f"a_page_token_of_{page_token}"


a_page_token_of("next")
a_page_token_of("-1")
a_page_token_of("²")


@CASES.add("HoldConnections", "INVALID_ARGUMENT", "CONNECTION_IDS_MISSING")
async def a_hold_of_nothing(bench: Bench) -> None:
    await hold(bench)


@CASES.add("HoldConnections", "INVALID_ARGUMENT", "HOLDER_INVALID", "limit")
async def a_hold_by_somebody_with_too_long_a_name(bench: Bench) -> None:
    await hold(bench, await bench.join_id(), holder="h" * 129)


@CASES.add("HoldConnections", "FAILED_PRECONDITION", "ADOPTED", "connection_id", "holder")
async def a_hold_of_what_another_program_takes_over(bench: Bench) -> None:
    connection_id = await bench.join_id()
    held = await hold(bench, connection_id)
    adopting = await adopt(bench, connection_ids=[connection_id], holder="new")
    try:
        await ended(held)
    finally:
        adopting.cancel()


@CASES.add("AdoptConnections", "INVALID_ARGUMENT", "CONNECTION_IDS_MISSING")
async def an_adoption_of_nothing(bench: Bench) -> None:
    await adopt(bench)


@CASES.add("AdoptConnections", "INVALID_ARGUMENT", "HOLDER_INVALID", "limit")
async def an_adoption_by_somebody_with_too_long_a_name(bench: Bench) -> None:
    await adopt(bench, connection_ids=[await bench.join_id()], holder="ü" * 65)


@CASES.add("AdoptConnections", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def an_adoption_of_an_unknown_connection(bench: Bench) -> None:
    await adopt(bench, connection_ids=[await bench.join_id(), "c0"])


@CASES.add("AdoptConnections", "NOT_FOUND", "HOLDER_NOT_FOUND", "holder")
async def an_adoption_from_nobody(bench: Bench) -> None:
    await bench.join_id()
    await adopt(bench, from_holder="nobody")


@CASES.add("AdoptConnections", "FAILED_PRECONDITION", "ADOPTED", "connection_id", "holder")
async def an_adoption_of_what_another_program_takes_over(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await adopt(bench, connection_ids=[connection_id], holder="first")
    second = await adopt(bench, from_holder="first")
    try:
        await ended(first)
    finally:
        second.cancel()


@CASES.add("AdoptConnections", "RESOURCE_EXHAUSTED", "TOO_MANY_HOLDERS", "limit", "connection_id")
async def an_adoption_beside_as_many_calls_as_there_may_be(bench: Bench) -> None:
    connection_id = await bench.join_id()
    holds = [await hold(bench, connection_id) for _ in range(MAX_HOLDERS)]
    try:
        await adopt(bench, connection_ids=[connection_id])
    finally:
        for one in holds:
            one.cancel()


@CASES.add(
    "AdoptConnections", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1)
)
async def an_adoption_beside_as_many_watches_as_there_may_be(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await watch(bench)
    await adopt(bench, connection_ids=[connection_id])
    first.cancel()


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ON_LOST_INVALID", "on_lost")
async def a_lease_without_a_time(bench: Bench) -> None:
    await bench.join(on_lost=rooms_pb2.ON_LOST_LEAVE)


@CASES.add("JoinRoom", "FAILED_PRECONDITION", "FLEET_OFF")
async def a_placement_without_a_fleet(bench: Bench) -> None:
    await bench.join(placement=rooms_pb2.Placement(member="voice-1"))


@CASES.add("JoinRoom", "INVALID_ARGUMENT", "ON_LOST_INVALID", "on_lost")
async def a_lease_of_a_later_version(bench: Bench) -> None:
    await bench.join(linger=Duration(seconds=9), on_lost=99)  # type: ignore[arg-type] # as from a newer client


@CASES.add(
    "HoldConnections", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1)
)
async def a_hold_beside_as_many_watches_as_there_may_be(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await watch(bench)
    await hold(bench, connection_id)
    first.cancel()


@CASES.add("HoldConnections", "RESOURCE_EXHAUSTED", "TOO_MANY_HOLDERS", "limit", "connection_id")
async def one_holder_too_many(bench: Bench) -> None:
    connection_id = await bench.join_id()
    holds = [await hold(bench, connection_id) for _ in range(MAX_HOLDERS)]
    try:
        await hold(bench, connection_id)
    finally:
        for one in holds:
            one.cancel()


def a_linger_of(seconds: int, nanos: int) -> None:
    @CASES.add("JoinRoom", "INVALID_ARGUMENT", "LINGER_INVALID", "linger", "low", "high")
    async def provoke(bench: Bench) -> None:
        await bench.join(linger=Duration(seconds=seconds, nanos=nanos))

    provoke.__name__ = f"a_linger_of_{seconds}_s_and_{nanos}_ns"


a_linger_of(0, 999_999_999)
a_linger_of(86_400, 1)
a_linger_of(2**63 - 1, 2**31 - 1)
a_linger_of(-1, 0)


@CASES.add("WatchEvents", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1))
async def one_watcher_too_many(bench: Bench) -> None:
    first = await watch(bench)
    await watch(bench)
    first.cancel()


@CASES.add("WatchEvents", "NOT_FOUND", "EVENTS_EXPIRED", "after", "oldest", limits=Limits(event_buffer=1))
async def a_watch_after_an_event_whose_next_is_not_kept(bench: Bench) -> None:
    for _ in range(3):
        bench.plane.drain.ready()
    await bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest(after_sequence=0)).read()


async def begin(bench: Bench, **wanted: Any) -> None:
    await bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest(**wanted)).read()


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "START_AMBIGUOUS")
async def a_watch_that_begins_twice(bench: Bench) -> None:
    await begin(bench, after_sequence=0, consumer="billing")


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "SINCE_AHEAD")
async def a_watch_of_the_future(bench: Bench) -> None:
    await begin(bench, since=Timestamp(seconds=int(NOW) + 1))


@CASES.add("WatchEvents", "FAILED_PRECONDITION", "FLEET_OFF")
async def a_watch_of_a_fleet_without_one(bench: Bench) -> None:
    await begin(bench, scope=rooms_pb2.EVENT_SCOPE_FLEET)


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "SCOPE_INVALID", "scope")
async def a_watch_of_a_scope_of_a_later_version(bench: Bench) -> None:
    await begin(bench, scope=99)


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "SEQUENCE_OF_FLEET", "sequence")
async def a_watch_after_an_event_of_the_fleets_sequence(bench: Bench) -> None:
    await begin(bench, after_sequence=FLEET_FROM)


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "KIND_UNKNOWN", "kind", "known")
async def a_watch_of_what_never_happens(bench: Bench) -> None:
    await begin(bench, kinds=["joined", "miracle"])


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "CONSUMER_INVALID", "limit")
async def a_watch_of_a_consumer_with_too_long_a_name(bench: Bench) -> None:
    await begin(bench, consumer="b" * 129)


@CASES.add("WatchEvents", "RESOURCE_EXHAUSTED", "TOO_MANY_CONSUMERS", "limit")
async def one_consumer_too_many(bench: Bench) -> None:
    for number in range(MAX_CONSUMERS):
        await bench.plane.consumers.place(str(number))
    await begin(bench, consumer="billing")


async def acknowledge(bench: Bench, consumer: str, sequence: int = 0) -> None:
    request = rooms_pb2.AcknowledgeEventsRequest(consumer=consumer, sequence=sequence)
    await bench.ask_rooms.AcknowledgeEvents(request)


@CASES.add("AcknowledgeEvents", "INVALID_ARGUMENT", "CONSUMER_INVALID", "limit")
async def events_of_nobody_acknowledged(bench: Bench) -> None:
    await acknowledge(bench, "")


@CASES.add("AcknowledgeEvents", "NOT_FOUND", "CONSUMER_NOT_FOUND", "name")
async def events_acknowledged_by_a_stranger(bench: Bench) -> None:
    await acknowledge(bench, "billing")


@CASES.add("AcknowledgeEvents", "NOT_FOUND", "SEQUENCE_AHEAD", "last", "sequence")
async def events_acknowledged_before_they_happen(bench: Bench) -> None:
    await bench.plane.consumers.place("billing")
    await acknowledge(bench, "billing", 1_000)


@CASES.add("AcknowledgeEvents", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def events_acknowledged_while_nothing_can_be_stored(bench: Bench) -> None:
    await bench.plane.consumers.place("billing")
    bench.plane.scribe.failure = store_unavailable("the disk is gone")
    await acknowledge(bench, "billing")


async def delete(bench: Bench, consumer: str) -> None:
    await bench.ask_rooms.DeleteConsumer(rooms_pb2.DeleteConsumerRequest(consumer=consumer))


@CASES.add("DeleteConsumer", "INVALID_ARGUMENT", "CONSUMER_INVALID", "limit")
async def nobody_deleted(bench: Bench) -> None:
    await delete(bench, "")


@CASES.add("DeleteConsumer", "NOT_FOUND", "CONSUMER_NOT_FOUND", "name")
async def a_stranger_deleted(bench: Bench) -> None:
    await delete(bench, "billing")


@CASES.add("DeleteConsumer", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_consumer_deleted_while_nothing_can_be_stored(bench: Bench) -> None:
    await bench.plane.consumers.place("billing")
    bench.plane.scribe.failure = store_unavailable("the disk is gone")
    await delete(bench, "billing")


@CASES.add("WatchEvents", "NOT_FOUND", "SEQUENCE_AHEAD", "last", "sequence")
async def a_watch_after_an_event_that_never_was(bench: Bench) -> None:
    request = rooms_pb2.WatchEventsRequest(after_sequence=1_000)
    await bench.ask_rooms.WatchEvents(request).read()


@CASES.add("WatchEvents", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_watch_of_a_past_that_cannot_be_read(bench: Bench) -> None:
    store = MemoryStore(lasting=True)
    store.failure = store_unavailable("the disk is gone")
    bench.plane.log._store = store
    bench.plane.log.begin(last=10, oldest=1)
    await bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest(after_sequence=5)).read()


async def join_once(bench: Bench, request_id: str, user_id: str) -> None:
    await bench.join(user_id, request_id=request_id)


async def send_once(bench: Bench, request_id: str, user_id: str) -> None:
    connection_id = await bench.join_id(user_id)
    await bench.ask_rooms.SendMessage(
        rooms_pb2.SendMessageRequest(connection_id=connection_id, request_id=request_id)
    )


add_repetitions(CASES, "JoinRoom", join_once)
add_repetitions(CASES, "SendMessage", send_once)


@CASES.add("JoinRoom", "UNAVAILABLE", "RUNTIME_FAILED", "fault")
async def a_runtime_that_panics(bench: Bench) -> None:
    bench.runtime.refuse_joins(
        UnavailableError("RUNTIME_FAILED", "the voice runtime failed: {fault}", fault="PanicException")
    )
    await bench.join()


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_room_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
