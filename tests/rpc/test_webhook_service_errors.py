"""Every error of WebhookService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask

from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import Verb
from odind.core.log.refusals import store_unavailable
from odind.core.webhooks import webhooks
from odind.v1 import webhooks_pb2
from odind.v1.webhooks_pb2_grpc import WebhookServiceStub

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("WebhookService")
URL = "https://receiver.example/hook"


def ask(bench: Bench, rpc: str, /, **fields: Any) -> Any:
    request = getattr(webhooks_pb2, f"{rpc}Request")(**fields)
    return getattr(WebhookServiceStub(bench.channel), rpc)(request)


def create(bench: Bench, **fields: Any) -> Any:
    return ask(bench, "CreateEndpoint", **{"url": URL, **fields})


async def made(bench: Bench, **fields: Any) -> str:
    answer = await create(bench, **fields)
    return str(answer.endpoint.endpoint_id)


def update(bench: Bench, endpoint_id: str, *paths: str, **fields: Any) -> Any:
    mask = FieldMask(paths=paths or list(fields))
    return ask(bench, "UpdateEndpoint", endpoint_id=endpoint_id, update_mask=mask, **fields)


def break_store(bench: Bench) -> None:
    bench.plane.scribe.failure = store_unavailable("the disk is full")


def be_less(bench: Bench) -> None:
    """Let callers be somebody who is granted one room."""
    bench.access.principal = Principal("less", Grant(frozenset({Verb.ADMIN}), ("lobby",)))


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "URL_REFUSED")
async def a_url_that_is_none(bench: Bench) -> None:
    await create(bench, url="gopher://receiver.example")


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "ADDRESS_REFUSED")
async def an_address_near_us(bench: Bench) -> None:
    await create(bench, url="https://10.0.0.1/hook")


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "NAME_INVALID", "limit")
async def a_name_that_is_too_long(bench: Bench) -> None:
    await create(bench, name="ü" * 65)


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "GLOB_INVALID", "field", "count", "bytes")
async def rooms_that_are_too_many(bench: Bench) -> None:
    await create(bench, rooms=["room"] * 65)


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "GLOB_INVALID", "field", "count", "bytes")
async def an_empty_event(bench: Bench) -> None:
    await create(bench, events=[""])


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "EVENT_UNKNOWN", "event", "known")
async def an_event_that_there_is_not(bench: Bench) -> None:
    await create(bench, events=["peer.joined", "peer.danced"])


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "EVENT_UNKNOWN", "event", "known")
async def an_event_of_another_dialect(bench: Bench) -> None:
    await create(bench, events=["peer.joined"], dialect=webhooks_pb2.WEBHOOK_DIALECT_VIDEOSDK)


@CASES.add("CreateEndpoint", "INVALID_ARGUMENT", "DIALECT_UNKNOWN", "number")
async def a_dialect_that_there_is_not(bench: Bench) -> None:
    await create(bench, dialect=99)


@CASES.add("CreateEndpoint", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def rooms_of_others(bench: Bench) -> None:
    be_less(bench)
    await create(bench, rooms=["*"])


@CASES.add("CreateEndpoint", "RESOURCE_EXHAUSTED", "TOO_MANY_ENDPOINTS", "limit")
async def one_too_many(bench: Bench) -> None:
    for _ in range(2):
        await create(bench)


@CASES.add("CreateEndpoint", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_store_that_fails(bench: Bench) -> None:
    break_store(bench)
    await create(bench)


@CASES.add("GetEndpoint", "NOT_FOUND", "ENDPOINT_NOT_FOUND", "endpoint_id")
async def an_endpoint_of_rooms_of_others(bench: Bench) -> None:
    endpoint_id = await made(bench)
    be_less(bench)
    await ask(bench, "GetEndpoint", endpoint_id=endpoint_id)


@CASES.add("ListEndpoints", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListEndpoints", page_token="next")  # noqa: S106


@CASES.add("UpdateEndpoint", "INVALID_ARGUMENT", "UPDATE_MASK_INVALID", "path", "known")
async def a_setting_that_nobody_changes(bench: Bench) -> None:
    await update(bench, await made(bench), "dialect")


@CASES.add("UpdateEndpoint", "INVALID_ARGUMENT", "URL_REFUSED")
async def no_url_any_more(bench: Bench) -> None:
    await update(bench, await made(bench), "url")


@CASES.add("UpdateEndpoint", "INVALID_ARGUMENT", "ADDRESS_REFUSED")
async def an_address_near_us_later(bench: Bench) -> None:
    await update(bench, await made(bench), url="https://10.0.0.1/hook")


@CASES.add("UpdateEndpoint", "INVALID_ARGUMENT", "NAME_INVALID", "limit")
async def a_longer_name(bench: Bench) -> None:
    await update(bench, await made(bench), name="a" * 129)


@CASES.add("UpdateEndpoint", "INVALID_ARGUMENT", "GLOB_INVALID", "field", "count", "bytes")
async def a_room_that_is_too_long(bench: Bench) -> None:
    await update(bench, await made(bench), rooms=["a" * 1_025])


@CASES.add("UpdateEndpoint", "INVALID_ARGUMENT", "EVENT_UNKNOWN", "event", "known")
async def another_event_that_there_is_not(bench: Bench) -> None:
    await update(bench, await made(bench), events=["peer"])


@CASES.add("UpdateEndpoint", "PERMISSION_DENIED", "GRANT_EXCEEDED", "what")
async def more_rooms_than_granted(bench: Bench) -> None:
    endpoint_id = await made(bench, rooms=["lobby"])
    be_less(bench)
    await update(bench, endpoint_id, rooms=["lobby*"])


@CASES.add("Redeliver", "NOT_FOUND", "DELIVERY_NOT_FOUND", "delivery_id")
async def a_webhook_of_no_event(bench: Bench) -> None:
    endpoint_id = await made(bench)
    await ask(bench, "Redeliver", endpoint_id=endpoint_id, delivery_ids=[f"msg_{endpoint_id}_1"])


@CASES.add("Redeliver", "INVALID_ARGUMENT", "REDELIVERY_EMPTY")
async def nothing_once_more(bench: Bench) -> None:
    await ask(bench, "Redeliver", endpoint_id=await made(bench))


@CASES.add("Redeliver", "FAILED_PRECONDITION", "ENDPOINT_DISABLED", "endpoint_id", "why")
async def webhooks_of_a_disabled_endpoint(bench: Bench) -> None:
    endpoint_id = await made(bench)
    await ask(bench, "DisableEndpoint", endpoint_id=endpoint_id)
    await ask(bench, "Redeliver", endpoint_id=endpoint_id, failed_only=True)


@CASES.add("Redeliver", "RESOURCE_EXHAUSTED", "REDELIVERY_TOO_LARGE", "limit")
async def too_many_once_more(bench: Bench) -> None:
    endpoint_id = await made(bench)
    first = bench.plane.log.last + 1
    for _ in range(1_001):
        bench.plane.drain.ready()
    letters = [f"msg_{endpoint_id}_{number}" for number in range(first, first + 1_001)]
    await ask(bench, "Redeliver", endpoint_id=endpoint_id, delivery_ids=letters)


@CASES.add("RotateSecret", "INVALID_ARGUMENT", "GRACE_INVALID", "limit")
async def a_grace_that_is_too_long(bench: Bench) -> None:
    await ask(bench, "RotateSecret", endpoint_id=await made(bench), grace=Duration(seconds=2_592_001))


@CASES.add("ListDeliveries", "INVALID_ARGUMENT", "DELIVERY_STATE_UNKNOWN", "number")
async def a_state_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListDeliveries", endpoint_id=await made(bench), state=99)


@CASES.add("ListDeliveries", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_of_deliveries_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListDeliveries", endpoint_id=await made(bench), page_token="x")  # noqa: S106


def _of_every_endpoint(name: str, **fields: Any) -> None:
    @CASES.add(name, "NOT_FOUND", "ENDPOINT_NOT_FOUND", "endpoint_id")
    async def an_endpoint_that_there_is_not(bench: Bench) -> None:
        await ask(bench, name, endpoint_id="w0", **fields)


def _of_every_change(name: str) -> None:
    @CASES.add(name, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def a_store_that_fails_later(bench: Bench) -> None:
        endpoint_id = await made(bench)
        break_store(bench)
        fields = {"failed_only": True} if name == "Redeliver" else {}
        await ask(bench, name, endpoint_id=endpoint_id, **fields)


for _name in (
    "UpdateEndpoint",
    "DeleteEndpoint",
    "EnableEndpoint",
    "DisableEndpoint",
    "RotateSecret",
    "PingEndpoint",
    "ListDeliveries",
    "Redeliver",
):
    _of_every_endpoint(_name)
for _name in (
    "UpdateEndpoint",
    "DeleteEndpoint",
    "EnableEndpoint",
    "DisableEndpoint",
    "RotateSecret",
    "Redeliver",
):
    _of_every_change(_name)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_webhook_service_reaches_the_caller(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "MAX_ENDPOINTS", 1)
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
