"""Calls: deadlines, cancelling, retries, pages, sizes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import grpc

from odind.conformance.case import Group, expect, expect_equal
from odind.conformance.script import abort_with
from odind.conformance.stage import refusal_of
from odind.v1 import rooms_pb2, server_pb2
from odind.v1.rooms_pb2 import Connection

from .target import refuses_key

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from odind.conformance.script import Context
    from odind.conformance.stage import Stage

GROUP: Final = Group("calls", "grpc")
_LARGE: Final = 8 * 1024 * 1024
_MANY: Final = 100


async def _hang(_request: Any, _context: Context) -> Message:
    await asyncio.Event().wait()
    raise AssertionError("nobody sets it")


@GROUP.case("deadline")
async def _deadline(stage: Stage) -> None:
    """A call that takes longer than the client allows is DEADLINE_EXCEEDED, and is given up."""
    script = stage.script
    await stage.connect()
    await stage.driver.ask("info")  # some clients are compiled as they make their first call
    script.requests.clear()
    script.answer_with("GetInfo", _hang)
    await stage.connect(call_timeout_ms=200)
    error = await stage.refusal("info")
    expect_equal(error.code, "DEADLINE_EXCEEDED", "code")
    await script.until(lambda: script.broken_off["GetInfo"] == len(script.requests["GetInfo"]))


@GROUP.case("cancel")
async def _cancel(stage: Stage) -> None:
    """A call that the program cancels is given up at the daemon, too."""
    stage.script.answer_with("GetInfo", _hang)
    await stage.connect()
    call = stage.driver.begin("info")
    await stage.script.until(lambda: stage.script.requests["GetInfo"])
    await stage.driver.ask("cancel", call=call.number)
    error = await refusal_of(call)
    expect_equal(error.code, "CANCELLED", "code")
    await stage.script.until(lambda: stage.script.broken_off["GetInfo"])


@GROUP.case("goes-on-after-cancel")
async def _after_cancel(stage: Stage) -> None:
    """Cancelling a call leaves other calls alone."""
    stage.script.answer_with("GetInfo", _hang)
    stage.script.answer("GetConnection", _found("c-1"))
    await stage.connect()
    call = stage.driver.begin("info")
    await stage.script.until(lambda: stage.script.requests["GetInfo"])
    await stage.driver.ask("cancel", call=call.number)
    expect_equal(
        (await stage.driver.ask("get", connection_id="c-1"))["connection_id"], "c-1", "connection_id"
    )


def _found(connection_id: str) -> rooms_pb2.GetConnectionResponse:
    return rooms_pb2.GetConnectionResponse(connection=Connection(connection_id=connection_id))


@GROUP.case("no-retry-of-join")
async def _no_retry(stage: Stage) -> None:
    """A call that may have been done is not sent again unasked."""
    stage.script.fail("JoinRoom", grpc.StatusCode.UNAVAILABLE, "GATEWAY_UNREACHABLE", "no gateway")
    await stage.connect()
    error = await stage.refusal("join", room_id="lobby", user_id="anna")
    expect_equal(error.reason, "GATEWAY_UNREACHABLE", "reason")
    expect_equal(len(stage.script.requests["JoinRoom"]), 1, "the number of JoinRoom requests")


async def _fail_once(stage: Stage) -> None:
    """Let the first JoinRoom fail, and the next one succeed."""

    async def join(_request: Any, context: Context) -> Message:
        if len(stage.script.requests["JoinRoom"]) == 1:
            await abort_with(context, grpc.StatusCode.UNAVAILABLE, "GATEWAY_UNREACHABLE", "no gateway")
        return rooms_pb2.JoinRoomResponse(connection=Connection(connection_id="c-1"))

    stage.script.answer_with("JoinRoom", join)


@GROUP.case("retry-with-request-id", "retries")
async def _retry(stage: Stage) -> None:
    """A call that is sent again has the same request_id both times, so it is done once."""
    await _fail_once(stage)
    await stage.connect(retries=2)
    view = await stage.driver.ask("join", room_id="lobby", user_id="anna")
    expect_equal(view["connection_id"], "c-1", "connection_id")
    ids = [request.request_id for request in stage.script.requests["JoinRoom"]]
    expect(ids[0] and ids[0] == ids[1], f"the two requests must have one id, but had {ids}")


@GROUP.case("request-ids-differ", "retries")
async def _ids_differ(stage: Stage) -> None:
    """Two calls that the program makes are two."""
    stage.script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=Connection(connection_id="c-1")))
    await stage.connect(retries=2)
    for _ in range(2):
        await stage.driver.ask("join", room_id="lobby", user_id="anna")
    ids = [request.request_id for request in stage.script.requests["JoinRoom"]]
    expect(ids[0] != ids[1], f"two joins must not share an id, but had {ids}")


@GROUP.case("no-retry-of-mistakes", "retries")
async def _no_retry_of_mistakes(stage: Stage) -> None:
    """A call that can never succeed is not sent again."""
    stage.script.fail("JoinRoom", grpc.StatusCode.INVALID_ARGUMENT, "ROOM_ID_INVALID", "no such name")
    await stage.connect(retries=3)
    error = await stage.refusal("join", room_id="", user_id="anna")
    expect_equal(error.code, "INVALID_ARGUMENT", "code")
    expect_equal(len(stage.script.requests["JoinRoom"]), 1, "the number of JoinRoom requests")


@GROUP.case("pages")
async def _pages(stage: Stage) -> None:
    """A list is read to its end, page after page."""
    pages = [
        rooms_pb2.ListConnectionsResponse(
            connections=[Connection(connection_id=f"c-{page}{n}") for n in range(2)],
            next_page_token=token,
        )
        for page, token in enumerate(("one", "two", ""))
    ]
    stage.script.answer("ListConnections", *pages)
    await stage.connect()
    listed = await stage.driver.ask("list", page_size=2)
    wanted = ["c-00", "c-01", "c-10", "c-11", "c-20", "c-21"]
    expect_equal(listed["connection_ids"], wanted, "what is listed")
    asked = [(request.page_token, request.page_size) for request in stage.script.requests["ListConnections"]]
    expect_equal(asked, [("", 2), ("one", 2), ("two", 2)], "tokens and sizes of the requests")


@GROUP.case("large-answer")
async def _large(stage: Stage) -> None:
    """An answer of 8 MiB is read."""
    connection = Connection(connection_id="c-1", customer="x" * _LARGE)
    stage.script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=connection))
    await stage.connect()
    view = await stage.driver.ask("get", connection_id="c-1")
    expect_equal(len(view["customer"]), _LARGE, "the length of a text of the answer")


@GROUP.case("empty-messages")
async def _empty(stage: Stage) -> None:
    """An answer without any field is an answer."""
    stage.script.answer("GetInfo", server_pb2.GetInfoResponse())
    await stage.connect()
    info = await stage.driver.ask("info")
    expect(not info.get("version"), f"nothing must be made up: {info}")


@GROUP.case("concurrent-100")
async def _concurrent(stage: Stage) -> None:
    """A hundred calls at once get each its own answer."""

    async def answer(request: Any, _context: Context) -> Message:
        await stage.script.until(lambda: len(stage.script.requests["GetConnection"]) == _MANY)
        return _found(request.connection_id)

    stage.script.answer_with("GetConnection", answer)
    await stage.connect()
    ids = [f"c-{n}" for n in range(_MANY)]
    views = await asyncio.gather(*(stage.driver.ask("get", connection_id=id_) for id_ in ids))
    expect_equal([view["connection_id"] for view in views], ids, "the answers")


@GROUP.case("api-key")
async def _api_key(stage: Stage) -> None:
    """Calls carry the API key that the program gives."""
    await stage.connect(api_key="key-of-the-case")
    await stage.driver.ask("info")
    shown = stage.script.metadata["GetInfo"].get("authorization")
    expect_equal(shown, "Bearer key-of-the-case", "the header authorization")


@GROUP.case("api-key-from-environment")
async def _api_key_of_environment(stage: Stage) -> None:
    """Calls carry the API key of ODIND_API_KEY."""
    await stage.connect(environment={"ODIND_API_KEY": "key-of-the-environment"})
    await stage.driver.ask("info")
    shown = stage.script.metadata["GetInfo"].get("authorization")
    expect_equal(shown, "Bearer key-of-the-environment", "the header authorization")


@GROUP.case("api-key-stays-here")
async def _key_stays(stage: Stage) -> None:
    """An API key is not sent in the clear beyond this machine."""
    await refuses_key(stage, "192.0.2.1:7710")


@GROUP.case("raw", "raw")
async def _raw(stage: Stage) -> None:
    """Any call can be made by its name."""
    stage.script.answer("GetConnection", _found("c-9"))
    await stage.connect()
    answer = await stage.driver.ask(
        "raw", method="RoomService/GetConnection", json='{"connection_id": "c-9"}'
    )
    expect_equal(answer["connection"]["connection_id"], "c-9", "connection_id of the answer")
    expect_equal(stage.script.requests["GetConnection"][0].connection_id, "c-9", "what the daemon saw")
