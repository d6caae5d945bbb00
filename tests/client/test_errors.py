"""Failed calls become the errors that the daemon raised."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.client import Daemon, connect
from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from .scripted_daemon import Context, ScriptedDaemon

CLASSES = [
    (grpc.StatusCode.INVALID_ARGUMENT, InvalidArgumentError),
    (grpc.StatusCode.PERMISSION_DENIED, PermissionDeniedError),
    (grpc.StatusCode.NOT_FOUND, NotFoundError),
    (grpc.StatusCode.ALREADY_EXISTS, AlreadyExistsError),
    (grpc.StatusCode.FAILED_PRECONDITION, FailedPreconditionError),
    (grpc.StatusCode.RESOURCE_EXHAUSTED, ResourceExhaustedError),
    (grpc.StatusCode.UNAVAILABLE, UnavailableError),
]


@pytest.mark.parametrize(("code", "kind"), CLASSES, ids=lambda value: getattr(value, "name", ""))
async def test_the_code_decides_the_class_and_reason_message_and_metadata_come_along(
    script: ScriptedDaemon, daemon: Daemon, code: grpc.StatusCode, kind: type[OdindError]
):
    script.fail("GetInfo", code, "SOME_REASON", "a {brace} and ümlaut", reason="metadata", message="too")

    with pytest.raises(kind) as caught:
        await daemon.info()

    assert type(caught.value) is kind
    assert caught.value.reason == "SOME_REASON"
    assert caught.value.message == "a {brace} and ümlaut"
    assert caught.value.metadata == {"reason": "metadata", "message": "too"}
    assert str(caught.value) == "a {brace} and ümlaut (SOME_REASON)"


@pytest.mark.parametrize(
    "code",
    [
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNIMPLEMENTED,
    ],
    ids=lambda code: code.name,
)
async def test_codes_that_are_not_odinds_stay_grpcs_own_error(
    script: ScriptedDaemon, daemon: Daemon, code: grpc.StatusCode
):
    script.fail("GetInfo", code, "SOME_REASON", "whatever")

    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await daemon.info()

    assert caught.value.code() is code


async def test_an_error_without_details_takes_the_code_as_its_reason(script: ScriptedDaemon, daemon: Daemon):
    async def abort(_request: object, context: Context) -> None:
        await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "message {too} large")

    script.answer_with("GetInfo", abort)

    with pytest.raises(ResourceExhaustedError, match=r"message \{too\} large") as caught:
        await daemon.info()

    assert caught.value.reason == "RESOURCE_EXHAUSTED"


@pytest.mark.parametrize("details", [b"\xff\xff", b""], ids=["not a message", "of another status"])
async def test_details_that_cannot_be_trusted_are_ignored(
    script: ScriptedDaemon, daemon: Daemon, details: bytes
):
    async def abort(_request: object, context: Context) -> None:
        trailing = (("grpc-status-details-bin", details),)
        await context.abort(grpc.StatusCode.NOT_FOUND, "gone", trailing_metadata=trailing)

    script.answer_with("GetInfo", abort)

    with pytest.raises(NotFoundError) as caught:
        await daemon.info()

    assert caught.value.reason == "NOT_FOUND"


async def test_a_socket_that_is_not_there_says_how_to_start_the_daemon(tmp_path: Path):
    async with connect(f"unix:{tmp_path}/nobody.sock") as daemon:
        with pytest.raises(UnavailableError, match=r"`odind serve`.*DAEMON_UNREACHABLE") as caught:
            await daemon.info()

    assert caught.value.metadata["target"] == f"unix:{tmp_path}/nobody.sock"


async def test_a_port_that_nobody_listens_on_says_how_to_start_the_daemon(unused_tcp_port: int):
    async with connect(f"127.0.0.1:{unused_tcp_port}") as daemon:
        with pytest.raises(UnavailableError) as caught:
            await daemon.info()

    assert caught.value.reason == "DAEMON_UNREACHABLE"


async def test_streams_to_nobody_are_unreachable_too(tmp_path: Path):
    async with connect(f"{tmp_path}/nobody.sock") as daemon:
        with pytest.raises(UnavailableError) as watching:
            await anext(daemon.watch_events())
        with pytest.raises(UnavailableError) as attaching:
            async with daemon.audio("c-1"):
                pass

    assert {watching.value.reason, attaching.value.reason} == {"DAEMON_UNREACHABLE"}


async def test_a_daemon_that_dies_during_a_call_is_unreachable_too(script: ScriptedDaemon, daemon: Daemon):
    answering = asyncio.Event()

    async def hang(_request: object, _context: Context) -> None:
        answering.set()
        await asyncio.Event().wait()

    async def die() -> None:
        await answering.wait()
        await script.stop()

    script.answer_with("GetInfo", hang)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(die())
        with pytest.raises(UnavailableError) as caught:
            await daemon.info()

    assert caught.value.reason == "DAEMON_UNREACHABLE"
    assert caught.value.metadata["detail"]


async def test_a_call_that_takes_too_long_ends_with_grpcs_deadline(script: ScriptedDaemon):
    async def never(_request: object, _context: Context) -> None:
        await asyncio.Event().wait()

    script.answer_with("GetInfo", never)

    async with connect(script.target, call_timeout=0.05) as daemon:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await daemon.info()

    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
