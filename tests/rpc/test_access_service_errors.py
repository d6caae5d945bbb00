"""Every error of AccessService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from odind.core.access import keys
from odind.core.access.grant import Grant
from odind.core.access.key import ApiKey, declared_hash
from odind.core.access.principal import OWNER, Principal
from odind.core.access.quotas import Quotas
from odind.core.access.verbs import ALL, Verb
from odind.core.log.refusals import store_unavailable
from odind.v1 import access_pb2, verbs_pb2
from odind.v1.access_pb2_grpc import AccessServiceStub

from .bench import NOW, Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("AccessService")
READ = verbs_pb2.VERB_READ
LONG = "ü" * 513


def create(bench: Bench, name: str = "", **grant: Any) -> Any:
    request = access_pb2.CreateKeyRequest(name=name, grant=access_pb2.Grant(**{"verbs": [READ], **grant}))
    return AccessServiceStub(bench.channel).CreateKey(request)


def open_session(bench: Bench, **fields: Any) -> Any:
    request = {"room_id": "room", "user_id": "me", **fields}
    return AccessServiceStub(bench.channel).CreateSession(access_pb2.CreateSessionRequest(**request))


def rotate(bench: Bench, key_id: str, seconds: int = 0) -> Any:
    request = access_pb2.RotateKeyRequest(key_id=key_id, grace=Duration(seconds=seconds))
    return AccessServiceStub(bench.channel).RotateKey(request)


def revoke(bench: Bench, key_id: str) -> Any:
    return AccessServiceStub(bench.channel).RevokeKey(access_pb2.RevokeKeyRequest(key_id=key_id))


def declared(bench: Bench) -> str:
    """Declare a key, and return its id."""
    key = ApiKey("ops", "ops", Grant(frozenset({Verb.READ})), declared_hash("x"), NOW, declared=True)
    bench.plane.keys.declare({"ops": key})
    return "ops"


def break_store(bench: Bench) -> None:
    bench.plane.scribe.failure = store_unavailable("the disk is full")


def be_less(bench: Bench) -> None:
    """Let callers be somebody who may do less than the owner."""
    bench.access.principal = Principal("less", Grant(frozenset({Verb.ADMIN}), ("lobby",)))


@CASES.add("CreateKey", "INVALID_ARGUMENT", "TENANT_UNKNOWN", "name")
async def key_for_a_tenant_that_there_is_not(bench: Bench) -> None:
    await create(bench, tenant="acme")


@CASES.add("CreateKey", "INVALID_ARGUMENT", "QUOTA_INVALID", "field", "name", "most")
async def a_key_that_can_never_join(bench: Bench) -> None:
    await create(bench, quotas=access_pb2.Quotas(joins_per_minute=0))


@CASES.add("CreateKey", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def more_connections_than_ones_own(bench: Bench) -> None:
    bench.access.principal = Principal("less", Grant(frozenset({Verb.ADMIN}), quotas=Quotas(connections=1)))
    await create(bench, quotas=access_pb2.Quotas(connections=2))


@CASES.add("CreateKey", "INVALID_ARGUMENT", "VERBS_MISSING")
async def a_key_for_nothing(bench: Bench) -> None:
    await create(bench, verbs=[])


@CASES.add("CreateKey", "INVALID_ARGUMENT", "VERB_UNKNOWN", "number")
async def a_verb_that_there_is_not(bench: Bench) -> None:
    await create(bench, verbs=[99])


@CASES.add("CreateKey", "INVALID_ARGUMENT", "VERB_UNKNOWN", "number")
async def the_verb_that_no_grant_has(bench: Bench) -> None:
    await create(bench, verbs=[verbs_pb2.VERB_KNOWN])


@CASES.add("CreateKey", "INVALID_ARGUMENT", "GLOB_INVALID", "field", "count", "bytes")
async def too_many_rooms(bench: Bench) -> None:
    await create(bench, rooms=["room"] * 65)


@CASES.add("CreateKey", "INVALID_ARGUMENT", "GLOB_INVALID", "field", "count", "bytes")
async def too_long_a_user(bench: Bench) -> None:
    await create(bench, users=[LONG])


@CASES.add("CreateKey", "INVALID_ARGUMENT", "EXPIRY_INVALID")
async def a_key_of_yesterday(bench: Bench) -> None:
    await create(bench, expires_at=Timestamp(seconds=int(NOW) - 1))


@CASES.add("CreateKey", "INVALID_ARGUMENT", "EXPIRY_INVALID")
async def a_key_beyond_all_time(bench: Bench) -> None:
    await create(bench, expires_at=Timestamp(seconds=2**62))


@CASES.add("CreateKey", "INVALID_ARGUMENT", "NAME_INVALID", "limit")
async def too_long_a_name(bench: Bench) -> None:
    await create(bench, "n" * 129)


@CASES.add("CreateKey", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def more_rooms_than_ones_own(bench: Bench) -> None:
    be_less(bench)
    await create(bench, rooms=["*"])


@CASES.add("CreateKey", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def a_verb_that_admin_does_not_include(bench: Bench) -> None:
    be_less(bench)
    await create(bench, verbs=[verbs_pb2.VERB_TOKEN])


@CASES.add("CreateKey", "RESOURCE_EXHAUSTED", "TOO_MANY_KEYS", "limit")
async def one_key_too_many(bench: Bench) -> None:
    for number in range(keys.MAX_KEYS):
        bench.plane.keys._shelf.put(f"k{number}", ApiKey(f"k{number}", "", Grant(frozenset()), "", NOW))
    await create(bench)


@CASES.add("CreateKey", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_key_that_cannot_be_kept(bench: Bench) -> None:
    break_store(bench)
    await create(bench)


@CASES.add("GetKey", "NOT_FOUND", "KEY_NOT_FOUND", "key_id")
async def an_unknown_key(bench: Bench) -> None:
    await AccessServiceStub(bench.channel).GetKey(access_pb2.GetKeyRequest(key_id="k0"))


@CASES.add("GetKey", "NOT_FOUND", "KEY_NOT_FOUND", "key_id")
async def a_key_that_may_do_more_to_look_at(bench: Bench) -> None:
    key, _ = await bench.plane.keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    be_less(bench)
    listed = await AccessServiceStub(bench.channel).ListKeys(access_pb2.ListKeysRequest())
    assert not listed.keys
    await AccessServiceStub(bench.channel).GetKey(access_pb2.GetKeyRequest(key_id=key.key_id))


@CASES.add("RotateKey", "NOT_FOUND", "KEY_NOT_FOUND", "key_id")
async def an_unknown_key_to_rotate(bench: Bench) -> None:
    await rotate(bench, "k0")


@CASES.add("RotateKey", "FAILED_PRECONDITION", "KEY_DECLARED", "key_id")
async def a_declared_key_to_rotate(bench: Bench) -> None:
    await rotate(bench, declared(bench))


@CASES.add("RotateKey", "INVALID_ARGUMENT", "GRACE_INVALID", "limit")
async def too_long_a_grace(bench: Bench) -> None:
    key, _ = await bench.plane.keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    await rotate(bench, key.key_id, 31 * 86_400)


@CASES.add("RotateKey", "NOT_FOUND", "KEY_NOT_FOUND", "key_id")
async def a_key_that_may_do_more(bench: Bench) -> None:
    key, _ = await bench.plane.keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    be_less(bench)
    await rotate(bench, key.key_id)


@CASES.add("RotateKey", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_secret_that_cannot_be_kept(bench: Bench) -> None:
    key, _ = await bench.plane.keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    break_store(bench)
    await rotate(bench, key.key_id)


@CASES.add("RevokeKey", "NOT_FOUND", "KEY_NOT_FOUND", "key_id")
async def an_unknown_key_to_revoke(bench: Bench) -> None:
    await revoke(bench, "k0")


@CASES.add("RevokeKey", "FAILED_PRECONDITION", "KEY_DECLARED", "key_id")
async def a_declared_key_to_revoke(bench: Bench) -> None:
    await revoke(bench, declared(bench))


@CASES.add("RevokeKey", "NOT_FOUND", "KEY_NOT_FOUND", "key_id")
async def a_greater_key_to_revoke(bench: Bench) -> None:
    key, _ = await bench.plane.keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    be_less(bench)
    await revoke(bench, key.key_id)


@CASES.add("RevokeKey", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def an_end_that_cannot_be_kept(bench: Bench) -> None:
    key, _ = await bench.plane.keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    break_store(bench)
    await revoke(bench, key.key_id)


@CASES.add("CreateSession", "INVALID_ARGUMENT", "ROOM_ID_MISSING", "noun")
async def a_session_for_no_room(bench: Bench) -> None:
    await open_session(bench, room_id="")


@CASES.add("CreateSession", "INVALID_ARGUMENT", "ROOM_ID_INVALID", "noun", "limit")
async def a_session_for_too_long_a_room(bench: Bench) -> None:
    await open_session(bench, room_id=LONG)


@CASES.add("CreateSession", "INVALID_ARGUMENT", "USER_ID_MISSING", "noun")
async def a_session_for_nobody(bench: Bench) -> None:
    await open_session(bench, user_id="")


@CASES.add("CreateSession", "INVALID_ARGUMENT", "USER_ID_INVALID", "noun", "limit")
async def a_session_for_too_long_a_user(bench: Bench) -> None:
    await open_session(bench, user_id=LONG)


@CASES.add("CreateSession", "INVALID_ARGUMENT", "TTL_INVALID", "limit")
async def a_session_for_a_day(bench: Bench) -> None:
    await open_session(bench, ttl=Duration(seconds=86_400))


@CASES.add("CreateSession", "INVALID_ARGUMENT", "SESSION_VERB_INVALID")
async def a_session_that_controls_the_daemon(bench: Bench) -> None:
    await open_session(bench, verbs=[verbs_pb2.VERB_ADMIN])


@CASES.add("CreateSession", "INVALID_ARGUMENT", "VERB_UNKNOWN", "number")
async def a_session_for_an_unknown_verb(bench: Bench) -> None:
    await open_session(bench, verbs=[77])


@CASES.add("CreateSession", "INVALID_ARGUMENT", "SESSION_NOT_EXACT")
async def a_session_for_many_rooms(bench: Bench) -> None:
    await open_session(bench, room_id="lobby-*")


@CASES.add("CreateSession", "INVALID_ARGUMENT", "VERBS_MISSING")
async def a_session_of_who_has_none_of_the_usual_verbs(bench: Bench) -> None:
    bench.access.principal = Principal("signer", Grant(frozenset({Verb.TOKEN})))
    await open_session(bench)


@CASES.add("CreateSession", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def a_session_for_who_one_may_not_be_oneself(bench: Bench) -> None:
    bench.access.principal = Principal("bot", Grant(ALL, users=("bot-*",)))
    await open_session(bench)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_access_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
