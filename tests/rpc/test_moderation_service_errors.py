"""Every error of ModerationService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.core.bounds.limits import Limits
from odind.core.errors import FailedPreconditionError, OdindError, PermissionDeniedError, UnavailableError
from odind.v1 import moderation_pb2, payload_pb2

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("ModerationService")
LONG = "r" * 1_025
SMALL = {"limits": Limits(max_user_data_bytes=4, max_message_bytes=4)}
HOUR = Duration(seconds=3_600)
REQUESTS: dict[str, dict[str, Any]] = {
    "KickUser": {"room_id": "lobby", "user_id": "bob"},
    "BanUser": {"room_id": "lobby", "user_id": "bob", "duration": HOUR},
    "CloseRoom": {"room_id": "lobby"},
    "SendMessageToUser": {"room_id": "lobby", "user_id": "bob", "message": payload_pb2.Payload(data=b"hi")},
    "UpdateRoom": {"room_id": "lobby", "user_data": payload_pb2.Payload(json="1")},
}
FAILURES = (
    PermissionDeniedError("GATEWAY_REFUSED", "the gateway refuses: {detail}", detail="no"),
    FailedPreconditionError(
        "GATEWAY_UNSUPPORTED", "no {method} before {since}", method="RoomClose", since="0.18"
    ),
    FailedPreconditionError("CERTIFICATE_UNTRUSTED", "not trusted: {detail}", detail="self-signed"),
    UnavailableError("GATEWAY_UNREACHABLE", "not reached: {detail}", detail="refused"),
    UnavailableError("GATEWAY_ANSWER_INVALID", "no gateway: {detail}", detail="html"),
    UnavailableError("GATEWAY_TIMEOUT", "no answer within {seconds} s", seconds=10),
)


async def call(bench: Bench, rpc: str, **changed: Any) -> None:
    request = getattr(moderation_pb2, f"{rpc}Request")(**{**REQUESTS[rpc], **changed})
    await getattr(bench.ask_moderation, rpc)(request)


def a_wrong(rpc: str, reason: str, *metadata: str, code: str = "INVALID_ARGUMENT", **changed: Any) -> None:
    @CASES.add(rpc, code, reason, *metadata, **(SMALL if "LARGE" in reason else {}))
    async def provoke(bench: Bench) -> None:
        await call(bench, rpc, **changed)

    provoke.__name__ = f"a_wrong_{'_'.join(changed)}"


def a_failure(rpc: str, failure: OdindError) -> None:
    @CASES.add(rpc, failure.code, failure.reason, *failure.metadata)
    async def of_the_gateway(bench: Bench) -> None:
        bench.gateway.failure = failure
        await call(bench, rpc)


def without_a_key(rpc: str) -> None:
    @CASES.add(rpc, "FAILED_PRECONDITION", "NO_ACCESS_KEY", "setting", has_key=False)
    async def there_is_no_token(bench: Bench) -> None:
        await call(bench, rpc)


for _rpc in REQUESTS:
    a_wrong(_rpc, "ROOM_ID_MISSING", "noun", room_id="")
    a_wrong(_rpc, "ROOM_ID_INVALID", "noun", "limit", room_id=LONG)
    a_wrong(_rpc, "GATEWAY_INVALID", "gateway", gateway="ftp://gateway.example")
    a_wrong(_rpc, "GATEWAY_UNKNOWN", "name", "known", gateway="nowhere")
    a_wrong(_rpc, "GATEWAY_NOT_ALLOWED", "gateway", code="PERMISSION_DENIED", gateway="elsewhere.example")
    without_a_key(_rpc)
    for _failure in FAILURES:
        a_failure(_rpc, _failure)
for _rpc in ("KickUser", "BanUser", "SendMessageToUser"):
    a_wrong(_rpc, "USER_ID_MISSING", "noun", user_id="")
    a_wrong(_rpc, "USER_ID_INVALID", "noun", "limit", user_id=LONG)
a_wrong("BanUser", "BAN_INVALID", "seconds", "low", "high", duration=None)
a_wrong("BanUser", "BAN_INVALID", "seconds", "low", "high", duration=Duration(seconds=-5))
a_wrong("CloseRoom", "BAN_INVALID", "seconds", "low", "high", duration=Duration(seconds=2**40))
_NOT_JSON, _FIVE = payload_pb2.Payload(json="{"), payload_pb2.Payload(data=b"12345")
a_wrong("SendMessageToUser", "PAYLOAD_NOT_JSON", "problem", message=_NOT_JSON)
a_wrong("SendMessageToUser", "MESSAGE_TOO_LARGE", "size", "limit", message=_FIVE)
a_wrong("UpdateRoom", "PAYLOAD_NOT_JSON", "problem", user_data=_NOT_JSON)
a_wrong("UpdateRoom", "USER_DATA_TOO_LARGE", "size", "limit", user_data=_FIVE)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_moderation_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
