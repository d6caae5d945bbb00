"""What `odindctl upgrade` makes of a daemon that goes and comes back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.cli.upgrade import _started_at
from odind.v1 import server_pb2

if TYPE_CHECKING:
    from odind.conformance.script import ScriptedDaemon


def failing(code: grpc.StatusCode, script: ScriptedDaemon) -> SimpleNamespace:
    """Settings of a caller whose question ends like this."""

    async def info(_request: object, context: grpc.aio.ServicerContext) -> None:
        await context.abort(code, "the server stops")

    script.answer_with("GetInfo", info)
    return SimpleNamespace(target=script.target, timeout=5.0)


@pytest.mark.parametrize("code", [grpc.StatusCode.CANCELLED, grpc.StatusCode.UNAVAILABLE])
async def test_a_daemon_that_stops_in_the_middle_of_a_question_is_not_there(
    code: grpc.StatusCode, script: ScriptedDaemon
):
    assert await _started_at(failing(code, script)) == 0  # type: ignore[arg-type]


async def test_what_else_goes_wrong_is_told(script: ScriptedDaemon):
    with pytest.raises(grpc.aio.AioRpcError):
        await _started_at(failing(grpc.StatusCode.INTERNAL, script))  # type: ignore[arg-type]


async def test_a_daemon_that_answers_says_when_it_has_started(script: ScriptedDaemon):
    info = server_pb2.GetInfoResponse()
    info.started_at.seconds = 2
    script.answer("GetInfo", info)
    there = SimpleNamespace(target=script.target, timeout=5.0)
    assert await _started_at(there) == 2_000_000  # type: ignore[arg-type]
