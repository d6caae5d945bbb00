"""Errors: the code decides the class, ErrorInfo of domain "odind" has the reason and the metadata."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import grpc
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo

from odind.conformance.case import Group, expect, expect_equal
from odind.conformance.script import abort_with, abort_with_details, replay
from odind.conformance.stage import refusal_of
from odind.core.errors import ERRORS
from odind.v1.rooms_pb2 import Event, Snapshot, WatchEventsResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from google.protobuf.message import Message

    from odind.conformance.driver import DriverError
    from odind.conformance.script import Context
    from odind.conformance.stage import Stage

GROUP: Final = Group("errors", "grpc")
_CONNECTION: Final = "c-1"
_TEXT: Final = "die Tür ist zu: 100 % 🚪\nsecond line"


async def _failing_with(
    stage: Stage, code: grpc.StatusCode, message: str, *details: Message, retries: int = 0
) -> DriverError:
    """Return what the client makes of a call that ends so."""

    async def end(_request: Any, context: Context) -> Message:
        await abort_with_details(context, code, message, *details)
        raise AssertionError("aborting raises")

    stage.script.answer_with("GetConnection", end)
    await stage.connect(retries=retries)
    return await stage.refusal("get", connection_id=_CONNECTION)


async def _each_class(code: grpc.StatusCode, stage: Stage) -> None:
    info = ErrorInfo(reason="SENDER_EXISTS", domain="odind", metadata={"connection_id": "c-1", "limit": "7"})
    error = await _failing_with(stage, code, "somebody else speaks for c-1", info)
    expect_equal((error.code, error.reason), (code.name, "SENDER_EXISTS"), "code and reason")
    expect("somebody else speaks for c-1" in error.message, f"the message must be passed on: {error.message}")
    expect_equal(error.metadata, {"connection_id": "c-1", "limit": "7"}, "metadata")


for _code in ERRORS:
    GROUP.add(
        f"class/{_code}",
        partial(_each_class, getattr(grpc.StatusCode, _code)),
        f"{_code} is told with code, reason, message and metadata.",
    )


@GROUP.case("no-info")
async def _no_info(stage: Stage) -> None:
    """A status without details keeps its code; its reason is empty or the code."""
    error = await _failing_with(stage, grpc.StatusCode.NOT_FOUND, "who?")
    expect_equal(error.code, "NOT_FOUND", "code")
    expect(error.reason in ("", "NOT_FOUND"), f"the reason must not be made up: {error.reason}")


@GROUP.case("unavailable-without-info")
async def _unavailable(stage: Stage) -> None:
    """UNAVAILABLE without details means that the daemon does not answer."""
    error = await _failing_with(stage, grpc.StatusCode.UNAVAILABLE, "socket closed")
    expect_equal((error.code, error.reason), ("UNAVAILABLE", "DAEMON_UNREACHABLE"), "code and reason")


@GROUP.case("info-of-another-domain")
async def _another_domain(stage: Stage) -> None:
    """An ErrorInfo of another domain is not the daemon's."""
    info = ErrorInfo(reason="SENDER_EXISTS", domain="example.com")
    error = await _failing_with(stage, grpc.StatusCode.NOT_FOUND, "who?", info)
    expect_equal(error.code, "NOT_FOUND", "code")
    expect(error.reason != "SENDER_EXISTS", "the reason of another domain must not be taken")


@GROUP.case("other-details-first")
async def _other_details(stage: Stage) -> None:
    """Details of other types before the ErrorInfo are skipped."""
    info = ErrorInfo(reason="SENDER_EXISTS", domain="odind")
    error = await _failing_with(stage, grpc.StatusCode.ALREADY_EXISTS, "no", RetryInfo(), info)
    expect_equal(error.reason, "SENDER_EXISTS", "reason")


@GROUP.case("details-garbage")
async def _garbage(stage: Stage) -> None:
    """Details that cannot be read count as none."""

    async def end(_request: Any, context: Context) -> Message:
        details = (("grpc-status-details-bin", b"\xff\xff\xff no protobuf"),)
        await context.abort(grpc.StatusCode.NOT_FOUND, "who?", trailing_metadata=details)
        raise AssertionError("aborting raises")

    stage.script.answer_with("GetConnection", end)
    await stage.connect()
    error = await stage.refusal("get", connection_id=_CONNECTION)
    expect_equal(error.code, "NOT_FOUND", "code")


@GROUP.case("unknown-reason")
async def _unknown_reason(stage: Stage) -> None:
    """A reason of a newer daemon is passed on as it is."""
    reason = "MOON_IN_THE_WAY"
    error = await _failing_with(
        stage, grpc.StatusCode.FAILED_PRECONDITION, "no", ErrorInfo(reason=reason, domain="odind")
    )
    expect_equal((error.code, error.reason), ("FAILED_PRECONDITION", reason), "code and reason")


@GROUP.case("unicode-message")
async def _unicode(stage: Stage) -> None:
    """Any text comes through, in message and metadata."""
    info = ErrorInfo(reason="SENDER_EXISTS", domain="odind", metadata={"text": _TEXT})
    error = await _failing_with(stage, grpc.StatusCode.NOT_FOUND, _TEXT, info)
    expect(_TEXT in error.message, f"the message was changed: {error.message!r}")
    expect_equal(error.metadata, {"text": _TEXT}, "metadata")


@GROUP.case("internal")
async def _internal(stage: Stage) -> None:
    """A bug of the daemon's is INTERNAL, and none of the seven classes."""
    error = await _failing_with(stage, grpc.StatusCode.INTERNAL, "a bug")
    expect_equal(error.code, "INTERNAL", "code")


@GROUP.case("unimplemented")
async def _unimplemented(stage: Stage) -> None:
    """An older daemon that lacks a call is told as UNIMPLEMENTED."""
    error = await _failing_with(stage, grpc.StatusCode.UNIMPLEMENTED, "no such method")
    expect_equal(error.code, "UNIMPLEMENTED", "code")


@GROUP.case("after-some-items", "watch")
async def _after_items(stage: Stage) -> None:
    """A stream that fails in its middle gives its items first, and then the error."""

    async def stream(_request: Any, context: Context) -> AsyncIterator[Any]:
        snapshot = WatchEventsResponse(snapshot=Snapshot(sequence=1))
        async for message in replay([snapshot, WatchEventsResponse(event=Event(sequence=2))]):
            yield message
        code = grpc.StatusCode.RESOURCE_EXHAUSTED
        await abort_with(context, code, "TOO_MANY_STREAMS", "too many", limit="3")

    stage.script.stream("WatchEvents", stream)
    await stage.connect()
    watch = stage.driver.begin("watch")
    expect("snapshot" in await watch.item(), "the snapshot must come first")
    expect("event" in await watch.item(), "the event must come before the error")
    error = await refusal_of(watch)
    expect_equal((error.code, error.reason), ("RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS"), "code and reason")
    expect_equal(error.metadata, {"limit": "3"}, "metadata")
