"""Every error of AuditService."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.v1 import audit_pb2, rooms_pb2
from odind.v1.audit_pb2_grpc import AuditServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("AuditService")
BUDGET = ("whose", "limit", "held", "wanted")


async def watch(bench: Bench) -> None:
    await AuditServiceStub(bench.channel).WatchAudit(audit_pb2.WatchAuditRequest()).read()


@CASES.add("WatchAudit", "FAILED_PRECONDITION", "AUDIT_OFF")
async def an_audit_that_is_not_kept(bench: Bench) -> None:
    await watch(bench)


@CASES.add("WatchAudit", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1))
async def one_watch_too_many(bench: Bench) -> None:
    first = RoomServiceStub(bench.channel).WatchEvents(rooms_pb2.WatchEventsRequest())
    await first.read()
    await watch(bench)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_audit_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
