"""Every error of TokenService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import ALL, Verb
from odind.v1 import tokens_pb2

from .bench import NOW, Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("TokenService")
LONG = "ü" * 513


def describe(bench: Bench, access_key: str) -> Any:
    return bench.ask_tokens.DescribeAccessKey(tokens_pb2.DescribeAccessKeyRequest(access_key=access_key))


def create(bench: Bench, **fields: Any) -> Any:
    request = {"room_ids": ["room"], "user_id": "me", **fields}
    return bench.ask_tokens.CreateToken(tokens_pb2.CreateTokenRequest(**request))


@CASES.add("DescribeAccessKey", "INVALID_ARGUMENT", "ACCESS_KEY_MALFORMED")
async def a_key_that_is_none(bench: Bench) -> None:
    await describe(bench, "no key")


@CASES.add("DescribeAccessKey", "INVALID_ARGUMENT", "ACCESS_KEY_MALFORMED")
async def a_key_that_is_empty(bench: Bench) -> None:
    await describe(bench, "")


@CASES.add("DescribeAccessKey", "FAILED_PRECONDITION", "NO_ACCESS_KEY", "setting", has_key=False)
async def no_key_to_describe(bench: Bench) -> None:
    await bench.ask_tokens.DescribeAccessKey(tokens_pb2.DescribeAccessKeyRequest())


@CASES.add("CreateToken", "INVALID_ARGUMENT", "ACCESS_KEY_MALFORMED")
async def a_malformed_key(bench: Bench) -> None:
    await create(bench, access_key="AQ==")


@CASES.add("CreateToken", "INVALID_ARGUMENT", "ROOM_ID_MISSING")
async def no_room(bench: Bench) -> None:
    await create(bench, room_ids=[])


@CASES.add("CreateToken", "INVALID_ARGUMENT", "ROOM_ID_MISSING", "noun")
async def an_empty_room_among_others(bench: Bench) -> None:
    await create(bench, room_ids=["room", ""])


@CASES.add("CreateToken", "INVALID_ARGUMENT", "ROOM_ID_INVALID", "noun", "limit")
async def a_room_with_too_long_a_name(bench: Bench) -> None:
    await create(bench, room_ids=[LONG])


@CASES.add("CreateToken", "INVALID_ARGUMENT", "USER_ID_MISSING", "noun")
async def no_user(bench: Bench) -> None:
    await create(bench, user_id="")


@CASES.add("CreateToken", "INVALID_ARGUMENT", "USER_ID_INVALID", "noun", "limit")
async def a_user_with_too_long_a_name(bench: Bench) -> None:
    await create(bench, user_id=LONG)


@CASES.add("CreateToken", "INVALID_ARGUMENT", "CLAIM_INVALID", "limit")
async def too_long_a_customer(bench: Bench) -> None:
    await create(bench, customer=LONG)


@CASES.add("CreateToken", "INVALID_ARGUMENT", "CLAIM_INVALID", "limit")
async def too_long_an_audience(bench: Bench) -> None:
    await create(bench, audience=["gateway", LONG])


@CASES.add("CreateToken", "INVALID_ARGUMENT", "CLAIM_INVALID", "limit")
async def too_long_a_subject(bench: Bench) -> None:
    await create(bench, subject=[LONG])


@CASES.add("CreateToken", "FAILED_PRECONDITION", "NO_ACCESS_KEY", "setting", has_key=False)
async def no_key_to_sign_with(bench: Bench) -> None:
    await create(bench)


def limited(bench: Bench, grant: Grant) -> None:
    """Let callers be somebody who is not the owner."""
    bench.access.principal = Principal("signer", grant)


@CASES.add("CreateToken", "PERMISSION_DENIED", "ROOM_NOT_GRANTED", "room_id", "rooms")
async def a_token_for_another_room_among_others(bench: Bench) -> None:
    limited(bench, Grant(ALL, ("room",)))
    await create(bench, room_ids=["room", "hall"])


@CASES.add("CreateToken", "PERMISSION_DENIED", "USER_NOT_GRANTED", "user_id", "users")
async def a_token_for_another_user(bench: Bench) -> None:
    limited(bench, Grant(ALL, users=("bot-*",)))
    await create(bench)


def a_token_that_moderates(*subject: str) -> None:
    @CASES.add("CreateToken", "PERMISSION_DENIED", "VERB_NOT_GRANTED", "verb")
    async def provoke(bench: Bench) -> None:
        limited(bench, Grant(frozenset({Verb.TOKEN, Verb.JOIN})))
        await create(bench, subject=subject)

    provoke.__name__ = f"a_token_that_may_{'_'.join(subject)}"


a_token_that_moderates("banUser")
a_token_that_moderates("connect", "closeRoom")


@CASES.add("CreateToken", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def a_token_that_outlives_the_key(bench: Bench) -> None:
    limited(bench, Grant(ALL, expires_at=NOW + 60))
    await create(bench, lifetime=Duration(seconds=61))


def of_a_wrong_gateway(code: str, reason: str, *metadata: str, gateway: str) -> None:
    @CASES.add("CreateToken", code, reason, *metadata)
    async def created(bench: Bench) -> None:
        await create(bench, gateway=gateway)

    @CASES.add("DescribeAccessKey", code, reason, *metadata)
    async def described(bench: Bench) -> None:
        await bench.ask_tokens.DescribeAccessKey(tokens_pb2.DescribeAccessKeyRequest(gateway=gateway))


of_a_wrong_gateway("INVALID_ARGUMENT", "GATEWAY_INVALID", "gateway", gateway="ftp://x")
of_a_wrong_gateway("INVALID_ARGUMENT", "GATEWAY_UNKNOWN", "name", "known", gateway="nowhere")
of_a_wrong_gateway("PERMISSION_DENIED", "GATEWAY_NOT_ALLOWED", "gateway", gateway="elsewhere.example")


def a_lifetime_of(seconds: int, nanos: int = 0) -> None:
    @CASES.add("CreateToken", "INVALID_ARGUMENT", "LIFETIME_INVALID", "lifetime", "limit")
    async def provoke(bench: Bench) -> None:
        await create(bench, lifetime=Duration(seconds=seconds, nanos=nanos))

    provoke.__name__ = f"a_lifetime_of_{seconds}_s_and_{nanos}_ns"


a_lifetime_of(0)
a_lifetime_of(-5)
a_lifetime_of(86_401)
a_lifetime_of(1, 500_000_000)
a_lifetime_of(315_576_000_000, 999_999_999)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_token_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
